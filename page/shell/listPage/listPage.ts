import { LightningElement, api } from 'lwc';
import type { ListView, RowView } from '../../data/types.ts';
import { read } from '../../platform/api.ts';
import { onRefresh } from '../../platform/refresh.ts';

/** The list of an object's records. */
export default class ListPage extends LightningElement {
  list: ListView | undefined = undefined;
  missing = false;
  filter = '';
  object: string | undefined = undefined;
  stop: (() => void) | undefined = undefined;

  @api
  get objectApiName(): string | undefined {
    return this.object;
  }
  set objectApiName(object: string | undefined) {
    this.object = object;
    this.list = undefined;
    this.filter = '';
    if (object !== undefined) void this.load();
  }

  override connectedCallback(): void {
    this.stop = onRefresh(() => void this.load());
  }

  override disconnectedCallback(): void {
    this.stop?.();
  }

  async load(): Promise<void> {
    const object = this.object;
    const list = await read<ListView>(`/ui/list/${encodeURIComponent(object ?? '')}`);
    if (object !== this.object) return;
    this.list = list;
    this.missing = list === undefined;
    document.title = `${list?.labelPlural ?? 'Not found'} | Salesforce`;
  }

  get rows(): RowView[] {
    const wanted = this.filter.trim().toLowerCase();
    return (this.list?.rows ?? []).filter(({ cells }) =>
      cells.some(({ text }) => text.toLowerCase().includes(wanted)),
    );
  }

  get summary(): string {
    const { length } = this.rows;
    const count = `${length}${this.list?.truncated ? '+' : ''} item${length === 1 ? '' : 's'}`;
    return this.filter === '' ? count : `${count} with "${this.filter}"`;
  }

  handleFilter(event: CustomEvent<{ value: string }>): void {
    this.filter = event.detail.value;
  }
}
