import type { AppendAudit } from '../audit/append.ts';
import type { Pool } from '../db/pool.ts';
import type { Principal, Salesforce } from '../salesforce/types.ts';
import { execute } from './execute.ts';
import { insertRecords, Overtaken, readRecords, tallyRecords, type StepRow } from './records.ts';
import { countsOf, endStatus } from './receipt.ts';
import {
  finish,
  HandingOver,
  keep,
  newIdOf,
  Stopped,
  TIMING,
  Waiting,
  type Run,
  type Timing,
} from './run.ts';
import { beginRun, finishRun, pauseRun, type StoredCommand } from './store.ts';
import { undoSteps } from './undo.ts';

export interface JobDeps {
  pool: Pool;
  salesforceFor(principal: Principal): Salesforce;
  audit: AppendAudit;
  timing?: Partial<Timing> | undefined;
}

/** A command that is not done this long after its first wait is given up: the rep has long stopped expecting it. */
const MAX_PAUSE_HOURS = 24;

/**
 * One run of a command's job, from its checkpoints to its end. Returns the seconds after which to run it again, or
 * undefined when it is over. An abort of `signal` makes it stop at the next checkpoint, for another replica to go on.
 */
export async function runCommand(
  deps: JobDeps,
  orgId: string,
  id: string,
  signal: AbortSignal = new AbortController().signal,
): Promise<number | undefined> {
  const command = await beginRun(deps.pool, orgId, id);
  if (command === undefined) return undefined;
  const salesforce = deps.salesforceFor({ orgId, userId: command.userId });
  const phase = command.status === 'undoing' ? 'undo' : 'do';
  const timing = { ...TIMING, ...deps.timing };
  const run: Run = {
    pool: deps.pool,
    salesforce,
    command,
    phase,
    rows: await readRecords(deps.pool, command, phase),
    timing,
    signal,
  };
  if (phase === 'undo' && run.rows.length === 0) run.rows = await planUndo(run);
  let stopped = false;
  try {
    await execute(run);
  } catch (error) {
    if (error instanceof Overtaken) return undefined;
    if (error instanceof HandingOver) return 0;
    if (error instanceof Waiting) {
      if (!command.cancelRequested && !waitsTooLong(command)) {
        await pauseRun(deps.pool, command, error.pause);
        return error.retryInSeconds;
      }
      stopped = command.cancelRequested;
      await giveUp(run, error.pause.message);
    } else if (error instanceof Stopped) {
      stopped = true;
      await giveUp(run, 'You cancelled before its turn came.');
    } else throw error;
  }
  await end(deps, run, stopped);
  return undefined;
}

async function planUndo(run: Run): Promise<StepRow[]> {
  const done: Run = { ...run, rows: await readRecords(run.pool, run.command, 'do') };
  await insertRecords(run.pool, run.command, 'undo', undoSteps(done.rows, newIdOf(done)));
  return readRecords(run.pool, run.command, 'undo');
}

function waitsTooLong(command: StoredCommand): boolean {
  return (
    command.pausedSince !== null && Date.now() - command.pausedSince.getTime() > MAX_PAUSE_HOURS * 3_600_000
  );
}

async function giveUp(run: Run, reason: string): Promise<void> {
  const open = run.rows.filter((row) => row.state !== 'done');
  for (const row of open) {
    const unknown =
      row.state === 'sent'
        ? { reason: `${reason} Salesforce may or may not have done it.`, next: 'Look at the record.' }
        : { reason };
    finish(row, 'not-run', unknown);
  }
  if (open.length > 0) await keep(run, open);
}

async function end({ pool, audit }: JobDeps, run: Run, stopped: boolean): Promise<void> {
  const { command, phase } = run;
  const counts = countsOf(await tallyRecords(pool, command.orgId, [command.id]), phase);
  const status = phase === 'undo' ? 'undone' : endStatus(counts, stopped);
  if (!(await finishRun(pool, command, status, phase === 'undo' ? null : command.policy.undoHours))) return;
  await audit(pool, {
    orgId: command.orgId,
    actor: { type: 'user', id: command.userId },
    action: phase === 'undo' ? 'command.undone' : 'command.finished',
    target: command.id,
    outcome: status === 'failed' ? 'failed' : 'ok',
    details: { status, apiCalls: run.salesforce.calls, ...(counts as Record<string, number>) },
  });
}
