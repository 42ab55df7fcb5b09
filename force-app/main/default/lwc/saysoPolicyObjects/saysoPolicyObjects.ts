import { LightningElement, api } from 'lwc';
import getWritableFields from '@salesforce/apex/SaysoAdminController.getWritableFields';
import getWritableObjects from '@salesforce/apex/SaysoAdminController.getWritableObjects';
import { reduceErrors, type Problem } from 'c/saysoErrors';
import { fill } from 'c/saysoFormat';
import chooseFieldsLabel from '@salesforce/label/c.Sayso_Policy_Choose_Fields';
import customLabel from '@salesforce/label/c.Sayso_Policy_Custom';
import everyFieldLabel from '@salesforce/label/c.Sayso_Policy_Every_Field';
import fieldsOfLabel from '@salesforce/label/c.Sayso_Policy_Fields_Of';
import helpLabel from '@salesforce/label/c.Sayso_Policy_Objects_Help';
import noMatchLabel from '@salesforce/label/c.Sayso_Policy_No_Match';
import searchLabel from '@salesforce/label/c.Sayso_Policy_Search';
import someFieldsLabel from '@salesforce/label/c.Sayso_Policy_Some_Fields';
import titleLabel from '@salesforce/label/c.Sayso_Policy_Objects';

/** Objects that commands may write; a field list narrows, `'*'` means every field. */
export type Writable = Record<string, '*' | string[]>;

interface Named {
  name: string;
  label: string;
}

interface ObjectRow extends Named {
  isWritable: boolean;
  /** How much of it. */
  extent: string;
  isOpen: boolean;
  /** "true" or "false", as ARIA wants it. */
  expanded: string;
  canChoose: boolean;
  chooseLabel: string;
  fieldsLabel: string;
  everyField: boolean;
  fields: (Named & { isWritable: boolean })[];
}

/** Stands for every custom object; its fields cannot be named. */
const CUSTOM = '*__c';

/** The tree of what commands may write: objects to tick, each with its fields below. */
export default class SaysoPolicyObjects extends LightningElement {
  /** Part of the policy; changes are told by `change`, never made in place. */
  @api writable: Writable = {};

  label = {
    everyField: everyFieldLabel,
    help: helpLabel,
    noMatch: noMatchLabel,
    search: searchLabel,
    title: titleLabel
  };
  problem?: Problem | undefined;
  search = '';
  openName?: string | undefined;
  private objects: Named[] = [];
  private fields: Record<string, Named[]> = {};

  /** The policy may name objects that this admin cannot see: they stay, by their API names. */
  get rows(): ObjectRow[] {
    const known = new Map(this.objects.map((object) => [object.name, object]));
    for (const name of Object.keys(this.writable))
      if (!known.has(name) && name !== CUSTOM) known.set(name, { name, label: name });
    const wanted = this.search.trim().toLowerCase();
    return [{ name: CUSTOM, label: customLabel }, ...known.values()]
      .filter(({ name, label }) => `${label} ${name}`.toLowerCase().includes(wanted))
      .map((object) => this.rowOf(object));
  }

  get isEmpty(): boolean {
    return this.rows.length === 0;
  }

  connectedCallback(): void {
    void this.load();
  }

  handleSearch(event: CustomEvent<{ value: string }>): void {
    this.search = event.detail.value;
  }

  handleRetry(): void {
    void this.load();
  }

  handleObject(event: Event): void {
    const { name, checked } = ticked(event);
    const others = Object.entries(this.writable).filter(([object]) => object !== name);
    this.tell(Object.fromEntries(checked ? [...others, [name, '*']] : others));
    if (!checked && this.openName === name) this.openName = undefined;
  }

  async handleOpen(event: Event): Promise<void> {
    const name = (event.currentTarget as HTMLElement).dataset.object ?? '';
    this.openName = this.openName === name ? undefined : name;
    if (this.openName === undefined || this.fields[name]) return;
    try {
      const { fields } = await getWritableFields<{ fields: Named[] }>({ objectName: name });
      this.fields = { ...this.fields, [name]: fields };
    } catch (error) {
      this.problem = reduceErrors(error);
    }
  }

  /** Every field, or those that there are to choose from. */
  handleEvery(event: Event): void {
    const { name, checked } = ticked(event);
    const all = (this.fields[name] ?? []).map((field) => field.name);
    this.tell({ ...this.writable, [name]: checked ? '*' : all });
  }

  handleField(event: Event): void {
    const { name, checked } = ticked(event);
    const object = this.openName ?? '';
    const before = this.writable[object];
    const chosen = new Set(Array.isArray(before) ? before : []);
    if (checked) chosen.add(name);
    else chosen.delete(name);
    this.tell({ ...this.writable, [object]: [...chosen].sort() });
  }

  private rowOf({ name, label }: Named): ObjectRow {
    const fields = this.writable[name];
    const isOpen = this.openName === name;
    const chosen = new Set(Array.isArray(fields) ? fields : []);
    const known = this.fields[name] ?? [];
    const unknown = [...chosen].filter((field) => !known.some((one) => one.name === field));
    return {
      name,
      label,
      isWritable: fields !== undefined,
      extent: fields === undefined ? '' : fields === '*' ? everyFieldLabel : fill(someFieldsLabel, fields.length),
      isOpen,
      expanded: String(isOpen),
      canChoose: fields !== undefined && name !== CUSTOM,
      chooseLabel: fill(chooseFieldsLabel, label),
      fieldsLabel: fill(fieldsOfLabel, label),
      everyField: fields === '*',
      fields:
        fields === '*'
          ? []
          : [...known, ...unknown.map((field) => ({ name: field, label: field }))].map((field) => ({
              ...field,
              isWritable: chosen.has(field.name)
            }))
    };
  }

  private async load(): Promise<void> {
    try {
      this.objects = (await getWritableObjects<{ objects: Named[] }>()).objects;
      this.problem = undefined;
    } catch (error) {
      this.problem = reduceErrors(error);
    }
  }

  private tell(writable: Writable): void {
    this.dispatchEvent(new CustomEvent('change', { detail: writable }));
  }
}

function ticked(event: Event): { name: string; checked: boolean } {
  const box = event.target as HTMLInputElement;
  return { name: box.dataset.name ?? '', checked: box.checked };
}
