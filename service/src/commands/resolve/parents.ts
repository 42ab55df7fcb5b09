import type { ObjectDescribe } from '../../salesforce/types.ts';
import type { Condition } from '../understand/intents.ts';
import { ownLookups } from '../understand/schema.ts';
import { recordsFor } from './records.ts';
import type { Session } from './session.ts';
import { likeWords } from './soql.ts';

/**
 * "Service visits for Pump One", "contracts of Halcyon": records of an org's own object that point to the one that is named,
 * through whatever lookup. Undefined where a company is or can only be
 * meant, or where no such record is found.
 */
export async function ofParent(
  session: Session,
  object: ObjectDescribe,
  name: string,
): Promise<Condition | undefined> {
  const lookups = ownLookups(object);
  const objects = [...new Set(lookups.flatMap((f) => f.referenceTo))].filter((o) =>
    session.vocabulary.objects.has(o),
  );
  if (objects.every((o) => o === 'Account')) return undefined;
  // A deal is its company's before it is a property's.
  if (!object.custom && (await isCompany(session, name))) return undefined;
  const found = await recordsFor(
    session,
    { text: name, kind: 'named', objects: [], names: [name], conditions: [] },
    { objects, fields: [], write: false, optional: true },
  );
  if (!found) return undefined;
  const values = found.rows.map((row) => String(row.Id));
  const of: Condition[] = lookups
    .filter((f) => f.referenceTo.includes(found.object))
    .map((f) => ({ kind: 'in', path: f.name, values }));
  return of.length > 1 ? { kind: 'any', of } : of[0];
}

async function isCompany(session: Session, name: string): Promise<boolean> {
  const like = likeWords(name);
  if (like === undefined || !session.vocabulary.objects.has('Account')) return false;
  const [rows] = await session.queries([`SELECT Id FROM Account WHERE Name LIKE ${like} LIMIT 1`]);
  return rows!.length > 0;
}
