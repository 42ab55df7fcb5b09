import type { FieldDescribe } from '../../salesforce/types.ts';
import type { Assignment } from './intents.ts';
import { isDoubtful } from './doubts.ts';
import { IMPERATIVES } from './imperatives.ts';
import { DETERMINERS, FUNCTION_WORDS } from './lexicon/function-words.ts';
import { numberAt } from './numbers.ts';
import { isPicklist, isValueOfSome, nearestValues, severalValues, statusField } from './picklists.ts';
import type { Captures } from './pattern.ts';
import type { Read, Rule } from './rules.ts';
import { cover, phrasesOf, rules } from './rules.ts';
import { fieldOf } from './schema.ts';
import type { Said, Sentence } from './sentence.ts';
import type { FieldRef, Vocabulary } from './vocabulary.ts';

const EMPTY = /^(blank|empty|null|nothing|none|nil|clear|zero out)$/;

/** How badly the words fit as a value of the field: 0 fits, undefined cannot be. */
function misfit(s: Sentence, field: FieldDescribe, said: Said): number {
  const words = said.phrase.split(' ').length;
  if (EMPTY.test(said.phrase) && !isPicklist(field)) return 0.1;
  switch (field.type) {
    case 'picklist':
    case 'combobox':
    case 'multipicklist':
      if (!isPicklist(field)) return field.type === 'combobox' ? 0.1 * words : 1.2 + 0.2 * words;
      return nearestValues(field, said.text, s.vocabulary.synonyms).length > 0 ||
        (field.type === 'multipicklist' && severalValues(field, said.text, s.vocabulary.synonyms))
        ? 0.02 * words
        : field.type === 'combobox'
          ? 0.15 * words
          : 1.2 + 0.2 * words;
    case 'currency':
    case 'double':
    case 'int':
    case 'percent':
      return said.number ? 0 : 2 + 0.2 * words;
    case 'date':
      return said.date ? 0 : 2 + 0.2 * words;
    case 'datetime':
      return said.date || said.minutes !== undefined ? 0 : 2 + 0.2 * words;
    case 'boolean':
      return /^(true|false|yes|no|on|off|checked|unchecked)$/.test(said.phrase) ? 0 : 1.5;
    case 'email':
      return /^\S+@\S+$/.test(said.text) || /\bat\b.*\bdot\b/.test(said.phrase) ? 0 : 1.5 + 0.1 * words;
    case 'phone':
      return /^[+(\d][\d\s().+-]*$/.test(said.text) ||
        (/^[a-z ]*$/.test(said.phrase) && said.number !== undefined)
        ? 0
        : 1.2 + (said.number || said.text.includes(',') ? 2.5 : 0) + 0.1 * words;
    case 'url':
      return /^\S+\.[a-z]{2,}\S*$/i.test(said.text) || / dot [a-z]+$/.test(said.phrase)
        ? 0
        : 1.2 + 0.1 * words;
    case 'reference':
      // "A new owner, give both to Tom": a verb begins what to do about it.
      return 0.15 * words + (words > 1 && IMPERATIVES.has(said.phrase.split(' ')[0]!) ? 2 : 0);
    default:
      return said.quoted ? 0 : 0.08 * words + (/\b(to|and set|and move)\b/.test(said.phrase) ? 0.3 : 0);
  }
}

/** Words that begin another command, or no words at all, are no value. */
function doubt(said: Said): number {
  return (said.doubtful ? 2 : 0) + (said.phrase === '' && !said.quoted ? 5 : 0);
}

export function bestMisfit(s: Sentence, fields: readonly FieldRef[], said: Said): number {
  let best = Infinity;
  const described = fields.flatMap((f) => fieldOf(s.vocabulary.objects.get(f.object), f.field) ?? []);
  const writable = described.filter((f) => f.updateable || f.createable);
  for (const field of writable.length > 0 ? writable : described) {
    best = Math.min(best, misfit(s, field, said));
    if (best <= 0.02) break;
  }
  return best + doubt(said);
}

const statuses = new WeakMap<Vocabulary, FieldDescribe[]>();

/** Whether the words are a value of the status field of some object. */
export function isSomeStatus({ vocabulary }: Pick<Sentence, 'vocabulary'>, said: string): boolean {
  let fields = statuses.get(vocabulary);
  if (!fields) {
    fields = [...vocabulary.objects.values()].flatMap((o) => statusField(o) ?? []).filter(isPicklist);
    statuses.set(vocabulary, fields);
  }
  return isValueOfSome(fields, said, vocabulary.synonyms);
}

export function assign(
  s: Sentence,
  fields: FieldRef[],
  fieldText: string,
  from: number,
  to: number,
): Assignment {
  const value = withoutUnit(s, fields, from, to);
  if (!value.quoted && value.phrase !== '' && isDoubtful(s, fields, from, to)) value.doubtful = true;
  return {
    fields,
    fieldText,
    value,
    ...(EMPTY.test(value.phrase) ? { change: { by: 'clear' } as const } : {}),
  };
}

/** "90 kW": a number, then what the field counts in. */
function withoutUnit(s: Sentence, fields: readonly FieldRef[], from: number, to: number): Said {
  const end = numberAt(s.tokens, from)?.end;
  const unit = end !== undefined && end < to ? s.vocabulary.fieldsAt(s.tokens, end) : [];
  const counts = unit.some(
    (p) =>
      p.end === to && p.fields.some((f) => fields.some((x) => x.object === f.object && x.field === f.field)),
  );
  const labelled = end !== undefined && end < to && fields.some((f) => countsIn(s, f, s.phrase(end, to)));
  return s.said(from, counts || labelled ? end! : to);
}

/** "24 months" for "Term (months)", "3,900 a month" for "Monthly Fee". */
function countsIn(s: Sentence, { object, field }: FieldRef, unit: string): boolean {
  const describe = fieldOf(s.vocabulary.objects.get(object), field);
  if (!describe || !/^(double|int|currency)$/.test(describe.type)) return false;
  const [, said] = /\(([^()]+)\)$/.exec(describe.label) ?? [];
  if (said !== undefined && unit !== '' && said.toLowerCase().replace(/s$/, '') === unit.replace(/s$/, ''))
    return true;
  const [, period] = /^(?:a|per|each|every) (day|week|month|quarter|year)$/.exec(unit) ?? [];
  return period !== undefined && isPer(describe.label, period);
}

/** Whether a label says that it is so much for each day, week, month … */
export function isPer(label: string, period: string): boolean {
  return { day: /dail|per day/i, week: /week/i, month: /month/i, quarter: /quarter/i, year: /annual|year/i }[
    period as 'day'
  ].test(label);
}

type Build = (s: Sentence, c: Captures) => Read<Assignment> | undefined;

const fieldIs: Build = (s, c) => {
  const fields = c.field!.found as FieldRef[];
  const { from, to } = c.value!;
  if (endsOpen(s, to) || startsOpen(s, from) || nextField(s, from, to)) return undefined;
  const unjoined = c.field!.to === from && isFree(s, fields);
  // "The north team churned because of …": what happened is no value.
  if (unjoined && s.recognise('past', from, to)!.length > 0) return undefined;
  const made = assign(s, fields, s.text(c.field!.from, c.field!.to), from, to);
  // "The lead from Cobalt Labs as unqualified, not …": no value that it has until now.
  if (c.old && /\bas\b/.test(s.phrase(c.old.from, c.old.to))) return undefined;
  if (c.old) made.from = s.said(c.old.from, c.old.to);
  // "Tidewater site safety": a field and words without anything between them are rather a name; "phone 555-0188" is not.
  const loose =
    unjoined && !made.value.quoted && !isTyped(s, fields, made.value)
      ? 1.2 + (s.tokens.slice(from, to).some((t) => t.word === ',') ? 1 : 0)
      : 0;
  return { value: made, cost: 0.1 + loose + bestMisfit(s, fields, made.value) };
};

/** Whether the words are what one of the fields takes and no free text is: a number, a day, an address. */
function isTyped(s: Sentence, fields: readonly FieldRef[], said: Said): boolean {
  return fields.some(({ object, field }) => {
    const describe = fieldOf(s.vocabulary.objects.get(object), field);
    return describe && /^(phone|email|url)$/.test(describe.type) && misfit(s, describe, said) === 0;
  });
}

/** Any words fit the field. */
export function isFree(s: Sentence, fields: readonly FieldRef[]): boolean {
  return fields.some(({ object, field }) =>
    /^(string|textarea|reference)$/.test(fieldOf(s.vocabulary.objects.get(object), field)?.type ?? ''),
  );
}

/** "COO, phone 555-310-9999": another field with its value is no part of this one's. */
function nextField(s: Sentence, from: number, to: number): boolean {
  for (let i = from + 1; i < to - 2; i++) {
    if (!/^(,|;|and)$/.test(s.word(i))) continue;
    for (const { end } of s.vocabulary.fieldsAt(s.tokens, i + 1)) {
      const at = /^(to|is|=|:)$/.test(s.word(end)) ? end + 1 : end;
      if (at < to && (s.date(at) || /^(phone|email|number|url)$/.test(s.tokens[at]!.kind))) return true;
    }
  }
  return false;
}

function endsOpen(s: Sentence, to: number): boolean {
  return /^(and|or|,|to|the|a|with|of|for|on|:|is|by|from|-)$/.test(s.word(to - 1));
}
function startsOpen(s: Sentence, from: number): boolean {
  return /^(and|or|,|of|on|for|by|from|with|is|:|=)$/.test(s.word(from));
}

/** One line is one way to say a field and its value. */
export const ASSIGNMENTS: Rule<Build>[] = [
  ...rules<Build>(
    [
      '[with] [a|an] [new] {field} [from {old}] [<to>|is|are|of|as of|-|now|should be|should read|should say|reads|needs to be|is now|being] {value}',
      '(his|her|their|its) [new] {field} [<to>|is|of|is now|should be|should read|should say] {value}',
      '{field} (goes|should go|moves|changes) to {value}',
    ],
    fieldIs,
  ),
  ...rules<Build>(
    ['[with] [a|an] {value} {field}', '{value} as [the] {field}', '{value} for [the] {field}'],
    (s, c) => {
      // "Amount 90k, next step …": the value of one field does not stand before another.
      const { from, to } = c.value!;
      // "High priority" is a value of the priority, whatever box is called so.
      const others = s.vocabulary
        .fieldsAt(s.tokens, from)
        .filter((p) =>
          p.fields.some((f) => fieldOf(s.vocabulary.objects.get(f.object), f.field)?.type !== 'boolean'),
        );
      if (others.some((f) => f.end < to || f.end === c.field!.to)) return undefined;
      if (c.field!.from > to && s.word(to) === ',') return undefined;
      // "Make Inès the owner": a verb begins a command.
      if (IMPERATIVES.has(s.tokens[from]!.text)) return undefined;
      // "Make Tomas Vela the site manager": a person, and what he shall be.
      if (
        c.field!.from === to &&
        isFree(s, c.field!.found as FieldRef[]) &&
        !/^(with|a|an|the|in|into|to|as|of)$/.test(s.word(from - 1)) &&
        s.tokens[from]!.kind !== 'quote'
      )
        return undefined;
      // "In the logistics department": of names and small words no value is made that stands before its field.
      const value = s.tokens.slice(c.value!.from + 1, c.value!.to);
      if (value.some((t) => FUNCTION_WORDS.has(t.word) || t.kind === 'possessive' || DETERMINERS.has(t.word)))
        return undefined;
      const read = fieldIs(s, c);
      return read && read.cost < 0.5 ? { value: read.value, cost: read.cost + 0.1 } : undefined;
    },
  ),
  ...rules<Build>(
    [
      '(raise|increase|bump|bump up|up|lower|reduce|set|change|drop|cut|decrease|update|move|push|switch|adjust) [his|her|their|its] {field} [from {old}] <to> {value}',
    ],
    fieldIs,
  ),
];

/** They may stand between two values. */
export const SEPARATORS: ReadonlySet<string> = new Set([
  'and',
  ',',
  ';',
  '-',
  '.',
  'also',
  'plus',
  'then',
  '&',
  '*',
  '•',
  ':',
]);

/** "stage to Negotiation, close date to December 30 and forecast to Commit". */
export function assignmentsAt(s: Sentence, from: number, to: number): Read<Assignment[]> | undefined {
  if (to - from > 90 || from >= to) return undefined;
  const read = cover(s, from, to, phrasesOf(s, ASSIGNMENTS, 'assignment'), SEPARATORS);
  return read && read.value.length > 0 ? read : undefined;
}

/** "Won for $95k", "to negotiation, expected 14k": what the record that stands so is worth. */
function sumBehind(s: Sentence, at: number, to: number): { from: number; to: number } | undefined {
  if (!/^(for|at|worth|,|and|with)$/.test(s.word(at))) return undefined;
  let from = at + 1;
  while (/^(expected|now|worth|at|about|around|valued|a|total|value|of)$/.test(s.word(from))) from++;
  if (CODE.test(s.word(from))) from++;
  const number = numberAt(s.tokens, from);
  const money = number && (number.unit === 'money' || (number.unit === 'plain' && number.value >= LEAST_SUM));
  return money && number.end === to ? { from, to } : undefined;
}

const CODE = /^(usd|eur|gbp|chf|cad|aud|inr|sek|nok|dkk|jpy)$/;

/** A smaller number without a currency is rather a count. */
const LEAST_SUM = 500;

/** A first value, and perhaps more assignments after it. */
export function valueAndMore(
  s: Sentence,
  from: number,
  to: number,
  spoken = false,
): { value: { from: number; to: number }; more: Assignment[]; cost: number }[] {
  const readings = [{ value: { from, to }, more: [] as Assignment[], cost: 0 }];
  for (let i = from + 1; i < to - 1; i++) {
    // "To proposal amount ninety thousand": said without a pause.
    if (spoken && s.vocabulary.fieldsAt(s.tokens, i).length > 0) {
      const more = assignmentsAt(s, i, to);
      if (more && more.cost < 0.3 * more.value.length)
        readings.push({ value: { from, to: i }, more: more.value, cost: 0.2 + more.cost });
    }
    const sum = sumBehind(s, i, to);
    if (sum && isSomeStatus(s, s.text(from, i)))
      readings.push({ value: { from, to: i }, more: [assign(s, [], '', sum.from, sum.to)], cost: 0.2 });
    if (!/^(and|,|;|with|plus)$/.test(s.word(i))) continue;
    const start = s.word(i) === ',' && s.word(i + 1) === 'and' ? i + 2 : s.word(i) === 'with' ? i : i + 1;
    const more = assignmentsAt(s, start, to);
    if (more && more.cost < 2) readings.push({ value: { from, to: i }, more: more.value, cost: more.cost });
  }
  return readings;
}
