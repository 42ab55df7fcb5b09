import { setTimeout as delay } from 'node:timers/promises';
import {
  abortBulkJob,
  openBulkJob,
  readBulkJob as readJob,
  readBulkResults,
  uploadRows,
} from '../salesforce/bulk.ts';
import type { BulkJob, BulkOperation, BulkRow } from '../salesforce/bulk.ts';
import type { ObjectDescribe, SaveResult, Scalar } from '../salesforce/types.ts';
import type { Ready } from './decide.ts';
import { dropBulkJob, keepBulkJob, readBulkJob, type StepRow } from './records.ts';
import { backOff, finish, HandingOver, keep, keyFieldOf, keyOf, reading, Stopped, type Run } from './run.ts';
import { apply, bodyOf } from './write.ts';

/**
 * Rows of one object by the Bulk API 2.0. The job's id is kept before the first row goes out, so that a restarted worker
 * waits for that job instead of sending the rows again.
 */
export async function writeBulk(
  run: Run,
  describe: ObjectDescribe,
  ready: readonly Ready[],
  n: number,
): Promise<void> {
  const rows = ready.map(({ row }) => row);
  const operation = operationOf(describe, rows);
  const key = keyFieldOf(describe);
  for (const row of rows)
    Object.assign(row, { state: 'sent', sentAt: new Date(), attempts: row.attempts + 1 });
  if (await keep(run, rows)) {
    for (const row of rows) Object.assign(row, { state: 'pending', sentAt: null });
    await keep(run, rows);
    throw new Stopped();
  }
  const job = await reading(run, () =>
    openBulkJob(run.salesforce, {
      object: describe.name,
      operation,
      ...(operation === 'upsert' && key ? { externalIdFieldName: key.name } : {}),
    }),
  );
  await keepBulkJob(run.pool, run.command, run.phase, n, { id: job.id, processed: 0, failed: 0 });
  const records = ready.map((one): Record<string, Scalar | undefined> => {
    if (operation === 'delete') return { Id: one.row.step.id };
    if (operation === 'upsert' && key)
      return { ...(bodyOf(run, one) as Record<string, Scalar>), [key.name]: keyOf(run, one.row) };
    return { Id: one.row.step.id, ...one.values };
  });
  const columns = [...new Set(records.flatMap((record) => Object.keys(record)))];
  await uploadRows(run.salesforce, job.id, columns, records);
  await awaitBulk(run, describe, rows, job.id, n);
}

/** Takes up the job that an earlier run left, if there is one. */
export async function resumeBulk(
  run: Run,
  describe: ObjectDescribe,
  rows: readonly StepRow[],
  n: number,
): Promise<void> {
  const sent = rows.filter((row) => row.state === 'sent');
  const jobId = await readBulkJob(run.pool, run.command, run.phase, n);
  if (jobId === undefined || sent.length === 0) {
    if (jobId !== undefined) await dropBulkJob(run.pool, run.command, run.phase, n);
    // Nothing was uploaded: rows go out only after the job's id is kept.
    for (const row of sent) Object.assign(row, { state: 'pending', sentAt: null });
    await keep(run, sent);
    return;
  }
  const job = await reading(run, () => readJob(run.salesforce, jobId));
  if (job.state !== 'Open') return awaitBulk(run, describe, sent, jobId, n);
  // Opened, but never handed over: Salesforce has not touched a row of it.
  await reading(run, () => abortBulkJob(run.salesforce, jobId));
  await dropBulkJob(run.pool, run.command, run.phase, n);
  for (const row of sent) Object.assign(row, { state: 'pending', sentAt: null });
  await keep(run, sent);
}

async function awaitBulk(
  run: Run,
  describe: ObjectDescribe,
  rows: readonly StepRow[],
  jobId: string,
  n: number,
): Promise<void> {
  let stopping = false;
  let job: BulkJob;
  for (;;) {
    job = await reading(run, () => readJob(run.salesforce, jobId));
    const { numberRecordsProcessed: processed = 0, numberRecordsFailed: failed = 0 } = job;
    await keepBulkJob(run.pool, run.command, run.phase, n, { id: jobId, processed, failed });
    if (job.state === 'JobComplete' || job.state === 'Failed' || job.state === 'Aborted') break;
    if ((await keep(run, [])) && !stopping) {
      stopping = true;
      await reading(run, () => abortBulkJob(run.salesforce, jobId));
    } else if (run.signal.aborted) throw new HandingOver();
    else await delay(run.timing.bulkPollMs);
  }
  const results = await reading(run, () => readBulkResults(run.salesforce, jobId));
  const rowOf = rowFinder(run, describe, rows);
  for (const result of results.successful)
    settleBulkRow(run, rowOf(result), { id: result['sf__Id'] ?? null, success: true, errors: [] });
  for (const result of results.failed)
    settleBulkRow(run, rowOf(result), { id: null, success: false, errors: [bulkError(result)] });
  // Unprocessed, or in none of the sets: not touched by Salesforce.
  const rest = rows.filter((row) => row.state === 'sent');
  for (const row of rest) {
    if (job.state === 'Failed' && row.attempts > 1)
      finish(row, 'refused', {
        reason: job.errorMessage ?? 'Salesforce could not process the batch.',
        next: 'Give the command again.',
      });
    else Object.assign(row, { state: 'pending', sentAt: null });
  }
  await keep(run, rows);
  await dropBulkJob(run.pool, run.command, run.phase, n);
  if (stopping) throw new Stopped();
  if (rows.some((row) => row.state === 'pending'))
    await backOff(run, Math.max(...rows.map((row) => row.attempts)));
}

function settleBulkRow(run: Run, row: StepRow | undefined, result: SaveResult): void {
  if (row?.state === 'sent') apply(run, row, result);
}

function operationOf(describe: ObjectDescribe, rows: readonly StepRow[]): BulkOperation {
  const action = rows[0]?.step.action;
  if (action === 'delete') return 'delete';
  return action === 'update' ? 'update' : keyFieldOf(describe) ? 'upsert' : 'insert';
}

/** Which row a line of a result set is about: by our key for new records, by id for others. */
function rowFinder(
  run: Run,
  describe: ObjectDescribe,
  rows: readonly StepRow[],
): (result: BulkRow) => StepRow | undefined {
  const key = keyFieldOf(describe)?.name;
  const byId = new Map(
    rows.map((row) => [row.step.id === null ? keyOf(run, row) : row.step.id.slice(0, 15), row]),
  );
  return (result) =>
    byId.get((key ? result[key] : undefined) ?? '') ??
    byId.get((result['Id'] || result['sf__Id'] || '').slice(0, 15));
}

/** `REQUIRED_FIELD_MISSING:Required fields are missing: [Name]:Name --` */
function bulkError(result: BulkRow): { errorCode: string; message: string } {
  const text = result['sf__Error'] ?? '';
  const [, errorCode = 'UNKNOWN', message = text] = /^([A-Z_]+):(.*?)(?::[^:]*--)?$/s.exec(text) ?? [];
  return { errorCode, message };
}
