import { LightningElement } from 'lwc';
import getAudit from '@salesforce/apex/SaysoAdminController.getAudit';
import verifyAudit from '@salesforce/apex/SaysoAdminController.verifyAudit';
import { reduceErrors, type Problem } from 'c/saysoErrors';
import { fill, moment } from 'c/saysoFormat';
import actCommandConfirmed from '@salesforce/label/c.Sayso_Act_Command_Confirmed';
import actCommandFinished from '@salesforce/label/c.Sayso_Act_Command_Finished';
import actCommandUndone from '@salesforce/label/c.Sayso_Act_Command_Undone';
import actCutOff from '@salesforce/label/c.Sayso_Act_Cut_Off';
import actGrantConnected from '@salesforce/label/c.Sayso_Act_Grant_Connected';
import actKeyRotated from '@salesforce/label/c.Sayso_Act_Key_Rotated';
import actOrgPaired from '@salesforce/label/c.Sayso_Act_Org_Paired';
import actPolicyChanged from '@salesforce/label/c.Sayso_Act_Policy_Changed';
import actRevoked from '@salesforce/label/c.Sayso_Act_Revoked';
import actSignal from '@salesforce/label/c.Sayso_Act_Signal';
import actUndoRequested from '@salesforce/label/c.Sayso_Act_Undo_Requested';
import actorIdp from '@salesforce/label/c.Sayso_Audit_Actor_Idp';
import actorOperator from '@salesforce/label/c.Sayso_Audit_Actor_Operator';
import actorPackage from '@salesforce/label/c.Sayso_Audit_Actor_Package';
import actorService from '@salesforce/label/c.Sayso_Audit_Actor_Service';
import allLabel from '@salesforce/label/c.Sayso_Audit_All';
import anyActionLabel from '@salesforce/label/c.Sayso_Audit_Any_Action';
import anyOutcomeLabel from '@salesforce/label/c.Sayso_Audit_Any_Outcome';
import brokenLabel from '@salesforce/label/c.Sayso_Audit_Broken';
import detailsLabel from '@salesforce/label/c.Sayso_Audit_Details';
import downloadLabel from '@salesforce/label/c.Sayso_Audit_Download';
import emptyLabel from '@salesforce/label/c.Sayso_Audit_Empty';
import moreLabel from '@salesforce/label/c.Sayso_Show_More';
import noMatchLabel from '@salesforce/label/c.Sayso_Audit_No_Match';
import onLabel from '@salesforce/label/c.Sayso_Audit_On';
import onlyLabel from '@salesforce/label/c.Sayso_Audit_Only';
import onlyShownLabel from '@salesforce/label/c.Sayso_Audit_Only_Shown';
import outcomeFailed from '@salesforce/label/c.Sayso_Audit_Outcome_Failed';
import outcomeLabel from '@salesforce/label/c.Sayso_Audit_Outcome';
import outcomeOk from '@salesforce/label/c.Sayso_Audit_Outcome_Ok';
import outcomeRefused from '@salesforce/label/c.Sayso_Audit_Outcome_Refused';
import shownLabel from '@salesforce/label/c.Sayso_Audit_Shown';
import titleLabel from '@salesforce/label/c.Sayso_Audit';
import verifiedLabel from '@salesforce/label/c.Sayso_Audit_Verified';
import verifyLabel from '@salesforce/label/c.Sayso_Audit_Verify';
import whatLabel from '@salesforce/label/c.Sayso_Audit_What';
import whenLabel from '@salesforce/label/c.Sayso_Audit_When';
import whoLabel from '@salesforce/label/c.Sayso_Audit_Who';

interface Entry {
  n: number;
  at: string;
  actor: { type: string; id?: string };
  action: string;
  target?: string;
  outcome: string;
  origin?: string;
  details?: Record<string, string | number | boolean | null>;
}

interface Page {
  entries: Entry[];
  /** Where the following page begins. */
  next?: number;
  /** Names of users by id. */
  names: Record<string, string>;
}

/** Blank or absent: everything. */
interface Filter {
  actor?: string;
  target?: string;
  action?: string;
  outcome?: string;
}

interface Party {
  text: string;
  /** Absent where there is nothing to filter by. */
  id?: string | undefined;
  onlyLabel: string;
}

interface Row {
  n: number;
  when: string;
  who: Party;
  what: string;
  target: Party;
  outcome: string;
  outcomeClass: string;
  details: string;
}

const ACTIONS: Record<string, string> = {
  'command.confirmed': actCommandConfirmed,
  'command.finished': actCommandFinished,
  'command.undo_requested': actUndoRequested,
  'command.undone': actCommandUndone,
  'grant.connected': actGrantConnected,
  'revocation.cut_off': actCutOff,
  'revocation.confirmed': actRevoked,
  'policy.changed': actPolicyChanged,
  'org.paired': actOrgPaired,
  'org_key.rotated': actKeyRotated,
  'signal.received': actSignal
};
const OUTCOMES: Record<string, string> = { ok: outcomeOk, refused: outcomeRefused, failed: outcomeFailed };
const ACTORS: Record<string, string> = {
  service: actorService,
  operator: actorOperator,
  package: actorPackage,
  'identity-provider': actorIdp
};

/** The org's audit trail, newest first: who did what to what, and whether the chain of entries is whole. */
export default class SaysoAudit extends LightningElement {
  label = {
    all: allLabel,
    details: detailsLabel,
    download: downloadLabel,
    empty: emptyLabel,
    more: moreLabel,
    noMatch: noMatchLabel,
    on: onLabel,
    outcome: outcomeLabel,
    title: titleLabel,
    verify: verifyLabel,
    what: whatLabel,
    when: whenLabel,
    who: whoLabel
  };
  entries?: Entry[] | undefined;
  next?: number | undefined;
  problem?: Problem | undefined;
  filter: Filter = {};
  /** How the chain stood when it was last asked for. */
  chain = '';
  isBroken = false;
  isVerifying = false;
  private names: Record<string, string> = {};
  /** Counts reads; an answer to any but the last is no longer wanted. */
  private turn = 0;

  get rows(): Row[] {
    return (this.entries ?? []).map(({ n, at, actor, action, target, outcome, details }) => ({
      n,
      when: moment(at),
      who: this.partyOf(actor.id, ACTORS[actor.type] ?? actor.type),
      what: ACTIONS[action] ?? action,
      target: this.partyOf(target, ''),
      outcome: OUTCOMES[outcome] ?? outcome,
      outcomeClass: outcome === 'ok' ? '' : 'slds-text-color_error',
      details: Object.entries(details ?? {})
        .filter(([, value]) => value !== null && value !== '')
        .map(([name, value]) => `${name}: ${value}`)
        .join(' · ')
    }));
  }

  get hasRows(): boolean {
    return this.rows.length > 0;
  }

  get emptyText(): string {
    if (this.entries?.length !== 0) return '';
    return Object.values(this.filter).some(Boolean) ? noMatchLabel : emptyLabel;
  }

  get shownText(): string {
    return this.hasRows ? fill(shownLabel, this.rows.length) : this.emptyText;
  }

  get actions(): { value: string; label: string; selected: boolean }[] {
    return optionsOf(anyActionLabel, ACTIONS, this.filter.action);
  }

  get outcomes(): { value: string; label: string; selected: boolean }[] {
    return optionsOf(anyOutcomeLabel, OUTCOMES, this.filter.outcome);
  }

  get onlyText(): string {
    const id = this.filter.actor || this.filter.target;
    return id ? fill(onlyShownLabel, this.names[id] ?? id) : '';
  }

  get chainClass(): string {
    return this.isBroken ? 'slds-text-color_error' : 'slds-text-color_weak';
  }

  get csvUrl(): string {
    return `data:text/csv;charset=utf-8,${encodeURIComponent(csvOf(this.entries ?? [], this.names))}`;
  }

  connectedCallback(): void {
    void this.read({});
  }

  handleAction(event: Event): void {
    void this.read({ ...this.filter, action: (event.target as HTMLSelectElement).value });
  }

  handleOutcome(event: Event): void {
    void this.read({ ...this.filter, outcome: (event.target as HTMLSelectElement).value });
  }

  handleActor(event: Event): void {
    const { id = '' } = (event.currentTarget as HTMLElement).dataset;
    void this.read({ ...this.filter, actor: id, target: '' });
  }

  handleTarget(event: Event): void {
    const { id = '' } = (event.currentTarget as HTMLElement).dataset;
    void this.read({ ...this.filter, target: id, actor: '' });
  }

  handleAll(): void {
    void this.read({ ...this.filter, actor: '', target: '' });
  }

  handleMore(): void {
    void this.read(this.filter, String(this.next ?? ''));
  }

  handleRetry(): void {
    void this.read(this.filter);
  }

  async handleVerify(): Promise<void> {
    this.isVerifying = true;
    try {
      const { checked, brokenAt } = await verifyAudit<{ checked: number; brokenAt?: number }>();
      this.isBroken = brokenAt !== undefined && brokenAt !== null;
      this.chain = this.isBroken
        ? fill(brokenLabel, brokenAt ?? '')
        : fill(verifiedLabel, checked, moment(new Date().toISOString()));
      this.problem = undefined;
    } catch (error) {
      this.problem = reduceErrors(error);
    } finally {
      this.isVerifying = false;
    }
  }

  private partyOf(id: string | undefined, otherwise: string): Party {
    const name = id && this.names[id];
    return { text: name || shortened(id ?? '') || otherwise, id, onlyLabel: fill(onlyLabel, name || (id ?? '')) };
  }

  private async read(filter: Filter, cursor?: string): Promise<void> {
    const turn = ++this.turn;
    this.filter = filter;
    try {
      const page = await getAudit<Page>({ cursor: cursor ?? null, filterJson: JSON.stringify(filter) });
      if (turn !== this.turn) return;
      this.names = { ...this.names, ...page.names };
      this.entries = cursor === undefined ? page.entries : [...(this.entries ?? []), ...page.entries];
      this.next = page.next;
      this.problem = undefined;
    } catch (error) {
      if (turn === this.turn) this.problem = reduceErrors(error);
    }
  }
}

/** The first digits of a long id tell it apart in a list; pointing at it shows the rest. */
function shortened(id: string): string {
  return /^[\da-f]{8}-[\da-f-]{27}$/.test(id) ? `${id.slice(0, 8)} …` : id;
}

function optionsOf(
  any: string,
  labels: Record<string, string>,
  chosen: string | undefined
): { value: string; label: string; selected: boolean }[] {
  return [['', any], ...Object.entries(labels)].map(([value = '', label = '']) => ({
    value,
    label,
    selected: value === (chosen ?? '')
  }));
}

/** A cell that begins like a formula would be one in a spreadsheet. */
function csvOf(entries: readonly Entry[], names: Record<string, string>): string {
  const cell = (value: unknown): string => {
    const text = String(value ?? '');
    return `"${(/^[=+\-@\t\r]/.test(text) ? `'${text}` : text).replaceAll('"', '""')}"`;
  };
  const lines = entries.map(({ n, at, actor, action, target, outcome, origin, details }) => [
    n,
    at,
    actor.type,
    actor.id,
    names[actor.id ?? ''],
    action,
    target,
    outcome,
    origin,
    details && JSON.stringify(details)
  ]);
  const head = ['n', 'at', 'actorType', 'actorId', 'actorName', 'action', 'target', 'outcome', 'origin', 'details'];
  return [head, ...lines].map((line) => line.map(cell).join(',')).join('\r\n');
}
