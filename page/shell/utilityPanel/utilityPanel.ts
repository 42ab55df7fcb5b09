import { LightningElement, api, createContextProvider } from 'lwc';
import { EnclosingUtilityId } from 'lightning/platformUtilityBarApi';
import { components } from 'page/components';
import { change, type UtilityState } from '../../platform/utilities.ts';

const provideUtilityId = createContextProvider(EnclosingUtilityId);

/** The docked panel of one utility. Its component is made once and only hidden afterwards. */
export default class UtilityPanel extends LightningElement {
  loaded = false;
  state: UtilityState | undefined = undefined;
  wasOpen = false;

  @api
  get utility(): UtilityState | undefined {
    return this.state;
  }
  set utility(state: UtilityState | undefined) {
    this.state = state;
    if (state?.open || state?.eager) this.loaded = true;
  }

  override connectedCallback(): void {
    provideUtilityId(this, {
      consumerConnectedCallback: (consumer) => consumer.provide({ utilityId: this.state?.id }),
    });
  }

  get component() {
    return components[this.state?.component ?? ''];
  }

  get panelClass(): string {
    return `slds-utility-panel slds-grid slds-grid_vertical panel${this.state?.open ? ' slds-is-open' : ''}`;
  }

  get size(): string {
    return `width:${this.state?.width}px;height:${this.state?.height}px`;
  }

  minimize(): void {
    if (this.state) change(this.state.id, { open: false });
    this.dispatchEvent(new CustomEvent('minimize'));
  }

  /** The focus follows the panel: in when it opens, unless the component has taken it, and back to the bar afterwards. */
  override renderedCallback(): void {
    const open = this.state?.open ?? false;
    if (open && !this.wasOpen) (this.refs?.['panel'] as HTMLElement).focus();
    this.wasOpen = open;
  }
}
