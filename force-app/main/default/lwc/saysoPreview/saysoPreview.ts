import { LightningElement, api } from 'lwc';
import { fill, iconOf } from 'c/saysoFormat';
import type { Change, Command, PreviewRecord } from 'c/saysoState';
import becomes from '@salesforce/label/c.Sayso_Preview_Becomes';
import changesColumn from '@salesforce/label/c.Sayso_Preview_Changes';
import confirmLabel from '@salesforce/label/c.Sayso_Preview_Confirm';
import confirmPart from '@salesforce/label/c.Sayso_Preview_Confirm_Part';
import editLabel from '@salesforce/label/c.Sayso_Preview_Edit';
import emptyValue from '@salesforce/label/c.Sayso_Preview_Empty';
import filterLabel from '@salesforce/label/c.Sayso_Preview_Filter';
import recordColumn from '@salesforce/label/c.Sayso_Preview_Record';
import recordsLabel from '@salesforce/label/c.Sayso_Preview_Records';
import moreLabel from '@salesforce/label/c.Sayso_Show_More';
import shownLabel from '@salesforce/label/c.Sayso_Connections_Shown';
import showAllLabel from '@salesforce/label/c.Sayso_Show_All';
import showFewerLabel from '@salesforce/label/c.Sayso_Show_Fewer';
import typeNumber from '@salesforce/label/c.Sayso_Preview_Type_Number';
import warningLabel from '@salesforce/label/c.Sayso_Warning';
import was from '@salesforce/label/c.Sayso_Preview_Was';

/** Up to here every record is shown with all its changes; above, a summary, the first few and a table. */
const ALL_SHOWN = 8;
const FIRST_SHOWN = 5;
/** Rows that the table adds at a time: hundreds at once would keep the page busy for seconds. */
const TABLE_PAGE = 50;
/** Values that fewer records than this share are details, not a summary. */
const SUMMED_SHARE = 0.1;

const COLUMNS = [
  {
    label: recordColumn,
    fieldName: 'name',
    type: 'record',
    wrapText: true,
    typeAttributes: { url: { fieldName: 'url' } }
  },
  { label: changesColumn, fieldName: 'changeText', type: 'text', wrapText: true }
];

interface ShownChange extends Change {
  key: string;
  afterText: string;
}

interface Row extends Omit<PreviewRecord, 'changes'> {
  /** Place in the preview, which is also how the service names what is left out. */
  key: string;
  icon: string;
  changes: ShownChange[];
  changeText: string;
}

function rowOf(record: PreviewRecord, key: string): Row {
  const changes = record.changes.map((change) => ({
    ...change,
    key: change.field,
    afterText: change.after ?? emptyValue
  }));
  return {
    ...record,
    key,
    why: [...new Set(record.why)],
    icon: iconOf(record.object),
    changes,
    changeText: changes.map(({ label, afterText }) => `${label}: ${afterText}`).join(' · ')
  };
}

/** Everything a plan would do, before it does it. */
export default class SaysoPreview extends LightningElement {
  label = { becomes, edit: editLabel, filter: filterLabel, more: moreLabel, warning: warningLabel, was };
  columns = COLUMNS;
  /** One for each record of the plan. */
  rows: Row[] = [];
  showsAll = false;
  asksForNumber = false;
  filter = '';
  typed = '';
  private tableSize = TABLE_PAGE;
  private leftOut = new Set<string>();
  private shown?: Command | undefined;

  @api
  get command(): Command | undefined {
    return this.shown;
  }
  set command(command: Command | undefined) {
    this.shown = command;
    this.rows = (command?.preview ?? []).map((record, n) => rowOf(record, String(n)));
  }

  get isLong(): boolean {
    return this.rows.length > ALL_SHOWN;
  }

  get firstRows(): Row[] {
    return this.isLong ? this.rows.slice(0, FIRST_SHOWN) : this.rows;
  }

  /** "Stage → Negotiation/Review · 42 records", one line for each value that many records get. */
  get summary(): { key: string; text: string }[] {
    const counts = new Map<string, number>();
    for (const { changes } of this.rows)
      for (const { label, afterText } of changes) {
        const text = `${label} → ${afterText}`;
        counts.set(text, (counts.get(text) ?? 0) + 1);
      }
    return [...counts]
      .filter(([, count]) => count >= Math.max(2, this.rows.length * SUMMED_SHARE))
      .map(([text, count]) => ({ key: text, text: `${text} · ${fill(recordsLabel, count)}` }));
  }

  get matchingRows(): Row[] {
    const wanted = this.filter.trim().toLowerCase();
    return this.rows.filter(({ name, changeText }) => `${name} ${changeText}`.toLowerCase().includes(wanted));
  }

  get tableRows(): Row[] {
    return this.matchingRows.slice(0, this.tableSize);
  }

  /** Says how much of the table is there, while it is not all of it. */
  get tableNote(): string {
    const { length } = this.matchingRows;
    return length > this.tableSize ? fill(shownLabel, this.tableSize, length) : '';
  }

  get selectedKeys(): string[] {
    return this.tableRows.map(({ key }) => key).filter((key) => !this.leftOut.has(key));
  }

  get toggleLabel(): string {
    return this.showsAll ? showFewerLabel : fill(showAllLabel, this.rows.length);
  }

  get hasFlags(): boolean {
    return Boolean(this.command?.flags.length);
  }

  get confirmLabel(): string {
    if (this.leftOut.size === 0) return this.command?.confirmLabel ?? confirmLabel;
    return fill(confirmPart, this.rows.length - this.leftOut.size, this.rows.length);
  }

  get confirmVariant(): 'destructive' | 'brand' {
    const isRisky = this.command?.typeToConfirm !== undefined || this.rows.some(({ op }) => op === 'delete');
    return isRisky ? 'destructive' : 'brand';
  }

  get confirmDisabled(): boolean {
    const hasNone = this.rows.length > 0 && this.leftOut.size === this.rows.length;
    return hasNone || (this.asksForNumber && Number(this.typed) !== this.command?.typeToConfirm);
  }

  get typeNumberLabel(): string {
    return fill(typeNumber, this.command?.typeToConfirm ?? 0);
  }

  @api
  focus(): void {
    this.template?.querySelector<HTMLElement>('[data-id="confirm"]')?.focus();
  }

  handleToggle(): void {
    this.showsAll = !this.showsAll;
  }

  handleFilter(event: CustomEvent<{ value: string }>): void {
    this.filter = event.detail.value;
    this.tableSize = TABLE_PAGE;
  }

  handleMore(): void {
    this.tableSize += TABLE_PAGE;
  }

  /** The table knows only the rows that it shows; the others keep their ticks. */
  handleSelection(event: CustomEvent<{ selectedRows: Row[] }>): void {
    const selected = new Set(event.detail.selectedRows.map(({ key }) => key));
    const leftOut = new Set(this.leftOut);
    for (const { key } of this.tableRows) {
      if (selected.has(key)) leftOut.delete(key);
      else leftOut.add(key);
    }
    this.leftOut = leftOut;
  }

  handleType(event: Event): void {
    this.typed = (event.target as HTMLInputElement).value;
  }

  handleTypeKeydown(event: KeyboardEvent): void {
    if (event.key === 'Enter' && !this.confirmDisabled) this.handleConfirm();
  }

  handleConfirm(): void {
    if (this.command?.typeToConfirm !== undefined && !this.asksForNumber) {
      this.asksForNumber = true;
      return;
    }
    const detail: { typed?: number; leaveOut?: number[] } = {};
    if (this.asksForNumber) detail.typed = Number(this.typed);
    if (this.leftOut.size > 0) detail.leaveOut = [...this.leftOut].map(Number).sort((a, b) => a - b);
    this.dispatchEvent(new CustomEvent('confirm', { detail }));
  }

  handleEdit(): void {
    this.dispatchEvent(new CustomEvent('edit'));
  }

  renderedCallback(): void {
    const input = this.template?.querySelector<HTMLInputElement>('[data-id="typed"]');
    if (input && this.typed === '') input.focus();
  }
}
