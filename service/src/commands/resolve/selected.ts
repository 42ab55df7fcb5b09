import type { ObjectDescribe, SObject } from '../../salesforce/types.ts';
import { hasField, nameFieldOf } from '../understand/schema.ts';
import { accountPath } from './filters.ts';
import { hasRecordTypes } from './record-types.ts';
import type { Session } from './session.ts';
import { textOf } from './session.ts';
import { quoted } from './soql.ts';

export interface Found {
  object: string;
  rows: SObject[];
  /** Why these. */
  why: string;
  filter: string;
}

export interface Wanted {
  /** Objects to look in when the words do not say. */
  objects: string[];
  /** Fields to read beside the name, where the object has them. */
  fields: string[];
  /** Open records are meant before closed ones. */
  write: boolean;
  /** Only shown: of several that are called alike all are. */
  several?: true;
  /** How they stand now is asked: of several that are called alike the open ones are meant. */
  now?: boolean;
  /** They are to be deleted: closed ones as much as open ones. */
  removes?: true;
  /** Look further when nothing was found: then undefined instead of a question. */
  optional?: boolean;
  /** Before the rep is asked which record: whatever would be refused or asked next, whichever it is. */
  first?: (object: ObjectDescribe) => Promise<void>;
  /** Only records of that whole name. */
  exact?: boolean;
}

/** Fields that tell records apart in a question. */
const TELLING = [
  'StageName',
  'Amount',
  'CloseDate',
  'Status',
  'Title',
  'Email',
  'Company',
  'Industry',
  'BillingCity',
  'ActivityDate',
  'IsClosed',
  'IsConverted',
  'OwnerId',
  'AccountId',
  'FirstName',
  'LastName',
];

/** The query without its filter: what the plan, a question and the preview need of each record. */
export function select(
  session: Session,
  object: ObjectDescribe,
  wanted: Wanted,
  extra: readonly string[] = [],
): string {
  const fields = new Set(['Id', nameFieldOf(object)]);
  for (const field of [...TELLING, ...wanted.fields])
    if (field.includes('.') ? leads(object, field) : hasField(object, field)) fields.add(field);
  for (const path of extra) fields.add(path);
  const account = accountPath(object);
  if (account) fields.add(account);
  if (hasField(object, 'OwnerId') && object.name !== 'User') fields.add('Owner.Name');
  if (wanted.write && hasRecordTypes(object)) fields.add('RecordTypeId');
  void session;
  return `SELECT ${[...fields].join(', ')} FROM ${object.name}`;
}

/** Whether a path begins at a lookup of the object. */
function leads(object: ObjectDescribe, path: string): boolean {
  return object.fields.some((f) => f.relationshipName === path.split('.')[0]);
}

/** The records with those ids; all of them, or a question. */
export async function byIds(session: Session, ids: string[], wanted: Wanted): Promise<Found> {
  const prefix = ids[0]!.slice(0, 3);
  const object = [...session.vocabulary.objects.values()].find((o) => o.keyPrefix === prefix);
  if (!object)
    session.ask(`record:${ids[0]}`, `I know no record with the id ${ids[0]}.`, { slot: 'not-found' });
  const soql = `${select(session, object, wanted)} WHERE Id IN (${ids.map(quoted).join(', ')})`;
  const [rows] = await session.queries([soql]);
  if (rows!.length !== new Set(ids.map((id) => id.slice(0, 15))).size)
    session.ask(
      `record:${ids[0]}`,
      `I find no ${object.label.toLowerCase()} with the id ${ids.join(', ')}.`,
      { slot: 'not-found', object: object.name },
    );
  return {
    object: object.name,
    rows: rows!,
    why: rows!.map((row) => textOf(row, nameFieldOf(object)) ?? String(row.Id)).join(', '),
    filter: `Id IN (${ids.join(', ')})`,
  };
}
