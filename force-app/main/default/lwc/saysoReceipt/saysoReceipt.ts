import { LightningElement, api } from 'lwc';
import { fill, iconOf, moment } from 'c/saysoFormat';
import type { Command, RecordResult } from 'c/saysoState';
import changed from '@salesforce/label/c.Sayso_Outcome_Changed';
import conflict from '@salesforce/label/c.Sayso_Outcome_Conflict';
import converted from '@salesforce/label/c.Sayso_Outcome_Converted';
import created from '@salesforce/label/c.Sayso_Outcome_Created';
import deleted from '@salesforce/label/c.Sayso_Outcome_Deleted';
import noted from '@salesforce/label/c.Sayso_Outcome_Noted';
import notRun from '@salesforce/label/c.Sayso_Outcome_Not_Run';
import refused from '@salesforce/label/c.Sayso_Outcome_Refused';
import skipped from '@salesforce/label/c.Sayso_Outcome_Skipped';
import unchanged from '@salesforce/label/c.Sayso_Outcome_Unchanged';
import undone from '@salesforce/label/c.Sayso_Outcome_Undone';
import showAllLabel from '@salesforce/label/c.Sayso_Show_All';
import undoLabel from '@salesforce/label/c.Sayso_Undo';
import undoUntil from '@salesforce/label/c.Sayso_Undo_Until';

const OUTCOMES: Record<RecordResult['outcome'], string> = {
  changed,
  created,
  deleted,
  converted,
  noted,
  unchanged,
  skipped,
  conflict,
  refused,
  undone,
  'not-run': notRun
};
/** What needs the reader comes first, in this order. */
const URGENT: RecordResult['outcome'][] = ['refused', 'conflict', 'not-run', 'skipped'];
const FIRST_SHOWN = 20;

interface Row extends RecordResult {
  icon: string;
  outcomeLabel: string;
  isUrgent: boolean;
}

/** What was done to which record, what was not and why, and the way back. */
export default class SaysoReceipt extends LightningElement {
  @api command?: Command;

  label = { undo: undoLabel };
  showsAll = false;

  get rows(): Row[] {
    const rank = ({ outcome }: RecordResult): number => {
      const place = URGENT.indexOf(outcome);
      return place < 0 ? URGENT.length : place;
    };
    const sorted = [...(this.command?.results ?? [])].sort((a, b) => rank(a) - rank(b) || a.n - b.n);
    return (this.showsAll ? sorted : sorted.slice(0, FIRST_SHOWN)).map((result) => ({
      ...result,
      icon: iconOf(result.object),
      outcomeLabel: OUTCOMES[result.outcome],
      isUrgent: URGENT.includes(result.outcome)
    }));
  }

  get hasMore(): boolean {
    return !this.showsAll && (this.command?.results?.length ?? 0) > FIRST_SHOWN;
  }

  get showAllLabel(): string {
    return fill(showAllLabel, this.command?.results?.length ?? 0);
  }

  get canUndo(): boolean {
    return this.command?.undo?.available ?? false;
  }

  get undoNote(): string {
    const undo = this.command?.undo;
    if (undo?.available) return [undo.why, undo.until && fill(undoUntil, moment(undo.until))].filter(Boolean).join(' ');
    return undo?.why ?? '';
  }

  @api
  focus(): void {
    this.template?.querySelector<HTMLElement>('[data-id="headline"]')?.focus();
  }

  handleShowAll(): void {
    this.showsAll = true;
  }

  handleUndo(): void {
    this.dispatchEvent(new CustomEvent('undo', { detail: { id: this.command?.id } }));
  }
}
