import { LightningElement, api } from 'lwc';
import type { RecordView } from '../../data/types.ts';
import { read } from '../../platform/api.ts';
import { onRefresh } from '../../platform/refresh.ts';

/** The page of one record, fresh whenever it opens or something says that records changed. */
export default class RecordPage extends LightningElement {
  record: RecordView | undefined = undefined;
  missing = false;
  stop: (() => void) | undefined = undefined;
  shownId: string | undefined = undefined;

  @api objectApiName: string | undefined = undefined;

  @api
  get recordId(): string | undefined {
    return this.shownId;
  }
  set recordId(id: string | undefined) {
    this.shownId = id;
    this.record = undefined;
    this.missing = false;
    if (id !== undefined) void this.load();
  }

  override connectedCallback(): void {
    this.stop = onRefresh(() => void this.load());
  }

  override disconnectedCallback(): void {
    this.stop?.();
  }

  async load(): Promise<void> {
    const id = this.shownId;
    const record = await read<RecordView>(`/ui/record/${encodeURIComponent(id ?? '')}`);
    if (id !== this.shownId) return;
    this.record = record;
    this.missing = record === undefined;
    document.title = `${record?.name ?? 'Not found'} | ${record?.objectLabel ?? 'Record'} | Salesforce`;
  }

  get hasPath(): boolean {
    return (this.record?.path.length ?? 0) > 0;
  }

  get pathLabel(): string {
    return `Path of this ${this.record?.objectLabel.toLowerCase() ?? 'record'}`;
  }

  get hasRelated(): boolean {
    return (this.record?.related.length ?? 0) > 0;
  }

  get mainClass(): string {
    return `slds-col slds-size_1-of-1 ${this.record?.activities ? 'slds-large-size_8-of-12' : ''}`;
  }
}
