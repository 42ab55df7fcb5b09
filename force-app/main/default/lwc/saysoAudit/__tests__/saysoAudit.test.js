import SaysoAudit from 'c/saysoAudit';
import getAudit from '@salesforce/apex/SaysoAdminController.getAudit';
import verifyAudit from '@salesforce/apex/SaysoAdminController.verifyAudit';
import { apexError, byId, deferred, find, findAll, settle, show, textOf } from 'lwc-testing';

jest.mock('@salesforce/apex/SaysoAdminController.getAudit', () => ({ default: jest.fn() }), { virtual: true });
jest.mock('@salesforce/apex/SaysoAdminController.verifyAudit', () => ({ default: jest.fn() }), { virtual: true });

const entry = (n, more = {}) => ({
  n,
  at: '2026-11-24T09:30:00.000Z',
  actor: { type: 'user', id: '005A' },
  action: 'command.confirmed',
  target: 'c1',
  outcome: 'ok',
  details: { records: 42, reason: null },
  ...more
});
const names = { '005A': 'Ann' };

async function open(page = { entries: [entry(2), entry(1)], names }) {
  getAudit.mockResolvedValue(page);
  const element = show(SaysoAudit, 'c-sayso-audit');
  await settle();
  return element;
}
const cells = (element, n) =>
  [...find(element, `[data-entry="${n}"]`).querySelectorAll('td')].map(({ textContent }) => textContent.trim());
async function choose(element, id, value) {
  const select = byId(element, id);
  select.value = value;
  select.dispatchEvent(new CustomEvent('change'));
  await settle();
}
async function click(element, id) {
  byId(element, id).click();
  await settle();
}
const asked = () => {
  const { cursor, filterJson } = getAudit.mock.calls.at(-1)[0];
  return { cursor, filter: JSON.parse(filterJson) };
};

describe('c-sayso-audit', () => {
  afterEach(() => {
    document.body.replaceChildren();
    getAudit.mockReset();
    verifyAudit.mockReset();
  });

  it('says when, who, what, on what, with which outcome and which facts', async () => {
    const element = await open();
    expect(cells(element, 2)).toEqual([
      expect.stringContaining('Tue'),
      'Ann',
      'Command confirmed',
      'c1',
      'Done',
      'records: 42'
    ]);
    expect(textOf(element, 'shown')).toBe('Entries shown: 2');
  });

  it('names those that are no users, and shows what it does not know as it is', async () => {
    const element = await open({
      entries: [
        entry(3, { actor: { type: 'service' }, target: undefined, details: undefined }),
        entry(2, { actor: { type: 'user', id: '005Z' }, action: 'thing.happened', outcome: 'odd' }),
        entry(1, { actor: { type: 'identity-provider' }, outcome: 'refused' })
      ],
      names
    });
    expect(cells(element, 3).slice(1)).toEqual(['Sayso', 'Command confirmed', '', 'Done', '']);
    expect(cells(element, 2).slice(1, 5)).toEqual(['005Z', 'thing.happened', 'c1', 'odd']);
    expect(cells(element, 1)[1]).toBe('Identity provider');
    expect(find(element, '[data-entry="3"] [data-part="who"]')).toBeNull();
  });

  it('shortens the id of a command, and filters by the whole of it', async () => {
    const id = 'c7ab9b84-b668-4075-bcfc-79064c73af9a';
    const element = await open({ entries: [entry(1, { target: id })], names });
    const target = find(element, '[data-part="target"]');
    expect(target.textContent).toBe('c7ab9b84 …');
    expect(target.title).toContain(id);
    target.click();
    await settle();
    expect(asked().filter.target).toBe(id);
  });

  it('filters by outcome and kind of action together', async () => {
    const element = await open();
    await choose(element, 'outcome', 'refused');
    await choose(element, 'action', 'policy.changed');
    expect(asked()).toEqual({ cursor: null, filter: { outcome: 'refused', action: 'policy.changed' } });
    expect(byId(element, 'outcome').value).toBe('refused');
  });

  it('narrows to one person or one record by a click on it, and widens again', async () => {
    const element = await open();
    await choose(element, 'outcome', 'ok');
    find(element, '[data-part="who"]').click();
    await settle();
    expect(asked().filter).toEqual({ outcome: 'ok', actor: '005A', target: '' });
    expect(textOf(element, 'only')).toBe('Only Ann is shown.');
    find(element, '[data-part="target"]').click();
    await settle();
    expect(asked().filter).toEqual({ outcome: 'ok', target: 'c1', actor: '' });
    await click(element, 'all');
    expect(asked().filter).toEqual({ outcome: 'ok', actor: '', target: '' });
    expect(byId(element, 'only')).toBeNull();
  });

  it('reads on where the page ended, with the same filter', async () => {
    const element = await open({ entries: [entry(3)], next: 3, names });
    await choose(element, 'outcome', 'ok');
    getAudit.mockResolvedValue({ entries: [entry(2)], names: {} });
    await click(element, 'more');
    expect(asked()).toEqual({ cursor: '3', filter: { outcome: 'ok' } });
    expect(findAll(element, '[data-entry]').map(({ dataset }) => dataset.entry)).toEqual(['3', '2']);
    expect(cells(element, 2)[1]).toBe('Ann');
    expect(byId(element, 'more')).toBeNull();
  });

  it('drops the answer to a filter that is no longer wanted', async () => {
    const element = await open();
    const slow = deferred();
    getAudit.mockReturnValueOnce(slow.promise).mockResolvedValueOnce({ entries: [entry(7)], names });
    await choose(element, 'outcome', 'refused');
    await choose(element, 'outcome', 'failed');
    slow.resolve({ entries: [entry(8)], names });
    await settle();
    expect(findAll(element, '[data-entry]').map(({ dataset }) => dataset.entry)).toEqual(['7']);
  });

  it('tells an empty trail from a filter that nothing passes', async () => {
    const element = await open({ entries: [], names: {} });
    expect(textOf(element, 'shown')).toBe('Nothing has happened yet that leaves an entry.');
    await choose(element, 'outcome', 'failed');
    expect(textOf(element, 'shown')).toBe('No entry matches.');
    expect(find(element, 'table')).toBeNull();
  });

  it('says that the chain is whole, or where it is broken', async () => {
    const element = await open();
    verifyAudit.mockResolvedValueOnce({ checked: 1204, head: 'ab' });
    await click(element, 'verify');
    expect(textOf(element, 'chain')).toMatch(/^1204 entries, each follows from the one before\. Checked /);
    verifyAudit.mockResolvedValueOnce({ checked: 11, brokenAt: 12, head: 'ab' });
    await click(element, 'verify');
    expect(textOf(element, 'chain')).toContain('Entry 12 does not follow from the one before');
    expect(byId(element, 'chain').className).toBe('slds-text-color_error');
  });

  it('hands out what is shown as a table that no spreadsheet runs', async () => {
    const element = await open({
      entries: [entry(1, { target: '=HYPERLINK("x")', details: { note: 'a "b"' } })],
      names
    });
    const csv = decodeURIComponent(byId(element, 'csv').getAttribute('href').split(',').slice(1).join(','));
    const [head, line] = csv.split('\r\n');
    expect(head).toContain('"actorName","action","target"');
    expect(line).toContain(`"Ann","command.confirmed","'=HYPERLINK(""x"")","ok"`);
    expect(line).toContain('"{""note"":""a \\""b\\""""}"');
  });

  it('says why the trail cannot be read or checked, and tries again', async () => {
    getAudit.mockRejectedValueOnce(apexError({ message: 'No answer.' }));
    const element = show(SaysoAudit, 'c-sayso-audit');
    await settle();
    expect(find(element, 'c-sayso-error-panel').problem.message).toBe('No answer.');
    getAudit.mockResolvedValue({ entries: [entry(1)], names });
    find(element, 'c-sayso-error-panel').dispatchEvent(new CustomEvent('retry'));
    await settle();
    expect(findAll(element, '[data-entry]')).toHaveLength(1);
    verifyAudit.mockRejectedValueOnce(apexError({ message: 'Too slow.' }));
    await click(element, 'verify');
    expect(find(element, 'c-sayso-error-panel').problem.message).toBe('Too slow.');
    expect(byId(element, 'verify').disabled).toBe(false);
  });

  it('is accessible, filtered and with a checked chain', async () => {
    const element = await open({ entries: [entry(2), entry(1)], next: 1, names });
    verifyAudit.mockResolvedValueOnce({ checked: 2, head: 'ab' });
    await click(element, 'verify');
    find(element, '[data-part="who"]').click();
    await settle();
    await expect(element).toBeAccessible();
  });
});
