import SaysoReceipt from 'c/saysoReceipt';
import { byId, commandOf, find, findAll, heard, resultOf, settle, show, textOf } from 'lwc-testing';

const RESULTS = [
  resultOf({ n: 0, name: 'Acme' }),
  resultOf({ n: 1, name: 'Globex', outcome: 'conflict', reason: 'Somebody changed it.', next: 'Look at it again.' }),
  resultOf({ n: 2, name: 'Initech', outcome: 'refused', reason: 'Amount is required.' })
];
const open = (overrides = {}) =>
  show(SaysoReceipt, 'c-sayso-receipt', {
    command: commandOf({
      status: 'done',
      headline: 'Done. 1 changed, 1 conflict, 1 refused.',
      results: RESULTS,
      undo: { available: true, until: '2026-11-25T09:30:00.000Z', why: 'Sets Stage back to Proposal.' },
      ...overrides
    })
  });
const names = (element) => findAll(element, 'c-sayso-record-link').map(({ name }) => name);

describe('c-sayso-receipt', () => {
  afterEach(() => document.body.replaceChildren());

  it('shows first what needs the reader, with reason and next step', () => {
    const element = open();
    expect(names(element)).toEqual(['Initech', 'Globex', 'Acme']);
    const conflict = find(element, '[data-outcome="conflict"]');
    expect(conflict.textContent).toContain('Conflict');
    expect(conflict.textContent).toContain('Somebody changed it.');
    expect(conflict.textContent).toContain('Look at it again.');
  });

  it('does not say outcomes by an icon alone', () => {
    const outcomes = [
      'changed',
      'created',
      'deleted',
      'converted',
      'noted',
      'unchanged',
      'skipped',
      'undone',
      'not-run'
    ];
    const element = open({ results: outcomes.map((outcome, n) => resultOf({ n, outcome })) });
    for (const item of findAll(element, 'li'))
      expect(item.textContent).toMatch(
        /Changed|Created|Deleted|Converted|Noted|Already so|Skipped|Taken back|Not done/
      );
  });

  it('undoes while that is possible and says what it will do and until when', () => {
    const element = open();
    const undo = heard(element, 'undo');
    expect(textOf(element, 'undo-note')).toMatch(/^Sets Stage back to Proposal\. You can undo this until .*Wed/);
    byId(element, 'undo').click();
    expect(undo).toHaveBeenCalledWith({ id: 'c1' });
  });

  it('says why there is no undo', () => {
    const element = open({ undo: { available: false, why: 'Deletions cannot be taken back.' } });
    expect(byId(element, 'undo')).toBeNull();
    expect(textOf(element, 'undo-note')).toBe('Deletions cannot be taken back.');
  });

  it('says nothing of undo when the service does not', () => {
    const element = open({ undo: undefined, results: undefined, flags: ['I did not send the e-mail.'] });
    expect(textOf(element, 'undo-note')).toBe('');
    expect(element.shadowRoot.textContent).toContain('I did not send the e-mail.');
  });

  it('shows the rest of a long receipt on demand', async () => {
    const element = open({ results: Array.from({ length: 42 }, (_, n) => resultOf({ n, name: `Record ${n}` })) });
    expect(names(element)).toHaveLength(20);
    expect(byId(element, 'show-all').label).toBe('Show all 42');
    byId(element, 'show-all').click();
    await settle();
    expect(names(element)).toHaveLength(42);
    expect(byId(element, 'show-all')).toBeNull();
  });

  it('takes the focus to the outcome', () => {
    const element = open();
    element.focus();
    expect(element.shadowRoot.activeElement).toBe(byId(element, 'headline'));
  });

  it('is accessible', async () => {
    await expect(open()).toBeAccessible();
  });
});
