import SaysoQuestion from 'c/saysoQuestion';
import { byId, commandOf, find, findAll, heard, press, settle, show, textOf, type } from 'lwc-testing';

const CHOICES = [
  { value: '006A', label: 'Acme Renewal', detail: 'Proposal · $40,000 · 30 Nov' },
  { value: '006B', label: 'Acme Expansion', detail: 'Negotiation · $90,000 · 15 Dec' }
];
const open = (overrides = {}) =>
  show(SaysoQuestion, 'c-sayso-question', {
    command: commandOf({ status: 'question', question: 'Which ACME opportunity?', choices: CHOICES, ...overrides })
  });
const choices = (element) => findAll(element, '[data-choice]');

describe('c-sayso-question', () => {
  afterEach(() => document.body.replaceChildren());

  it('asks one question and shows what tells the choices apart', () => {
    const element = open();
    expect(textOf(element, 'question')).toBe('Which ACME opportunity?');
    expect(choices(element).map(({ textContent }) => textContent)).toEqual([
      expect.stringContaining('Proposal · $40,000 · 30 Nov'),
      expect.stringContaining('Negotiation · $90,000 · 15 Dec')
    ]);
  });

  it('answers with the choice that is tapped', () => {
    const element = open();
    const answer = heard(element, 'answer');
    choices(element)[1].click();
    expect(answer).toHaveBeenCalledWith({ choice: '006B' });
  });

  it('answers with the choice whose number is pressed', () => {
    const element = open();
    const answer = heard(element, 'answer');
    expect(press(choices(element)[0], '2').defaultPrevented).toBe(true);
    expect(answer).toHaveBeenCalledWith({ choice: '006B' });
  });

  it('begins anew with the next question: what was typed answered the one before', async () => {
    const element = open();
    const answer = heard(element, 'answer');
    type(find(element, 'input'), 'acme');
    await settle();
    element.command = commandOf({ status: 'question', question: 'Which stage?', choices: CHOICES });
    await settle();
    expect(find(element, 'input').value).toBe('');
    press(choices(element)[0], '2');
    expect(answer).toHaveBeenCalledWith({ choice: '006B' });
  });

  it('leaves numbers without a choice and shortcuts alone', () => {
    const element = open();
    const answer = heard(element, 'answer');
    press(choices(element)[0], '3');
    press(choices(element)[0], '1', { ctrlKey: true });
    expect(answer).not.toHaveBeenCalled();
  });

  it('gives only the first nine choices a number', () => {
    const many = Array.from({ length: 11 }, (_, n) => ({ value: `v${n}`, label: `Choice ${n}` }));
    expect(findAll(open({ choices: many }), '.slds-badge')).toHaveLength(9);
  });

  it('narrows the choices while one types and takes the last one left', async () => {
    const element = open();
    const answer = heard(element, 'answer');
    const input = find(element, 'input');
    type(input, 'expan');
    await settle();
    expect(choices(element)).toHaveLength(1);
    press(input, 'Enter');
    expect(answer).toHaveBeenCalledWith({ choice: '006B' });
  });

  it('answers in words when they fit no choice or several', async () => {
    const element = open();
    const answer = heard(element, 'answer');
    type(find(element, 'input'), ' the one in Berlin ');
    await settle();
    expect(choices(element)).toHaveLength(2);
    byId(element, 'submit').click();
    expect(answer).toHaveBeenLastCalledWith({ text: 'the one in Berlin' });
    type(find(element, 'input'), 'acme');
    press(find(element, 'input'), 'Enter');
    expect(answer).toHaveBeenLastCalledWith({ text: 'acme' });
  });

  it('takes a digit for text once something is typed', async () => {
    const element = open();
    const answer = heard(element, 'answer');
    const input = find(element, 'input');
    type(input, '4');
    await settle();
    press(input, '2');
    expect(answer).not.toHaveBeenCalled();
  });

  it('does not send an empty answer', () => {
    const element = open();
    const answer = heard(element, 'answer');
    byId(element, 'submit').click();
    press(find(element, 'input'), 'Enter');
    expect(answer).not.toHaveBeenCalled();
  });

  it('can be dropped', () => {
    const element = open();
    const neverMind = heard(element, 'nevermind');
    byId(element, 'nevermind').click();
    expect(neverMind).toHaveBeenCalledTimes(1);
  });

  it('takes the focus to the first choice, or to the box when there is none', () => {
    const withChoices = open();
    withChoices.focus();
    expect(withChoices.shadowRoot.activeElement).toBe(choices(withChoices)[0]);
    const without = open({ choices: [], question: undefined });
    without.focus();
    expect(without.shadowRoot.activeElement).toBe(find(without, 'input'));
    expect(textOf(without, 'question')).toBe('1 change: 1 opportunity');
  });

  it('is accessible', async () => {
    await expect(open()).toBeAccessible();
  });
});
