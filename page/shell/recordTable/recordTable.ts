import { LightningElement, api } from 'lwc';
import type { Column, RowView } from '../../data/types.ts';

/** Records as a table; with `sortable`, each head sorts, and sorts the other way at the second click. */
export default class RecordTable extends LightningElement {
  @api label = '';
  @api columns: Column[] = [];
  @api rows: RowView[] = [];
  @api sortable = false;
  sortedBy = 0;
  descending = false;

  get heads() {
    return this.columns.map((column, index) => ({
      ...column,
      index,
      cellClass: column.alignRight ? 'slds-text-align_right' : '',
      sort: this.sortable && index === this.sortedBy ? (this.descending ? 'descending' : 'ascending') : null,
      isSorted: index === this.sortedBy,
      icon: this.descending ? 'utility:arrowdown' : 'utility:arrowup',
    }));
  }

  get body() {
    return this.sorted().map((row) => ({
      ...row,
      cells: row.cells.map((cell, index) => ({
        ...cell,
        key: `${row.id}-${index}`,
        cellClass: this.columns[index]?.alignRight ? 'slds-text-align_right' : '',
      })),
    }));
  }

  sorted(): RowView[] {
    if (!this.sortable) return this.rows;
    const direction = this.descending ? -1 : 1;
    return [...this.rows].sort(
      (a, b) => direction * compare(a.keys[this.sortedBy] ?? '', b.keys[this.sortedBy] ?? ''),
    );
  }

  handleSort(event: Event): void {
    const index = Number((event.currentTarget as HTMLElement).dataset['index']);
    this.descending = index === this.sortedBy && !this.descending;
    this.sortedBy = index;
  }
}

/** Empty values come last in either direction's natural reading. */
function compare(a: string | number, b: string | number): number {
  if (a === b) return 0;
  if (a === '') return 1;
  if (b === '') return -1;
  return typeof a === 'number' && typeof b === 'number' ? a - b : String(a).localeCompare(String(b));
}
