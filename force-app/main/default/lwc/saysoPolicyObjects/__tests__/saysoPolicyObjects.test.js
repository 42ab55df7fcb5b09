import SaysoPolicyObjects from 'c/saysoPolicyObjects';
import getWritableFields from '@salesforce/apex/SaysoAdminController.getWritableFields';
import getWritableObjects from '@salesforce/apex/SaysoAdminController.getWritableObjects';
import { apexError, byId, find, findAll, heard, settle, show } from 'lwc-testing';

jest.mock('@salesforce/apex/SaysoAdminController.getWritableFields', () => ({ default: jest.fn() }), {
  virtual: true
});
jest.mock('@salesforce/apex/SaysoAdminController.getWritableObjects', () => ({ default: jest.fn() }), {
  virtual: true
});

const WRITABLE = { Account: '*', Opportunity: ['Amount', 'Old__c'], '*__c': '*' };

/** The component with a parent that takes over what it tells. */
async function open(writable = WRITABLE) {
  const element = show(SaysoPolicyObjects, 'c-sayso-policy-objects', { writable });
  const change = heard(element, 'change');
  element.addEventListener('change', ({ detail }) => Object.assign(element, { writable: detail }));
  await settle();
  return { element, change };
}

const row = (element, name) => find(element, `[data-row="${name}"]`);
const box = (element, name) => find(element, `input[data-name="${name}"]`);
async function tick(input, checked) {
  input.checked = checked;
  input.dispatchEvent(new CustomEvent('change'));
  await settle();
}
async function openFields(element, name) {
  row(element, name).querySelector('button').click();
  await settle();
}

describe('c-sayso-policy-objects', () => {
  beforeEach(() => {
    getWritableObjects.mockResolvedValue({
      objects: [
        { name: 'Account', label: 'Account' },
        { name: 'Lead', label: 'Interessent' },
        { name: 'Opportunity', label: 'Opportunity' }
      ]
    });
    getWritableFields.mockResolvedValue({
      fields: [
        { name: 'Amount', label: 'Amount' },
        { name: 'StageName', label: 'Stage' }
      ]
    });
  });
  afterEach(() => {
    document.body.replaceChildren();
    getWritableObjects.mockReset();
    getWritableFields.mockReset();
  });

  it('shows what commands may write, and how much of it', async () => {
    const { element } = await open();
    const shown = findAll(element, 'li').map((item) => [
      item.dataset.row,
      item.querySelector('input').checked,
      item.querySelector('[data-id="extent"]').textContent
    ]);
    expect(shown).toEqual([
      ['*__c', true, 'every field'],
      ['Account', true, 'every field'],
      ['Lead', false, ''],
      ['Opportunity', true, '2 fields']
    ]);
  });

  it('keeps an object of the policy that the admin cannot see', async () => {
    const { element } = await open({ Hidden__c: '*' });
    expect(row(element, 'Hidden__c').textContent).toContain('Hidden__c');
  });

  it('is searched by label and API name', async () => {
    const { element } = await open();
    const search = async (value) => {
      byId(element, 'search').dispatchEvent(new CustomEvent('change', { detail: { value } }));
      await settle();
      return findAll(element, 'li').map(({ dataset }) => dataset.row);
    };
    expect(await search('interess')).toEqual(['Lead']);
    expect(await search('LEAD')).toEqual(['Lead']);
    expect(await search('zzz')).toEqual([]);
    expect(byId(element, 'no-match').textContent).toBe('No object matches.');
  });

  it('adds and removes an object', async () => {
    const { element, change } = await open();
    await tick(box(element, 'Lead'), true);
    expect(change).toHaveBeenLastCalledWith({ ...WRITABLE, Lead: '*' });
    await tick(box(element, 'Account'), false);
    expect(change).toHaveBeenLastCalledWith({ Opportunity: ['Amount', 'Old__c'], '*__c': '*', Lead: '*' });
  });

  it('narrows an object to fields, and keeps those it does not know', async () => {
    const { element, change } = await open();
    await openFields(element, 'Opportunity');
    expect(getWritableFields).toHaveBeenCalledWith({ objectName: 'Opportunity' });
    expect(row(element, 'Opportunity').querySelector('button').getAttribute('aria-expanded')).toBe('true');
    expect(box(element, 'Old__c').checked).toBe(true);
    await tick(box(element, 'StageName'), true);
    expect(change).toHaveBeenLastCalledWith({ ...WRITABLE, Opportunity: ['Amount', 'Old__c', 'StageName'] });
    await tick(box(element, 'Amount'), false);
    expect(change).toHaveBeenLastCalledWith({ ...WRITABLE, Opportunity: ['Old__c', 'StageName'] });
  });

  it('changes between every field and a choice', async () => {
    const { element, change } = await open();
    await openFields(element, 'Account');
    await tick(byId(element, 'every'), false);
    expect(change).toHaveBeenLastCalledWith({ ...WRITABLE, Account: ['Amount', 'StageName'] });
    await tick(byId(element, 'every'), true);
    expect(change).toHaveBeenLastCalledWith(WRITABLE);
  });

  it('offers no fields of all custom objects at once, nor of an object that is not ticked', async () => {
    const { element } = await open();
    expect(row(element, '*__c').querySelector('button')).toBeNull();
    expect(row(element, 'Lead').querySelector('button')).toBeNull();
  });

  it('says why it cannot read the objects and tries again', async () => {
    getWritableObjects.mockRejectedValueOnce(apexError({ message: 'No answer.' }));
    const { element } = await open();
    expect(find(element, 'c-sayso-error-panel').problem.message).toBe('No answer.');
    find(element, 'c-sayso-error-panel').dispatchEvent(new CustomEvent('retry'));
    await settle();
    expect(row(element, 'Lead')).not.toBeNull();
  });

  it('is accessible with fields open', async () => {
    const { element } = await open();
    await openFields(element, 'Opportunity');
    await expect(element).toBeAccessible();
  });
});
