import SaysoErrorPanel from 'c/saysoErrorPanel';
import { byId, find, heard, settle, show, textOf } from 'lwc-testing';

const PROBLEM = {
  code: 'service_unreachable',
  message: 'The Sayso service did not answer.',
  actions: ['Try again in a minute.'],
  retryable: true,
  reference: 'req-42'
};
const open = (problem) => show(SaysoErrorPanel, 'c-sayso-error-panel', { problem });

describe('c-sayso-error-panel', () => {
  afterEach(() => {
    document.body.replaceChildren();
    delete navigator.clipboard;
  });

  it('says what went wrong, what to do next and what to quote', () => {
    const element = open(PROBLEM);
    expect(textOf(element, 'message')).toBe('The Sayso service did not answer.');
    expect(find(element, 'li').textContent).toBe('Try again in a minute.');
    expect(textOf(element, 'reference')).toBe('req-42');
    expect(find(element, '[role="alert"]')).not.toBeNull();
  });

  it('shows nothing when there is no problem', () => {
    expect(find(open(undefined), '[role="alert"]')).toBeNull();
  });

  it('says that something failed even when the failure said nothing', () => {
    expect(textOf(open({ ...PROBLEM, message: '' }), 'message')).toContain('failed without saying why');
  });

  it('offers to try again only when that may help', () => {
    expect(byId(open({ ...PROBLEM, retryable: false }), 'retry')).toBeNull();
    const element = open(PROBLEM);
    const retry = heard(element, 'retry');
    byId(element, 'retry').click();
    expect(retry).toHaveBeenCalledTimes(1);
  });

  it.each([
    ['says so', () => Promise.resolve(), 'Copied'],
    [
      'says when the browser does not allow it',
      () => Promise.reject(new Error()),
      'The browser does not allow copying.'
    ]
  ])('copies code and reference for the operator and %s', async (_, write, words) => {
    const writeText = jest.fn(write);
    Object.defineProperty(navigator, 'clipboard', { value: { writeText }, configurable: true });
    const element = open(PROBLEM);
    byId(element, 'copy').click();
    expect(writeText).toHaveBeenCalledWith('service_unreachable req-42');
    await settle();
    expect(textOf(element, 'copied')).toBe(words);
  });

  it('is accessible', async () => {
    await expect(open(PROBLEM)).toBeAccessible();
  });
});
