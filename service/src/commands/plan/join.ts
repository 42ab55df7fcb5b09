import type { FieldDescribe, ObjectDescribe } from '../../salesforce/types.ts';
import { recordsFor } from '../resolve/records.ts';
import type { Found } from '../resolve/selected.ts';
import type { Session } from '../resolve/session.ts';
import type { Operation, Value } from '../types.ts';
import type { Target } from '../understand/intents.ts';
import { fieldOf, nameFieldOf, ownLookups } from '../understand/schema.ts';
import { allow } from './allow.ts';
import { references } from './links.ts';

/** An object of the org's own that only joins two others, and the lookup to each. */
interface Junction {
  object: ObjectDescribe;
  lookups: readonly [FieldDescribe, FieldDescribe];
}

/**
 * "Enroll Zoe in Tutoring", "assign the crane to Dock 7": one record of the object that joins the two kinds, or the one lookup from
 * the first to the second. Undefined where the org has neither, or no such records.
 */
export async function planJoin(
  session: Session,
  one: Target,
  other: Target,
): Promise<Operation[] | undefined> {
  const junctions = junctionsOf(session);
  const customs = [...session.vocabulary.objects.values()].filter((o) => o.custom);
  const joined = new Set([
    ...junctions.flatMap(({ lookups }) => lookups.flatMap((f) => f.referenceTo)),
    ...customs.flatMap((o) => [o.name, ...ownLookups(o).flatMap((f) => f.referenceTo)]),
  ]);
  const left = await named(session, one, [...joined]);
  const right = left && (await named(session, other, [...joined]));
  if (!right) return undefined;
  const values = references(session, { found: left });
  const targets = references(session, { found: right });
  const [to, another] = targets;
  const pairs = junctions.flatMap(({ object, lookups: [a, b] }) =>
    [[a, b] as const, [b, a] as const]
      .filter(([x, y]) => x.referenceTo.includes(left.object) && y.referenceTo.includes(right.object))
      .map(([x, y]) => ({ object, x, y })),
  );
  const object = session.describe(left.object);
  const lookups = ownLookups(object).filter((f) => f.updateable && f.referenceTo.includes(right.object));
  const [pair] = pairs;
  // Joined or pointed to: where both are possible nobody knows.
  if (pairs.length + lookups.length !== 1) return undefined;
  if (pair) {
    allow(session, 'create', pair.object, [pair.x.name, pair.y.name]);
    const required = pair.object.fields.filter((f) => f.createable && !f.nillable && !f.defaultedOnCreate);
    if (required.some((f) => f.name !== pair.x.name && f.name !== pair.y.name)) return undefined;
    return values.flatMap(({ value, mention }) =>
      targets.map(
        (target): Operation => ({
          op: 'create',
          object: pair.object.name,
          set: { [pair.x.name]: value, [pair.y.name]: target.value },
          why: [`${mention.name} → ${target.mention.name}`],
        }),
      ),
    );
  }
  if (another) return undefined;
  const field = lookups[0]!.name;
  allow(session, 'update', object, [field]);
  const set: Record<string, Value> = { [field]: to!.value };
  const ids = left.rows.map((row) => String(row.Id));
  return [
    {
      op: 'update',
      object: object.name,
      ids,
      set,
      before: Object.fromEntries(left.rows.map((row) => [String(row.Id), { [field]: row[field] as never }])),
      names: Object.fromEntries(values.map(({ mention }) => [mention.id!, mention.name])),
      why: [left.why, right.why],
      filter: left.filter,
    },
  ];
}

/** Objects of the org's own that must point to two records and are counted, not named. */
function junctionsOf(session: Session): Junction[] {
  return [...session.vocabulary.objects.values()].flatMap((object) => {
    const required = ownLookups(object).filter((f) => f.createable && !f.nillable);
    const [a, b] = required;
    const counted = fieldOf(object, nameFieldOf(object))?.createable === false;
    return counted && required.length === 2 ? [{ object, lookups: [a!, b!] as const }] : [];
  });
}

async function named(session: Session, target: Target, objects: string[]): Promise<Found | undefined> {
  if (target.kind !== 'named') return undefined;
  const said = target.objects.filter((name) => objects.includes(name));
  const fields = [...session.vocabulary.objects.values()].flatMap((o) => ownLookups(o).map((f) => f.name));
  return recordsFor(
    session,
    { ...target, objects: said },
    { objects, fields: [...new Set(fields)], write: true, optional: true },
  );
}
