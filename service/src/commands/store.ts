import type { Queryable } from '../db/pool.ts';
import type { Principal } from '../salesforce/types.ts';
import type { Reader } from './format.ts';
import type { CommandContext, CommandStatus, CommandView, Outcome, Policy } from './types.ts';

/** What the panel shows of an outcome, formatted when it was planned. */
export interface Shown {
  view: Pick<CommandView, 'kind' | 'headline' | 'flags'> & Partial<CommandView>;
  reader: Reader;
  /** Labels by object name, for receipts. */
  labels: Record<string, { label: string; labelPlural: string }>;
}

export interface Pause {
  code: string;
  message: string;
  actions: string[];
}

export interface StoredCommand {
  orgId: string;
  id: string;
  userId: string;
  text: string;
  timeZone: string;
  context: CommandContext;
  createdAt: Date;
  outcome: Outcome;
  shown: Shown;
  policy: Policy;
  status: CommandStatus;
  previewUntil: Date | null;
  run: number;
  cancelRequested: boolean;
  paused: Pause | null;
  pausedSince: Date | null;
  finishedAt: Date | null;
  undoUntil: Date | null;
}

const COLUMNS = `org_id as "orgId", id, user_id as "userId", text, time_zone as "timeZone", context, created_at as "createdAt",
  outcome, shown, policy, status, preview_until as "previewUntil", run, cancel_requested as "cancelRequested",
  paused, paused_since as "pausedSince", finished_at as "finishedAt", undo_until as "undoUntil"`;

export type NewCommand = Pick<
  StoredCommand,
  | 'orgId'
  | 'id'
  | 'userId'
  | 'text'
  | 'timeZone'
  | 'context'
  | 'createdAt'
  | 'outcome'
  | 'shown'
  | 'policy'
  | 'status'
  | 'previewUntil'
>;

export async function insertCommand(db: Queryable, command: NewCommand): Promise<void> {
  await db.query({
    name: 'command_insert',
    text: `insert into commands (org_id, id, user_id, text, time_zone, context, created_at, outcome, shown, policy, status, preview_until)
           values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)`,
    values: [
      command.orgId,
      command.id,
      command.userId,
      command.text,
      command.timeZone,
      JSON.stringify(command.context),
      command.createdAt,
      JSON.stringify(command.outcome),
      JSON.stringify(command.shown),
      JSON.stringify(command.policy),
      command.status,
      command.previewUntil,
    ],
  });
}

/** The command, if it belongs to the principal; a preview whose time is over reads as `expired`. */
export async function readCommand(
  db: Queryable,
  principal: Principal,
  id: string,
): Promise<StoredCommand | undefined> {
  const { rows } = await db.query<StoredCommand>({
    name: 'command_read',
    text: `select ${COLUMNS} from commands where org_id = $1 and id = $2 and user_id = $3`,
    values: [principal.orgId, id, principal.userId],
  });
  return rows[0] && withExpiry(rows[0]);
}

/** Newest first. */
export async function listCommands(
  db: Queryable,
  principal: Principal,
  limit: number,
): Promise<StoredCommand[]> {
  const { rows } = await db.query<StoredCommand>({
    name: 'command_list',
    text: `select ${COLUMNS} from commands where org_id = $1 and user_id = $2 order by created_at desc, id limit $3`,
    values: [principal.orgId, principal.userId, limit],
  });
  return rows.map(withExpiry);
}

function withExpiry(command: StoredCommand): StoredCommand {
  const over =
    command.status === 'preview' &&
    command.previewUntil !== null &&
    command.previewUntil.getTime() <= Date.now();
  return over ? { ...command, status: 'expired' } : command;
}

/** Puts the next outcome of a dialogue in place of the question; false when another answer was faster. */
export async function replaceOutcome(
  db: Queryable,
  command: Pick<StoredCommand, 'orgId' | 'id' | 'outcome' | 'shown' | 'policy' | 'status' | 'previewUntil'>,
  answered: Outcome,
): Promise<boolean> {
  const { rowCount } = await db.query({
    name: 'command_replace_outcome',
    text: `update commands set outcome = $3, shown = $4, policy = $5, status = $6, preview_until = $7
            where org_id = $1 and id = $2 and status = 'question' and outcome = $8`,
    values: [
      command.orgId,
      command.id,
      JSON.stringify(command.outcome),
      JSON.stringify(command.shown),
      JSON.stringify(command.policy),
      command.status,
      command.previewUntil,
      JSON.stringify(answered),
    ],
  });
  return rowCount === 1;
}

/** Moves a command on, if it still is in one of `from`; false otherwise. */
export async function moveStatus(
  db: Queryable,
  command: Pick<StoredCommand, 'orgId' | 'id'>,
  from: readonly CommandStatus[],
  to: CommandStatus,
): Promise<boolean> {
  const { rowCount } = await db.query({
    name: 'command_move_status',
    text: `update commands set status = $4, paused = null, paused_since = null,
             cancel_requested = $4 = 'cancelling',
             finished_at = case when $4 in ('running', 'undoing') then null else finished_at end
            where org_id = $1 and id = $2 and status = any($3)`,
    values: [command.orgId, command.id, from, to],
  });
  return rowCount === 1;
}

/** Takes the command up for one run of its job; undefined when there is nothing left to do. */
export async function beginRun(db: Queryable, orgId: string, id: string): Promise<StoredCommand | undefined> {
  const { rows } = await db.query<StoredCommand>({
    name: 'command_begin_run',
    text: `update commands set run = run + 1, paused = null
            where org_id = $1 and id = $2 and status in ('running', 'cancelling', 'undoing')
        returning ${COLUMNS}`,
    values: [orgId, id],
  });
  return rows[0];
}

/** Keeps why the run waits; the first moment of a wait stays. */
export async function pauseRun(db: Queryable, command: StoredCommand, pause: Pause): Promise<void> {
  await db.query({
    name: 'command_pause',
    text: `update commands set paused = $4, paused_since = coalesce(paused_since, now())
            where org_id = $1 and id = $2 and run = $3`,
    values: [command.orgId, command.id, command.run, JSON.stringify(pause)],
  });
}

export async function finishRun(
  db: Queryable,
  command: StoredCommand,
  status: CommandStatus,
  undoHours: number | null,
): Promise<boolean> {
  const { rowCount } = await db.query({
    name: 'command_finish',
    text: `update commands set status = $4, paused = null, paused_since = null, finished_at = now(),
             undo_until = now() + make_interval(hours => $5)
            where org_id = $1 and id = $2 and run = $3`,
    values: [command.orgId, command.id, command.run, status, undoHours],
  });
  return rowCount === 1;
}

/** Commands of one user that wait for a sign-in or a limit. */
export async function pausedCommands(db: Queryable, principal: Principal): Promise<{ id: string }[]> {
  const { rows } = await db.query<{ id: string }>({
    name: 'command_paused',
    text: `select id from commands where org_id = $1 and user_id = $2 and paused is not null`,
    values: [principal.orgId, principal.userId],
  });
  return rows;
}

/** Forgets commands that ended long ago, receipts included. Returns how many. */
export async function forgetCommands(db: Queryable, olderThanDays: number): Promise<number> {
  const { rowCount } = await db.query({
    name: 'command_forget',
    text: `delete from commands
            where created_at < now() - make_interval(days => $1) and status not in ('running', 'cancelling', 'undoing')`,
    values: [olderThanDays],
  });
  return rowCount ?? 0;
}
