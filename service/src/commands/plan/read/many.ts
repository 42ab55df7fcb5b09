import type { FieldDescribe, ObjectDescribe, Scalar, SObject } from '../../../salesforce/types.ts';
import { mentionOf, recordsFor } from '../../resolve/records.ts';
import { usersNamed } from '../../resolve/users.ts';
import { valueAt, type Session } from '../../resolve/session.ts';
import type { AnswerOutcome } from '../../types.ts';
import { periodOf } from '../../understand/calendar.ts';
import type { Target } from '../../understand/intents.ts';
import { isPicklist, statusField } from '../../understand/picklists.ts';
import { amountField, dateField, fieldOf, ownLookups, pathsOn } from '../../understand/schema.ts';
import { wordsOf } from '../../understand/tokens.ts';
import { rowsOf, scalar, SHOWN, shownBeside, shownNumber, table, type ReadIntent } from './answers.ts';

function groupOf(
  session: Session,
  object: ObjectDescribe,
  said: NonNullable<ReadIntent['read']['groupBy']>,
): { path: string; field: FieldDescribe } | undefined {
  const [path] = pathsOn(session.vocabulary, object, preferGroup(object, said));
  return path && !path.path.includes('.') ? path : (alikeOn(session, object, said) ?? path);
}

/** "By type" of devices, whose field is "Device Type": the one picklist whose name ends with the word. */
function alikeOn(
  session: Session,
  object: ObjectDescribe,
  said: readonly { object: string; field: string }[],
): { path: string; field: FieldDescribe } | undefined {
  const words = said.map((ref) => lastWord(fieldOf(session.describe(ref.object), ref.field)?.label));
  const found = object.fields.filter((f) => isPicklist(f) && words.includes(lastWord(f.label)));
  return found.length === 1 ? { path: found[0]!.name, field: found[0]! } : undefined;
}

function lastWord(label = ''): string {
  return label.toLowerCase().split(' ').at(-1)!;
}

/** Many records: listed, counted, summed, by group. */
export async function ofSet(session: Session, intent: ReadIntent): Promise<AnswerOutcome> {
  const { read } = intent;
  const object = session.describe(read.target.objects[0]!);
  const measured = measure(object, read.fields ?? []);
  const grouped = read.groupBy ? groupOf(session, object, read.groupBy) : undefined;
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
  const beside = (read.columns ?? []).flatMap((ref) => fieldOf(object, ref.field) ?? []);
  const shown = beside.filter((f) => f.type !== 'reference');
  const owners = beside.flatMap((f) =>
    f.relationshipName ? [{ path: `${f.relationshipName}.Name`, label: f.label.replace(/ ID$/, '') }] : [],
  );
  const dayPath = read.period ? dayOf(session, object, read.period.created) : undefined;
  const paths = [
    measured?.name,
    grouped?.path,
    ordered?.path,
    dayPath,
    ...shown.map((f) => f.name),
    ...(SHOWN[object.name] ?? []),
  ].filter((p): p is string => p !== undefined && !p.includes('.'));
  const keyPath = grouped && keyOf(grouped);
  const parents = shownBeside(session, object, read.related ?? []);
  const dotted = [keyPath, ...[...parents, ...owners].map((p) => p.path)].filter(
    (p): p is string => p !== undefined && p.includes('.'),
  );
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
    const [known, unknown] = [true, false].map((has) =>
      rows.filter((row) => (valueAt(row, ordered.path) !== null) === has),
    );
    known!.sort((a, b) => sign * compare(valueAt(a, ordered.path), valueAt(b, ordered.path)));
    // What has no value is neither the most nor the least.
    rows = read.limit === undefined ? [...known!, ...unknown!] : known!;
  }
  // What has no value is neither the highest nor the lowest.
  if (read.limit !== undefined && ordered) rows = rows.filter((row) => valueAt(row, ordered.path) !== null);
  if (read.limit !== undefined) rows = rows.slice(0, read.limit);
  const what = object.labelPlural.toLowerCase();
  if (read.period && dayPath !== undefined)
    return byPeriod(
      session,
      object,
      rows,
      dayPath,
      read.period.unit,
      read.mode === 'sum' ? measured : undefined,
    );
  if (grouped) {
    if (!measured && read.mode !== 'count') askMeasure(session, object);
    const groups = new Map<string, SObject[]>();
    for (const row of rows) {
      const key = String(valueAt(row, keyPath!) ?? '(none)');
      groups.set(key, [...(groups.get(key) ?? []), row]);
    }
    const what = read.mode === 'count' ? 'Number' : measured!.label;
    const label = grouped.field.label.replace(/ ID$/, '');
    return rowsOf(
      session,
      `${what} by ${label}`,
      label,
      what,
      [...groups]
        .map(([key, of]) => ({
          key,
          value: read.mode === 'count' ? of.length : overall(read.mode, numbersOf(of, measured!)),
        }))
        .sort((a, b) => (read.mostFirst ? b.value - a.value : 0)),
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
    if (!measured) askMeasure(session, object);
    const value = overall(read.mode, numbersOf(rows, measured));
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
    [...(ordered && !ordered.path.includes('.') ? [ordered.path] : []), ...shown.map((f) => f.name)],
    [...parents, ...owners],
  );
}

function askMeasure(session: Session, object: ObjectDescribe): never {
  session.ask(`field:${object.name}:measure`, `Which number of ${object.labelPlural.toLowerCase()}?`, {
    slot: 'field',
    object: object.name,
  });
}

function numbersOf(rows: readonly SObject[], field: FieldDescribe): number[] {
  return rows.map((row) => valueAt(row, field.name)).filter((v): v is number => typeof v === 'number');
}

function overall(mode: ReadIntent['read']['mode'], numbers: readonly number[]): number {
  if (numbers.length === 0) return 0;
  if (mode === 'max') return Math.max(...numbers);
  if (mode === 'min') return Math.min(...numbers);
  const total = numbers.reduce((a, b) => a + b, 0);
  return mode === 'avg' ? total / numbers.length : total;
}

/** What a group is called: a record by its name, anything else by the value. */
function keyOf({ path, field }: { path: string; field: FieldDescribe }): string {
  return field.type === 'reference' && field.relationshipName
    ? `${path.split('.').slice(0, -1).concat(field.relationshipName).join('.')}.Name`
    : path;
}

/** The day that periods are counted by. */
function dayOf(session: Session, object: ObjectDescribe, created: boolean): string {
  const path = created ? 'CreatedDate' : (dateField(object)?.name ?? 'CreatedDate');
  if (!fieldOf(object, path))
    session.ask('period', `${object.labelPlural} have no day to group by.`, {
      slot: 'field',
      object: object.name,
    });
  return path;
}

/** One row for each week, month, quarter or year, in their order: a number of records, or their sum. */
function byPeriod(
  session: Session,
  object: ObjectDescribe,
  rows: readonly SObject[],
  path: string,
  unit: 'week' | 'month' | 'quarter' | 'year',
  measured: FieldDescribe | undefined,
): AnswerOutcome {
  const groups = new Map<string, number>();
  for (const row of rows) {
    const day = valueAt(row, path);
    const key = typeof day === 'string' ? periodOf(day.slice(0, 10), unit) : '(none)';
    groups.set(key, (groups.get(key) ?? 0) + (measured ? Number(valueAt(row, measured.name) ?? 0) : 1));
  }
  const what = measured?.label ?? 'Number';
  return rowsOf(
    session,
    `${what} by ${unit} of ${fieldOf(object, path)?.label ?? path}`,
    unit[0]!.toUpperCase() + unit.slice(1),
    what,
    [...groups].sort(([a], [b]) => (a < b ? -1 : 1)).map(([key, value]) => ({ key, value })),
    measured,
  );
}

function preferGroup(
  object: ObjectDescribe,
  refs: { object: string; field: string }[],
): { object: string; field: string }[] {
  const own = refs.filter((r) => r.object === object.name);
  return own.length > 1
    ? [...own].sort((a, b) => suits(fieldOf(object, b.field)) - suits(fieldOf(object, a.field)))
    : refs;
}

/** A field that can be grouped by, and of those the one that reps set. */
function suits(field: FieldDescribe | undefined): number {
  return (field?.groupable ? 2 : 0) + (field?.updateable ? 1 : 0);
}

function measure(
  object: ObjectDescribe,
  refs: readonly { object: string; field: string }[],
): FieldDescribe | undefined {
  const named = refs
    .filter((r) => r.object === object.name)
    .map((r) => fieldOf(object, r.field)!)
    .filter((f) => ['currency', 'double', 'int', 'percent'].includes(f.type));
  if (named[0]) return named[0];
  // "The total value of the leases": what the object counts in money. Another field that it lacks is asked about.
  const money = refs.length === 0 || refs.some((r) => r.field === 'Amount');
  return money ? amountField(object) : undefined;
}

function compare(a: Scalar, b: Scalar): number {
  if (a === null) return b === null ? 0 : -1;
  if (b === null) return 1;
  return a < b ? -1 : a > b ? 1 : 0;
}

/** What a name in a condition can be called that nothing has to do with: nobody knows it is a question, not an empty answer. */
const NAMED: Readonly<Record<string, readonly string[]>> = {
  account: ['Account'],
  belongs: ['Account'],
  about: ['Account', 'Contact', 'Lead', 'Opportunity', 'Case', 'Campaign'],
  campaign: ['Campaign'],
};

async function checkNames(session: Session, target: Target): Promise<void> {
  const names = target.conditions.flatMap((c) => {
    const objects = NAMED[c.kind]?.filter((name) => session.vocabulary.objects.has(name));
    if (c.kind === 'under')
      return c.of.flatMap((o) => (o.kind === 'named' ? [{ name: o.name, objects: [c.object] }] : []));
    if (c.kind === 'like' && c.path === 'ReportsTo.Name') return [{ name: c.text, objects: ['Contact'] }];
    return objects && 'name' in c ? [{ name: c.name, objects }] : [];
  });
  const whose = target.possessor ?? target.names.at(-1);
  if (whose !== undefined) names.push({ name: whose, objects: ['Account'] });
  for (const { name, objects } of names) {
    if (/^(his|her|their|he|she|they|it|its)$/.test(wordsOf(name))) continue;
    if (objects.length === 1 && (await usersNamed(session, name, false)).length > 0) continue;
    const named: Target = { text: name, kind: 'named', objects: [], names: [name], conditions: [] };
    const parents = ownLookups(session.describe(target.objects[0]!)).flatMap((f) => f.referenceTo);
    const there = parents.filter((o) => session.vocabulary.objects.has(o));
    await recordsFor(session, named, {
      objects: [...new Set([...objects, ...there])],
      fields: [],
      write: false,
    });
  }
}

/** Open amounts by stage. */
export async function pipeline(session: Session, intent: ReadIntent): Promise<AnswerOutcome> {
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
