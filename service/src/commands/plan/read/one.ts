import type { Scalar } from '../../../salesforce/types.ts';
import { mentionOf } from '../../resolve/records.ts';
import { textOf, valueAt, type Session } from '../../resolve/session.ts';
import type { AnswerOutcome } from '../../types.ts';
import { spokenDay } from '../../understand/calendar.ts';
import type { Target } from '../../understand/intents.ts';
import { nearestValues } from '../../understand/picklists.ts';
import { fieldOf, hasField, nameFieldOf } from '../../understand/schema.ts';
import { targetRecords } from '../targets.ts';
import { order } from '../update.ts';
import { shownNumber, table, type ReadIntent } from './answers.ts';

/** Objects in which a bare name is looked up. */
const LOOK_UP = ['Account', 'Contact', 'Lead', 'Opportunity', 'Case', 'Campaign', 'Task', 'Event'];

/** One record with its main fields. */
export async function single(session: Session, target: Target): Promise<AnswerOutcome> {
  const customs = [...session.vocabulary.objects.keys()].filter((o) => o.endsWith('__c'));
  const objects =
    target.objects.length > 0
      ? target.objects
      : [...LOOK_UP, ...customs].filter((o) => session.vocabulary.objects.has(o));
  const { found } = await targetRecords(session, target, {
    objects,
    fields: [],
    write: false,
    several: true,
  });
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

/** Who has which role in a deal. */
export async function roles(session: Session, intent: ReadIntent): Promise<AnswerOutcome> {
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
  // "Who is the evaluator? Create a task to e-mail her": of several, nobody in particular was spoken of.
  if (rows.length === 1)
    session.mention([
      { object: 'Contact', id: String(rows[0]!['ContactId']), name: textOf(rows[0]!, 'Contact.Name') ?? '' },
    ]);
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

/** One field of one record. */
export async function valueOf(session: Session, intent: ReadIntent): Promise<AnswerOutcome> {
  const { target, fields = [] } = intent.read;
  const objects = [...new Set(fields.map((f) => f.object))]
    .filter((o) => session.vocabulary.objects.has(o) && o !== 'User')
    .sort((a, b) => order(a) - order(b));
  const { found } = await targetRecords(session, target, {
    objects,
    fields: fields.map((f) => f.field),
    write: false,
    now: fields.every((f) => /^(StageName|Status)$/.test(f.field)),
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
