import type { FieldDescribe, ObjectDescribe, Scalar, SObject } from '../../../salesforce/types.ts';
import { mentionOf, recordsFor } from '../../resolve/records.ts';
import { valueAt, type Session } from '../../resolve/session.ts';
import type { AnswerOutcome } from '../../types.ts';
import { periodOf } from '../../understand/calendar.ts';
import type { Target } from '../../understand/intents.ts';
import { isPicklist, statusField } from '../../understand/picklists.ts';
import { amountField, dateField, fieldOf, pathsOn } from '../../understand/schema.ts';
import { rowsOf, scalar, SHOWN, shownNumber, table, type ReadIntent } from './answers.ts';

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
  const measured = measure(session, object, read.fields ?? []);
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
  const dayPath = read.period ? dayOf(session, object, read.period.created) : undefined;
  const paths = [measured?.name, grouped?.path, ordered?.path, dayPath, ...(SHOWN[object.name] ?? [])].filter(
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
