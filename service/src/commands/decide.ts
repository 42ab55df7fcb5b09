import { retrieve } from '../salesforce/collections.ts';
import { appended, cut } from '../salesforce/notes.ts';
import type { ObjectDescribe, Scalar, SObject } from '../salesforce/types.ts';
import { formatValue } from './format.ts';
import type { StepRow } from './records.ts';
import { fieldOf, finish, newIdOf, reading, type Run } from './run.ts';
import { sameValue, scalarOf } from './values.ts';

/** Salesforce derives these from the stage; undo needs what they were. */
const FOLLOWING_FIELDS: Record<string, readonly string[]> = {
  StageName: ['Probability', 'ForecastCategoryName'],
};

/** What a row will send: only what still has to change. */
export interface Ready {
  row: StepRow;
  values: Record<string, Scalar>;
  /** HTTP date of the version that was read, for `If-Unmodified-Since`. */
  unmodifiedSince?: string;
}

/**
 * Reads the records of `rows` as they are now and decides: still as the rep saw it → ready; already as wanted →
 * unchanged; changed by somebody else → conflict; gone → conflict. Rows that cannot be sent are finished here.
 */
export async function decide(run: Run, describe: ObjectDescribe, rows: readonly StepRow[]): Promise<Ready[]> {
  const resolvable = rows.filter((row) => resolveRefs(run, row) !== undefined);
  const reads = resolvable.filter(needsRead);
  const current =
    reads.length === 0
      ? new Map<string, SObject>()
      : await reading(run, () =>
          retrieve(run.salesforce, [
            {
              object: describe.name,
              ids: reads.map((row) => row.step.id ?? ''),
              fields: fieldsToRead(describe, reads),
            },
          ]),
        );
  return resolvable.flatMap((row) => {
    const ready = needsRead(row)
      ? compare(run, describe, row, current.get((row.step.id ?? '').slice(0, 15)))
      : valuesOf(run, row);
    return ready === undefined ? [] : [ready];
  });
}

/** Creates need no look first, nor does a delete that the rep has just previewed. */
function needsRead({ step }: StepRow): boolean {
  return (
    step.action === 'update' ||
    step.action === 'append' ||
    step.action === 'cut' ||
    (step.action === 'delete' && Object.keys(step.before).length > 0)
  );
}

/** Fields to read, of those that the user may see. */
export function fieldsToRead(describe: ObjectDescribe, rows: readonly StepRow[]): string[] {
  const wanted = new Set<string>(['LastModifiedDate']);
  for (const { step } of rows) {
    if (step.action === 'append' || step.action === 'cut') wanted.add('Description');
    else if (step.action === 'delete')
      for (const field of [...Object.keys(step.before), 'LastModifiedById']) wanted.add(field);
    else
      for (const field of Object.keys(step.set)) {
        wanted.add(field);
        for (const following of FOLLOWING_FIELDS[field] ?? []) wanted.add(following);
      }
  }
  return [...wanted].filter((name) => fieldOf(describe, name) !== undefined);
}

function valuesOf(run: Run, row: StepRow): Ready | undefined {
  const values = resolveRefs(run, row);
  return values && { row, values };
}

/** The scalars to send; finishes the row when a record that it needs was not created. */
export function resolveRefs(run: Run, row: StepRow): Record<string, Scalar> | undefined {
  const newId = newIdOf(run);
  const values: Record<string, Scalar> = {};
  for (const [field, value] of Object.entries(row.step.set)) {
    const scalar = scalarOf(value, field, newId);
    if (scalar === undefined) {
      finish(row, 'not-run', {
        reason: 'It needs a record that was not created.',
        next: 'Look at what was refused first.',
      });
      return undefined;
    }
    values[field] = scalar;
  }
  return values;
}

function compare(
  run: Run,
  describe: ObjectDescribe,
  row: StepRow,
  record: SObject | undefined,
): Ready | undefined {
  const { step } = row;
  if (record === undefined) {
    if (step.action === 'delete') finish(row, 'unchanged', { reason: 'It was deleted already.' });
    else
      finish(row, 'conflict', {
        reason: 'The record is gone, or you may no longer see it.',
        next: 'Look for it in the Recycle Bin, or ask its owner.',
      });
    return undefined;
  }
  const since = httpDate(record['LastModifiedDate']);
  const withSince = since === undefined ? {} : { unmodifiedSince: since };
  if (step.action === 'append' || step.action === 'cut') return compareText(describe, row, record, withSince);
  if (step.action === 'delete') return compareCreated(run, describe, row, record);

  const values = resolveRefs(run, row);
  if (values === undefined) return undefined;
  const type = (field: string): string | undefined => fieldOf(describe, field)?.type;
  const open = Object.keys(values).filter((field) => !sameValue(record[field], values[field], type(field)));
  if (open.length === 0) {
    finish(row, 'unchanged', { reason: 'It already was so.' });
    return undefined;
  }
  const changed = open.filter(
    (field) => field in step.before && !sameValue(record[field], step.before[field], type(field)),
  );
  if (changed.length > 0) {
    finish(row, 'conflict', conflictOf(run, describe, changed, record, step.before));
    return undefined;
  }
  row.base = baseOf(describe, record, open);
  return {
    row,
    values: Object.fromEntries(open.map((field) => [field, values[field] ?? null])),
    ...withSince,
  };
}

function baseOf(
  describe: ObjectDescribe,
  record: SObject,
  fields: readonly string[],
): Record<string, Scalar> {
  const following = fields
    .flatMap((field) => FOLLOWING_FIELDS[field] ?? [])
    .filter((field) => fieldOf(describe, field)?.updateable);
  return Object.fromEntries(
    [...fields, ...following].map((field) => [field, (record[field] ?? null) as Scalar]),
  );
}

function conflictOf(
  run: Run,
  describe: ObjectDescribe,
  fields: readonly string[],
  record: SObject,
  before: Record<string, Scalar>,
): { reason: string; next: string } {
  const { reader } = run.command.shown;
  const parts = fields.map((name) => {
    const field = fieldOf(describe, name);
    const shown = (value: unknown): string =>
      (field ? formatValue(value as Scalar, field, reader) : String(value)) ?? 'empty';
    return `${field?.label ?? name} is now ${shown(record[name])}, no longer ${shown(before[name])}`;
  });
  return {
    reason: `Somebody has changed it in the meantime: ${parts.join('; ')}. It was left as it is.`,
    next:
      run.phase === 'undo'
        ? 'Change it by hand if it should still be taken back.'
        : 'Look at the record, then give the command again.',
  };
}

function compareText(
  describe: ObjectDescribe,
  row: StepRow,
  record: SObject,
  since: { unmodifiedSince?: string },
): Ready | undefined {
  const old = (record['Description'] ?? null) as string | null;
  const text = String(row.step.set['_text'] ?? '');
  const description = row.step.action === 'append' ? appended(old, text) : cut(old, text);
  if (description === undefined) {
    finish(row, 'conflict', {
      reason: 'Somebody has changed the note in the meantime. It was left as it is.',
      next: 'Take it out by hand.',
    });
    return undefined;
  }
  const field = fieldOf(describe, 'Description');
  if (field === undefined) {
    finish(row, 'refused', {
      reason: `${describe.label} has no description that you may edit.`,
      next: 'Ask your Sayso admin to keep notes elsewhere.',
    });
    return undefined;
  }
  if ((description?.length ?? 0) > field.length) {
    finish(row, 'refused', {
      reason: `${field.label} has no room for it (${field.length} characters).`,
      next: 'Shorten the text.',
    });
    return undefined;
  }
  row.base = { Description: old };
  row.made = { text };
  return { row, values: { Description: description }, ...since };
}

/** A record that we created goes only while nobody else has worked on it. */
function compareCreated(
  run: Run,
  describe: ObjectDescribe,
  row: StepRow,
  record: SObject,
): Ready | undefined {
  const { before } = row.step;
  const changed = Object.keys(before).filter(
    (field) => field in record && !sameValue(record[field], before[field], fieldOf(describe, field)?.type),
  );
  const by = record['LastModifiedById'];
  const foreign = typeof by === 'string' && by.slice(0, 15) !== run.command.userId.slice(0, 15);
  if (changed.length === 0 && !foreign) return { row, values: {} };
  const why =
    changed.length > 0
      ? conflictOf(run, describe, changed, record, before)
      : {
          reason: 'Somebody else has worked on it in the meantime. It was left as it is.',
          next: 'Delete it by hand if it is not needed.',
        };
  finish(row, 'conflict', why);
  return undefined;
}

/** `2026-11-23T09:30:00.000+0000` → `Mon, 23 Nov 2026 09:30:00 GMT`. */
function httpDate(value: unknown): string | undefined {
  const at = typeof value === 'string' ? new Date(value.replace(/([+-]\d{2})(\d{2})$/, '$1:$2')) : undefined;
  return at === undefined || Number.isNaN(at.getTime()) ? undefined : at.toUTCString();
}
