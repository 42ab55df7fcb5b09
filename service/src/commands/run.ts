import { setTimeout as delay } from 'node:timers/promises';
import type { Pool } from '../db/pool.ts';
import { SaysoError } from '../errors.ts';
import { SalesforceError } from '../salesforce/errors.ts';
import type { FieldDescribe, ObjectDescribe, Salesforce } from '../salesforce/types.ts';
import { checkpoint, type Phase, type StepRow } from './records.ts';
import { isLocked, refusalOf } from './refusal.ts';
import type { Pause, StoredCommand } from './store.ts';
import type { NewId } from './values.ts';

export interface Timing {
  /** After a lost answer, Salesforce gets this long to finish before we look: most requests take under a second. */
  settleMs: number;
  /** First wait after a row lock or a busy answer; doubles with each attempt, with jitter. */
  retryMs: number;
  /** Between two looks at a Bulk API job; Salesforce works in batches that take seconds. */
  bulkPollMs: number;
}

export const TIMING: Timing = { settleMs: 3_000, retryMs: 300, bulkPollMs: 2_000 };

/** Tries of one row before a lock counts as a refusal, and of one call before the run waits. */
export const MAX_ATTEMPTS = 5;

/** One run of a command's job: what every writer needs. */
export interface Run {
  pool: Pool;
  salesforce: Salesforce;
  command: StoredCommand;
  phase: Phase;
  /** Every row of the phase; writers change them, {@link keep} writes them down. */
  rows: StepRow[];
  timing: Timing;
  /** Aborts when this replica stops: the run hands over at its next checkpoint. */
  signal: AbortSignal;
}

/** The rep wants it to stop. */
export class Stopped extends Error {}

/** This replica stops; another one continues from the checkpoints. */
export class HandingOver extends Error {}

/** The run cannot go on now; it continues later from its checkpoints. */
export class Waiting extends Error {
  readonly pause: Pause;
  /** Seconds until it is worth another look. */
  readonly retryInSeconds: number;

  constructor(pause: Pause, retryInSeconds: number) {
    super(pause.message);
    this.pause = pause;
    this.retryInSeconds = retryInSeconds;
  }
}

/** Writes rows down. Returns whether the rep wants to stop. */
export function keep(run: Run, rows: readonly StepRow[]): Promise<boolean> {
  return checkpoint(run.pool, run.command, run.phase, rows);
}

/** Rows that others refer to, found once per run: a bulk command asks for each of its thousands of rows. */
const rowsByRef = new WeakMap<readonly StepRow[], ReadonlyMap<string, StepRow>>();

/** Ids of created records; of a converted lead, the one that fits the field. */
export function newIdOf({ rows }: Pick<Run, 'rows'>): NewId {
  const known = rowsByRef.get(rows);
  const byRef =
    known ??
    new Map(rows.flatMap((row) => (row.step.ref === undefined ? [] : [[row.step.ref, row] as const])));
  if (known === undefined) rowsByRef.set(rows, byRef);
  return (ref, field) => {
    const made = byRef.get(ref)?.made;
    if (made?.accountId === undefined) return made?.id;
    if (/^(AccountId|ParentId)$/.test(field)) return made.accountId;
    if (/^(ContactId|WhoId)$/.test(field)) return made.contactId;
    return made.opportunityId ?? made.accountId;
  };
}

export function fieldOf(describe: ObjectDescribe, name: string): FieldDescribe | undefined {
  const lower = name.toLowerCase();
  return describe.fields.find((field) => field.name.toLowerCase() === lower);
}

/** The packaged external id field that makes creates repeatable; undefined where the org or the object lacks it. */
export function keyFieldOf(describe: ObjectDescribe): FieldDescribe | undefined {
  return describe.fields.find(
    ({ name, externalId, createable }) => externalId && createable && /(?:^|__)Sayso_Key__c$/i.test(name),
  );
}

/** Value of the external id field: the same for every attempt of this row, never used for another one. */
export function keyOf(run: Run, row: StepRow): string {
  return `${run.command.id}:${row.n}`;
}

export function finish(
  row: StepRow,
  outcome: NonNullable<StepRow['outcome']>,
  why?: { reason?: string; next?: string },
): void {
  row.state = 'done';
  row.outcome = outcome;
  row.reason = why?.reason ?? null;
  row.next = why?.next ?? null;
}

/**
 * One call that writes `rows`: intent kept before, result kept after. When it returns, each row is done, `pending` (try
 * again), or `sent` (outcome unknown: settle it).
 * @throws Stopped or HandingOver before anything was sent; Waiting when the call was certainly not carried out and cannot be now
 */
export async function send(run: Run, rows: readonly StepRow[], call: () => Promise<void>): Promise<void> {
  if (run.signal.aborted) throw new HandingOver();
  const at = new Date();
  for (const row of rows) Object.assign(row, { state: 'sent', sentAt: at, attempts: row.attempts + 1 });
  if (await keep(run, rows)) {
    await giveBack(run, rows);
    throw new Stopped();
  }
  try {
    await call();
  } catch (error) {
    await afterFailure(run, rows, error);
    return;
  }
  await keep(run, rows);
}

async function afterFailure(run: Run, rows: readonly StepRow[], error: unknown): Promise<void> {
  if (error instanceof SalesforceError && error.outcome === 'unknown') {
    await delay(run.timing.settleMs);
    return;
  }
  if (!(error instanceof SaysoError)) throw error;
  const tries = Math.max(...rows.map((row) => row.attempts));
  if (error instanceof SalesforceError && error.kind === 'permanent') {
    for (const row of rows) finish(row, 'refused', refusalOf(wordsOf(error)));
    await keep(run, rows);
    return;
  }
  if (error instanceof SalesforceError && isLocked(error.entries) && tries >= MAX_ATTEMPTS) {
    for (const row of rows) finish(row, 'refused', refusalOf(error.entries));
    await keep(run, rows);
    return;
  }
  await giveBack(run, rows);
  const soon = error.kind === 'transient' && error.code !== 'salesforce_daily_limit' && tries < MAX_ATTEMPTS;
  if (!soon) throw waitingFor(error);
  await backOff(run, tries);
}

function wordsOf(error: SalesforceError): { errorCode: string; message: string }[] {
  return error.entries.length > 0 ? [...error.entries] : [{ errorCode: error.code, message: error.message }];
}

async function giveBack(run: Run, rows: readonly StepRow[]): Promise<void> {
  for (const row of rows) Object.assign(row, { state: 'pending', sentAt: null });
  await keep(run, rows);
}

/** A person signs in within minutes, a daily limit frees calls within the hour, a blip is over in half a minute. */
const RECHECK_SECONDS = { permanent: 60, configuration: 300, transient: 30, dailyLimit: 900 };

function waitingFor(error: SaysoError): Waiting {
  const pause = { code: error.code, message: error.message, actions: [...error.actions] };
  const seconds =
    error.code === 'salesforce_daily_limit' ? RECHECK_SECONDS.dailyLimit : RECHECK_SECONDS[error.kind];
  return new Waiting(pause, seconds);
}

/** Doubles with each attempt; jitter keeps workers that met at one lock from meeting again. */
export async function backOff(run: Run, attempt: number): Promise<void> {
  await delay(run.timing.retryMs * 2 ** Math.min(attempt, 6) * (0.5 + Math.random()));
}

/** Reads repeat a few times on a blip, then the run waits. */
export async function reading<T>(run: Run, read: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await read();
    } catch (error) {
      if (!(error instanceof SaysoError) || (error instanceof SalesforceError && error.kind === 'permanent'))
        throw error;
      if (error.kind !== 'transient' || attempt >= MAX_ATTEMPTS || error.code === 'salesforce_daily_limit')
        throw waitingFor(error);
      await backOff(run, attempt);
    }
  }
}
