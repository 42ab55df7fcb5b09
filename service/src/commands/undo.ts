import type { Scalar } from '../salesforce/types.ts';
import type { StepRow } from './records.ts';
import type { Action, Step } from './steps.ts';
import type { NewId } from './values.ts';
import { scalarOf } from './values.ts';

/** Outcomes that left something behind in Salesforce. */
const LASTING = ['changed', 'created', 'deleted', 'converted', 'noted'] as const;

/** Of those, what Sayso can take back. */
export const REVERSIBLE = ['changed', 'created', 'noted'] as const;

/** Said before a confirm, because undo will not help. */
export const NO_UNDELETE =
  'Deleted records go to the Recycle Bin. Undo in Sayso cannot bring them back; you can restore them in Salesforce for 15 days.';
export const NO_UNCONVERT = 'A lead conversion cannot be taken back, neither by Sayso nor by Salesforce.';

/**
 * The inverse of what a command really changed, last change first: old values where the record still holds ours, created
 * records deleted, notes taken out. What cannot be taken back is part of the receipt, with the way that remains.
 */
export function undoSteps(rows: readonly StepRow[], newId: NewId): Step[] {
  const lasting = rows.filter(
    (row) => row.outcome !== null && (LASTING as readonly string[]).includes(row.outcome),
  );
  return lasting.reverse().map((row, n) => ({ ...inverseOf(row, newId), n }));
}

function inverseOf(row: StepRow, newId: NewId): Omit<Step, 'n'> {
  const { step, made, base } = row;
  const common = { op: step.op, name: step.name, why: [], set: {}, before: {} };
  switch (row.outcome) {
    case 'changed':
      return {
        ...common,
        action: 'update',
        object: step.object,
        id: step.id,
        set: base ?? {},
        before: written(row, newId),
      };
    case 'created':
      return {
        ...common,
        action: 'delete',
        object: step.object,
        id: made?.id ?? null,
        before: written(row, newId),
      };
    case 'noted':
      return step.action === 'append'
        ? { ...common, action: 'cut', object: step.object, id: step.id, set: { _text: made?.text ?? '' } }
        : {
            ...common,
            action: 'delete',
            object: NOTE_OBJECTS[step.action] ?? step.object,
            id: made?.id ?? null,
          };
    case 'converted':
      return {
        ...common,
        action: 'convert',
        object: step.object,
        id: step.id,
        settled: {
          outcome: 'refused',
          reason: 'Salesforce cannot take a lead conversion back.',
          next: 'Delete the new account, contact and opportunity if they are not needed.',
        },
      };
    default:
      return {
        ...common,
        action: 'delete',
        object: step.object,
        id: step.id,
        settled: {
          outcome: 'refused',
          reason: "Salesforce's API cannot bring deleted records back.",
          next: 'Restore it from the Recycle Bin within 15 days.',
        },
      };
  }
}

const NOTE_OBJECTS: Partial<Record<Action, string>> = {
  'content-note': 'ContentNote',
  note: 'Note',
  'task-note': 'Task',
};

/** The values that we wrote, of the fields whose old values are known; of a created record, all. */
function written(row: StepRow, newId: NewId): Record<string, Scalar> {
  return Object.fromEntries(
    Object.entries(row.step.set).flatMap(([field, value]) => {
      const scalar = scalarOf(value, field, newId);
      return scalar === undefined || (row.base !== null && !(field in row.base)) ? [] : [[field, scalar]];
    }),
  );
}
