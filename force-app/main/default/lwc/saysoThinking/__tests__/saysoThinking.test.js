import SaysoThinking from 'c/saysoThinking';
import { byId, find, heard, pass, show, textOf } from 'lwc-testing';

const open = () => show(SaysoThinking, 'c-sayso-thinking');

describe('c-sayso-thinking', () => {
  beforeEach(() => jest.useFakeTimers());
  afterEach(() => {
    document.body.replaceChildren();
    jest.useRealTimers();
  });

  it('does not flicker for a plan that is there at once', async () => {
    const element = open();
    await pass(149);
    expect(byId(element, 'line')).toBeNull();
    await pass(1);
    expect(byId(element, 'line')).not.toBeNull();
  });

  it('says in words what takes longer', async () => {
    const element = open();
    await pass(999);
    expect(textOf(element, 'words')).toBe('');
    await pass(1);
    expect(textOf(element, 'words')).toBe('Looking up your records…');
    await pass(5000);
    expect(textOf(element, 'words')).toContain('Still working');
  });

  it('can be cancelled', () => {
    const element = open();
    const cancel = heard(element, 'cancel');
    find(element, 'lightning-button').click();
    expect(cancel).toHaveBeenCalledTimes(1);
  });

  it('stops its clock when it is taken away', () => {
    document.body.removeChild(open());
    expect(jest.getTimerCount()).toBe(0);
  });

  it('is accessible', async () => {
    const element = open();
    await pass(1000);
    jest.useRealTimers();
    await expect(element).toBeAccessible();
  });
});
