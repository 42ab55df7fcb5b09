import { LightningElement } from 'lwc';
import receiptsLabel from '@salesforce/label/c.Sayso_Receipts';

/** The admin's page: set-up, connections, and the receipts of what was revoked here. */
export default class SaysoAdmin extends LightningElement {
  label = { receipts: receiptsLabel };
  revocationIds: string[] = [];

  get hasReceipts(): boolean {
    return this.revocationIds.length > 0;
  }

  /** The one who pairs is connected by it. */
  handlePaired(): void {
    this.template?.querySelector<HTMLElement & { load(): void }>('c-sayso-connections')?.load();
  }

  handleRevoked(event: CustomEvent<{ id: string }>): void {
    this.revocationIds = [event.detail.id, ...this.revocationIds];
  }
}
