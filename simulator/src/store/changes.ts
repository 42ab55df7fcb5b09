import type { Change } from '../org.ts';
import type { Row } from '../schema/types.ts';
import { instant } from '../schema/time.ts';
import type { Store, Touched } from './store.ts';

/** Stamps change with every save; a change log of the record's own fields leaves them out. */
const STAMPS = new Set([
  'SystemModstamp',
  'LastModifiedDate',
  'LastModifiedById',
  'LastViewedDate',
  'LastReferencedDate',
]);

const PEOPLE = new Set(['User', 'Profile', 'PermissionSet', 'PermissionSetAssignment']);

/** Appends what a committed transaction did; true when it touched what rights follow from. */
export function noteChanges(
  changes: Change[],
  touched: readonly Touched[],
  store: Store,
  userId: string,
  now: Date,
): boolean {
  const at = instant(now);
  let people = false;
  for (const { object, id, before } of touched) {
    const after = store.get(object, id);
    const existed = before !== undefined && before.IsDeleted !== true;
    const exists = after !== undefined && after.IsDeleted !== true;
    const note = (field: string | null, old: unknown, now: unknown) =>
      changes.push({ n: changes.length + 1, at, userId, object, id, field, old, new: now });
    if (PEOPLE.has(object)) people = true;
    if (!existed && exists) note(null, null, filled(after));
    else if (existed && !exists) note(null, filled(before), null);
    else if (existed && exists)
      for (const field of Object.keys(after))
        if (after[field] !== before[field] && !STAMPS.has(field))
          note(field, before[field] ?? null, after[field]);
  }
  return people;
}

/** The fields that hold something. */
export function filled(row: Row): Row {
  const result: Row = {};
  for (const [field, value] of Object.entries(row)) if (value !== null) result[field] = value;
  return result;
}
