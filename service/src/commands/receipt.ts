import type { Tally, StepRow } from './records.ts';
import type { Shown, StoredCommand } from './store.ts';
import { REVERSIBLE } from './undo.ts';
import type { CommandStatus, CommandView, RecordResult } from './types.ts';

type Outcome = RecordResult['outcome'];

export type Counts = Partial<Record<Outcome | 'open', number>>;

/** Counts by outcome; what has none yet is `open`. */
export function countsOf(tallies: readonly Tally[], phase: Tally['phase']): Counts {
  const counts: Counts = {};
  for (const tally of tallies) if (tally.phase === phase) counts[tally.outcome ?? 'open'] = tally.count;
  return counts;
}

export function progressOf(counts: Counts): { done: number; total: number; failed: number } {
  const total = Object.values(counts).reduce((sum, count) => sum + count, 0);
  return {
    total,
    done: total - (counts.open ?? 0),
    failed: FAILED.reduce((sum, outcome) => sum + (counts[outcome] ?? 0), 0),
  };
}

const FAILED: readonly Outcome[] = ['conflict', 'refused', 'not-run'];
const SUCCEEDED: readonly Outcome[] = ['changed', 'created', 'deleted', 'converted', 'noted', 'undone'];

/** In the order in which a receipt names them. */
const WORDS: [Outcome, (count: number) => string][] = [
  ['changed', (n) => `${n} changed`],
  ['created', (n) => `${n} created`],
  ['deleted', (n) => `${n} deleted`],
  ['converted', (n) => `${n} converted`],
  ['noted', (n) => (n === 1 ? '1 note added' : `${n} notes added`)],
  ['undone', (n) => `${n} taken back`],
  ['unchanged', (n) => `${n} already so`],
  ['skipped', (n) => `${n} left out`],
  ['conflict', (n) => (n === 1 ? '1 conflict' : `${n} conflicts`)],
  ['refused', (n) => `${n} refused`],
  ['not-run', (n) => `${n} not done`],
];

/** `Done. 42 changed, 1 conflict, 1 refused.` */
export function receiptHeadline(status: CommandStatus, counts: Counts): string {
  const parts = WORDS.flatMap(([outcome, words]) => {
    const count = counts[outcome] ?? 0;
    return count === 0 ? [] : [words(count)];
  });
  const list = parts.length === 0 ? '' : ` ${parts.join(', ')}.`;
  if (status === 'cancelled') return `Cancelled.${list || ' Nothing was changed.'}`;
  if (status === 'failed') return `Nothing was changed.${list}`;
  return `${status === 'undone' ? 'Undone' : 'Done'}.${list}`;
}

/** How a command ends: `failed` only when nothing of it reached Salesforce and something should have. */
export function endStatus(counts: Counts, stopped: boolean): 'done' | 'failed' | 'cancelled' {
  if (stopped) return 'cancelled';
  const any = (outcomes: readonly Outcome[]): boolean =>
    outcomes.some((outcome) => (counts[outcome] ?? 0) > 0);
  return any(FAILED) && !any(SUCCEEDED) && !any(['unchanged']) ? 'failed' : 'done';
}

/** Every record with its outcome; what went wrong comes first. */
export function resultsOf(rows: readonly StepRow[], shown: Shown): RecordResult[] {
  const rank = (row: StepRow): number => (row.outcome === null || FAILED.includes(row.outcome) ? 0 : 1);
  return rows
    .filter((row) => row.outcome !== null)
    .sort((a, b) => rank(a) - rank(b) || a.n - b.n)
    .map((row, n) => resultOf(row, n, shown));
}

function resultOf(row: StepRow, n: number, shown: Shown): RecordResult {
  const { step, made, outcome } = row;
  const gone = outcome === 'deleted' || (outcome === 'undone' && step.action === 'delete');
  const id = step.op === 'note' ? step.id : (step.id ?? made?.id ?? made?.opportunityId ?? null);
  const target =
    step.op === 'convert' && made?.accountId
      ? convertedInto(made)
      : (made?.similar ?? { object: step.object, id });
  return {
    n,
    op: step.op,
    object: step.object,
    objectLabel: shown.labels[step.object]?.label ?? step.object,
    id,
    name: step.name || (shown.labels[step.object]?.label ?? step.object),
    url: gone || target.id === null ? null : recordUrl(target.object, target.id),
    outcome: outcome ?? 'not-run',
    ...(row.reason === null ? {} : { reason: row.reason }),
    ...(row.next === null ? {} : { next: row.next }),
  };
}

/** A converted lead has no page of its own any more. */
function convertedInto(made: NonNullable<StepRow['made']>): { object: string; id: string | null } {
  return made.opportunityId
    ? { object: 'Opportunity', id: made.opportunityId }
    : { object: 'Account', id: made.accountId ?? null };
}

export function recordUrl(object: string, id: string): string {
  return `/lightning/r/${object}/${id}/view`;
}

/** Whether the panel may offer Undo, until when, and why not. */
export function undoOf(command: StoredCommand, tallies: readonly Tally[]): CommandView['undo'] {
  if (command.finishedAt === null || command.status === 'undoing') return undefined;
  if (command.status === 'undone') return { available: false, why: 'It has been taken back.' };
  const counts = countsOf(tallies, 'do');
  const count = (outcomes: readonly Outcome[]): number =>
    outcomes.reduce((sum, outcome) => sum + (counts[outcome] ?? 0), 0);
  if (count(REVERSIBLE) === 0) {
    const gone = count(['deleted', 'converted']) > 0;
    return {
      available: false,
      why: gone ? 'Deletions and lead conversions cannot be taken back by Sayso.' : 'Nothing was changed.',
    };
  }
  const until = command.undoUntil;
  if (until === null || until.getTime() <= Date.now())
    return { available: false, why: 'The time for undo is over.' };
  const left = count(['deleted', 'converted']);
  return {
    available: true,
    until: until.toISOString(),
    ...(left > 0 ? { why: `${left} of the changes cannot be taken back by Sayso.` } : {}),
  };
}
