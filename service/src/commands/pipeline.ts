import { randomUUID } from 'node:crypto';
import type { AppendAudit } from '../audit/append.ts';
import { transaction, type Pool } from '../db/pool.ts';
import { SaysoError } from '../errors.ts';
import type { CommandQueue } from '../jobs/commands.ts';
import type { Research } from '../research/types.ts';
import type { Principal, Salesforce } from '../salesforce/types.ts';
import { readPolicy } from './policy-store.ts';
import { previewOf } from './preview.ts';
import { readerOf } from './reader.ts';
import { insertRecords, tallyRecords } from './records.ts';
import { undoOf } from './receipt.ts';
import { leaveOut, stepsOf, type Step } from './steps.ts';
import {
  insertCommand,
  listCommands,
  moveStatus,
  pausedCommands,
  readCommand,
  replaceOutcome,
  type Shown,
  type StoredCommand,
} from './store.ts';
import { answerView, listOf, viewOf } from './view.ts';
import type {
  CommandContext,
  CommandInput,
  CommandStatus,
  CommandView,
  ConfirmRequest,
  Outcome,
  PlanOutcome,
  Policy,
} from './types.ts';

/** What planning may use: the org as the rep sees it, the org's policy, outside lists. */
export interface PlanningDeps {
  salesforce: Salesforce;
  policy: Policy;
  research: Research;
}

export interface Planner {
  plan(input: CommandInput, deps: PlanningDeps): Promise<Outcome>;
  answer(dialogue: unknown, answer: { choice?: string; text?: string }, deps: PlanningDeps): Promise<Outcome>;
}

export interface PipelineDeps {
  pool: Pool;
  salesforceFor(principal: Principal): Salesforce;
  planner: Planner;
  research: Research;
  queue: CommandQueue;
  audit: AppendAudit;
}

export interface NewRequest {
  text: string;
  timeZone: string;
  context?: CommandContext | undefined;
}

/** What a rep may do with commands. Every method knows only the principal's own: another one's command does not exist. */
export interface Commands {
  create(principal: Principal, request: NewRequest): Promise<CommandView>;
  answer(
    principal: Principal,
    id: string,
    answer: { choice?: string | undefined; text?: string | undefined },
  ): Promise<CommandView>;
  confirm(principal: Principal, id: string, request: ConfirmRequest): Promise<CommandView>;
  cancel(principal: Principal, id: string): Promise<CommandView>;
  undo(principal: Principal, id: string): Promise<CommandView>;
  read(principal: Principal, id: string): Promise<CommandView>;
  list(principal: Principal, limit: number): Promise<CommandView[]>;
  /** Called when the principal has signed in again: what waited for it goes on at once. */
  resume(principal: Principal): Promise<void>;
}

export function createCommands(deps: PipelineDeps): Commands {
  const { pool, queue, audit, research } = deps;

  async function show(
    principal: Principal,
    outcome: Outcome,
    policy: Policy,
    timeZone: string,
  ): Promise<Planned> {
    const salesforce = deps.salesforceFor(principal);
    const shown = await shownOf(salesforce, outcome, policy, timeZone);
    const previewUntil =
      outcome.kind === 'plan' ? new Date(Date.now() + policy.previewMinutes * 60_000) : null;
    return { outcome, shown, policy, status: statusOf(outcome), previewUntil };
  }

  async function own(principal: Principal, id: string): Promise<StoredCommand> {
    const command = await readCommand(pool, principal, id);
    if (command === undefined) throw notFound();
    return command;
  }

  async function view(principal: Principal, id: string): Promise<CommandView> {
    return viewOf(pool, await own(principal, id));
  }

  return {
    async create(principal, { text, timeZone, context = {} }) {
      const { policy } = await readPolicy(pool, principal.orgId);
      const createdAt = new Date();
      const outcome = await deps.planner.plan(
        { text, now: createdAt, timeZone, context },
        { salesforce: deps.salesforceFor(principal), policy, research },
      );
      const planned = await show(principal, outcome, policy, timeZone);
      const command = {
        orgId: principal.orgId,
        userId: principal.userId,
        id: randomUUID(),
        text,
        timeZone,
        context,
        createdAt,
      };
      await insertCommand(pool, { ...command, ...planned });
      return view(principal, command.id);
    },

    async answer(principal, id, given) {
      const command = await own(principal, id);
      if (command.status !== 'question' || command.outcome.kind !== 'clarify')
        throw notNow(command, 'question_closed', 'This question is no longer open.');
      const { policy } = await readPolicy(pool, principal.orgId);
      const answer = {
        ...(given.choice === undefined ? {} : { choice: given.choice }),
        ...(given.text === undefined ? {} : { text: given.text }),
      };
      const outcome = await deps.planner.answer(command.outcome.dialogue, answer, {
        salesforce: deps.salesforceFor(principal),
        policy,
        research,
      });
      const planned = await show(principal, outcome, policy, command.timeZone);
      if (!(await replaceOutcome(pool, { orgId: principal.orgId, id, ...planned }, command.outcome)))
        throw notNow(command, 'question_closed', 'This question has been answered already.');
      return view(principal, id);
    },

    async confirm(principal, id, request) {
      const command = await own(principal, id);
      if (command.paused) await queue.enqueue(principal.orgId, id);
      if (STARTED.includes(command.status)) return viewOf(pool, command);
      if (command.status === 'expired')
        throw notNow(command, 'preview_expired', 'The preview has expired; records may have changed since.');
      if (command.status !== 'preview' || command.outcome.kind !== 'plan')
        throw notNow(command, 'nothing_to_confirm', 'There is no plan to confirm.');
      const steps = chosen(command.outcome, command.policy, request);
      await transaction(pool, async (client) => {
        // The loser of two confirms finds it running, which is what it wanted.
        if (!(await moveStatus(client, command, ['preview'], 'running'))) return;
        await insertRecords(client, command, 'do', steps);
        await audit(client, {
          orgId: principal.orgId,
          actor: { type: 'user', id: principal.userId },
          action: 'command.confirmed',
          target: id,
          outcome: 'ok',
          details: {
            records: steps.filter((step) => step.settled === undefined).length,
            objects: objectsOf(steps),
          },
        });
        await queue.enqueue(principal.orgId, id, { db: client });
      });
      return view(principal, id);
    },

    async cancel(principal, id) {
      const command = await own(principal, id);
      if (command.status === 'running') {
        await moveStatus(pool, command, ['running'], 'cancelling');
        // A command that waits has no worker to notice.
        await queue.enqueue(principal.orgId, id);
      } else if (command.status === 'question' || command.status === 'preview') {
        await moveStatus(pool, command, ['question', 'preview'], 'cancelled');
      } else if (!ENDED.includes(command.status) && command.status !== 'cancelling') {
        throw notNow(command, 'not_cancellable', 'A command that is being taken back runs to its end.');
      }
      return view(principal, id);
    },

    async undo(principal, id) {
      const command = await own(principal, id);
      if (command.status === 'undoing' || command.status === 'undone') {
        if (command.paused) await queue.enqueue(principal.orgId, id);
        return viewOf(pool, command);
      }
      const offer = undoOf(command, await tallyRecords(pool, principal.orgId, [id]));
      if (!offer?.available)
        throw notNow(command, 'undo_unavailable', offer?.why ?? 'There is nothing to take back yet.');
      await transaction(pool, async (client) => {
        if (!(await moveStatus(client, command, ENDED, 'undoing'))) return;
        await audit(client, {
          orgId: principal.orgId,
          actor: { type: 'user', id: principal.userId },
          action: 'command.undo_requested',
          target: id,
          outcome: 'ok',
        });
        await queue.enqueue(principal.orgId, id, { db: client });
      });
      return view(principal, id);
    },

    read: view,

    async list(principal, limit) {
      return listOf(pool, principal.orgId, await listCommands(pool, principal, limit));
    },

    async resume(principal) {
      for (const { id } of await pausedCommands(pool, principal)) await queue.enqueue(principal.orgId, id);
    },
  };
}

type Planned = Pick<StoredCommand, 'outcome' | 'shown' | 'policy' | 'status' | 'previewUntil'>;

function statusOf(outcome: Outcome): CommandStatus {
  switch (outcome.kind) {
    case 'plan':
      return 'preview';
    case 'clarify':
      return 'question';
    case 'answer':
      return 'answered';
    default:
      // "Never mind" ends a dialogue; nothing was refused.
      return outcome.reason.startsWith('cancelled') ? 'cancelled' : 'refused';
  }
}

const STARTED: readonly CommandStatus[] = ['running', 'cancelling', 'done', 'failed', 'undoing', 'undone'];
const ENDED: readonly CommandStatus[] = [
  'done',
  'failed',
  'cancelled',
  'answered',
  'refused',
  'expired',
  'undone',
];

/** The steps that the rep wants, after checking what policy asks for. */
function chosen(plan: PlanOutcome, policy: Policy, request: ConfirmRequest): Step[] {
  const steps = leaveOut(stepsOf(plan.ops, policy.notes), request.leaveOut ?? []);
  const rest = steps.filter((step) => step.settled === undefined);
  if (rest.length === 0) {
    throw new SaysoError('nothing_to_confirm', 'Every record has been left out, so there is nothing to do.', {
      status: 422,
      actions: ['Tick at least one record, or cancel the command.'],
    });
  }
  const needsTyping =
    plan.typeToConfirm !== undefined ||
    rest.length > policy.confirmAbove ||
    rest.some((step) => step.op === 'delete');
  // The panel names the number of the whole preview; after unticking, the number of what is left is right as well.
  if (
    needsTyping &&
    request.typed !== rest.length &&
    request.typed !== (plan.typeToConfirm ?? steps.length)
  ) {
    throw new SaysoError('confirmation_number_needed', `Type ${rest.length} to confirm that many changes.`, {
      status: 422,
      actions: [`Send "typed": ${rest.length}.`],
    });
  }
  return steps;
}

function objectsOf(steps: readonly Step[]): string {
  return [...new Set(steps.map((step) => `${step.op} ${step.object}`))].join(', ');
}

async function shownOf(
  salesforce: Salesforce,
  outcome: Outcome,
  policy: Policy,
  timeZone: string,
): Promise<Shown> {
  const reader = await readerOf(salesforce, timeZone);
  switch (outcome.kind) {
    case 'plan':
      return previewOf(salesforce, stepsOf(outcome.ops, policy.notes), outcome, policy, reader);
    case 'clarify': {
      const { question, clarify, choices, flags } = outcome;
      return {
        view: { kind: 'clarify', headline: question, flags, question, clarify, choices },
        reader,
        labels: {},
      };
    }
    case 'answer':
      return {
        view: {
          kind: 'answer',
          headline: outcome.headline,
          flags: outcome.flags,
          ...answerView(outcome, reader),
          asOf: new Date().toISOString(),
        },
        reader,
        labels: {},
      };
    default: {
      const { reason, message, instead } = outcome;
      return {
        view: { kind: 'refuse', headline: message, flags: [], refuse: { reason, message, instead } },
        reader,
        labels: {},
      };
    }
  }
}

function notFound(): SaysoError {
  return new SaysoError('command_not_found', 'There is no such command of yours.', {
    status: 404,
    actions: ['Look at your last commands, or give the command again.'],
  });
}

function notNow(command: StoredCommand, code: string, message: string): SaysoError {
  return new SaysoError(code, message, {
    status: 409,
    actions: ['Give the command again if you still want it.'],
    detail: `status ${command.status}`,
  });
}
