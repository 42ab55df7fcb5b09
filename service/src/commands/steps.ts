import type { Scalar } from '../salesforce/types.ts';
import { nameOfNew } from './new-names.ts';
import type { Operation, Policy, RecordResult, Value } from './types.ts';

/** How a step is written; `note` operations become one of the last five, as policy says. */
export type Action =
  | 'create'
  | 'update'
  | 'delete'
  | 'convert'
  | 'content-note'
  | 'note'
  | 'task-note'
  | 'append'
  | 'cut';

/** One record of a plan: the unit of checkpoints, progress and receipts. */
export interface Step {
  /** Place in the plan, from 0; with the command's id it is the record's `Sayso_Key__c`. */
  n: number;
  op: Operation['op'];
  action: Action;
  object: string;
  /** null for a record that will be created. */
  id: string | null;
  name: string;
  set: Record<string, Value>;
  /** Values that the rep saw; a record that differs by now is a conflict. */
  before: Record<string, Scalar>;
  /** Name by which later steps refer to the created record. */
  ref?: string;
  /** Past duplicate rules that only warn. */
  allowDuplicate?: true;
  why: string[];
  /** An outcome that stands before the run: left out by the rep, or beyond what undo can do. */
  settled?: { outcome: RecordResult['outcome']; reason: string; next?: string };
}

/** Rows in one composite call (Salesforce's limit). */
export const COMPOSITE_ROWS = 25;
/** Rows in one collections call (Salesforce's limit). */
export const COLLECTION_ROWS = 200;
/** More rows than this go through the Bulk API 2.0, as Salesforce advises. */
export const BULK_ABOVE_ROWS = 2_000;

/**
 * The plan, one step a record. Several updates of one record become one (a collections call refuses the same id twice,
 * and the rep reads one line per record).
 */
export function stepsOf(ops: readonly Operation[], notes: Policy['notes']): Step[] {
  const steps: Step[] = [];
  const updates = new Map<string, Step>();
  for (const operation of ops) {
    const set = operation.set ?? {};
    for (const id of operation.op === 'create' ? [null] : (operation.ids ?? [])) {
      const before = id === null ? {} : (operation.before?.[id] ?? {});
      const same = operation.op === 'update' ? updates.get(`${operation.object} ${id}`) : undefined;
      if (same) {
        Object.assign(same.set, set);
        Object.assign(same.before, before);
        same.why.push(...(operation.why ?? []));
        continue;
      }
      const step: Step = {
        n: steps.length,
        op: operation.op,
        action: operation.op === 'note' ? noteAction(operation.object, notes) : operation.op,
        object: operation.object,
        id,
        name: id === null ? nameOfNew(operation) : (operation.names?.[id] ?? id),
        set: { ...set },
        before: { ...before },
        ...(operation.ref === undefined ? {} : { ref: operation.ref }),
        ...(operation.allowDuplicate ? { allowDuplicate: true } : {}),
        why: [...(operation.why ?? [])],
      };
      if (operation.op === 'update') updates.set(`${operation.object} ${id}`, step);
      steps.push(step);
    }
  }
  return steps;
}

/** Activities have no notes of their own: a note on one is an append to its description. */
function noteAction(object: string, notes: Policy['notes']): Action {
  if (object === 'Task' || object === 'Event' || notes === 'Description') return 'append';
  return notes === 'ContentNote' ? 'content-note' : notes === 'Note' ? 'note' : 'task-note';
}

/** The refs that a step needs: records that earlier steps create. */
function refsOf(step: Pick<Step, 'set'>): string[] {
  return Object.values(step.set).flatMap((value) =>
    typeof value === 'object' && value !== null && '$new' in value ? [value.$new] : [],
  );
}

/** Records that a step points at, beside its own. */
function targetsOf(step: Step): string[] {
  return Object.values(step.set).flatMap((value) =>
    typeof value === 'object' && value !== null && '$id' in value ? [value.$id] : [],
  );
}

/**
 * Marks what the rep unticked, by place in the plan: the records themselves, what the plan would create for them alone
 * (their follow-up), and what depends on something left out.
 */
export function leaveOut(steps: readonly Step[], places: readonly number[]): Step[] {
  const out = new Set(places);
  const refs = new Set<string>();
  const ids = new Set(
    steps.flatMap((step) => (out.has(step.n) && step.id !== null ? [step.id.slice(0, 15)] : [])),
  );
  return steps.map((step) => {
    const followsUp = step.id === null && targetsOf(step).some((id) => ids.has(id.slice(0, 15)));
    const depends = refsOf(step).some((ref) => refs.has(ref));
    if (!out.has(step.n) && !followsUp && !depends) return step;
    if (step.ref !== undefined) refs.add(step.ref);
    return { ...step, settled: { outcome: 'skipped', reason: 'You left this record out.' } };
  });
}

/** Steps that one kind of call can carry together, in an order in which no step comes before what it refers to. */
export interface Wave {
  action: Action;
  object: string;
  steps: Step[];
}

export function wavesOf(steps: readonly Step[]): Wave[] {
  const levelOfRef = new Map<string, number>();
  const waves = new Map<string, Wave & { level: number }>();
  for (const step of steps) {
    const level = Math.max(0, ...refsOf(step).map((ref) => (levelOfRef.get(ref) ?? -1) + 1));
    if (step.ref !== undefined) levelOfRef.set(step.ref, level);
    const key = `${level} ${step.action} ${step.object} ${step.allowDuplicate ?? false}`;
    const wave = waves.get(key);
    if (wave) wave.steps.push(step);
    else waves.set(key, { level, action: step.action, object: step.object, steps: [step] });
  }
  return [...waves.values()].sort((a, b) => a.level - b.level).map(({ level: _, ...wave }) => wave);
}

/** Subrequests of a step in a composite call: a ContentNote needs its link beside it. */
function subrequestsOf(step: Pick<Step, 'action'>): number {
  return step.action === 'content-note' ? 2 : 1;
}

/**
 * Whether the plan goes out as one all-or-nothing transaction: a few records of different kinds that belong together
 * (the stage and its follow-up; the contact, its role and its call). Many records of one kind succeed or fail on their own.
 */
export function isOneTransaction(all: readonly Step[]): boolean {
  const steps = all.filter((step) => step.settled === undefined);
  const kinds = new Set(steps.map((step) => `${step.action} ${step.object}`));
  const linked = kinds.size > 1 || steps.some((step) => refsOf(step).length > 0);
  const size = steps.reduce((sum, step) => sum + subrequestsOf(step), 0);
  return linked && size <= COMPOSITE_ROWS && steps.every((step) => step.action !== 'convert');
}

/** Consecutive pieces of at most `size`. */
export function chunked<T>(items: readonly T[], size: number): T[][] {
  const pieces: T[][] = [];
  for (let start = 0; start < items.length; start += size) pieces.push(items.slice(start, start + size));
  return pieces;
}
