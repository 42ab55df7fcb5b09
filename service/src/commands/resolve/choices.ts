import type { ObjectDescribe, SObject } from '../../salesforce/types.ts';
import { formatValue, type Reader } from '../format.ts';
import { readerOf } from '../reader.ts';
import type { Choice } from '../types.ts';
import { fieldOf, hasField, nameFieldOf } from '../understand/schema.ts';
import { accountPath } from './filters.ts';
import { select } from './selected.ts';
import type { Session } from './session.ts';
import { textOf, valueAt } from './session.ts';
import { quoted } from './soql.ts';

/** The rep's own open records, the latest touched first: what a command without a name may be about. */
export async function ownOpenRecords(session: Session, name: string): Promise<Choice[]> {
  const object = session.describe(name);
  if (!hasField(object, 'OwnerId') || !hasField(object, 'LastModifiedDate')) return [];
  const open = ['IsClosed', 'IsConverted'].filter((f) => hasField(object, f)).map((f) => ` AND ${f} = false`);
  const [rows] = await session.queries([
    `${select(session, object, { objects: [], fields: [], write: true })} WHERE OwnerId = ${quoted(session.me)}${open.join('')} ORDER BY LastModifiedDate DESC LIMIT ${MOST_OFFERED}`,
  ]);
  return choicesOf(session, object, rows!);
}

/** More are a list to read, not a choice. */
const MOST_OFFERED = 8;

export async function choicesOf(
  session: Session,
  object: ObjectDescribe,
  rows: readonly SObject[],
): Promise<Choice[]> {
  return choicesFrom(
    session,
    rows.map((row) => ({ object, row })),
  );
}

/** At most 50, each with what tells it apart, as the rep reads it: account, stage, amount, close date, owner. */
export async function choicesFrom(
  session: Session,
  found: readonly { object: ObjectDescribe; row: SObject }[],
): Promise<Choice[]> {
  const reader = await readerOf(session.deps.salesforce, session.calendar.zone);
  const mixed = found.some(({ object }) => object !== found[0]!.object);
  return found.slice(0, 50).map(({ object, row }) => choiceOf(object, row, reader, mixed));
}

/** The kind of record is told only where there are several. */
function choiceOf(object: ObjectDescribe, row: SObject, reader: Reader, mixed: boolean): Choice {
  const account = accountPath(object);
  const details = ['StageName', 'Status', 'Title', 'Amount', 'CloseDate', 'ActivityDate', 'Email'].flatMap(
    (name) => formatValue(valueAt(row, name), fieldOf(object, name) ?? { type: 'string' }, reader) ?? [],
  );
  if (account && textOf(row, account)) details.unshift(textOf(row, account)!);
  const owner = valueAt(row, 'Owner.Name');
  if (owner) details.push(String(owner));
  return {
    value: String(row.Id),
    label: textOf(row, nameFieldOf(object)) ?? String(row.Id),
    detail: [...(mixed ? [object.label] : []), ...details].join(' · '),
  };
}
