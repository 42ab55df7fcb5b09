import { LightningElement } from 'lwc';
import { onPage, type PageReference } from '../../platform/router.ts';

/** The whole window: header, navigation, the page that is open, and the utility bar that outlives it. */
export default class App extends LightningElement {
  page: PageReference | undefined = undefined;
  stop: (() => void) | undefined = undefined;

  override connectedCallback(): void {
    this.stop = onPage((page) => {
      const moved = this.page !== undefined;
      this.page = page;
      if (moved) window.scrollTo(0, 0);
    });
  }

  override disconnectedCallback(): void {
    this.stop?.();
  }

  get isRecord(): boolean {
    return this.page?.type === 'standard__recordPage';
  }

  get isList(): boolean {
    return this.page?.type === 'standard__objectPage';
  }

  get isTab(): boolean {
    return this.page?.type === 'standard__navItemPage';
  }

  get isSetup(): boolean {
    return this.page?.type === 'setup';
  }

  get recordId(): string | undefined {
    return this.page?.attributes['recordId'];
  }

  get objectApiName(): string | undefined {
    return this.page?.attributes['objectApiName'];
  }

  get tabName(): string | undefined {
    return this.page?.attributes['apiName'];
  }

  skip(event: Event): void {
    event.preventDefault();
    (this.refs?.['main'] as HTMLElement | undefined)?.focus();
  }
}
