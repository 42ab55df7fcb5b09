import type { ObjectDescribe, Scalar } from '../../salesforce/types.ts';
import { dayBounds } from '../understand/calendar.ts';
import type { Condition } from '../understand/intents.ts';
import { accountField, fieldOf, hasField, nameFieldOf, ownerField, ownerPath } from '../understand/schema.ts';
import { wordsOf } from '../understand/tokens.ts';
import { belonging } from './belonging.ts';
import { ofParent } from './parents.ts';
import { inDigits, recordsFor } from './records.ts';
import type { Session } from './session.ts';
import { severalAccounts } from './several-accounts.ts';
import { likeWords, literal, quoted } from './soql.ts';
import { userFor, usersNamed } from './users.ts';

/** Paths that a filter reads, to be selected beside it. */
export interface Filter {
  where: string;
  paths: string[];
}

/** Whether the object has the fields that a condition is about. */
export function canFilter(object: ObjectDescribe, condition: Condition): boolean {
  switch (condition.kind) {
    case 'compare':
    case 'in':
    case 'empty':
    case 'instant':
    case 'days': {
      const [first, ...rest] = condition.path.split('.');
      return rest.length === 0
        ? hasField(object, first!)
        : object.fields.some((f) => f.relationshipName === first);
    }
    case 'any':
    case 'all':
      return condition.of.every((part) => canFilter(object, part));
    case 'owner':
      return condition.path !== undefined ? hasField(object, condition.path) : isSomebodys(object);
    default:
      return true;
  }
}

function isSomebodys(object: ObjectDescribe): boolean {
  return (
    ownerField(object) !== undefined ||
    object.fields.some((f) => f.custom && !f.nillable && f.type === 'reference')
  );
}

/** SOQL for a condition; asks where the object has no such field, or where the words are not clear. */
export async function filterOf(
  session: Session,
  object: ObjectDescribe,
  condition: Condition,
): Promise<Filter> {
  if (!canFilter(object, condition))
    session.ask('condition', `${object.labelPlural} cannot be told apart that way. Which ones do you mean?`, {
      slot: 'field',
      object: object.name,
    });
  switch (condition.kind) {
    case 'compare':
      if (holdsSeveral(object, condition.path) && condition.value !== null)
        return includes(condition.path, [condition.value], condition.op === '!=');
      return {
        where: `${condition.path} ${condition.op} ${await comparable(session, object, condition.path, condition.value)}`,
        paths: [],
      };
    case 'in':
      if (holdsSeveral(object, condition.path))
        return includes(condition.path, condition.values, condition.not === true);
      return {
        where: `${condition.path} ${condition.not ? 'NOT IN' : 'IN'} (${numbered(object, condition.path, condition.values).map(literal).join(', ')})`,
        paths: fieldOf(object, condition.path)?.autoNumber ? [condition.path] : [],
      };
    case 'empty':
      return { where: `${condition.path} ${condition.not ? '!=' : '='} null`, paths: [] };
    case 'like': {
      const like = quoted(
        `${condition.start ? '' : '%'}${condition.text.replace(/[%_]/g, '_')}${condition.end ? '' : '%'}`,
      );
      return { where: `${condition.path} LIKE ${like}`, paths: [] };
    }
    case 'days':
      return { where: days(session, object, condition), paths: [] };
    case 'instant':
      return {
        where: `${condition.path} ${condition.op} ${new Date(condition.at).toISOString()}`,
        paths: [],
      };
    case 'any':
    case 'all': {
      const parts = [];
      for (const part of condition.of) parts.push(await filterOf(session, object, part));
      const joined = parts.map((p) => p.where).join(condition.kind === 'any' ? ' OR ' : ' AND ');
      return { where: parts.length > 1 ? `(${joined})` : joined, paths: parts.flatMap((p) => p.paths) };
    }
    case 'owner': {
      const user = await userFor(session, condition.who, false);
      const path = condition.path ?? ownerPath(session.vocabulary, object) ?? 'OwnerId';
      return { where: `${path} ${condition.not ? '!=' : '='} ${quoted(user.id)}`, paths: [path] };
    }
    case 'account': {
      const path = accountPath(object);
      const like = likeWords(condition.name);
      if (!path)
        session.ask(
          `record:${wordsOf(condition.name)}`,
          `I find no record called "${condition.name}". Which one do you mean?`,
          { slot: 'not-found', object: object.name },
        );
      if (like === undefined)
        session.ask(`value:${condition.name}`, `What do you mean by "${condition.name}"?`, { slot: 'value' });
      return { where: condition.not ? `(NOT ${path} LIKE ${like})` : `${path} LIKE ${like}`, paths: [path] };
    }
    case 'belongs':
    case 'points':
    case 'within':
      return filterOf(session, object, await decided(session, object, condition));
    case 'named': {
      const like = likeWords(condition.name) ?? quoted('%');
      const path = nameFieldOf(object);
      return { where: condition.not ? `(NOT ${path} LIKE ${like})` : `${path} LIKE ${like}`, paths: [] };
    }
    case 'about': {
      const like = likeWords(inDigits(condition.name) ?? condition.name) ?? quoted('%');
      const subject = condition.subject ? ` OR Subject LIKE ${like}` : '';
      const people =
        condition.company && hasField(object, 'AccountId') ? ` OR Account.Name LIKE ${like}` : '';
      const { object: kind } = condition;
      if (kind !== undefined) {
        const link = kind === 'Contact' || kind === 'Lead' ? 'Who' : 'What';
        return {
          where: `(${link}.Name LIKE ${like} AND ${link}.Type = ${quoted(kind)})`,
          paths: [`${link}.Name`],
        };
      }
      return {
        where: `(What.Name LIKE ${like} OR Who.Name LIKE ${like}${subject}${people})`,
        paths: ['What.Name', 'Who.Name'],
      };
    }
    case 'campaign': {
      const like = likeWords(condition.name) ?? quoted('%');
      const field = object.name === 'Lead' ? 'LeadId' : 'ContactId';
      const status = condition.status === undefined ? '' : ` AND Status = ${quoted(condition.status)}`;
      return {
        where: `Id IN (SELECT ${field} FROM CampaignMember WHERE Campaign.Name LIKE ${like} AND ${field} != null${status})`,
        paths: [],
      };
    }
    case 'related':
      return related(session, condition);
    case 'under': {
      const parent = session.describe(condition.object);
      const parts: string[] = [];
      for (const part of condition.of) {
        const made = await decided(session, parent, part);
        parts.push((await filterOf(session, parent, made)).where);
      }
      return {
        where: `${condition.field} IN (SELECT Id FROM ${parent.name} WHERE ${parts.join(' AND ')})`,
        paths: [],
      };
    }
    case 'unclear':
      session.ask(
        `value:${condition.said}`,
        `What do you mean by "${condition.said}"?`,
        { slot: 'value', object: object.name, field: condition.field },
        condition.candidates.map((value) => ({ value, label: value })),
      );
  }
}

/** Several values stand in one field. */
function holdsSeveral(object: ObjectDescribe, path: string): boolean {
  return fieldOf(object, path)?.type === 'multipicklist';
}

function includes(path: string, values: readonly Scalar[], not: boolean): Filter {
  return { where: `${path} ${not ? 'EXCLUDES' : 'INCLUDES'} (${values.map(literal).join(', ')})`, paths: [] };
}

/** The same condition, or what the org's records make of one that only they can decide. */
export async function decided(
  session: Session,
  object: ObjectDescribe,
  condition: Condition,
): Promise<Condition> {
  if ((condition.kind === 'account' && !condition.not) || condition.kind === 'belongs') {
    const parent = condition.kind === 'account' ? await ofParent(session, object, condition.name) : undefined;
    if (parent) return parent;
    const several = await severalAccounts(session, object, condition.name);
    if (several) return several;
  }
  if (condition.kind === 'points') return pointing(session, condition);
  if (condition.kind === 'belongs') return belonging(session, condition.name, object);
  if (condition.kind === 'about' && condition.whose && condition.object === undefined) {
    const users = await usersNamed(session, condition.name, false);
    return users.length > 0 ? { kind: 'owner', who: condition.name } : condition;
  }
  if (condition.kind !== 'within') return condition;
  const places: Condition = { kind: 'any', of: condition.places };
  const { where } = await filterOf(session, object, places);
  const [rows] = await session.queries([`SELECT Id FROM ${object.name} WHERE ${where} LIMIT 1`]);
  return rows!.length > 0 || !accountPath(object) ? places : belonging(session, condition.name, object);
}

/** "Whose landlord is Halcyon": the records of that name, exactly called so before in part. */
async function pointing(
  session: Session,
  { path, objects, name, not }: Condition & { kind: 'points' },
): Promise<Condition> {
  const target = { text: name, kind: 'named' as const, objects: [], names: [name], conditions: [] };
  const found = await recordsFor(session, target, { objects, fields: [], write: false });
  const values = found?.rows.map((row) => String(row.Id)) ?? [];
  return { kind: 'in', path, values, ...(not ? { not } : {}) };
}

async function comparable(
  session: Session,
  object: ObjectDescribe,
  path: string,
  value: string | number | boolean | null,
): Promise<string> {
  const field = path.includes('.') ? undefined : fieldOf(object, path);
  if (field?.type === 'reference' && typeof value === 'string' && field.referenceTo.includes('User'))
    return quoted((await userFor(session, value, false)).id);
  return literal(value);
}

/** Nothing was created in a month to come: "from October" is the last one. */
function inPast(
  today: string,
  { path, from, to }: Condition & { kind: 'days' },
): { from?: string; to?: string } {
  const past = /^(Created|LastModified|ClosedDate)/.test(path) && from !== undefined && from > today;
  const yearBefore = (day: string): string => `${Number(day.slice(0, 4)) - 1}${day.slice(4)}`;
  return {
    ...(from === undefined ? {} : { from: past ? yearBefore(from) : from }),
    ...(to === undefined ? {} : { to: past ? yearBefore(to) : to }),
  };
}

function days(session: Session, object: ObjectDescribe, condition: Condition & { kind: 'days' }): string {
  const { path } = condition;
  const { from, to } = inPast(session.calendar.today, condition);
  const type = fieldOf(object, path)?.type;
  const parts: string[] = [];
  if (type === 'datetime') {
    if (from) parts.push(`${path} >= ${dayBounds({ from, to: from }, session.calendar.zone).from}`);
    if (to) parts.push(`${path} < ${dayBounds({ from: to, to }, session.calendar.zone).before}`);
  } else {
    if (from && from === to) return `${path} = ${from}`;
    if (from) parts.push(`${path} >= ${from}`);
    if (to) parts.push(`${path} <= ${to}`);
  }
  return parts.length > 1 ? `(${parts.join(' AND ')})` : (parts[0] ?? 'Id != null');
}

/** Where an object says its company. */
export function accountPath(object: ObjectDescribe): string | undefined {
  if (object.name === 'Account') return undefined;
  const field = accountField(object);
  if (field?.relationshipName) return `${field.relationshipName}.Name`;
  return hasField(object, 'Company') ? 'Company' : undefined;
}

/** A semi-join: with, or without, records of the other object that point here. */
async function related(session: Session, condition: Condition & { kind: 'related' }): Promise<Filter> {
  const child = session.describe(condition.object);
  const parts = [`${condition.field} != null`];
  for (const part of condition.of) parts.push((await filterOf(session, child, part)).where);
  if (condition.count) return soMany(session, condition, condition.count, parts.join(' AND '));
  if (/^(Task|Event)$/.test(child.name)) {
    const { where, paths } = await soMany(session, condition, { op: '>=', value: 1 }, parts.join(' AND '));
    return { where: condition.not ? `(NOT ${where})` : where, paths };
  }
  return {
    where: `Id ${condition.not ? 'NOT IN' : 'IN'} (SELECT ${condition.field} FROM ${child.name} WHERE ${parts.join(' AND ')})`,
    paths: [],
  };
}

/** "With more than five contacts": those that the counts name, because no semi-join counts; of "fewer than" all but those with more. */
async function soMany(
  session: Session,
  { object, field }: Condition & { kind: 'related' },
  { op, value }: { op: '=' | '<' | '<=' | '>' | '>='; value: number },
  where: string,
): Promise<Filter> {
  const fewer = op === '<' ? '>=' : op === '<=' ? '>' : undefined;
  const [rows] = await session.queries([
    `SELECT ${field}, COUNT(Id) FROM ${object} WHERE ${where} GROUP BY ${field} HAVING COUNT(Id) ${fewer ?? op} ${value}`,
  ]);
  const ids = rows!.map((row) => String(row[field]));
  if (ids.length > MOST_IDS)
    session.ask('condition', `More than ${MOST_IDS} records count so many. What else is true of yours?`, {
      slot: 'record',
    });
  if (ids.length === 0) return { where: `Id ${fewer ? '!=' : '='} null`, paths: [] };
  return { where: `Id ${fewer ? 'NOT IN' : 'IN'} (${ids.map(quoted).join(', ')})`, paths: [] };
}

/** Keeps the query inside the 16 kB that Salesforce takes as an address. */
const MOST_IDS = 400;

/** "Case 1004" is 00001004: the numbers that Salesforce counts by are written with zeros before them. */
function numbered(object: ObjectDescribe, path: string, values: readonly Scalar[]): readonly Scalar[] {
  if (!fieldOf(object, path)?.autoNumber) return values;
  return values.flatMap((value) => {
    const digits = /^\d+$/.test(String(value)) ? String(value) : undefined;
    if (digits === undefined) return [value];
    return Array.from(
      { length: Math.max(1, LONGEST_NUMBER - digits.length + 1) },
      (_, n) => '0'.repeat(n) + digits,
    );
  });
}

/** Digits; an auto number has ten at most. */
const LONGEST_NUMBER = 10;
