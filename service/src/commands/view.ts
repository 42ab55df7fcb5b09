import type { Pool } from '../db/pool.ts';
import { formatValue, type Reader } from './format.ts';
import { bulkProgress, readRecords, tallyRecords, type Tally } from './records.ts';
import { countsOf, progressOf, receiptHeadline, recordUrl, resultsOf, undoOf } from './receipt.ts';
import type { StoredCommand } from './store.ts';
import type { AnswerOutcome, CommandStatus, CommandView } from './types.ts';

const RUNNING: readonly CommandStatus[] = ['running', 'cancelling', 'undoing'];
const RAN: readonly CommandStatus[] = ['done', 'failed', 'cancelled', 'undone'];

/** A command as `GET /v1/commands/{id}` answers it. */
export async function viewOf(pool: Pool, command: StoredCommand): Promise<CommandView> {
  const tallies = await tallyRecords(pool, command.orgId, [command.id]);
  const view = summaryOf(command, tallies);
  if (tallies.length === 0) return view;
  const phase = phaseOf(command);
  if (RUNNING.includes(command.status) && view.progress) {
    const bulk = await bulkProgress(pool, command);
    view.progress = {
      ...view.progress,
      done: Math.min(view.progress.total, view.progress.done + bulk.processed),
      failed: view.progress.failed + bulk.failed,
    };
    view.headline = runningHeadline(command, view.progress);
  }
  return { ...view, results: resultsOf(await readRecords(pool, command, phase), command.shown) };
}

/** The history: each command with its outcome and undo, without its records. */
export async function listOf(
  pool: Pool,
  orgId: string,
  commands: readonly StoredCommand[],
): Promise<CommandView[]> {
  const tallies = await tallyRecords(
    pool,
    orgId,
    commands.map(({ id }) => id),
  );
  return commands.map((command) => {
    const {
      preview: _,
      ops: __,
      rows: ___,
      ...view
    } = summaryOf(
      command,
      tallies.filter(({ commandId }) => commandId === command.id),
    );
    return view;
  });
}

function summaryOf(command: StoredCommand, tallies: readonly Tally[]): CommandView {
  const { outcome, shown, status } = command;
  const view: CommandView = {
    ...shown.view,
    id: command.id,
    text: command.text,
    createdAt: command.createdAt.toISOString(),
    status,
    ...(outcome.kind === 'plan' ? { ops: outcome.ops } : {}),
    ...(command.paused ? { paused: command.paused } : {}),
  };
  if (status === 'expired') view.headline = `The preview has expired. ${view.headline}`;
  if (status === 'cancelled' && tallies.length === 0) view.headline = 'Cancelled. Nothing was changed.';
  if (tallies.length === 0) return view;
  const counts = countsOf(tallies, phaseOf(command));
  view.progress = progressOf(counts);
  if (RUNNING.includes(status)) view.headline = runningHeadline(command, view.progress);
  if (RAN.includes(status)) view.headline = receiptHeadline(status, counts);
  const undo = undoOf(command, tallies);
  return undo ? { ...view, undo } : view;
}

function phaseOf(command: StoredCommand): 'do' | 'undo' {
  return command.status === 'undoing' || command.status === 'undone' ? 'undo' : 'do';
}

function runningHeadline(command: StoredCommand, progress: { done: number; total: number }): string {
  if (command.paused) return command.paused.message;
  const verb =
    command.status === 'undoing' ? 'Taking back' : command.status === 'cancelling' ? 'Stopping' : 'Working';
  return `${verb}: ${progress.done} of ${progress.total} done.`;
}

/** Columns and rows of an answer as the rep reads them. */
export function answerView(
  outcome: AnswerOutcome,
  reader: Reader,
): Pick<CommandView, 'answer' | 'columns' | 'rows'> {
  const { object } = outcome.answer;
  return {
    answer: outcome.answer,
    columns: outcome.columns,
    rows: outcome.rows.map(({ id, cells }) => ({
      ...(id === undefined ? {} : { id, ...(object === undefined ? {} : { url: recordUrl(object, id) }) }),
      cells: cells.map((cell, at) =>
        formatValue(cell, { type: outcome.columns[at]?.type ?? 'string' }, reader),
      ),
    })),
  };
}
