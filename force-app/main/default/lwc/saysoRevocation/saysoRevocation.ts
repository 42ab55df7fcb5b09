import { LightningElement, api } from 'lwc';
import getRevocation from '@salesforce/apex/SaysoAdminController.getRevocation';
import { reduceErrors, type Problem } from 'c/saysoErrors';
import { fill, moment } from 'c/saysoFormat';
import cutOffColumn from '@salesforce/label/c.Sayso_Receipt_Cut_Off';
import completedLabel from '@salesforce/label/c.Sayso_Receipt_Complete';
import confirmedColumn from '@salesforce/label/c.Sayso_Receipt_Confirmed';
import pendingLabel from '@salesforce/label/c.Sayso_Receipt_Pending';
import revokedColumn from '@salesforce/label/c.Sayso_Receipt_Revoked';
import titleLabel from '@salesforce/label/c.Sayso_Receipt';
import userColumn from '@salesforce/label/c.Sayso_Connections_User';

/** Salesforce usually confirms within seconds. */
const POLL_MS = 2000;

interface Receipt {
  id: string;
  reason: string;
  cutOffAt: string;
  completedAt: string | null;
  counts: { grants: number; revoked: number; confirmed: number };
  grants: {
    userId: string;
    name: string | null;
    username: string | null;
    cutOffAt: string;
    revokedAt: string | null;
    confirmedAt: string | null;
    pending?: string;
  }[];
}

/** The receipt of one revocation, with the time of each step, until every grant is confirmed dead. */
export default class SaysoRevocation extends LightningElement {
  @api revocationId?: string;

  label = {
    confirmed: confirmedColumn,
    cutOff: cutOffColumn,
    revoked: revokedColumn,
    user: userColumn
  };
  receipt?: Receipt | undefined;
  problem?: Problem | undefined;
  private poll?: ReturnType<typeof setTimeout>;

  get heading(): string {
    return fill(titleLabel, moment(this.receipt?.cutOffAt));
  }

  get status(): string {
    const { grants = 0, confirmed = 0 } = this.receipt?.counts ?? {};
    return fill(this.receipt?.completedAt ? completedLabel : pendingLabel, confirmed, grants);
  }

  get grants(): { userId: string; user: string; cutOff: string; revoked: string; confirmed: string }[] {
    return (this.receipt?.grants ?? []).map((grant) => ({
      userId: grant.userId,
      user: grant.name ?? grant.username ?? grant.userId,
      cutOff: moment(grant.cutOffAt),
      revoked: moment(grant.revokedAt ?? undefined),
      confirmed: grant.confirmedAt ? moment(grant.confirmedAt) : (grant.pending ?? '')
    }));
  }

  connectedCallback(): void {
    void this.load();
  }

  disconnectedCallback(): void {
    clearTimeout(this.poll);
  }

  handleRetry(): void {
    void this.load();
  }

  private async load(): Promise<void> {
    try {
      this.receipt = await getRevocation<Receipt>({ revocationId: this.revocationId });
      this.problem = undefined;
      if (this.receipt.completedAt) return;
      // eslint-disable-next-line @lwc/lwc/no-async-operation -- cleared in disconnectedCallback
      this.poll = setTimeout(() => this.load(), POLL_MS);
    } catch (error) {
      this.problem = reduceErrors(error);
    }
  }
}
