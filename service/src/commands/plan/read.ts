import type { FieldDescribe, ObjectDescribe, Scalar, SObject } from '../../salesforce/types.ts';
import type { Intent, Target } from '../understand/intents.ts';
import { amountField, fieldOf, hasField, nameFieldOf, pathsOn } from '../understand/schema.ts';
import { nearestValues, statusField } from '../understand/picklists.ts';
import { spokenDay } from '../understand/calendar.ts';
import { mentionOf, recordsFor } from '../resolve/records.ts';
import { textOf, valueAt, type Session } from '../resolve/session.ts';
import { formatValue } from '../format.ts';
import { readerOf } from '../reader.ts';
import type { AnswerColumn, AnswerOutcome } from '../types.ts';
import { order } from './update.ts';
import { targetRecords } from './targets.ts';

type ReadIntent = Intent & { kind: 'read' };

const SHOWN: Record<string, string[]> = {
  Opportunity: ['StageName', 'Amount', 'CloseDate'],
  Account: ['Industry', 'BillingCity', 'Phone'],
  Contact: ['Title', 'Email', 'Phone'],
  Lead: ['Company', 'Status', 'Email'],
  Case: ['Status', 'Priority'],
  Task: ['Status', 'Priority', 'ActivityDate'],
  Event: ['StartDateTime', 'Location'],
  Campaign: ['Type', 'Status', 'StartDate'],
};

/** Objects in which a bare name is looked up. */
const LOOK_UP = ['Account', 'Contact', 'Lead', 'Opportunity', 'Case', 'Campaign', 'Task', 'Event'];

export async function answerRead(session: Session, intent: ReadIntent): Promise<AnswerOutcome> {
  const { read } = intent;
  if (read.mode === 'pipeline') return pipeline(session, intent);
  if (read.mode === 'primary-contact' || read.mode === 'roles') return roles(session, intent);
  if (read.mode === 'value') return valueOf(session, intent);
  if (read.mode === 'list' && read.target.kind !== 'set') return single(session, read.target);
  return ofSet(session, intent);
}

async function single(session: Session, target: Target): Promise<AnswerOutcome> {
  const customs = [...session.vocabulary.objects.keys()].filter((o) => o.endsWith('__c'));
  const objects =
    target.objects.length > 0
      ? target.objects
      : [...LOOK_UP, ...customs].filter((o) => session.vocabulary.objects.has(o));
  const { found } = await targetRecords(session, target, { objects, fields: [], write: false });
  if (!found) session.ask('record:new', 'That record does not exist yet.', { slot: 'record' });
  const object = session.describe(found.object);
  session.mention(found.rows.map((row) => mentionOf(object, row)));
  return table(
    session,
    object,
    found.rows,
    found.rows.length === 1
      ? (textOf(found.rows[0]!, nameFieldOf(object)) ?? '')
      : `${found.rows.length} ${object.labelPlural.toLowerCase()}`,
  );
}

function columnsOf(object: ObjectDescribe, extra: readonly string[] = []): FieldDescribe[] {
  return [nameFieldOf(object), ...(SHOWN[object.name] ?? []), ...extra]
    .filter((f, n, all) => all.indexOf(f) === n)
    .flatMap((f) => fieldOf(object, f) ?? []);
}

function table(
  session: Session,
  object: ObjectDescribe,
  rows: readonly SObject[],
  headline: string,
  extra: string[] = [],
): AnswerOutcome {
  const fields = columnsOf(object, extra);
  const columns: AnswerColumn[] = fields.map((f) => ({ field: f.name, label: f.label, type: f.type }));
  return {
    kind: 'answer',
    headline,
    answer: { object: object.name, ids: rows.map((r) => String(r.Id)) },
    columns,
    rows: rows.map((r) => ({ id: String(r.Id), cells: fields.map((f): Scalar => valueAt(r, f.name)) })),
    flags: session.flags,
  };
}

async function ofSet(session: Session, intent: ReadIntent): Promise<AnswerOutcome> {
  const { read } = intent;
  const object = session.describe(read.target.objects[0]!);
  const measured = measure(session, object, read.fields ?? []);
  const grouped = read.groupBy
    ? pathsOn(session.vocabulary, object, preferGroup(object, read.groupBy))[0]
    : undefined;
  const ordered = read.orderBy ? pathsOn(session.vocabulary, object, read.orderBy.fields)[0] : undefined;
  if (read.orderBy && !ordered)
    session.ask('order', `${object.labelPlural} have no such field to sort by.`, {
      slot: 'field',
      object: object.name,
    });
  if (read.groupBy && !grouped)
    session.ask('group', `${object.labelPlural} have no such field to group by.`, {
      slot: 'field',
      object: object.name,
    });
  const paths = [measured?.name, grouped?.path, ordered?.path, ...(SHOWN[object.name] ?? [])].filter(
    (p): p is string => p !== undefined && !p.includes('.'),
  );
  const dotted = [grouped?.path].filter((p): p is string => p !== undefined && p.includes('.'));
  const conditions = [...read.target.conditions];
  const found = await recordsFor(
    session,
    { ...read.target, kind: 'set', conditions },
    { objects: [object.name], fields: [...paths, ...dotted], write: false },
  );
  let rows = found!.rows;
  if (rows.length === 0) await checkNames(session, read.target);
  session.mention(rows.map((row) => mentionOf(object, row)));
  if (ordered) {
    const sign = read.orderBy!.descending ? -1 : 1;
    rows = [...rows].sort((a, b) => sign * compare(valueAt(a, ordered.path), valueAt(b, ordered.path)));
  }
  if (read.limit !== undefined) rows = rows.slice(0, read.limit);
  const what = object.labelPlural.toLowerCase();
  if (grouped) {
    const groups = new Map<string, number>();
    const labels = new Map<string, string>();
    const byOwner = grouped.path === 'OwnerId';
    for (const row of rows) {
      const key = byOwner
        ? String(valueAt(row, 'Owner.Name'))
        : String(valueAt(row, grouped.path) ?? '(none)');
      labels.set(key, key);
      groups.set(
        key,
        (groups.get(key) ?? 0) +
          (read.mode === 'count' ? 1 : Number(measured ? (valueAt(row, measured.name) ?? 0) : 0)),
      );
      if (read.mode === 'avg') continue;
    }
    if (read.mode === 'avg' && measured)
      for (const key of groups.keys())
        groups.set(
          key,
          groups.get(key)! /
            rows.filter(
              (r) =>
                (byOwner
                  ? String(valueAt(r, 'Owner.Name'))
                  : String(valueAt(r, grouped.path) ?? '(none)')) === key,
            ).length,
        );
    return rowsOf(
      session,
      `${read.mode === 'count' ? 'Number' : (measured?.label ?? 'Sum')} by ${grouped.field.label}`,
      grouped.field.label,
      read.mode === 'count' ? 'Number' : (measured?.label ?? 'Sum'),
      [...groups].map(([key, value]) => ({ key, value })),
      measured,
    );
  }
  if (read.mode === 'count')
    return scalar(
      session,
      object,
      rows,
      rows.length,
      `${rows.length} ${rows.length === 1 ? object.label.toLowerCase() : what}`,
    );
  if (read.mode !== 'list') {
    if (!measured)
      session.ask(`field:${object.name}:measure`, `Which number of ${what}?`, {
        slot: 'field',
        object: object.name,
      });
    const numbers = rows
      .map((r) => valueAt(r, measured.name))
      .filter((v): v is number => typeof v === 'number');
    const total = numbers.reduce((a, b) => a + b, 0);
    const value =
      read.mode === 'sum'
        ? total
        : numbers.length === 0
          ? 0
          : read.mode === 'avg'
            ? total / numbers.length
            : read.mode === 'max'
              ? Math.max(...numbers)
              : Math.min(...numbers);
    return scalar(
      session,
      object,
      rows,
      value,
      `${await shownNumber(session, measured, value)} ${measured.label.toLowerCase()} of ${rows.length} ${what}`,
    );
  }
  return table(
    session,
    object,
    rows,
    `${rows.length} ${rows.length === 1 ? object.label.toLowerCase() : what}`,
    ordered && !ordered.path.includes('.') ? [ordered.path] : [],
  );
}

function preferGroup(
  object: ObjectDescribe,
  refs: { object: string; field: string }[],
): { object: string; field: string }[] {
  const own = refs.filter((r) => r.object === object.name);
  return own.length > 1
    ? [...own].sort(
        (a, b) => Number(fieldOf(object, b.field)?.groupable) - Number(fieldOf(object, a.field)?.groupable),
      )
    : refs;
}

function measure(
  session: Session,
  object: ObjectDescribe,
  refs: readonly { object: string; field: string }[],
): FieldDescribe | undefined {
  const named = refs
    .filter((r) => r.object === object.name)
    .map((r) => fieldOf(object, r.field)!)
    .filter((f) => ['currency', 'double', 'int', 'percent'].includes(f.type));
  void session;
  return named[0] ?? amountField(object);
}

function compare(a: Scalar, b: Scalar): number {
  if (a === null) return b === null ? 0 : -1;
  if (b === null) return 1;
  return a < b ? -1 : a > b ? 1 : 0;
}

/** No rows for a company that nobody knows is a question, not an empty answer. */
async function checkNames(session: Session, target: Target): Promise<void> {
  for (const condition of target.conditions) {
    if (condition.kind !== 'account') continue;
    await recordsFor(
      session,
      { text: condition.name, kind: 'named', objects: ['Account'], names: [condition.name], conditions: [] },
      { objects: ['Account'], fields: [], write: false },
    );
  }
}

function scalar(
  session: Session,
  object: ObjectDescribe,
  rows: readonly SObject[],
  value: number | string,
  headline: string,
): AnswerOutcome {
  return {
    kind: 'answer',
    headline,
    answer: { object: object.name, ids: rows.map((r) => String(r.Id)), value },
    columns: [],
    rows: [],
    flags: session.flags,
  };
}

function rowsOf(
  session: Session,
  headline: string,
  keyLabel: string,
  valueLabel: string,
  rows: { key: string; value: number }[],
  measured?: FieldDescribe,
): AnswerOutcome {
  return {
    kind: 'answer',
    headline,
    answer: { rows },
    columns: [
      { field: 'key', label: keyLabel, type: 'string' },
      { field: 'value', label: valueLabel, type: measured?.type ?? 'int' },
    ],
    rows: rows.map(({ key, value }) => ({ cells: [key, value] })),
    flags: session.flags,
  };
}

/** A number of a field as the rep reads it; averages are cut to what one says aloud. */
async function shownNumber(
  session: Session,
  field: FieldDescribe | undefined,
  value: number,
): Promise<string> {
  const reader = await readerOf(session.deps.salesforce, session.calendar.zone);
  return formatValue(Math.round(value * 100) / 100, field ?? { type: 'double' }, reader) ?? '';
}

async function pipeline(session: Session, intent: ReadIntent): Promise<AnswerOutcome> {
  const object = session.describe('Opportunity');
  const found = await recordsFor(session, intent.read.target, {
    objects: ['Opportunity'],
    fields: ['Amount', 'StageName'],
    write: false,
  });
  const stages = statusField(object)?.picklistValues.map((v) => v.value) ?? [];
  const sums = new Map<string, number>();
  for (const row of found!.rows)
    sums.set(
      String(row['StageName']),
      (sums.get(String(row['StageName'])) ?? 0) + Number(row['Amount'] ?? 0),
    );
  const rows = [...sums]
    .sort((a, b) => stages.indexOf(a[0]) - stages.indexOf(b[0]))
    .map(([key, value]) => ({ key, value }));
  const total = rows.reduce((sum, r) => sum + r.value, 0);
  const outcome = rowsOf(
    session,
    `${found!.rows.length} open ${object.labelPlural.toLowerCase()}, ${await shownNumber(session, fieldOf(object, 'Amount'), total)} in all`,
    statusField(object)?.label ?? 'Stage',
    fieldOf(object, 'Amount')?.label ?? 'Amount',
    rows,
    fieldOf(object, 'Amount'),
  );
  session.mention(found!.rows.map((row) => mentionOf(object, row)));
  return outcome;
}

async function roles(session: Session, intent: ReadIntent): Promise<AnswerOutcome> {
  const { target } = intent.read;
  const { found } = await targetRecords(
    session,
    { ...target, objects: ['Opportunity'] },
    { objects: ['Opportunity'], fields: [], write: false },
  );
  const id = String(found!.rows[0]!.Id);
  const role = session.vocabulary.objects.get('OpportunityContactRole');
  const field = role && fieldOf(role, 'Role');
  const said = intent.read.fieldText;
  const near = said !== undefined && field ? nearestValues(field, said, session.vocabulary.synonyms) : [];
  if (said !== undefined && near.length !== 1)
    session.ask(
      `value:role:${said}`,
      `Which role is "${said}"?`,
      { slot: 'value', object: 'OpportunityContactRole', field: 'Role' },
      near.map((n) => ({ value: n.value, label: n.label })),
    );
  const where =
    intent.read.mode === 'primary-contact'
      ? ' AND IsPrimary = true'
      : near[0]
        ? ` AND Role = '${near[0].value.replaceAll("'", "\\'")}'`
        : '';
  const rows = await session.salesforce.query(
    `SELECT ContactId, Contact.Name, Contact.Title, Role, IsPrimary FROM OpportunityContactRole WHERE OpportunityId = '${id}'${where}`,
  );
  return {
    kind: 'answer',
    headline: rows.map((r) => textOf(r, 'Contact.Name')).join(', ') || 'Nobody is named for it.',
    answer: {
      object: 'Contact',
      ids: rows.map((r) => String(r['ContactId'])),
      value: rows.map((r) => textOf(r, 'Contact.Name')).join(', '),
    },
    columns: [
      { field: 'Name', label: 'Name', type: 'string' },
      { field: 'Title', label: 'Title', type: 'string' },
      { field: 'Role', label: 'Role', type: 'picklist' },
    ],
    rows: rows.map((r) => ({
      id: String(r['ContactId']),
      cells: [textOf(r, 'Contact.Name'), textOf(r, 'Contact.Title'), textOf(r, 'Role')],
    })),
    flags: session.flags,
  };
}

async function valueOf(session: Session, intent: ReadIntent): Promise<AnswerOutcome> {
  const { target, fields = [] } = intent.read;
  const objects = [...new Set(fields.map((f) => f.object))]
    .filter((o) => session.vocabulary.objects.has(o) && o !== 'User')
    .sort((a, b) => order(a) - order(b));
  const { found } = await targetRecords(session, target, {
    objects,
    fields: fields.map((f) => f.field),
    write: false,
  });
  if (!found) session.ask('record:new', 'That record does not exist yet.', { slot: 'record' });
  const object = session.describe(found.object);
  const own = fields.filter((f) => f.object === object.name && hasField(object, f.field));
  const field = own
    .map((f) => fieldOf(object, f.field)!)
    .sort((a, b) => Number(a.calculated) - Number(b.calculated))[0];
  if (!field)
    session.ask(
      `field:${object.name}:${intent.read.fieldText ?? ''}`,
      `${object.labelPlural} have no field "${intent.read.fieldText}".`,
      { slot: 'field', object: object.name },
    );
  session.mention(found.rows.map((row) => mentionOf(object, row)));
  const row = found.rows[0]!;
  let value: Scalar = valueAt(row, field.name);
  let ids = found.rows.map((r) => String(r.Id));
  if (field.type === 'reference' && typeof value === 'string') {
    const path = field.relationshipName ? `${field.relationshipName}.Name` : undefined;
    const named = path ? valueAt(row, path) : null;
    ids = [value];
    if (named !== null) value = named;
    else {
      const [parent] = await session.salesforce.query(
        `SELECT Id, Name FROM ${field.referenceTo[0]} WHERE Id = '${value}'`,
      );
      value = parent ? textOf(parent, 'Name') : value;
    }
  }
  const shown =
    value === null
      ? 'empty'
      : field.type === 'date'
        ? spokenDay(String(value))
        : typeof value === 'number'
          ? await shownNumber(session, field, value)
          : String(value);
  const name = textOf(row, nameFieldOf(object)) ?? '';
  return {
    kind: 'answer',
    headline: `${field.label} of ${name}: ${shown}`,
    answer: {
      object: object.name,
      ids,
      ...(value === null ? {} : { value: typeof value === 'boolean' ? String(value) : value }),
    },
    columns: [
      {
        field: nameFieldOf(object),
        label: fieldOf(object, nameFieldOf(object))?.label ?? 'Name',
        type: 'string',
      },
      { field: field.name, label: field.label, type: field.type },
    ],
    rows: [{ id: String(row.Id), cells: [name, value] }],
    flags: session.flags,
  };
}
