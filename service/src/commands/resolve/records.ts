import type { ObjectDescribe, SObject } from '../../salesforce/types.ts';
import type { Condition, Target } from '../understand/intents.ts';
import { fieldOf, hasField, nameFieldOf } from '../understand/schema.ts';
import { wordsOf } from '../understand/tokens.ts';
import { formatValue, type Reader } from '../format.ts';
import { readerOf } from '../reader.ts';
import type { Choice } from '../types.ts';
import { accountPath, belonging, decided, filterOf } from './filters.ts';
import { hasRecordTypes } from './record-types.ts';
import type { Mention, Session } from './session.ts';
import { textOf, valueAt } from './session.ts';
import { likeWords, nameFit, quoted } from './soql.ts';

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
  /** Look further when nothing was found: then undefined instead of a question. */
  optional?: boolean;
  /** Before the rep is asked which record: whatever would be refused or asked next, whichever it is. */
  first?: (object: ObjectDescribe) => Promise<void>;
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

/** Everything except single records through their names: ids, the open record, pronouns, filters. */
export async function recordsFor(
  session: Session,
  target: Target,
  wanted: Wanted,
): Promise<Found | undefined> {
  const objects = target.objects.length > 0 ? target.objects : wanted.objects;
  if (target.ids) return byIds(session, target.ids, wanted);
  if (target.kind === 'set') return bySet(session, target, objects, wanted);
  return byName(session, target, objects, wanted);
}

function select(
  session: Session,
  object: ObjectDescribe,
  wanted: Wanted,
  extra: readonly string[] = [],
): string {
  const fields = new Set(['Id', nameFieldOf(object)]);
  for (const field of [...TELLING, ...wanted.fields])
    if (!field.includes('.') && hasField(object, field)) fields.add(field);
  for (const path of extra) fields.add(path);
  const account = accountPath(object);
  if (account) fields.add(account);
  if (hasField(object, 'OwnerId') && object.name !== 'User') fields.add('Owner.Name');
  if (wanted.write && hasRecordTypes(object)) fields.add('RecordTypeId');
  void session;
  return `SELECT ${[...fields].join(', ')} FROM ${object.name}`;
}

async function byIds(session: Session, ids: string[], wanted: Wanted): Promise<Found> {
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

async function bySet(session: Session, target: Target, objects: string[], wanted: Wanted): Promise<Found> {
  const object = session.describe(objects[0]!);
  const conditions: Condition[] = [];
  for (const condition of target.conditions) conditions.push(await decided(session, object, condition));
  if (target.possessor !== undefined) conditions.push(await belonging(session, target.possessor, object));
  const parts: string[] = [];
  const paths: string[] = [];
  for (const condition of conditions) {
    const filter = await filterOf(session, object, condition);
    parts.push(filter.where);
    paths.push(...filter.paths);
  }
  const said = target.names.at(-1);
  const account = accountPath(object);
  if (said !== undefined) {
    const like = likeWords(said) ?? quoted('%');
    const name = `${nameFieldOf(object)} LIKE ${like}`;
    parts.push(account ? `(${name} OR ${account} LIKE ${like})` : name);
  }
  if (wanted.write && object.name === 'Lead' && !parts.some((p) => p.includes('IsConverted')))
    parts.push('IsConverted = false');
  const where = parts.length > 0 ? ` WHERE ${parts.join(' AND ')}` : '';
  let [rows] = (await session.queries([`${select(session, object, wanted, paths)}${where}`])) as [SObject[]];
  rows = oneAccount(session, target, object, conditions, said, rows);
  if (target.except?.length) rows = await without(session, object, rows, target.except, wanted);
  if (target.count !== undefined && rows.length !== target.count) {
    const open = rows.filter((r) => r['IsClosed'] !== true);
    if (wanted.write && open.length === target.count) rows = open;
    else
      session.ask(
        `count:${wordsOf(target.text)}`,
        `You said ${target.count}, but I find ${rows.length}. Which ones?`,
        {
          slot: rows.length === 0 ? 'not-found' : 'record',
          object: object.name,
          candidates: rows.slice(0, 50).map((r) => String(r.Id)),
        },
        await choicesOf(session, object, rows),
      );
  }
  return { object: object.name, rows, why: target.text, filter: parts.join(' AND ') };
}

/** A company named in part must be one company. */
function oneAccount(
  session: Session,
  target: Target,
  object: ObjectDescribe,
  conditions: readonly Condition[],
  said: string | undefined,
  rows: SObject[],
): SObject[] {
  const path = accountPath(object);
  const named = conditions.find((c) => c.kind === 'account' && !c.not);
  const name = named?.kind === 'account' ? named.name : said;
  if (name === undefined) return rows;
  const fitting = rows.filter(
    (r) =>
      nameFit(name, path ? textOf(r, path) : null) !== undefined ||
      (named === undefined && nameFit(name, textOf(r, nameFieldOf(object))) !== undefined),
  );
  if (!path) return fitting;
  const accounts = new Map<string, string>();
  for (const row of fitting)
    if (nameFit(name, textOf(row, path)) !== undefined)
      accounts.set(
        String(valueAt(row, path.replace('.Name', '.Id')) ?? valueAt(row, path)),
        String(textOf(row, path)),
      );
  const names = new Set(accounts.values());
  if (names.size <= 1 || target.count === fitting.length) return fitting;
  const exact = [...names].filter((n) => nameFit(name, n) === 1);
  if (exact.length === 1)
    return fitting.filter(
      (r) =>
        textOf(r, path) === exact[0] ||
        (named === undefined &&
          nameFit(name, textOf(r, nameFieldOf(object))) !== undefined &&
          nameFit(name, textOf(r, path)) === undefined),
    );
  session.ask(
    `account:${wordsOf(name)}`,
    `Which ${name}?`,
    { slot: 'record', object: object.name, candidates: fitting.slice(0, 50).map((r) => String(r.Id)) },
    [...names].map((n) => ({ value: n, label: n })),
  );
}

async function without(
  session: Session,
  object: ObjectDescribe,
  rows: SObject[],
  except: Target[],
  wanted: Wanted,
): Promise<SObject[]> {
  let kept = rows;
  for (const target of except) {
    if (target.kind === 'context') continue;
    if (target.kind === 'set' || target.conditions.length > 0) {
      const found = await bySet(
        session,
        { ...target, kind: 'set' },
        target.objects.length > 0 ? target.objects : [object.name],
        { ...wanted, write: false },
      );
      const ids = new Set(found.rows.map((r) => r.Id));
      kept = kept.filter((r) => !ids.has(r.Id));
      continue;
    }
    for (const one of target.list ?? [target]) {
      const said = one.names.at(-1) ?? one.text;
      const account = accountPath(object);
      const names = (r: SObject) => [
        textOf(r, nameFieldOf(object)),
        account ? textOf(r, account) : null,
        one.names[0] !== said ? textOf(r, nameFieldOf(object)) : null,
      ];
      const hit = kept.filter((r) =>
        names(r).some(
          (n) => nameFit(said, n) !== undefined || nameFit(one.names[0] ?? said, n) !== undefined,
        ),
      );
      if (hit.length === 0) {
        session.ask(
          `except:${wordsOf(said)}`,
          `Which one should be left out? I find no "${said}" among them.`,
          { slot: 'record', object: object.name, candidates: kept.slice(0, 50).map((r) => String(r.Id)) },
          await choicesOf(session, object, kept),
        );
      }
      const exact = hit.filter((r) => names(r).some((n) => nameFit(said, n) === 1));
      const out = new Set((exact.length > 0 ? exact : hit).map((r) => r.Id));
      kept = kept.filter((r) => !out.has(r.Id));
    }
  }
  return kept;
}

/** Ranked: the exact name, then all words of the name or the account's name; one is taken, several are asked. */
async function byName(
  session: Session,
  target: Target,
  objects: string[],
  wanted: Wanted,
): Promise<Found | undefined> {
  const key = `record:${wordsOf(target.text)}`;
  const answered = session.answerTo(key);
  if (answered !== undefined && /^[a-zA-Z0-9]{15,18}$/.test(answered))
    return byIds(session, [answered], wanted);
  const names = answered !== undefined ? [answered] : target.names;
  const noun = target.objects.length > 0;
  let matches: Match[] = [];
  for (let i = 0; i < objects.length && matches.length === 0; i += 5) {
    const group = objects
      .slice(i, i + 5)
      .flatMap((name) => session.vocabulary.objects.get(name) ?? [])
      .filter((o) => names.length === 0 || searchable(o));
    const asked: { object: ObjectDescribe; soql: string }[] = [];
    for (const object of group)
      asked.push({
        object,
        soql: await nameQuery(session, object, target, names, noun || objects.length === 1, wanted),
      });
    if (asked.length === 0) continue;
    const results = await session.queries(asked.map((a) => a.soql));
    for (const [n, rows] of results.entries())
      matches.push(...rank(asked[n]!.object, rows, target, names, noun || objects.length === 1));
  }
  matches = narrow(matches, target, wanted);
  if (session.exactNames) matches = matches.filter((m) => m.level === 1);
  if (matches.length === 1) {
    const { object, row } = matches[0]!;
    return {
      object: object.name,
      rows: [row],
      why: `"${target.text}" → ${textOf(row, nameFieldOf(object))}`,
      filter: `Id = ${row.Id}`,
    };
  }
  if (matches.length === 0 && target.account !== undefined && answered === undefined) {
    // "Summit Point of Sale" is one name, not something of an account called Sale.
    const { account, ...whole } = target;
    const name = target.text.replace(/^(the|a|an) /i, '');
    return byName(session, { ...whole, names: [name, `${names.at(-1)} ${account}`] }, objects, wanted);
  }
  if (matches.length === 0 && target.list) return byList(session, target.list, objects, wanted);
  if (wanted.optional && matches.length === 0) return undefined;
  const labels = objects.length === 1 ? session.describe(objects[0]!).label.toLowerCase() : 'record';
  if (matches.length === 0)
    session.ask(key, `I find no ${labels} called "${names.at(-1) ?? target.text}". Which one do you mean?`, {
      slot: 'not-found',
      ...(objects.length === 1 ? { object: objects[0]! } : {}),
    });
  const object = matches[0]!.object;
  if (matches.every((m) => m.object === object)) await wanted.first?.(object);
  session.ask(
    key,
    whichOf(names.at(-1) ?? target.text, matches),
    { slot: 'record', object: object.name, candidates: matches.slice(0, 50).map((m) => String(m.row.Id)) },
    await choicesFrom(session, matches),
  );
}

/** "Which Acme opportunity?"; the kind is left out when it was said or differs. */
function whichOf(name: string, matches: readonly Match[]): string {
  const label = matches[0]!.object.label.toLowerCase();
  const plain =
    matches.some((m) => m.object !== matches[0]!.object) ||
    ` ${wordsOf(name)} `.includes(` ${wordsOf(label)} `);
  return plain ? `Which ${name}?` : `Which ${name} ${label}?`;
}

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

async function byList(
  session: Session,
  list: Target[],
  objects: string[],
  wanted: Wanted,
): Promise<Found | undefined> {
  const found: Found[] = [];
  for (const part of list) {
    const one = await recordsFor(session, part, {
      ...wanted,
      objects: part.objects.length > 0 ? part.objects : found[0] ? [found[0].object] : objects,
    });
    if (!one) return undefined;
    found.push(one);
  }
  const object = found[0]!.object;
  if (found.some((f) => f.object !== object))
    session.ask(
      `list:${wordsOf(list.map((l) => l.text).join(' '))}`,
      'These are records of different kinds. Which ones do you mean?',
      { slot: 'record' },
    );
  const rows = new Map(found.flatMap((f) => f.rows).map((r) => [String(r.Id), r]));
  return {
    object,
    rows: [...rows.values()],
    why: found.map((f) => f.why).join('; '),
    filter: found.map((f) => f.filter).join(' OR '),
  };
}

/** Junction records have no name of their own. */
function searchable(object: ObjectDescribe): boolean {
  return nameFieldOf(object) !== 'Id';
}

interface Match {
  object: ObjectDescribe;
  row: SObject;
  /** 1 exact name, 2 part of the name, 3 through the exact account, 4 through a part of the account's name. */
  level: 1 | 2 | 3 | 4;
}

async function nameQuery(
  session: Session,
  object: ObjectDescribe,
  target: Target,
  names: string[],
  throughAccount: boolean,
  wanted: Wanted,
): Promise<string> {
  const name = nameFieldOf(object);
  const parts: string[] = [];
  const paths: string[] = [];
  const account = accountPath(object);
  const alternatives = [...new Set(names.map((n) => likeWords(n)).filter((l) => l !== undefined))].map(
    (like) => `${name} LIKE ${like}`,
  );
  const said = names.at(-1);
  if (said !== undefined && account && throughAccount) {
    const like = likeWords(said);
    if (like !== undefined) alternatives.push(`${account} LIKE ${like}`);
  }
  if (alternatives.length > 0)
    parts.push(alternatives.length > 1 ? `(${alternatives.join(' OR ')})` : alternatives[0]!);
  if (target.account !== undefined && account) {
    const like = likeWords(target.account);
    if (like !== undefined) parts.push(`${account} LIKE ${like}`);
  }
  const conditions = [...target.conditions];
  if (target.possessor !== undefined) conditions.push(await belonging(session, target.possessor, object));
  for (const condition of conditions) {
    const filter = await filterOf(session, object, condition);
    parts.push(filter.where);
    paths.push(...filter.paths);
  }
  if (object.name === 'Lead' && wanted.write) parts.push('IsConverted = false');
  return `${select(session, object, wanted, paths)}${parts.length > 0 ? ` WHERE ${parts.join(' AND ')}` : ''} LIMIT 200`;
}

function rank(
  object: ObjectDescribe,
  rows: SObject[],
  target: Target,
  names: string[],
  throughAccount: boolean,
): Match[] {
  const path = accountPath(object);
  const matches: Match[] = [];
  for (const row of rows) {
    const name = textOf(row, nameFieldOf(object));
    const account = path ? textOf(row, path) : null;
    if (target.account !== undefined && path && nameFit(target.account, account) === undefined) continue;
    const fits = names.map((n) => nameFit(n, name));
    const inAccount = throughAccount && names.length > 0 ? nameFit(names.at(-1)!, account) : undefined;
    if (names.length === 0 || fits.includes(1))
      matches.push({ object, row, level: names.length === 0 ? 2 : 1 });
    else if (inAccount === 1) matches.push({ object, row, level: 3 });
    else if (fits.includes(2)) matches.push({ object, row, level: 2 });
    else if (inAccount === 2) matches.push({ object, row, level: 4 });
  }
  return matches;
}

/** Their names are those of the person they stand for, who is meant before they are. */
const BORROWED: ReadonlySet<string> = new Set(['CampaignMember', 'OpportunityContactRole']);

function narrow(matches: Match[], target: Target, wanted: Wanted): Match[] {
  const own = matches.filter((m) => !BORROWED.has(m.object.name));
  if (target.objects.length === 0 && own.length > 0) matches = own;
  const exact = matches.filter((m) => m.level === 1);
  if (exact.length === 1) return exact;
  let rest = exact.length > 0 ? exact : matches;
  if (exact.length === 0 && rest.some((m) => m.level === 3))
    rest = rest.filter((m) => m.level === 3 || m.level === 2);
  if (wanted.write && rest.length > 1) {
    const open = rest.filter((m) => m.row['IsClosed'] !== true);
    if (open.length > 0) rest = open;
  }
  if (rest.length > 1 && target.account !== undefined) {
    const there = rest.filter(
      (m) => nameFit(target.account!, textOf(m.row, accountPath(m.object) ?? '-')) === 1,
    );
    if (there.length > 0) rest = there;
  }
  return rest;
}

async function choicesOf(
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
async function choicesFrom(
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

export function mentionOf(object: ObjectDescribe, row: SObject): Mention {
  const accountId =
    object.name === 'Account'
      ? String(row.Id)
      : typeof row['AccountId'] === 'string'
        ? row['AccountId']
        : undefined;
  return {
    object: object.name,
    id: String(row.Id),
    name: textOf(row, nameFieldOf(object)) ?? '',
    ...(accountId ? { accountId } : {}),
    row,
  };
}
