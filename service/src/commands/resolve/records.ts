import type { ObjectDescribe, SObject } from '../../salesforce/types.ts';
import { ofKind } from '../understand/calls.ts';
import type { Target } from '../understand/intents.ts';
import { isPerson } from '../understand/persons.ts';
import { nameFieldOf } from '../understand/schema.ts';
import { wordsOf } from '../understand/tokens.ts';
import { byAccountAndName } from './account-and-name.ts';
import { choicesFrom } from './choices.ts';
import { canFilter } from './filters.ts';
import { narrow, nameQuery, rank, type Match } from './ranking.ts';
import { byIds, type Found, type Wanted } from './selected.ts';
import type { Mention, Session } from './session.ts';
import { textOf } from './session.ts';
import { bySet } from './sets.ts';

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

const DIGITS = 'zero one two three four five six seven eight nine ten'.split(' ');

/** "globex q four expansion": a number that was spoken is written in digits; undefined where none was. */
export function inDigits(name: string): string | undefined {
  const written = name
    .replace(/\b(?:two|three|four|five|six|seven|eight|nine|ten)\b/gi, (word) =>
      String(DIGITS.indexOf(word.toLowerCase())),
    )
    .replace(/\b([qhv]) (?=\d\b)/gi, '$1');
  return written === name ? undefined : written;
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
  const said = answered !== undefined ? [answered] : target.names;
  // "My open deals, biggest first": words in which nothing tells one record from another, beside others that do.
  const { conditions, account, possessor } = target;
  const untold = said.length + conditions.length === 0 && account === undefined && possessor === undefined;
  if (untold && target.list) return byList(session, target.list, objects, wanted);
  const names = [...said.flatMap((name) => inDigits(name) ?? []), ...said];
  const noun = target.objects.length > 0;
  let matches: Match[] = [];
  const able = objects.filter((name) => {
    const object = session.vocabulary.objects.get(name);
    return !object || target.conditions.every((c) => canFilter(object, c));
  });
  if (able.length > 0) objects = able;
  for (let i = 0; i < objects.length && (matches.length === 0 || i === 5); i += 5) {
    // "Villa Mimosa" is the house of that name, before it is the deal "Sale of Villa Mimosa".
    const partial = matches.length > 0;
    if (partial && (noun || matches.some((m) => m.level === 1))) break;
    const group = objects
      .slice(i, i + 5)
      .filter((name) => !partial || name.endsWith('__c'))
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
      matches.push(
        ...rank(asked[n]!.object, rows, target, names, noun || objects.length === 1).filter(
          (m) => !partial || m.level === 1,
        ),
      );
  }
  const [only, other] = objects.flatMap((name) => session.vocabulary.objects.get(name) ?? []);
  if (matches.length === 0 && only && !other && target.account === undefined && said.length > 0)
    matches = await byAccountAndName(session, only, target, said.at(-1)!, wanted);
  matches = narrow(matches, target, wanted);
  if (session.exactNames || wanted.exact) matches = matches.filter((m) => m.level === 1);
  if (matches.length > 1) matches = spokenOf(session, matches, target);
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
  if (matches.length === 0 && only?.name === 'Task' && !other && answered === undefined) {
    // "My Coho call task": a task of that kind, which is not called so.
    const [, name, kind] = /^(.+) (call|email|e-mail)$/i.exec(names.at(-1) ?? '') ?? [];
    if (name !== undefined)
      return byName(
        session,
        {
          ...target,
          names: [name],
          conditions: [...target.conditions, ofKind(kind === 'call' ? 'Call' : 'Email')],
        },
        objects,
        wanted,
      );
  }
  if (
    matches.length === 0 &&
    answered === undefined &&
    possessor !== undefined &&
    only &&
    isPerson(only) &&
    !other
  ) {
    // "Blake Ortega's lead": of nobody and no company that has any; the lead is called so.
    const { possessor: name, ...bare } = target;
    if (names.length === 0) return byName(session, { ...bare, names: [name!] }, objects, wanted);
  }
  const capitals = matches.length === 0 && answered === undefined ? nameInCapitals(target) : undefined;
  if (capitals) {
    const called = await byName(session, { ...target, names: [capitals], conditions: [] }, objects, {
      ...wanted,
      optional: true,
    });
    if (called) return called;
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
  if (wanted.several) return alike(session, matches, target.text);
  if (matches.every((m) => m.object === object)) await wanted.first?.(object);
  session.ask(
    key,
    whichOf(names.at(-1) ?? target.text, matches),
    { slot: 'record', object: object.name, candidates: matches.slice(0, 50).map((m) => String(m.row.Id)) },
    await choicesFrom(session, matches),
  );
}

/** "Set Jamie Fox to working and call Jamie again": of several who are called so, the one spoken of before. */
function spokenOf({ mentions }: Session, matches: Match[], { names, account, conditions }: Target): Match[] {
  const single =
    names.every((name) => /^\p{L}+$/u.test(name)) && account === undefined && conditions.length === 0;
  if (!single || !matches.every((m) => isPerson(m.object))) return matches;
  const before = new Set(mentions.flat().map((m) => m.id));
  const known = matches.filter((m) => before.has(String(m.row.Id)));
  return known.length === 1 ? known : matches;
}

/** "The Hot Type Media account": no hot account in the media industry, but the name of one. */
function nameInCapitals({ text, names, conditions, kind }: Target): string | undefined {
  if (kind !== 'named' || names.length > 0 || conditions.length === 0) return undefined;
  return /^(?:the )?((?:\p{Lu}\S*)(?: (?:&|and|of|\p{Lu}\S*))+) \p{Ll}+$/u.exec(text)?.[1];
}

/** All of the first kind; the others are told of. */
function alike(session: Session, matches: readonly Match[], why: string): Found {
  const { object } = matches[0]!;
  const rows = matches.filter((m) => m.object === object).map((m) => m.row);
  const others = matches.filter((m) => m.object !== object);
  if (others.length > 0) {
    const names = others.map(
      (m) => `${textOf(m.row, nameFieldOf(m.object))} (${m.object.label.toLowerCase()})`,
    );
    const shown = [...new Set(names)].slice(0, MOST_TOLD).join(', ');
    session.flags.push(
      `${others.length} more are called so: ${shown}${others.length > MOST_TOLD ? ', …' : ''}`,
    );
  }
  return { object: object.name, rows, why, filter: `Id IN (${rows.map((r) => r.Id).join(', ')})` };
}

/** Names in one hint. */
const MOST_TOLD = 5;

/** "Which Acme opportunity?"; the kind is left out when it was said or differs. */
function whichOf(name: string, matches: readonly Match[]): string {
  const label = matches[0]!.object.label.toLowerCase();
  const plain =
    matches.some((m) => m.object !== matches[0]!.object) ||
    ` ${wordsOf(name)} `.includes(` ${wordsOf(label)} `);
  if (/^the /i.test(name)) return `Which one is "${name}"?`;
  return plain ? `Which ${name}?` : `Which ${name} ${label}?`;
}

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
