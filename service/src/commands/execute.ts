import { composite, GRAPHS, saveResultOf } from '../salesforce/composite.ts';
import { SalesforceError } from '../salesforce/errors.ts';
import type { ObjectDescribe, Scalar } from '../salesforce/types.ts';
import { resumeBulk, writeBulk } from './bulk.ts';
import { decide, type Ready } from './decide.ts';
import { readBulkJob, type StepRow } from './records.ts';
import { refusalOf } from './refusal.ts';
import {
  finish,
  keep,
  keyFieldOf,
  MAX_ATTEMPTS,
  newIdOf,
  reading,
  send,
  Waiting,
  backOff,
  type Run,
} from './run.ts';
import { settle } from './settle.ts';
import {
  BULK_ABOVE_ROWS,
  chunked,
  COLLECTION_ROWS,
  COMPOSITE_ROWS,
  isOneTransaction,
  wavesOf,
  type Wave,
} from './steps.ts';
import { scalarOf } from './values.ts';
import {
  applyTransaction,
  createdObject,
  requestsOf,
  rowsOf,
  writeContentNotes,
  writeConversion,
  writeCreates,
  writeDeletes,
  writeUpdates,
  writeUpdatesIfUnmodified,
} from './write.ts';

/**
 * Writes every row of the phase with the fewest API calls, from wherever its checkpoints stand. When it returns, each row
 * has its outcome.
 */
export async function execute(run: Run): Promise<void> {
  const waves = wavesOf(run.rows.map((row) => row.step));
  for (const wave of waves) {
    const rows = rowsOfWave(run, wave);
    if (await isBulk(run, rows)) await resumeBulk(run, await describeOf(run, rows), rows, rows[0]?.n ?? 0);
  }
  await settleSent(run, run.rows);
  if (isOneTransaction(run.rows.map((row) => row.step)))
    return orRefused(run, run.rows, () => executeTogether(run));
  for (const wave of waves) {
    const rows = rowsOfWave(run, wave);
    await orRefused(run, rows, () => executeWave(run, rows));
  }
}

/** What Salesforce refuses to read (an object or a field that the user may not see) it refuses for every row. */
async function orRefused(run: Run, rows: readonly StepRow[], work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    if (!(error instanceof SalesforceError) || error.kind !== 'permanent') throw error;
    // A Bulk job that was refused before it was handed over has touched none of its rows.
    const open = rows.filter((row) => row.state !== 'done');
    for (const row of open) finish(row, 'refused', refusalOf(error.entries));
    await keep(run, open);
  }
}

function rowsOfWave(run: Run, wave: Wave): StepRow[] {
  const places = new Set(wave.steps.map((step) => step.n));
  return run.rows.filter((row) => places.has(row.n));
}

async function isBulk(run: Run, rows: readonly StepRow[]): Promise<boolean> {
  const n = rows[0]?.n;
  return (
    rows.length > BULK_ABOVE_ROWS &&
    n !== undefined &&
    (await readBulkJob(run.pool, run.command, run.phase, n)) !== undefined
  );
}

async function settleSent(run: Run, rows: readonly StepRow[]): Promise<void> {
  const sent = rows.filter((row) => row.state === 'sent');
  if (sent.length === 0) return;
  await settle(run, sent);
  const hopeless = sent.some((row) => row.state === 'pending' && row.attempts >= MAX_ATTEMPTS);
  if (hopeless) {
    throw new Waiting(
      {
        code: 'salesforce_no_answer',
        message: 'Salesforce does not answer.',
        actions: ['Nothing to do: it goes on when Salesforce does.'],
      },
      30,
    );
  }
}

function describeOf(run: Run, rows: readonly StepRow[]): Promise<ObjectDescribe> {
  const first = rows[0];
  if (first === undefined) throw new RangeError('a wave without rows');
  return reading(run, () => run.salesforce.describe(createdObject(first)));
}

async function executeWave(run: Run, rows: readonly StepRow[]): Promise<void> {
  const first = rows.find((row) => row.state === 'pending');
  if (first === undefined) return;
  const describe = await describeOf(run, rows);
  const n = rows[0]?.n ?? 0;
  for (;;) {
    const pending = rows.filter((row) => row.state === 'pending');
    if (pending.length === 0) return;
    const bulk = pending.length > BULK_ABOVE_ROWS && isBulkAction(describe, first);
    for (const piece of bulk ? [pending] : chunked(pending, chunkSize(pending))) {
      const ready = await decideAndKeep(run, describe, piece);
      if (ready.length === 0) continue;
      if (bulk) await writeBulk(run, describe, ready, n);
      else await write(run, describe, ready);
      await settleSent(run, piece);
    }
    const again = rows.filter((row) => row.state === 'pending');
    if (again.length > 0) await backOff(run, Math.max(...again.map((row) => row.attempts)));
    for (const row of again) if (row.attempts >= 2 * MAX_ATTEMPTS) finishUnruly(row);
  }
}

/** A record that changes between every look and every write. */
function finishUnruly(row: StepRow): void {
  finish(row, 'conflict', {
    reason: 'Something keeps changing this record.',
    next: 'Give the command again when it has come to rest.',
  });
}

async function decideAndKeep(run: Run, describe: ObjectDescribe, rows: readonly StepRow[]): Promise<Ready[]> {
  const ready = await decide(run, describe, rows);
  const ended = rows.filter((row) => row.state === 'done');
  if (ended.length > 0) await keep(run, ended);
  return ready;
}

/** Enhanced notes and creates without our key have no bulk form that could be repeated safely. */
function isBulkAction(describe: ObjectDescribe, { step }: StepRow): boolean {
  return (
    step.action === 'update' ||
    step.action === 'delete' ||
    (step.action === 'create' && keyFieldOf(describe) !== undefined)
  );
}

function chunkSize(rows: readonly StepRow[]): number {
  switch (rows[0]?.step.action) {
    case 'convert':
      return 1;
    case 'content-note':
      return GRAPHS;
    default:
      return COLLECTION_ROWS;
  }
}

function write(run: Run, describe: ObjectDescribe, ready: readonly Ready[]): Promise<void> {
  const first = ready[0];
  if (first === undefined) return Promise.resolve();
  switch (first.row.step.action) {
    case 'update':
    case 'append':
    case 'cut':
      return ready.length <= COMPOSITE_ROWS
        ? writeUpdatesIfUnmodified(run, ready)
        : writeUpdates(run, describe, ready);
    case 'delete':
      return writeDeletes(run, ready);
    case 'convert':
      return writeConversion(run, first);
    case 'content-note':
      return writeContentNotes(run, ready);
    default:
      return writeCreates(run, describe, ready);
  }
}

const TOGETHER =
  'Nothing of this command was done, because its parts belong together and one of them could not be done.';

/** One all-or-nothing composite call; tried again as a whole where only a lock stood in the way. */
async function executeTogether(run: Run): Promise<void> {
  const rows = run.rows.filter((row) => row.step.settled === undefined);
  for (;;) {
    const pending = rows.filter((row) => row.state === 'pending');
    if (pending.length === 0) return;
    const described = new Map<string, ObjectDescribe>();
    for (const row of pending) {
      const object = createdObject(row);
      for (const name of new Set([object, row.step.object]))
        described.set(name, await reading(run, () => run.salesforce.describe(name)));
    }
    const ready = await decideTogether(run, described, pending);
    if (
      rows.some((row) => row.outcome === 'conflict' || row.outcome === 'refused' || row.outcome === 'not-run')
    ) {
      return abandon(run, rows, pending);
    }
    if (ready.length === 0) continue;
    await send(run, rowsOf(ready), async () => {
      const requests = ready.map((one) => requestsOf(run, one, described.get(createdObject(one.row))!));
      const results = await composite(run.salesforce, requests.flat(), { allOrNone: true });
      if (results.every((result) => result.httpStatusCode < 300)) {
        let at = 0;
        ready.forEach((one, index) => {
          const own = results.slice(at, (at += requests[index]!.length)).map(saveResultOf);
          applyTransaction(run, one.row, own);
        });
        return;
      }
      failTogether(
        run,
        ready,
        requests.map((own) => own.length),
        results.map(saveResultOf),
      );
    });
    await settleSent(run, rowsOf(ready));
    const again = rows.filter((row) => row.state === 'pending');
    if (again.length === 0) return;
    const attempts = Math.max(...again.map((row) => row.attempts));
    if (attempts >= 2 * MAX_ATTEMPTS) {
      for (const row of again) finishUnruly(row);
      return void (await keep(run, again));
    }
    await backOff(run, attempts);
  }
}

/** The rows as one composite call sends them: records that it creates are `@{…}` references. */
async function decideTogether(
  run: Run,
  described: Map<string, ObjectDescribe>,
  rows: readonly StepRow[],
): Promise<Ready[]> {
  const placeOfRef = new Map(
    rows.flatMap((row) => (row.step.ref === undefined ? [] : [[row.step.ref, row.n] as const])),
  );
  const madeId = newIdOf(run);
  const newId = (ref: string, field: string): string | undefined =>
    madeId(ref, field) ?? (placeOfRef.has(ref) ? `@{s${placeOfRef.get(ref)}.id}` : undefined);
  const withReferences = (row: StepRow): StepRow => ({
    ...row,
    step: {
      ...row.step,
      set: Object.fromEntries(
        Object.entries(row.step.set).map(([field, value]): [string, Scalar] => [
          field,
          scalarOf(value, field, newId) ?? null,
        ]),
      ),
    },
  });
  const ready: Ready[] = [];
  const objects = new Set(rows.map((row) => row.step.object));
  for (const object of objects) {
    const originals = rows.filter((row) => row.step.object === object);
    const copies = originals.map(withReferences);
    const decided = await decide(run, described.get(object)!, copies);
    for (const [at, original] of originals.entries()) {
      const { step: _, ...state } = copies[at]!;
      Object.assign(original, state);
      const own = decided.find((one) => one.row.n === original.n);
      if (own) ready.push({ ...own, row: original });
    }
  }
  const ended = rows.filter((row) => row.state === 'done');
  if (ended.length > 0) await keep(run, ended);
  return ready.sort((a, b) => a.row.n - b.row.n);
}

function failTogether(
  run: Run,
  ready: readonly Ready[],
  sizes: readonly number[],
  results: readonly ReturnType<typeof saveResultOf>[],
): void {
  let at = 0;
  const halted: StepRow[] = [];
  for (const [index, { row }] of ready.entries()) {
    const own = results.slice(at, (at += sizes[index] ?? 1));
    const failed = own.find(
      (result) => !result.success && !result.errors.some((error) => error.errorCode === 'PROCESSING_HALTED'),
    );
    if (failed) applyTransaction(run, row, row.step.action === 'content-note' ? own : [failed]);
    else halted.push(row);
  }
  const retried = ready.some(({ row }) => row.state === 'pending');
  for (const row of halted) {
    if (retried) Object.assign(row, { state: 'pending', sentAt: null });
    else
      finish(row, 'not-run', {
        reason: TOGETHER,
        next: 'Solve what was refused, then give the command again.',
      });
  }
}

async function abandon(run: Run, rows: readonly StepRow[], pending: readonly StepRow[]): Promise<void> {
  for (const row of pending) {
    if (row.state === 'pending')
      finish(row, 'not-run', {
        reason: TOGETHER,
        next: 'Look at the record that was changed, then give the command again.',
      });
  }
  await keep(run, rows);
}
