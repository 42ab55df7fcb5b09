import { LightningElement, api } from 'lwc';
import getConnections from '@salesforce/apex/SaysoAdminController.getConnections';
import revoke from '@salesforce/apex/SaysoAdminController.revoke';
import { reduceErrors, type Problem } from 'c/saysoErrors';
import { fill, moment } from 'c/saysoFormat';
import cancelLabel from '@salesforce/label/c.Sayso_Cancel';
import emptyLabel from '@salesforce/label/c.Sayso_Connections_Empty';
import moreLabel from '@salesforce/label/c.Sayso_Show_More';
import lastUsedColumn from '@salesforce/label/c.Sayso_Connections_Last_Used';
import noReasonLabel from '@salesforce/label/c.Sayso_Revoke_Needs_Reason';
import reasonLabel from '@salesforce/label/c.Sayso_Revoke_Reason';
import revokeAllLabel from '@salesforce/label/c.Sayso_Revoke_Everyone';
import revokeLabel from '@salesforce/label/c.Sayso_Revoke';
import searchLabel from '@salesforce/label/c.Sayso_Search';
import sinceColumn from '@salesforce/label/c.Sayso_Connections_Since';
import statusColumn from '@salesforce/label/c.Sayso_Connections_Status';
import shownLabel from '@salesforce/label/c.Sayso_Connections_Shown';
import statusConnected from '@salesforce/label/c.Sayso_Status_Connected';
import statusNotConnected from '@salesforce/label/c.Sayso_Status_Not_Connected';
import statusReconnect from '@salesforce/label/c.Sayso_Status_Reconnect';
import titleLabel from '@salesforce/label/c.Sayso_Connections';
import warningLabel from '@salesforce/label/c.Sayso_Warning';
import typeNumberLabel from '@salesforce/label/c.Sayso_Preview_Type_Number';
import userColumn from '@salesforce/label/c.Sayso_Connections_User';

interface Connection {
  userId: string;
  name?: string | null;
  username?: string | null;
  status: string;
  reason?: string | null;
  /** What will end a live one if nobody acts. */
  warning?: string | null;
  since?: string | null;
  lastUsedAt?: string | null;
}

interface Page {
  connections: Connection[];
  /** Where the following page begins. */
  next?: string | null;
  total?: number;
  app?: { advice?: string };
}

interface Row {
  userId: string;
  userUrl: string;
  user: string;
  since: string;
  lastUsed: string;
  status: string;
}

const COLUMNS = [
  {
    label: userColumn,
    fieldName: 'userUrl',
    type: 'url',
    typeAttributes: { label: { fieldName: 'user' }, target: '_self' }
  },
  { label: sinceColumn, fieldName: 'since', type: 'text' },
  { label: lastUsedColumn, fieldName: 'lastUsed', type: 'text' },
  { label: statusColumn, fieldName: 'status', type: 'text', wrapText: true }
];

const STATUSES: Record<string, string> = {
  connected: statusConnected,
  reconnect_required: statusReconnect,
  not_connected: statusNotConnected
};

/** Who is connected, and the two ways to end it: for those selected, or for everyone. */
export default class SaysoConnections extends LightningElement {
  label = {
    cancel: cancelLabel,
    empty: emptyLabel,
    more: moreLabel,
    needsReason: noReasonLabel,
    reason: reasonLabel,
    revokeAll: revokeAllLabel,
    search: searchLabel,
    title: titleLabel,
    warning: warningLabel
  };
  columns = COLUMNS;
  connections?: Connection[] | undefined;
  next?: string | null | undefined;
  /** Of the whole org; the list may be the first part of it. */
  total = 0;
  /** What the service found out about the app's policies. */
  advice?: string | undefined;
  problem?: Problem | undefined;
  search = '';
  reason = '';
  typed = '';
  asksForAll = false;
  isRevoking = false;
  selectedIds: string[] = [];

  get rows(): Row[] {
    const wanted = this.search.trim().toLowerCase();
    return (this.connections ?? [])
      .filter(({ name, username }) => `${name ?? ''} ${username ?? ''}`.toLowerCase().includes(wanted))
      .map(({ userId, name, username, status, reason, warning, since, lastUsedAt }) => ({
        userId,
        userUrl: `/lightning/r/User/${userId}/view`,
        user: name ?? username ?? userId,
        since: moment(since ?? undefined),
        lastUsed: moment(lastUsedAt ?? undefined),
        status: [STATUSES[status] ?? status, reason, warning].filter(Boolean).join(': ')
      }));
  }

  get isEmpty(): boolean {
    return this.connections?.length === 0;
  }

  get hasConnections(): boolean {
    return (this.connections?.length ?? 0) > 0;
  }

  get shownNote(): string {
    const shown = this.connections?.length ?? 0;
    return shown < this.total ? fill(shownLabel, shown, this.total) : '';
  }

  /** Number and consequence in the button. */
  get revokeLabel(): string {
    return fill(revokeLabel, this.selectedIds.length);
  }

  get revokeDisabled(): boolean {
    return this.isRevoking || this.selectedIds.length === 0 || !this.reason.trim();
  }

  get typeNumberLabel(): string {
    return fill(typeNumberLabel, this.total);
  }

  get revokeAllDisabled(): boolean {
    return this.isRevoking || !this.reason.trim() || Number(this.typed) !== this.total;
  }

  connectedCallback(): void {
    void this.load();
  }

  /** Reads the list again, for example after a pairing. */
  @api
  async load(): Promise<void> {
    await this.read(null);
  }

  handleMore(): void {
    void this.read(this.next ?? null);
  }

  handleRetry(): void {
    void this.load();
  }

  handleSearch(event: CustomEvent<{ value: string }>): void {
    this.search = event.detail.value;
    this.selectedIds = [];
  }

  handleSelection(event: CustomEvent<{ selectedRows: Row[] }>): void {
    this.selectedIds = event.detail.selectedRows.map(({ userId }) => userId);
  }

  handleReason(event: CustomEvent<{ value: string }>): void {
    this.reason = event.detail.value;
  }

  handleTyped(event: CustomEvent<{ value: string }>): void {
    this.typed = event.detail.value;
  }

  handleAskForAll(): void {
    this.asksForAll = true;
  }

  handleCancelAll(): void {
    this.asksForAll = false;
    this.typed = '';
  }

  async handleRevoke(): Promise<void> {
    await this.revoke(this.selectedIds.map((userId) => ({ scope: 'user', userId, reason: this.reason.trim() })));
  }

  async handleRevokeAll(): Promise<void> {
    await this.revoke([{ scope: 'org', reason: this.reason.trim() }]);
  }

  private async read(after: string | null): Promise<void> {
    try {
      const { connections, next, total, app } = await getConnections<Page>({ after });
      this.connections = after === null ? connections : [...(this.connections ?? []), ...connections];
      this.next = next;
      this.total = total ?? connections.length;
      this.advice = app?.advice;
      this.problem = undefined;
    } catch (error) {
      this.problem = reduceErrors(error);
    }
  }

  /** One receipt for each request; what has been cut off stays cut off when a later one fails. */
  private async revoke(requests: { scope: 'user' | 'org'; userId?: string; reason: string }[]): Promise<void> {
    this.isRevoking = true;
    this.problem = undefined;
    try {
      for (const request of requests) {
        // One after the other: each is a callout of its own, and the first failure ends it.
        // eslint-disable-next-line no-await-in-loop -- see above
        const { id } = await revoke<{ id: string }>({ requestJson: JSON.stringify(request) });
        this.dispatchEvent(new CustomEvent('revoked', { detail: { id } }));
      }
      this.selectedIds = [];
      this.reason = '';
      this.handleCancelAll();
      await this.load();
    } catch (error) {
      this.problem = reduceErrors(error);
    } finally {
      this.isRevoking = false;
    }
  }
}
