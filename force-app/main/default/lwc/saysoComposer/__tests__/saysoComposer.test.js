import SaysoComposer from 'c/saysoComposer';
import { byId, find, findAll, heard, press, settle, show, type } from 'lwc-testing';

const open = (properties = {}) => show(SaysoComposer, 'c-sayso-composer', properties);
const box = (element) => find(element, 'textarea');
const suggestions = (element) => findAll(element, '[data-text]').map(({ dataset }) => dataset.text);

function speak(element, text, sends = false) {
  find(element, 'c-sayso-mic').dispatchEvent(new CustomEvent('transcript', { detail: { text, sends } }));
}

describe('c-sayso-composer', () => {
  afterEach(() => document.body.replaceChildren());

  it('sends with Enter what was typed', () => {
    const element = open();
    const send = heard(element, 'send');
    type(box(element), '  Move Acme to negotiation ');
    expect(press(box(element), 'Enter').defaultPrevented).toBe(true);
    expect(send).toHaveBeenCalledWith({ text: 'Move Acme to negotiation' });
  });

  it('sends with the button', () => {
    const element = open({ value: 'Follow up' });
    const send = heard(element, 'send');
    byId(element, 'send').click();
    expect(send).toHaveBeenCalledWith({ text: 'Follow up' });
  });

  it('keeps Shift+Enter for a new line and Enter for an input method', () => {
    const element = open({ value: 'text' });
    const send = heard(element, 'send');
    press(box(element), 'Enter', { shiftKey: true });
    press(box(element), 'Enter', { isComposing: true });
    press(box(element), 'a');
    expect(send).not.toHaveBeenCalled();
  });

  it('sends nothing when the box is empty or a plan is being made', () => {
    const empty = open({ value: '  ' });
    const busy = open({ value: 'text', busy: true });
    const send = jest.fn();
    for (const element of [empty, busy]) {
      element.addEventListener('send', send);
      press(box(element), 'Enter');
      expect(byId(element, 'send').disabled).toBe(true);
    }
    expect(send).not.toHaveBeenCalled();
    expect(box(busy).readOnly).toBe(true);
  });

  it('tells its parent what is written', () => {
    const element = open();
    const write = heard(element, 'write');
    type(box(element), 'Move');
    expect(write).toHaveBeenCalledWith({ text: 'Move' });
    expect(element.value).toBe('Move');
  });

  it('takes text from its parent', async () => {
    const element = open();
    type(box(element), 'typed');
    element.value = 'given';
    await settle();
    expect(box(element).value).toBe('given');
  });

  it.each([
    ['006000000000001AAA', 'Move to Negotiation', 'Move to Negotiation and follow up on Friday'],
    ['001000000000001AAA', 'phone number', 'Create a task to call them tomorrow'],
    ['003000000000001AAA', 'Change the title', 'Log a call with this contact'],
    ['00Q000000000001AAA', 'Set the status', 'Convert this lead'],
    ['a00000000000001AAA', 'Say or type', "How's my pipeline?"],
    [undefined, 'Say or type', "How's my pipeline?"]
  ])('fits its hints to the record %s', (recordId, placeholder, first) => {
    const element = open({ recordId });
    expect(box(element).placeholder).toContain(placeholder);
    expect(suggestions(element)).toHaveLength(3);
    expect(suggestions(element)[0]).toBe(first);
  });

  it('fills the box with a suggestion and never sends it', async () => {
    const element = open();
    const send = heard(element, 'send');
    findAll(element, '[data-text]')[0].click();
    await settle();
    expect(box(element).value).toBe("How's my pipeline?");
    expect(element.shadowRoot.activeElement).toBe(box(element));
    expect(send).not.toHaveBeenCalled();
    expect(byId(element, 'suggestions')).toBeNull();
  });

  it('writes spoken words into the box, to be edited, and sends only when told to', async () => {
    const element = open();
    const send = heard(element, 'send');
    speak(element, 'move acme');
    await settle();
    expect(box(element).value).toBe('move acme');
    expect(send).not.toHaveBeenCalled();
    speak(element, 'move acme to negotiation', true);
    expect(send).toHaveBeenCalledWith({ text: 'move acme to negotiation' });
  });

  it('focuses the box', () => {
    const element = open();
    element.focus();
    expect(element.shadowRoot.activeElement).toBe(box(element));
  });

  it('is accessible', async () => {
    await expect(open()).toBeAccessible();
  });
});
