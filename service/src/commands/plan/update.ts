import type { FieldDescribe, ObjectDescribe, SObject } from '../../salesforce/types.ts';
import type { Assignment, Intent, Target } from '../understand/intents.ts';
import type { Said } from '../understand/sentence.ts';
import { isPicklist, nearestValues, statusField } from '../understand/picklists.ts';
import {
  amountField,
  dateField,
  fieldOf,
  nameFieldOf,
  ownerField,
  percentField,
} from '../understand/schema.ts';
import type { Operation, Value } from '../types.ts';
import { mentionOf } from '../resolve/records.ts';
import type { Found, Wanted } from '../resolve/selected.ts';
import { ofRecordType } from '../resolve/record-types.ts';
import { textOf, valueAt, type Session } from '../resolve/session.ts';
import { nameFit } from '../resolve/soql.ts';
import { changed, fieldOfChange } from '../resolve/changes.ts';
import { usersNamed } from '../resolve/users.ts';
import { fieldFor, fieldOfValue, ownMoney, valueFor } from '../resolve/values.ts';
import type { Written } from '../resolve/written.ts';
import { addressParts } from './address.ts';
import { askBackwards, askTooEarly } from './in-order.ts';
import { allow, allowAny } from './allow.ts';
import { bareFields } from './bare-fields.ts';
import { withoutClosed } from './closed-too.ts';
import { moveEvent, movesEvent } from './move-event.ts';
import { targetRecords, targetRecordsIf, type Resolved } from './targets.ts';

type Update = Intent & { kind: 'update' };

/** Objects whose records can take all of the assignments. */
export function objectsFor(session: Session, assignments: readonly Assignment[]): string[] {
  const all = [...session.vocabulary.objects.values()].filter(
    (o) => !['User', 'Note', 'ContentNote'].includes(o.name),
  );
  const fits = all.filter((o) => assignments.every((a) => accepts(session, o, a)));
  return fits.map((o) => o.name).sort((a, b) => order(a) - order(b));
}

const ORDER = ['Opportunity', 'Account', 'Contact', 'Lead', 'Case', 'Task', 'Event', 'Campaign'];

export function order(name: string): number {
  const at = ORDER.indexOf(name);
  return at >= 0 ? at : name.endsWith('__c') ? 4.5 : 20;
}

function accepts(session: Session, o: ObjectDescribe, a: Assignment): boolean {
  if (a.fieldText === 'owner' && a.fields.length === 0) return ownerField(o)?.updateable !== undefined;
  if (a.fieldText === 'name' && a.fields.length === 0) return fieldOf(o, nameFieldOf(o)) !== undefined;
  if (a.fields.length > 0) {
    const own = a.fields.filter((f) => f.object === o.name).map((f) => fieldOf(o, f.field));
    return (
      own.some(
        (f) =>
          f !== undefined &&
          (a.change !== undefined ||
            !isPicklist(f) ||
            nearestValues(f, a.value.text, session.vocabulary.synonyms).length > 0),
      ) ||
      (own.length > 0 && !session.vocabulary.objects.has('Opportunity'))
    );
  }
  // A field that nothing has: whatever record is meant, the rep is asked which field it is.
  if (a.fieldText !== '') return false;
  if (a.change)
    return (
      fieldOfChange(o, a.change) !== undefined &&
      !(
        a.change.by === 'step' &&
        o.name !== 'Opportunity' &&
        o.name !== 'Lead' &&
        o.name !== 'Case' &&
        !o.custom
      )
    );
  if (isBareSum(o, a)) return false;
  if (a.value.number && a.value.date === undefined)
    return (a.value.number.unit === 'percent' ? percentField(o) : amountField(o)) !== undefined;
  return fieldOfValue(session, o, a.value) !== undefined;
}

/** "Set Davis-Kelly to 210k": hardly the revenue of a company or a lead, unless that is said. */
function isBareSum({ name }: ObjectDescribe, { fields, fieldText, value, change }: Assignment): boolean {
  const bare = fields.length === 0 && fieldText === '' && !change;
  const sum = value.number !== undefined && value.number.unit !== 'percent' && value.date === undefined;
  return bare && sum && /^(Account|Lead)$/.test(name);
}

/** "from whatever it is now". */
const ANYTHING = /^(whatever|what|where(ver)?|(the|its) (current|old|present|previous))\b/;

export async function planUpdate(session: Session, intent: Update): Promise<Operation[]> {
  const { assignments, target } = intent;
  const accepting = objectsFor(session, assignments);
  const named = namedObjects(session, assignments);
  const objects = accepting.length > 0 ? accepting : named;
  allowAny(session, 'update', target.objects.length > 0 ? target.objects : objects);
  const fields = assignments.flatMap((a) => [...new Set(a.fields.map((f) => f.field))]);
  const needed = [
    ...fields,
    'Amount',
    'CloseDate',
    'StageName',
    'Status',
    'OwnerId',
    'Probability',
    'ActivityDate',
    'StartDateTime',
    'EndDateTime',
    'BudgetedCost',
    'StartDate',
    'EndDate',
    'Rating',
    'Priority',
    'IsWon',
    'Name',
    'Subject',
    ...customOf(session, objects, target.objects),
    ...bareFields(session, objects, assignments),
  ];
  const wanted: Wanted = {
    objects,
    fields: needed,
    write: true,
    first: (object) => usable(session, object, assignments),
  };
  // A value that only campaigns know ("cancelled") may still be said of the stage of something else.
  const others = fields.length > 0 ? named.filter((name) => !objects.includes(name)) : [];
  const first =
    target.kind === 'named' && (others.length > 0 || target.objects.length === 0)
      ? await targetRecordsIf(session, target, { ...wanted, optional: true })
      : undefined;
  const found =
    (await ownOfThatName(session, target, first, { ...wanted, objects: [...objects, ...others] })) ??
    first ??
    (await targetRecords(session, target, { ...wanted, objects: [...objects, ...others] }));
  if (found.created) {
    const set: Record<string, Value> = {};
    for (const mention of found.created) {
      const object = session.describe(mention.object);
      for (const assignment of assignments.flatMap((a) => addressParts(session, object, a))) {
        const written = await one(session, object, assignment, 'create', undefined);
        set[written.field] = written.value;
      }
    }
    return [{ op: 'update', object: found.created[0]!.object, set, ref: `&${found.created[0]!.ref}` }];
  }
  const operations = await updatesOf(session, found.found!, intent);
  const written = operations.flatMap(({ set }) => Object.keys(set ?? {}));
  const meant = withoutClosed(session, target, found.found!, written);
  return meant === found.found ? operations : updatesOf(session, meant, intent);
}

/** So many kinds of the org's own records are looked through: one API call. */
const MOST_OWN = 5;

/**
 * "Move RB-0002 to March 19" where bookings have two days, "assign CT 4 to Gil" where devices have no owner: the record is there, and
 * what shall become of it is asked, before anything else that only holds its name is changed.
 */
async function ownOfThatName(
  session: Session,
  target: Target,
  first: Resolved | undefined,
  wanted: Wanted,
): Promise<Resolved | undefined> {
  if (target.kind !== 'named' || target.objects.length > 0 || target.list || first?.created) return undefined;
  const said = target.names.at(-1) ?? '';
  const rows = first?.found?.rows ?? [];
  if (rows.some((row) => Object.values(row).some((v) => typeof v === 'string' && nameFit(said, v) === 1)))
    return undefined;
  const objects = [...session.vocabulary.objects.values()]
    .filter((o) => o.name.endsWith('__c') && o.custom && !wanted.objects.includes(o.name))
    .map((o) => o.name)
    .slice(0, MOST_OWN);
  if (objects.length === 0) return undefined;
  return targetRecordsIf(session, target, { ...wanted, objects, optional: true, exact: true });
}

function customOf(session: Session, objects: string[], said: string[]): string[] {
  return [
    ...new Set(
      (said.length > 0 ? said : objects).flatMap((name) => {
        const o = session.vocabulary.objects.get(name);
        return o?.custom
          ? [amountField(o), dateField(o), statusField(o), percentField(o)].flatMap((f) =>
              f ? [f.name] : [],
            )
          : [];
      }),
    ),
  ];
}

function namedObjects(session: Session, assignments: readonly Assignment[]): string[] {
  const named = assignments.find((a) => a.fields.length > 0);
  if (named)
    return [...new Set(named.fields.map((f) => f.object))]
      .filter((o) => session.vocabulary.objects.has(o) && o !== 'User')
      .sort((a, b) => order(a) - order(b));
  return ['Opportunity', 'Lead', 'Case', 'Account', 'Contact', 'Task', 'Campaign'].filter((o) =>
    session.vocabulary.objects.has(o),
  );
}

/** Whichever record is meant: the right to change it, fields that it has, and values that they take. */
async function usable(
  session: Session,
  object: ObjectDescribe,
  assignments: readonly Assignment[],
): Promise<void> {
  allow(session, 'update', object);
  if (object.name === 'Event') return;
  for (const assignment of assignments.flatMap((a) => addressParts(session, object, a))) {
    const own = assignment.fields.filter((f) => f.object === object.name);
    // The words can mean something else than a field that nobody may change.
    if (own.length > 0 && !own.some((f) => fieldOf(object, f.field)?.updateable)) continue;
    if (assignment.change === undefined) await one(session, object, assignment, 'update', undefined);
  }
}

async function one(
  session: Session,
  object: ObjectDescribe,
  assignment: Assignment,
  op: 'create' | 'update',
  row: SObject | undefined,
): Promise<Written> {
  if (assignment.change && row) {
    const field =
      assignment.fields.length > 0
        ? fieldFor(session, object, assignment, 'update')
        : fieldOfChange(object, assignment.change);
    if (!field) return noField(session, object, assignment);
    const { change } = assignment;
    if (change.by === 'add' || change.by === 'subtract')
      await ownMoney(session, object, field, String(change.amount), change.currency);
    const own = await ofRecordType(session, object, isPicklist(field) ? row['RecordTypeId'] : undefined);
    return changed(session, own, fieldOf(own, field.name) ?? field, assignment.change, row);
  }
  if (isBareSum(object, assignment)) return noField(session, object, assignment);
  const isOwner = assignment.fieldText === 'owner' && assignment.fields.length === 0;
  const noUser =
    isOwner &&
    assignment.orStatus === true &&
    (await usersNamed(session, assignment.value.text)).length === 0;
  const named = !noUser && (assignment.fields.length > 0 || assignment.fieldText !== '');
  // A bare word that is no value of any field is taken for one of where the record stands, and asked about.
  const field = named
    ? fieldFor(session, object, assignment, op)
    : (fieldOfValue(session, object, assignment.value) ??
      (object.custom && assignment.value.date ? undefined : standing(object)));
  if (!field) return noField(session, object, assignment);
  const own = await ofRecordType(session, object, isPicklist(field) ? row?.['RecordTypeId'] : undefined);
  return valueFor(session, own, fieldOf(own, field.name) ?? field, assignment.value, row);
}

/** Stage or status, unless it is one that Salesforce keeps for itself (`CleanStatus`). */
function standing(object: ObjectDescribe): FieldDescribe | undefined {
  const field = statusField(object);
  return field && (field.custom || /^(StageName|Status)$/.test(field.name)) ? field : undefined;
}

function noField(session: Session, object: ObjectDescribe, assignment: Assignment): never {
  const { value, fieldText, change } = assignment;
  const fitting = object.fields
    .filter((f) => kindSaid(assignment)?.test(f.type) && f.custom && f.updateable)
    .map((f) => f.label);
  const which = `${fitting.slice(0, -1).join(', ')} or ${fitting.at(-1) ?? ''}?`;
  session.ask(
    `field:${object.name}:${fieldText}`,
    fitting.length > 1
      ? change
        ? `Which one should change: ${which}`
        : `Which one should be ${value.text}: ${which}`
      : `${object.labelPlural} have no field "${fieldText || value.text}". Which field do you mean?`,
    { slot: 'field', object: object.name },
  );
}

/** Types of fields that can take what was said without the name of one. */
function kindSaid({ value, fieldText, change }: Assignment): RegExp | undefined {
  if (fieldText !== '') return undefined;
  if (value.date || change?.by === 'shift') return /^date/;
  return value.number || change ? /^(currency|double|int|percent)$/ : undefined;
}

export async function updatesOf(session: Session, found: Found, intent: Update): Promise<Operation[]> {
  const object = session.describe(found.object);
  let rows = found.rows;
  if (intent.when)
    rows = rows.filter((row) =>
      intent.when!.every((c) => c.kind !== 'unclear' || holds(session, object, row, c.said)),
    );
  if (rows.length === 0) {
    session.ask(
      `none:${found.why}`,
      intent.when
        ? `That is not so for ${found.why}. Should it be changed all the same?`
        : `I find no ${object.labelPlural.toLowerCase()} for "${found.why}".`,
      { slot: intent.when ? 'scope' : 'not-found', object: object.name },
    );
  }
  const operations: Operation[] = [];
  for (const row of rows) {
    const set: Record<string, Value> = {};
    const why = [found.why];
    for (const assignment of intent.assignments.flatMap((a) => addressParts(session, object, a))) {
      if (movesEvent(object, assignment)) {
        Object.assign(set, moveEvent(session, row, assignment));
        continue;
      }
      const written = await one(session, object, assignment, 'update', row);
      if (assignment.from) expected(session, object, assignment.from, written.field, row);
      // "The parent of all United Oil accounts is United Oil": of all others.
      if (isItself(written.value, row)) {
        if (rows.length > 1) continue;
        session.ask(
          `value:${object.name}.${written.field}`,
          `${textOf(row, nameFieldOf(object)) ?? 'It'} cannot point to itself. Which one do you mean?`,
          { slot: 'value', object: object.name, field: written.field },
        );
      }
      set[written.field] = written.value;
      if (written.why) why.push(written.why);
    }
    if (Object.keys(set).length === 0) continue;
    askBackwards(session, object.name, set, row);
    askTooEarly(session, object.name, set, session.input.text);
    const same = operations.find((o) => JSON.stringify(o.set) === JSON.stringify(set));
    const id = String(row.Id);
    const before = Object.fromEntries(Object.keys(set).map((field) => [field, valueAt(row, field)]));
    const name = textOf(row, nameFieldOf(object)) ?? id;
    if (same) {
      same.ids!.push(id);
      same.before![id] = before;
      same.names![id] = name;
    } else
      operations.push({
        op: 'update',
        object: object.name,
        ids: [id],
        set,
        before: { [id]: before },
        names: { [id]: name },
        why: [...new Set(why)],
        filter: found.filter,
      });
  }
  for (const operation of operations) allow(session, 'update', object, Object.keys(operation.set!));
  session.mention(rows.map((row) => mentionOf(object, row)));
  return operations;
}

function isItself(value: Value, row: SObject): boolean {
  return value !== null && typeof value === 'object' && '$id' in value && value.$id === row.Id;
}

/** "from negotiation to proposal": a record that is not in negotiation may not be the one that is meant. */
function expected(session: Session, object: ObjectDescribe, from: Said, name: string, row: SObject): void {
  const field = fieldOf(object, name);
  const stored = valueAt(row, name);
  if (!field || ANYTHING.test(from.phrase)) return;
  const same = isPicklist(field)
    ? nearestValues(field, from.text, session.vocabulary.synonyms).some((n) => n.value === stored)
    : from.number && typeof stored === 'number'
      ? stored === from.number.value || stored === from.number.value * 1000
      : from.date
        ? String(stored).slice(0, 10) === from.date.day
        : true;
  const key = `from:${String(row.Id)}:${name}`;
  if (!same && session.answerTo(key) === undefined)
    session.ask(
      key,
      `${field.label} is ${stored ?? 'empty'} now, not ${from.text}. Should it be changed all the same?`,
      { slot: 'value', object: object.name, field: name },
      [{ value: 'yes', label: 'Yes, change it' }],
    );
}

function holds(session: Session, object: ObjectDescribe, row: SObject, said: string): boolean {
  const status = statusField(object);
  if (/^(open|not closed)$/.test(said)) return row['IsClosed'] === false;
  if (!status) return false;
  return nearestValues(status, said, session.vocabulary.synonyms).some(
    (n) => n.value === valueAt(row, status.name),
  );
}
