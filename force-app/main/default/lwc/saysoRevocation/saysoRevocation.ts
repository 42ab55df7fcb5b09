import { LightningElement, api } from 'lwc';
import getRevocation from '@salesforce/apex/SaysoAdminController.getRevocation';
import { reduceErrors, type Problem } from 'c/saysoErrors';
import { fill, moment } from 'c/saysoFormat';
import completedLabel from '@salesforce/label/c.Sayso_Receipt_Complete';
import confirmedColumn from '@salesforce/label/c.Sayso_Receipt_Confirmed';
import cutOffColumn from '@salesforce/label/c.Sayso_Receipt_Cut_Off';
import detailsLabel from '@salesforce/label/c.Sayso_Receipt_Details';
import pendingLabel from '@salesforce/label/c.Sayso_Receipt_Pending';
import revokedColumn from '@salesforce/label/c.Sayso_Receipt_Revoked';
import titleLabel from '@salesforce/label/c.Sayso_Receipt';
import userColumn from '@salesforce/label/c.Sayso_Connections_User';

/** Salesforce usually confirms within seconds. */
const POLL_MS = 2000;

interface Grant {
  userId: string;
  name: string | null;
  username: string | null;
  cutOffAt: string;
  revokedAt: string | null;
  confirmedAt: string | null;
  pending?: string;
}

interface Receipt {
  id: string;
  reason: string;
  cutOffAt: string;
  completedAt: string | null;
  counts: { grants: number; revoked: number; confirmed: number };
  /** Absent in a list of receipts. */
  grants?: Grant[];
}

/** The receipt of one revocation, with the time of each step, until every grant is confirmed dead. */
export default class SaysoRevocation extends LightningElement {
  @api revocationId?: string;
  /** What a list says of it; without it the whole receipt is read at once. */
  @api summary?: Receipt;

  label = {
    confirmed: confirmedColumn,
    cutOff: cutOffColumn,
    details: detailsLabel,
    revoked: revokedColumn,
    user: userColumn
  };
  whole?: Receipt | undefined;
  problem?: Problem | undefined;
  private poll?: ReturnType<typeof setTimeout>;

  get receipt(): Receipt | undefined {
    return this.whole ?? this.summary;
  }

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
    if (!this.summary?.completedAt) void this.load();
  }

  disconnectedCallback(): void {
    clearTimeout(this.poll);
  }

  handleRead(): void {
    void this.load();
  }

  private async load(): Promise<void> {
    try {
      this.whole = await getRevocation<Receipt>({ revocationId: this.revocationId });
      this.problem = undefined;
      if (this.whole.completedAt) return;
      // eslint-disable-next-line @lwc/lwc/no-async-operation -- cleared in disconnectedCallback
      this.poll = setTimeout(() => this.load(), POLL_MS);
    } catch (error) {
      this.problem = reduceErrors(error);
    }
  }
}
