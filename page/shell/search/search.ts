import { LightningElement } from 'lwc';
import type { SearchResult } from '../../data/types.ts';
import { read } from '../../platform/api.ts';

/** Long enough that a typed word is one request, short enough not to be noticed. */
const PAUSE_MS = 150;

/** Search for records by name, from every page. */
export default class Search extends LightningElement {
  term = '';
  open = false;
  results: SearchResult[] = [];
  answered = '';
  timer: number | undefined = undefined;

  get comboboxClass(): string {
    const shown = this.open && this.answered !== '';
    return `slds-combobox slds-dropdown-trigger slds-dropdown-trigger_click${shown ? ' slds-is-open' : ''}`;
  }

  get isEmpty(): boolean {
    return this.results.length === 0 && this.answered !== '';
  }

  handleInput(event: InputEvent): void {
    this.term = (event.target as HTMLInputElement).value;
    this.open = true;
    window.clearTimeout(this.timer);
    this.timer = window.setTimeout(() => void this.find(this.term.trim()), PAUSE_MS);
  }

  handleFocus(): void {
    this.open = true;
  }

  async find(term: string): Promise<void> {
    const results =
      term.length < 2 ? [] : ((await read<SearchResult[]>(`/ui/search?q=${encodeURIComponent(term)}`)) ?? []);
    if (term !== this.term.trim()) return;
    this.results = results;
    this.answered = term.length < 2 ? '' : term;
  }

  close(): void {
    this.open = false;
  }

  closeWhenLeft(event: FocusEvent): void {
    const next = event.relatedTarget as Node | null;
    if (!next || !(event.currentTarget as Node).contains(next)) this.open = false;
  }

  handleKey(event: KeyboardEvent): void {
    if (event.key === 'Escape') this.open = false;
  }
}
