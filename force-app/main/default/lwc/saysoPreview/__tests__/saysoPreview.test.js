import SaysoPreview from 'c/saysoPreview';
import { byId, commandOf, find, findAll, heard, press, settle, show, textOf, type, UPDATE } from 'lwc-testing';

const open = (overrides = {}) => show(SaysoPreview, 'c-sayso-preview', { command: commandOf(overrides) });

function many(count) {
  return Array.from({ length: count }, (_, n) => ({ ...UPDATE, id: `006${n}`, name: `Deal ${n}` }));
}

async function openTable(count = 42) {
  const element = open({ preview: many(count), confirmLabel: `Change ${count} opportunities` });
  byId(element, 'toggle').click();
  await settle();
  return element;
}

function select(element, keep) {
  const table = find(element, 'c-sayso-record-table');
  const selectedRows = table.data.filter(keep);
  table.dispatchEvent(new CustomEvent('rowselection', { detail: { selectedRows } }));
}

describe('c-sayso-preview', () => {
  afterEach(() => document.body.replaceChildren());

  it('shows per record what is there and what will be, not by colour alone', () => {
    const element = open();
    expect(textOf(element, 'headline')).toBe('1 change: 1 opportunity');
    expect(find(element, 'c-sayso-record-link')).toMatchObject({ name: 'Acme Renewal', recordId: UPDATE.id });
    expect(find(element, 'dl').textContent).toMatch(/Stage.*was.*Proposal.*→.*becomes.*Negotiation\/Review/s);
    expect(find(element, 'del').textContent).toBe('Proposal');
    expect(element.shadowRoot.textContent).toContain('“negotiation” → Negotiation/Review');
  });

  it('shows only the new value where there was none, and words for an empty one', () => {
    const changes = [
      { field: 'NextStep', label: 'Next step', before: null, after: 'Call' },
      { field: 'Description', label: 'Description', before: 'Old', after: null }
    ];
    const element = open({ preview: [{ ...UPDATE, changes }] });
    expect(findAll(element, 'del')).toHaveLength(1);
    expect(find(element, 'dl').textContent).toContain('(empty)');
  });

  it('puts what cannot be done on top', () => {
    expect(textOf(open({ flags: ["I can't send the e-mail; the rest is ready."] }), 'flags')).toContain('the e-mail');
    expect(byId(open(), 'flags')).toBeNull();
  });

  it('says the effect on the button and confirms', () => {
    const element = open();
    const confirm = heard(element, 'confirm');
    expect(byId(element, 'confirm')).toMatchObject({ label: 'Change 1 opportunity', variant: 'brand' });
    byId(element, 'confirm').click();
    expect(confirm).toHaveBeenCalledWith({});
  });

  it('has a label of its own when the service gives none', () => {
    expect(byId(open({ confirmLabel: undefined }), 'confirm').label).toBe('Make these changes');
  });

  it('goes back to the text', () => {
    const element = open();
    const edit = heard(element, 'edit');
    byId(element, 'edit').click();
    expect(edit).toHaveBeenCalledTimes(1);
  });

  it('shows eight records in full', () => {
    const element = open({ preview: many(8) });
    expect(findAll(element, '[data-record]')).toHaveLength(8);
    expect(byId(element, 'toggle')).toBeNull();
  });

  it('sums up more than eight by field and shows the first five', () => {
    const element = open({ preview: many(42) });
    expect(textOf(element, 'summary')).toBe('Stage → Negotiation/Review · 42 records');
    expect(findAll(element, '[data-record]')).toHaveLength(5);
    expect(byId(element, 'toggle').label).toBe('Show all 42');
  });

  it('leaves chance coincidences out of the summary', () => {
    const company = (n) => ({
      field: 'Company',
      label: 'Company',
      before: null,
      after: n < 2 ? 'Metal' : `Company ${n}`
    });
    const preview = many(42).map((record, n) => ({ ...record, changes: [...record.changes, company(n)] }));
    expect(textOf(open({ preview }), 'summary')).toBe('Stage → Negotiation/Review · 42 records');
  });

  it('shows all in a table and back', async () => {
    const element = await openTable();
    expect(find(element, 'c-sayso-record-table').data).toHaveLength(42);
    expect(find(element, 'c-sayso-record-table').selectedRows).toHaveLength(42);
    byId(element, 'toggle').click();
    await settle();
    expect(find(element, 'c-sayso-record-table')).toBeNull();
  });

  it('adds long tables up a page at a time, and leaves nothing out that is not shown yet', async () => {
    const element = await openTable(120);
    const table = () => find(element, 'c-sayso-record-table').data;
    const confirm = heard(element, 'confirm');
    expect(table()).toHaveLength(50);
    expect(textOf(element, 'shown')).toBe('The first 50 of 120 are shown.');
    byId(element, 'more').click();
    byId(element, 'more').click();
    await settle();
    expect(table()).toHaveLength(120);
    expect(byId(element, 'more')).toBeNull();
    find(element, 'lightning-input').dispatchEvent(new CustomEvent('change', { detail: { value: 'deal' } }));
    await settle();
    expect(table()).toHaveLength(50);
    select(element, ({ key }) => key !== '3');
    byId(element, 'confirm').click();
    expect(confirm).toHaveBeenCalledWith({ leaveOut: [3] });
  });

  it('leaves unticked records out and says so on the button', async () => {
    const element = await openTable();
    const confirm = heard(element, 'confirm');
    select(element, ({ key }) => !['3', '10'].includes(key));
    await settle();
    expect(byId(element, 'confirm').label).toBe('Change 40 of 42 records');
    byId(element, 'confirm').click();
    expect(confirm).toHaveBeenCalledWith({ leaveOut: [3, 10] });
  });

  it('keeps the ticks of records that the filter hides', async () => {
    const element = await openTable();
    const confirm = heard(element, 'confirm');
    select(element, ({ key }) => key !== '3');
    await settle();
    find(element, 'lightning-input').dispatchEvent(new CustomEvent('change', { detail: { value: 'deal 41' } }));
    await settle();
    expect(find(element, 'c-sayso-record-table').data.map(({ name }) => name)).toEqual(['Deal 41']);
    select(element, () => false);
    byId(element, 'confirm').click();
    expect(confirm).toHaveBeenCalledWith({ leaveOut: [3, 41] });
  });

  it('ticks a record again', async () => {
    const element = await openTable();
    const confirm = heard(element, 'confirm');
    select(element, ({ key }) => key !== '3');
    select(element, () => true);
    byId(element, 'confirm').click();
    expect(confirm).toHaveBeenCalledWith({});
  });

  it('cannot be confirmed with nothing ticked', async () => {
    const element = await openTable();
    select(element, () => false);
    await settle();
    expect(byId(element, 'confirm').disabled).toBe(true);
  });

  it('is red for deletions', () => {
    expect(byId(open({ preview: [{ ...UPDATE, op: 'delete', changes: [] }] }), 'confirm').variant).toBe('destructive');
  });

  it('asks for the number in a second step before a risky plan', async () => {
    const element = open({ typeToConfirm: 300 });
    const confirm = heard(element, 'confirm');
    expect(byId(element, 'confirm').variant).toBe('destructive');
    byId(element, 'confirm').click();
    await settle();
    expect(confirm).not.toHaveBeenCalled();
    expect(find(element, 'label').textContent).toBe('To go on, type the number 300');
    expect(element.shadowRoot.activeElement).toBe(byId(element, 'typed'));
    expect(byId(element, 'confirm').disabled).toBe(true);

    type(byId(element, 'typed'), '30');
    press(byId(element, 'typed'), 'Enter');
    expect(confirm).not.toHaveBeenCalled();
    type(byId(element, 'typed'), '300');
    await settle();
    expect(byId(element, 'confirm').disabled).toBe(false);
    press(byId(element, 'typed'), 'Enter');
    expect(confirm).toHaveBeenCalledWith({ typed: 300 });
  });

  it('confirms a plan whose records the service does not list', () => {
    expect(byId(open({ preview: undefined }), 'confirm').disabled).toBe(false);
  });

  it('is accessible, short, long and as a table', async () => {
    await expect(open({ flags: ['Careful.'] })).toBeAccessible();
    await expect(open({ preview: many(42) })).toBeAccessible();
    await expect(await openTable()).toBeAccessible();
  });

  it('is accessible while it asks for the number', async () => {
    const element = open({ typeToConfirm: 2 });
    byId(element, 'confirm').click();
    await settle();
    await expect(element).toBeAccessible();
  });
});
