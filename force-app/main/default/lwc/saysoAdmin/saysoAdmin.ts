import { LightningElement } from 'lwc';
import listRevocations from '@salesforce/apex/SaysoAdminController.listRevocations';
import { missingPermission } from 'c/saysoErrors';
import mayAdminister from '@salesforce/customPermission/Sayso_Admin';
import receiptsLabel from '@salesforce/label/c.Sayso_Receipts';

interface Revocation {
  id: string;
  /** What the list says of it; a revocation made on this page has none. */
  summary?: { id: string };
}

/** The admin's page: set-up, connections, policy, audit trail, and the receipts of what was revoked. */
export default class SaysoAdmin extends LightningElement {
  label = { receipts: receiptsLabel };
  problem = mayAdminister ? undefined : missingPermission('Sayso_Admin');
  revocations: Revocation[] = [];
  /** The service answers: before that, what depends on it would only repeat why not. */
  isReady = false;

  get hasReceipts(): boolean {
    return this.revocations.length > 0;
  }

  connectedCallback(): void {
    if (mayAdminister) void this.load();
  }

  /** The one who pairs is connected by it. */
  handlePaired(): void {
    this.template?.querySelector<HTMLElement & { load(): void }>('c-sayso-connections')?.load();
    void this.load();
  }

  handleRevoked(event: CustomEvent<{ id: string }>): void {
    this.revocations = [{ id: event.detail.id }, ...this.revocations];
  }

  private async load(): Promise<void> {
    try {
      const { revocations } = await listRevocations<{ revocations: { id: string }[] }>();
      this.revocations = revocations.map((summary) => ({ id: summary.id, summary }));
      this.isReady = true;
    } catch {
      // The list of connections, read at the same time, says why.
    }
  }
}
