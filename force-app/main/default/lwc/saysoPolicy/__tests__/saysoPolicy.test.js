import SaysoPolicy from 'c/saysoPolicy';
import getPolicy from '@salesforce/apex/SaysoAdminController.getPolicy';
import savePolicy from '@salesforce/apex/SaysoAdminController.savePolicy';
import { apexError, byId, find, findAll, settle, show, textOf, type } from 'lwc-testing';

const mockNever = () => new Promise(() => {});
jest.mock('@salesforce/apex/SaysoAdminController.getPolicy', () => ({ default: jest.fn() }), { virtual: true });
jest.mock('@salesforce/apex/SaysoAdminController.savePolicy', () => ({ default: jest.fn() }), { virtual: true });
jest.mock('@salesforce/apex/SaysoAdminController.getWritableObjects', () => ({ default: jest.fn(mockNever) }), {
  virtual: true
});

const POLICY = {
  writable: { Account: '*' },
  confirmAbove: 50,
  maxRecords: 5000,
  allowDelete: false,
  followUp: 'Task',
  notes: 'ContentNote',
  synonyms: { deal: 'Opportunity' },
  previewMinutes: 15,
  undoHours: 24
};
const CHANGED = { version: 3, policy: POLICY, changedBy: '005A', changedAt: '2026-11-24T09:30:00.000Z' };

async function open(version = { version: 0, policy: POLICY, changedBy: null, changedAt: null }) {
  getPolicy.mockResolvedValue(version);
  const element = show(SaysoPolicy, 'c-sayso-policy');
  await settle();
  return element;
}

async function choose(input, value) {
  input.value = value;
  input.dispatchEvent(new CustomEvent('change'));
  await settle();
}
async function write(input, value) {
  type(input, value);
  await settle();
}
const limit = (element, name) => find(element, `input[data-name="${name}"]`);
const words = (element, part) => findAll(element, `input[data-part="${part}"]`);
async function click(element, id) {
  byId(element, id).click();
  await settle();
}
const saved = () => {
  const { policyJson, etag } = savePolicy.mock.calls.at(-1)[0];
  return { etag, policy: JSON.parse(policyJson) };
};

describe('c-sayso-policy', () => {
  beforeEach(() => savePolicy.mockResolvedValue({ ...CHANGED, version: 1 }));
  afterEach(() => {
    document.body.replaceChildren();
    getPolicy.mockReset();
    savePolicy.mockReset();
  });

  it('says that the default is in force, with deletes off', async () => {
    const element = await open();
    expect(textOf(element, 'version')).toBe('The default; nobody has changed it yet.');
    expect(byId(element, 'delete').checked).toBe(false);
    expect(limit(element, 'confirmAbove').value).toBe('50');
    expect(byId(element, 'follow-up').value).toBe('Task');
    expect(byId(element, 'notes').value).toBe('ContentNote');
  });

  it('says who made the version in force, and when', async () => {
    const element = await open({ ...CHANGED, changedByName: 'Grace' });
    expect(textOf(element, 'version')).toMatch(/^Version 3, changed by Grace, Tue/);
  });

  it('cannot be saved before something has changed', async () => {
    const element = await open();
    expect(byId(element, 'save')).toMatchObject({ label: 'Save as version 1', disabled: true });
    expect(byId(element, 'discard').disabled).toBe(true);
    expect(textOf(element, 'unsaved')).toBe('');
  });

  it('saves the whole policy over the version that was read, and announces it', async () => {
    const element = await open(CHANGED);
    savePolicy.mockResolvedValue({ ...CHANGED, version: 4 });
    find(element, 'c-sayso-policy-objects').dispatchEvent(
      new CustomEvent('change', { detail: { Account: ['Industry'], Lead: '*' } })
    );
    await write(limit(element, 'confirmAbove'), '20');
    byId(element, 'delete').checked = true;
    byId(element, 'delete').dispatchEvent(new CustomEvent('change'));
    await choose(byId(element, 'follow-up'), 'Event');
    await choose(byId(element, 'notes'), 'Task');
    expect(textOf(element, 'unsaved')).toBe('Not saved yet.');
    await click(element, 'save');
    expect(saved()).toEqual({
      etag: '"3"',
      policy: {
        ...POLICY,
        writable: { Account: ['Industry'], Lead: '*' },
        confirmAbove: 20,
        allowDelete: true,
        followUp: 'Event',
        notes: 'Task'
      }
    });
    expect(textOf(element, 'live')).toBe('Saved. Version 4 is in force.');
    expect(byId(element, 'save')).toMatchObject({ label: 'Save as version 5', disabled: true });
  });

  it('refuses a number that the service would refuse, beside its field', async () => {
    const element = await open();
    for (const value of ['0', '10001', '1.5', '-3', 'many', '']) {
      await write(limit(element, 'confirmAbove'), value);
      expect(byId(element, 'save').disabled).toBe(true);
      expect(find(element, '[data-error="confirmAbove"]').textContent).toBe('A number from 1 to 10000 is needed.');
      expect(limit(element, 'confirmAbove').getAttribute('aria-invalid')).toBe('true');
    }
    await write(limit(element, 'confirmAbove'), '10000');
    expect(find(element, '[data-error="confirmAbove"]').textContent).toBe('');
    expect(byId(element, 'save').disabled).toBe(false);
  });

  it('adds, changes and removes the org’s own words; an unfinished one is left out', async () => {
    const element = await open();
    await click(element, 'add-word');
    await click(element, 'add-word');
    await write(words(element, 'word')[1], ' logo ');
    await write(words(element, 'meaning')[1], 'Account');
    await write(words(element, 'word')[2], 'unfinished');
    await click(element, 'save');
    expect(saved().policy.synonyms).toEqual({ deal: 'Opportunity', logo: 'Account' });
    find(element, '[aria-label="Remove deal"]').click();
    await settle();
    await click(element, 'save');
    expect(saved().policy.synonyms).toEqual({});
  });

  it('discards what was changed', async () => {
    const element = await open();
    await write(limit(element, 'undoHours'), '1');
    await click(element, 'discard');
    expect(limit(element, 'undoHours').value).toBe('24');
    expect(byId(element, 'discard').disabled).toBe(true);
    expect(savePolicy).not.toHaveBeenCalled();
  });

  it('says when another admin was faster, and reads theirs', async () => {
    const element = await open();
    savePolicy.mockRejectedValue(apexError({ code: 'policy_changed', message: 'Another admin has changed it.' }));
    await write(limit(element, 'undoHours'), '1');
    await click(element, 'save');
    expect(find(element, 'c-sayso-error-panel').problem.code).toBe('policy_changed');
    expect(limit(element, 'undoHours').value).toBe('1');
    getPolicy.mockResolvedValue({ ...CHANGED, policy: { ...POLICY, undoHours: 48 } });
    find(element, 'c-sayso-error-panel').dispatchEvent(new CustomEvent('retry'));
    await settle();
    expect(limit(element, 'undoHours').value).toBe('48');
    expect(byId(element, 'save').label).toBe('Save as version 4');
  });

  it('says why the policy cannot be read', async () => {
    getPolicy.mockRejectedValue(apexError({ message: 'No answer.' }));
    const element = show(SaysoPolicy, 'c-sayso-policy');
    await settle();
    expect(find(element, 'c-sayso-error-panel').problem.message).toBe('No answer.');
    expect(byId(element, 'save')).toBeNull();
  });

  it('is accessible, with an error and a new word too', async () => {
    const element = await open();
    await write(limit(element, 'maxRecords'), 'x');
    await click(element, 'add-word');
    await expect(element).toBeAccessible();
  });
});
