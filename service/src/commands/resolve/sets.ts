import type { ObjectDescribe, SObject } from '../../salesforce/types.ts';
import type { Condition, Target } from '../understand/intents.ts';
import { dateField, fieldOf, nameFieldOf } from '../understand/schema.ts';
import { wordsOf } from '../understand/tokens.ts';
import { choicesOf } from './choices.ts';
import { belonging } from './belonging.ts';
import { EVERYBODY, isEverybodyInCampaign } from './everybody.ts';
import { accountPath, decided, filterOf } from './filters.ts';
import { firstOf, inOrder } from './first-of.ts';
import { select, type Found, type Wanted } from './selected.ts';
import type { Session } from './session.ts';
import { textOf, valueAt } from './session.ts';
import { likeWords, nameFit, quoted } from './soql.ts';

/** All records of a kind that meet the conditions, without the exceptions. */
export async function bySet(
  session: Session,
  target: Target,
  objects: string[],
  wanted: Wanted,
): Promise<Found> {
  const object = session.describe(objects[0]!);
  if ((wanted.write || wanted.removes) && isEverybodyInCampaign(target)) {
    const key = `everybody:${wordsOf(target.text)}`;
    const kinds = ['Contact', 'Lead'].map((name) => ({
      value: name,
      label: session.describe(name).labelPlural,
    }));
    const chosen = kinds.find(({ value }) => value === session.answerTo(key));
    if (!chosen)
      session.ask(
        key,
        `"${target.text}": contacts or leads?`,
        { slot: 'record', object: object.name },
        kinds,
      );
    const text = target.text.replace(EVERYBODY, chosen.label.toLowerCase());
    return bySet(session, { ...target, text }, [chosen.value], wanted);
  }
  const conditions: Condition[] = [];
  for (const condition of target.conditions) conditions.push(await decided(session, object, condition));
  if (target.possessor !== undefined) conditions.push(await belonging(session, target.possessor, object));
  // A rep's calendar is the rep's own: of somebody else's appointments it is said whose they are.
  if (
    (wanted.write || wanted.removes) &&
    object.name === 'Event' &&
    !conditions.some((c) => c.kind === 'owner')
  )
    conditions.push({ kind: 'owner', who: 'me' });
  const parts: string[] = [];
  const paths: string[] = [];
  for (const condition of conditions) {
    const filter = await filterOf(session, object, condition);
    parts.push(filter.where);
    paths.push(...filter.paths);
  }
  if (target.order) paths.push(target.order.path);
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
  await allThere(session, object, conditions, rows);
  if (target.among) rows = await amongThose(session, target, object, rows, wanted);
  rows = oneAccount(session, target, object, conditions, said, rows);
  if (wanted.write) rows = stillToClose(object, conditions, parts, rows);
  if (target.order && target.count !== undefined) {
    if (wanted.write) rows = mostlyOpen(parts, rows);
    const { order, count, text } = target;
    rows = wanted.write
      ? await firstOf(session, object, rows, order, count, text)
      : inOrder(rows, order).slice(0, count);
  }
  if (target.except?.length) rows = await without(session, object, rows, target.except, wanted);
  // A question for the top 5 is answered with three where there are no more.
  if (target.count !== undefined && rows.length !== target.count && (wanted.write || !target.order)) {
    const open = rows.filter((r) => r['IsClosed'] !== true);
    if (wanted.write && open.length === target.count) rows = open;
    else
      session.ask(
        `count:${wordsOf(target.text)}`,
        target.count === 1
          ? `I find ${rows.length === 0 ? 'none' : rows.length} for "${target.text}". Which one do you mean?`
          : `You said ${target.count}, but I find ${rows.length}. Which ones?`,
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

/** "The ones in progress": of the records spoken of, and of no others. */
async function amongThose(
  session: Session,
  { text }: Target,
  object: ObjectDescribe,
  rows: SObject[],
  { write, removes }: Wanted,
): Promise<SObject[]> {
  const spoken = session.mentions.findLast((group) => group.some((m) => m.object === object.name));
  const ids = spoken?.map((m) => m.id) ?? session.input.context?.mentioned;
  if (ids) return rows.filter((row) => ids.includes(String(row.Id)));
  if (write || removes)
    session.ask(
      `among:${wordsOf(text)}`,
      `Of which ${object.labelPlural.toLowerCase()}?`,
      { slot: 'scope', object: object.name },
      await choicesOf(session, object, rows),
    );
  return rows;
}

/** Conditions with a name in them. */
const NAMING: ReadonlySet<Condition['kind']> = new Set([
  'account',
  'belongs',
  'within',
  'about',
  'named',
  'campaign',
]);

/** Of several numbers each is one record's. */
async function allThere(
  session: Session,
  object: ObjectDescribe,
  conditions: readonly Condition[],
  rows: readonly SObject[],
): Promise<void> {
  for (const condition of conditions) {
    if (condition.kind !== 'in' || condition.not || !fieldOf(object, condition.path)?.autoNumber) continue;
    const there = rows.map((row) => String(valueAt(row, condition.path)));
    const missing = condition.values.find((value) => !there.some((number) => number.endsWith(String(value))));
    if (missing !== undefined)
      session.ask(
        `number:${String(missing)}`,
        `I find no ${object.label.toLowerCase()} ${String(missing)}. Which one do you mean?`,
        { slot: 'not-found', object: object.name },
        await choicesOf(session, object, rows),
      );
  }
}

/** "Set my deals closing this month to commit": what has closed this month is not meant, unless nothing else is there. */
function stillToClose(
  object: ObjectDescribe,
  conditions: readonly Condition[],
  filters: readonly string[],
  rows: SObject[],
): SObject[] {
  const end = dateField(object)?.name;
  const days = (c: Condition): boolean =>
    (c.kind === 'days' && (c.path === end || c.path === 'LastActivityDate')) ||
    c.kind === 'related' ||
    (c.kind === 'all' && c.of.some(days));
  return conditions.some(days) ? mostlyOpen(filters, rows) : rows;
}

/** How records stand; "not won" leaves out some, and does not bring in the lost ones. */
const STANDS = /\b(IsClosed|IsWon = true|(StageName|Status) (=|IN))/;

/** Open records before closed ones, where nothing was said of how they stand. */
function mostlyOpen(filters: readonly string[], rows: SObject[]): SObject[] {
  if (filters.some((filter) => STANDS.test(filter))) return rows;
  const open = rows.filter((row) => row['IsClosed'] !== true);
  return open.length > 0 ? open : rows;
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
    if (target.kind === 'context') await askWhichNot(session, object, target.text, rows);
    if (target.kind === 'set' || target.conditions.length > 0) {
      const found = await bySet(
        session,
        withoutAmong(target),
        target.objects.length > 0 ? target.objects : [object.name],
        { ...wanted, write: false },
      );
      const ids = new Set(found.rows.map((r) => r.Id));
      const left = kept.filter((r) => !ids.has(r.Id));
      // Whose name was said is somebody or something that is there.
      const named =
        target.names.length > 0 ||
        target.possessor !== undefined ||
        target.conditions.some((c) => NAMING.has(c.kind));
      if (left.length === kept.length && named) await askWhichNot(session, object, target.text, kept);
      kept = left;
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
      if (hit.length === 0 && !(await exists(session, object, said)))
        await askWhichNot(session, object, said, kept);
      const exact = hit.filter((r) => names(r).some((n) => nameFit(said, n) === 1));
      const out = new Set((exact.length > 0 ? exact : hit).map((r) => r.Id));
      kept = kept.filter((r) => !out.has(r.Id));
    }
  }
  return kept;
}

/** An exception is one of the records anyway. */
function withoutAmong({ among: _, ...target }: Target): Target {
  return { ...target, kind: 'set' };
}

/** A record of exactly that name, which is none of the set anyway. */
async function exists(session: Session, object: ObjectDescribe, name: string): Promise<boolean> {
  const [rows] = await session.queries([
    `SELECT Id FROM ${object.name} WHERE ${nameFieldOf(object)} = ${quoted(name)} LIMIT 1`,
  ]);
  return rows!.length > 0;
}

/** What shall be left out is none of the records: a question, because leaving out nothing may be harm. */
async function askWhichNot(
  session: Session,
  object: ObjectDescribe,
  said: string,
  rows: SObject[],
): Promise<never> {
  session.ask(
    `except:${wordsOf(said)}`,
    `Which one should be left out? I find no "${said}" among them.`,
    { slot: 'record', object: object.name, candidates: rows.slice(0, 50).map((r) => String(r.Id)) },
    await choicesOf(session, object, rows),
  );
}
