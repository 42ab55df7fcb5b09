import { LightningElement } from 'lwc';
import type { HomeView } from '../../data/types.ts';
import { read } from '../../platform/api.ts';
import { onRefresh } from '../../platform/refresh.ts';

/** Where a rep starts the day. */
export default class HomePage extends LightningElement {
  home: HomeView | undefined = undefined;
  stop: (() => void) | undefined = undefined;

  override connectedCallback(): void {
    document.title = 'Home | Salesforce';
    this.stop = onRefresh(() => void this.load());
    void this.load();
  }

  override disconnectedCallback(): void {
    this.stop?.();
  }

  async load(): Promise<void> {
    this.home = await read<HomeView>('/ui/home');
  }
}
