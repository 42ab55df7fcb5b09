import type { Operation, Outcome, Value } from '../../../src/commands/types.ts';
import type { World } from '../org.ts';
import type { Case, Expected, Wanted, WantedOperation } from './cases.ts';

interface Entry {
  op: string;
  object: string;
  id: string | undefined;
  set: Record<string, Value>;
  ref?: string | undefined;
}

const TEXT = ['Subject', 'Description', 'Title', 'Body', 'Content', '_text'];
/** Fields that a create may fill although nobody named them. */
const DEFAULTS = new Set(
  (
    'OwnerId Status Priority Subject Description TaskSubtype Type CallType CallDurationInSeconds IsReminderSet ' +
    'ReminderDateTime EndDateTime DurationInMinutes Location StageName Probability ForecastCategoryName Name Origin ' +
    'AccountId ContactId IsActive EndDate Role IsPrimary WhoId WhatId ActivityDate LeadSource Website Country Title Email Phone'
  ).split(' '),
);

const squash = (value: unknown): string =>
  String(value)
    .replace(/[‘’]/g, "'")
    .replace(/[“”]/g, '"')
    .replace(/[–—]/g, '-')
    .replace(/\s+/g, ' ')
    .trim()
    .toLowerCase()
    .replace(/\.$/, '');
const letters = (value: unknown): string =>
  squash(value)
    .replace(/'/g, '')
    .match(/[\p{L}\p{N}]+/gu)
    ?.join(' ') ?? '';

/** Why the outcome is not what the sentence means; undefined when it is. */
export function wrong(one: Case, outcome: Outcome, world: World): string | undefined {
  const reasons = one.expect.map((expected) => differs(expected, outcome, world));
  return reasons.includes(undefined) ? undefined : reasons[0];
}

function differs(expected: Expected, outcome: Outcome, world: World): string | undefined {
  if (expected.kind !== outcome.kind)
    return `${outcome.kind} instead of ${expected.kind}${outcome.kind === 'clarify' ? `: ${outcome.question}` : ''}`;
  if (expected.kind === 'clarify' && outcome.kind === 'clarify') {
    if (expected.slot && family(outcome.clarify.slot) !== family(expected.slot))
      return `asks about ${outcome.clarify.slot}, not ${expected.slot}`;
    const offered = outcome.clarify.candidates ?? [];
    if (expected.candidates && offered.length > 0 && !expected.candidates.some((id) => offered.includes(id)))
      return 'offers other candidates';
    return undefined;
  }
  if (expected.kind === 'answer' && outcome.kind === 'answer') {
    const { answer } = outcome;
    if (expected.ids && [...expected.ids].sort().join() !== [...(answer.ids ?? [])].sort().join())
      return `${answer.ids?.length ?? 0} records instead of ${expected.ids.length}`;
    if (typeof expected.value === 'number' && Math.abs(Number(answer.value) - expected.value) > 0.01)
      return `answers ${answer.value}`;
    if (typeof expected.value === 'string' && !letters(answer.value).includes(letters(expected.value)))
      return `answers ${answer.value}`;
    if (expected.rows) {
      const rows = answer.rows ?? [];
      const same =
        rows.length === Object.keys(expected.rows).length &&
        rows.every((row) => Math.abs((expected.rows![row.key] ?? NaN) - row.value) < 0.01);
      if (!same) return 'other rows';
    }
    return undefined;
  }
  if (expected.kind === 'plan' && outcome.kind === 'plan') {
    if (expected.flagged && outcome.flags.length === 0) return 'the unsupported part is not flagged';
    return planDiffers(expected.ops, outcome.ops, world);
  }
  return undefined;
}

const family = (slot: string): string =>
  ['record', 'not-found', 'duplicate'].includes(slot)
    ? 'record'
    : ['field', 'value'].includes(slot)
      ? 'value'
      : slot;

function planDiffers(wanted: WantedOperation[], ops: Operation[], world: World): string | undefined {
  const gold = wanted.flatMap((op): (Omit<Entry, 'set'> & { set: Record<string, Wanted> })[] =>
    (op.ids ?? [undefined]).map((id) => ({ op: op.op, object: op.object, id, set: op.set, ref: op.ref })),
  );
  const got = entriesOf(ops).filter((entry) => !changesNothing(entry, world));
  const used = new Set<number>();
  const refs = new Map<string, string | undefined>();
  for (const want of gold) {
    if (want.op === 'update' && changesNothing(want as Entry, world)) continue;
    const at = got.findIndex((entry, n) => !used.has(n) && fits(want, entry, refs));
    if (at < 0)
      return `no ${want.op} ${want.object} ${JSON.stringify(want.set)} in ${JSON.stringify(got.map((g) => [g.op, g.object, g.id, g.set]))}`;
    used.add(at);
    if (want.ref) refs.set(want.ref, got[at]!.ref);
  }
  return used.size === got.length ? undefined : `${got.length - used.size} operations too many`;
}

function entriesOf(ops: Operation[]): Entry[] {
  const entries: Entry[] = [];
  for (const op of ops)
    for (const id of op.ids ?? [undefined]) {
      const known = entries.find((e) => op.op === 'update' && e.op === 'update' && e.id === id);
      if (known) Object.assign(known.set, op.set);
      else entries.push({ op: op.op, object: op.object, id, set: { ...op.set }, ref: op.ref });
    }
  return entries;
}

function changesNothing(entry: Entry, world: World): boolean {
  if (entry.op !== 'update') return false;
  const row = world.records[entry.object]?.find((r) => r['Id'] === entry.id);
  return (
    row !== undefined &&
    Object.entries(entry.set).every(([field, value]) =>
      same(value as Wanted, row[field] as Value, entry.set, new Map()),
    )
  );
}

function fits(
  want: Omit<Entry, 'set'> & { set: Record<string, Wanted> },
  got: Entry,
  refs: Map<string, string | undefined>,
): boolean {
  if (want.op !== got.op || (want.op !== 'note' && want.object !== got.object) || want.id !== got.id)
    return false;
  for (const [field, value] of Object.entries(want.set)) {
    const fallback = field === 'Phone' ? 'MobilePhone' : field === 'TaskSubtype' ? 'Type' : field;
    if (field === '_text') {
      const text = letters(TEXT.map((name) => got.set[name] ?? '').join(' '));
      if (typeof value !== 'object' || value === null || !('$contains' in value)) return false;
      if (!value.$contains.split('…').every((piece) => text.includes(letters(piece)))) return false;
    } else if (!same(value, got.set[field] ?? got.set[fallback], got.set, refs)) return false;
  }
  return Object.keys(got.set).every(
    (field) =>
      field in want.set ||
      (want.op === 'note' && TEXT.includes(field)) ||
      (want.op === 'create' && DEFAULTS.has(field) && harmless(want, got, field)) ||
      (want.op === 'convert' &&
        ['ConvertedStatus', 'AccountId', 'CreateOpportunity', 'OpportunityName'].includes(field)) ||
      (want.op === 'update' &&
        'StageName' in want.set &&
        ['Probability', 'ForecastCategoryName'].includes(field)),
  );
}

function harmless(want: { object: string }, got: Entry, field: string): boolean {
  const value = got.set[field];
  if (value === null || value === false) return true;
  if (want.object === 'Task' && field === 'Priority') return value === 'Normal';
  if (want.object === 'Task' && field === 'ActivityDate') return value === '2026-11-25';
  if (field === 'StageName') return ['Prospecting', 'Qualification'].includes(String(value));
  return !['Email', 'Phone', 'Title'].includes(field) || want.object === 'ContentNote';
}

function same(
  wanted: Wanted,
  got: Value | undefined,
  set: Record<string, Value>,
  refs: Map<string, string | undefined>,
): boolean {
  if (wanted !== null && typeof wanted === 'object') {
    if ('$any' in wanted) return true;
    if ('$id' in wanted)
      return (
        got === wanted.$id ||
        (got !== null && typeof got === 'object' && '$id' in got && got.$id === wanted.$id)
      );
    if ('$new' in wanted)
      return got !== null && typeof got === 'object' && '$new' in got && refs.get(wanted.$new) === got.$new;
    if ('$contains' in wanted) return letters(got ?? '').includes(letters(wanted.$contains));
    return got !== undefined && Date.parse(String(got)) === Date.parse(wanted.$instant);
  }
  if (wanted === null) return got === null;
  if (got === undefined || got === null || (typeof got === 'object' && !('$id' in got))) return false;
  if (typeof wanted === 'number') return Math.abs(Number(got) - wanted) < 0.005;
  if (typeof wanted === 'boolean') return got === wanted;
  if (/^[+\d][\d ()-]{5,}$/.test(wanted))
    return wanted.replace(/\D/g, '') === String(got).replace(/\D/g, '') || squash(wanted) === squash(got);
  return squash(wanted).replace(/\/$/, '') === squash(got).replace(/\/$/, '');
}
