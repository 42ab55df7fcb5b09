import type { Queryable } from '../db/pool.ts';
import type { Scalar } from '../salesforce/types.ts';
import type { Step } from './steps.ts';
import type { StoredCommand } from './store.ts';
import type { RecordResult } from './types.ts';

export type Phase = 'do' | 'undo';

/** What came of a step beside its outcome. */
export interface Made {
  /** The record created; of a note, the note. */
  id?: string;
  /** The link between a note and its record. */
  linkId?: string;
  accountId?: string;
  contactId?: string;
  opportunityId?: string;
  /** What a duplicate rule found instead. */
  similar?: { object: string; id: string };
  /** The very text that was appended. */
  text?: string;
}

export interface StepRow {
  n: number;
  step: Step;
  state: 'pending' | 'sent' | 'done';
  sentAt: Date | null;
  attempts: number;
  base: Record<string, Scalar> | null;
  made: Made | null;
  outcome: RecordResult['outcome'] | null;
  reason: string | null;
  next: string | null;
}

/** The run that a checkpoint belongs to: a worker that was overtaken writes nothing more. */
export type Fence = Pick<StoredCommand, 'orgId' | 'id' | 'run'>;

/** Thrown when a newer run has taken the command over; the old one must stop at once, without a word. */
export class Overtaken extends Error {}

export async function insertRecords(
  db: Queryable,
  command: Pick<StoredCommand, 'orgId' | 'id'>,
  phase: Phase,
  steps: readonly Step[],
): Promise<void> {
  await db.query({
    name: 'command_records_insert',
    text: `insert into command_records (org_id, command_id, phase, n, step, state, outcome, reason, next)
           select $1, $2, $3, n, step, case when step ? 'settled' then 'done' else 'pending' end,
                  step #>> '{settled,outcome}', step #>> '{settled,reason}', step #>> '{settled,next}'
             from jsonb_to_recordset($4) as given (n integer, step jsonb)`,
    values: [command.orgId, command.id, phase, JSON.stringify(steps.map((step) => ({ n: step.n, step })))],
  });
}

export async function readRecords(
  db: Queryable,
  command: Pick<StoredCommand, 'orgId' | 'id'>,
  phase: Phase,
): Promise<StepRow[]> {
  const { rows } = await db.query<StepRow>({
    name: 'command_records_read',
    text: `select n, step, state, sent_at as "sentAt", attempts, base, made, outcome, reason, next
             from command_records where org_id = $1 and command_id = $2 and phase = $3 order by n`,
    values: [command.orgId, command.id, phase],
  });
  return rows;
}

/** How many records of a command have which outcome; `null` is still to come. */
export interface Tally {
  commandId: string;
  phase: Phase;
  outcome: RecordResult['outcome'] | null;
  count: number;
}

export async function tallyRecords(
  db: Queryable,
  orgId: string,
  commandIds: readonly string[],
): Promise<Tally[]> {
  const { rows } = await db.query<Tally>({
    name: 'command_records_tally',
    text: `select command_id as "commandId", phase, outcome, count(*)::int as count
             from command_records where org_id = $1 and command_id = any($2) group by 1, 2, 3`,
    values: [orgId, commandIds],
  });
  return rows;
}

/** Rows that an open Bulk API job reports as processed; they join the receipt when the job ends. */
export async function bulkProgress(
  db: Queryable,
  command: Pick<StoredCommand, 'orgId' | 'id'>,
): Promise<{ processed: number; failed: number }> {
  const { rows } = await db.query<{ processed: number; failed: number }>({
    name: 'command_bulk_progress',
    text: `select coalesce(sum(processed), 0)::int as processed, coalesce(sum(failed), 0)::int as failed
             from command_bulk_jobs where org_id = $1 and command_id = $2`,
    values: [command.orgId, command.id],
  });
  return rows[0] ?? { processed: 0, failed: 0 };
}

/**
 * Writes the rows' state in one statement, under the fence. Returns whether the rep has asked to stop.
 * @throws Overtaken when another run holds the command
 */
export async function checkpoint(
  db: Queryable,
  fence: Fence,
  phase: Phase,
  rows: readonly StepRow[],
): Promise<boolean> {
  const { rows: fenced } = await db.query<{ stop: boolean }>({
    name: 'command_checkpoint',
    text: `with fence as (
             select cancel_requested from commands where org_id = $1 and id = $2 and run = $3 for update
           ), written as (
             update command_records as r
                set state = g.state, sent_at = g."sentAt", attempts = g.attempts, base = g.base, made = g.made,
                    outcome = g.outcome, reason = g.reason, next = g.next
               from jsonb_to_recordset($5) as g (n integer, state text, "sentAt" timestamptz, attempts integer, base jsonb,
                    made jsonb, outcome text, reason text, next text)
              where r.org_id = $1 and r.command_id = $2 and r.phase = $4 and r.n = g.n and exists (select from fence)
           )
           select cancel_requested as stop from fence`,
    values: [fence.orgId, fence.id, fence.run, phase, JSON.stringify(rows.map(({ step: _, ...row }) => row))],
  });
  const held = fenced[0];
  if (held === undefined) throw new Overtaken();
  return held.stop;
}

/** The Bulk API job that carries the rows from `n` on, if one was opened. */
export async function readBulkJob(
  db: Queryable,
  fence: Fence,
  phase: Phase,
  n: number,
): Promise<string | undefined> {
  const { rows } = await db.query<{ jobId: string }>({
    name: 'command_bulk_job_read',
    text: `select job_id as "jobId" from command_bulk_jobs where org_id = $1 and command_id = $2 and phase = $3 and n = $4`,
    values: [fence.orgId, fence.id, phase, n],
  });
  return rows[0]?.jobId;
}

export async function keepBulkJob(
  db: Queryable,
  fence: Fence,
  phase: Phase,
  n: number,
  job: { id: string; processed: number; failed: number },
): Promise<void> {
  await db.query({
    name: 'command_bulk_job_keep',
    text: `insert into command_bulk_jobs (org_id, command_id, phase, n, job_id, processed, failed)
           values ($1, $2, $3, $4, $5, $6, $7)
           on conflict (org_id, command_id, phase, n)
           do update set job_id = excluded.job_id, processed = excluded.processed, failed = excluded.failed`,
    values: [fence.orgId, fence.id, phase, n, job.id, job.processed, job.failed],
  });
}

export async function dropBulkJob(db: Queryable, fence: Fence, phase: Phase, n: number): Promise<void> {
  await db.query({
    name: 'command_bulk_job_drop',
    text: `delete from command_bulk_jobs where org_id = $1 and command_id = $2 and phase = $3 and n = $4`,
    values: [fence.orgId, fence.id, phase, n],
  });
}

/** Which of these records the org's commands already account for. */
export async function claimedIds(db: Queryable, orgId: string, ids: readonly string[]): Promise<Set<string>> {
  const { rows } = await db.query<{ id: string }>({
    name: 'command_records_claimed',
    text: `select made ->> 'id' as id from command_records where org_id = $1 and made ->> 'id' = any($2)`,
    values: [orgId, ids],
  });
  return new Set(rows.map((row) => row.id));
}
