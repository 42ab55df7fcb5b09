import { api, LightningElement } from 'lwc';
import { NavigationMixin } from 'lightning/navigation';

/** A record's name that opens its page without reloading the app, so that the panel stays as it is. */
export default class SaysoRecordLink extends NavigationMixin(LightningElement) {
  @api recordId?: string | null;
  @api objectApiName?: string;
  @api url?: string | null;
  @api name?: string;

  handleClick(event: MouseEvent): void {
    // With a modifier the browser opens another tab, as with any link.
    if (event.ctrlKey || event.metaKey || event.shiftKey || !this.recordId) return;
    event.preventDefault();
    this[NavigationMixin.Navigate]({
      type: 'standard__recordPage',
      attributes: {
        recordId: this.recordId,
        actionName: 'view',
        ...(this.objectApiName ? { objectApiName: this.objectApiName } : {})
      }
    });
  }
}
