import { LightningElement } from 'lwc';
import { click, onUtilities, type UtilityState } from '../../platform/utilities.ts';

/** The bar at the bottom of the window. Its panels live as long as the window, whatever page is open. */
export default class UtilityBar extends LightningElement {
  states: readonly UtilityState[] = [];
  stop: (() => void) | undefined = undefined;

  override connectedCallback(): void {
    this.stop = onUtilities((states) => {
      this.states = states;
    });
  }

  override disconnectedCallback(): void {
    this.stop?.();
  }

  get items() {
    return this.states.map((state) => ({
      ...state,
      expanded: String(state.open),
      buttonClass: `slds-button slds-utility-bar__action${state.open ? ' slds-is-active' : ''}${state.highlighted ? ' slds-has-notification' : ''}`,
    }));
  }

  handleMinimize(event: Event): void {
    const id = (event.currentTarget as HTMLElement).dataset['id'];
    this.template?.querySelector<HTMLElement>(`button[data-id="${id}"]`)?.focus();
  }

  handleClick(event: Event): void {
    click((event.currentTarget as HTMLElement).dataset['id'] ?? '');
  }
}
