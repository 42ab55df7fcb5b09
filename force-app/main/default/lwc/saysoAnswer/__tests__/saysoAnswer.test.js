import SaysoAnswer from 'c/saysoAnswer';
import { byId, commandOf, find, findAll, settle, show, textOf } from 'lwc-testing';

const ANSWER = commandOf({
  status: 'answered',
  headline: '$1.2M in 14 open opportunities',
  answer: { object: 'Opportunity' },
  columns: [
    { field: 'Name', label: 'Name', type: 'string' },
    { field: 'Amount', label: 'Amount', type: 'currency' }
  ],
  rows: [
    { id: '006A', url: '/lightning/r/Opportunity/006A/view', cells: ['Acme', '$40,000'] },
    { cells: ['No record', null] }
  ],
  asOf: '2026-11-24T09:30:00.000Z'
});
const open = (command = ANSWER) => show(SaysoAnswer, 'c-sayso-answer', { command });

describe('c-sayso-answer', () => {
  afterEach(() => {
    document.body.replaceChildren();
    delete navigator.clipboard;
  });

  it('shows the number large, rows with links, and as of when', () => {
    const element = open();
    expect(textOf(element, 'headline')).toBe('$1.2M in 14 open opportunities');
    expect(findAll(element, 'th').map(({ textContent }) => textContent)).toEqual(['Name', 'Amount']);
    const links = findAll(element, 'c-sayso-record-link');
    expect(links).toHaveLength(1);
    expect(links[0]).toMatchObject({ recordId: '006A', name: 'Acme', objectApiName: 'Opportunity' });
    expect(textOf(element, 'as-of')).toMatch(/^As of .*Tue/);
  });

  it('shows an answer without rows, and its flags', () => {
    const element = open(commandOf({ status: 'answered', headline: '14', flags: ['Only what you may see.'] }));
    expect(find(element, 'table')).toBeNull();
    expect(textOf(element, 'as-of')).toBe('');
    expect(element.shadowRoot.textContent).toContain('Only what you may see.');
  });

  it('copies headline and rows for a spreadsheet', async () => {
    const writeText = jest.fn(() => Promise.resolve());
    Object.defineProperty(navigator, 'clipboard', { value: { writeText }, configurable: true });
    const element = open();
    byId(element, 'copy').click();
    await settle();
    expect(writeText).toHaveBeenCalledWith('$1.2M in 14 open opportunities\nName\tAmount\nAcme\t$40,000\nNo record\t');
    expect(textOf(element, 'copied')).toBe('Copied');
  });

  it('says when the browser does not allow copying', async () => {
    const writeText = jest.fn(() => Promise.reject(new DOMException('no', 'NotAllowedError')));
    Object.defineProperty(navigator, 'clipboard', { value: { writeText }, configurable: true });
    const element = open();
    byId(element, 'copy').click();
    await settle();
    expect(textOf(element, 'copied')).toBe('The browser does not allow copying.');
  });

  it('copies a headline alone', async () => {
    const writeText = jest.fn(() => Promise.resolve());
    Object.defineProperty(navigator, 'clipboard', { value: { writeText }, configurable: true });
    byId(open(commandOf({ status: 'answered', headline: '14' })), 'copy').click();
    expect(writeText).toHaveBeenCalledWith('14');
  });

  it('takes the focus to the headline', () => {
    const element = open();
    element.focus();
    expect(element.shadowRoot.activeElement).toBe(byId(element, 'headline'));
  });

  it('is accessible', async () => {
    await expect(open()).toBeAccessible();
  });
});
