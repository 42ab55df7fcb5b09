import SaysoRefusal from 'c/saysoRefusal';
import { byId, commandOf, show, textOf } from 'lwc-testing';

const REFUSE = { reason: 'unsafe: everything', message: 'I do not delete everything.', instead: 'Name the records.' };
const open = (command) => show(SaysoRefusal, 'c-sayso-refusal', { command });

describe('c-sayso-refusal', () => {
  afterEach(() => document.body.replaceChildren());

  it('says why not and what instead', () => {
    const element = open(commandOf({ status: 'refused', refuse: REFUSE }));
    expect(textOf(element, 'message')).toBe('I do not delete everything.');
    expect(textOf(element, 'instead')).toBe('Name the records.');
  });

  it('falls back to the headline', () => {
    const element = open(commandOf({ status: 'refused', headline: 'Not possible.' }));
    expect(textOf(element, 'message')).toBe('Not possible.');
    expect(byId(element, 'instead')).toBeNull();
  });

  it('takes the focus to the reason', () => {
    const element = open(commandOf({ status: 'refused', refuse: REFUSE }));
    element.focus();
    expect(element.shadowRoot.activeElement).toBe(byId(element, 'message'));
  });

  it('is accessible', async () => {
    await expect(open(commandOf({ status: 'refused', refuse: REFUSE }))).toBeAccessible();
  });
});
