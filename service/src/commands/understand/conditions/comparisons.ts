import type { FieldDescribe, ObjectDescribe, Scalar } from '../../../salesforce/types.ts';
import { shift } from '../calendar.ts';
import type { Condition } from '../intents.ts';
import { FUNCTION_WORDS } from '../lexicon/function-words.ts';
import { nameCost } from '../name-cost.ts';
import type { NumberMatch } from '../numbers.ts';
import { isPicklist } from '../picklists.ts';
import type { Read } from '../rules.ts';
import { rules } from '../rules.ts';
import { amountField, fieldOf, nameFieldOf, pathsOn } from '../schema.ts';
import type { Sentence } from '../sentence.ts';
import type { FieldRef } from '../vocabulary.ts';
import { picked, stateAt } from './states.ts';
import { is, type BuildCondition, type ConditionRule } from './types.ts';

/** The value as a filter literal of the field, or undefined when the words are none. */
function literalOf(s: Sentence, field: FieldDescribe, from: number, to: number): Scalar | undefined {
  const said = s.said(from, to);
  if (isPicklist(field)) return undefined;
  if (field.type === 'boolean')
    return /^(true|yes|checked|on|set|ticked)$/.test(said.phrase)
      ? true
      : /^(false|no|unchecked|off|not set)$/.test(said.phrase)
        ? false
        : undefined;
  if (['currency', 'double', 'int', 'percent'].includes(field.type)) return said.number?.value;
  if (field.type === 'date' || field.type === 'datetime') return said.date?.day;
  if (field.type === 'reference' || /^(and|or|&|of) /.test(said.phrase)) return undefined;
  return said.text;
}

type Operator = '=' | '!=' | '<' | '<=' | '>' | '>=';

const numeric = (field: FieldDescribe) => ['currency', 'double', 'int', 'percent'].includes(field.type);
const dated = (field: FieldDescribe) => field.type === 'date' || field.type === 'datetime';

function compareNumber(op: '<' | '<=' | '>' | '>='): BuildCondition {
  return (s, c, o) => {
    const number = c.number!.found as NumberMatch;
    const field = c.field
      ? pathsOn(s.vocabulary, o, c.field.found as FieldRef[]).find((p) => numeric(p.field))
      : undefined;
    if (c.field && !field) return undefined;
    // "2,000 sqm floor area": what the field counts in stands in its label.
    if (c.unit && !field?.field.label.toLowerCase().includes(`(${s.word(c.unit.from)})`)) return undefined;
    const percent = number.unit === 'percent' ? fieldOf(o, 'Probability') : undefined;
    const bare =
      field ?? ((percent ?? amountField(o)) ? { path: (percent ?? amountField(o))!.name } : undefined);
    return bare ? is({ kind: 'compare', path: bare.path, op, value: number.value }) : undefined;
  };
}

function compareField(op: Operator): BuildCondition {
  return (s, c, o) => {
    const { from, to } = c.value!;
    if (to - from > 8) return undefined;
    return compared(s, op, pathsOn(s.vocabulary, o, c.field!.found as FieldRef[]), from, to);
  };
}

function compared(
  s: Sentence,
  op: Operator,
  paths: { path: string; field: FieldDescribe }[],
  from: number,
  to: number,
): Read<Condition> | undefined {
  for (const { path, field } of paths) {
    if (isPicklist(field)) {
      const condition =
        op === '=' || op === '!=' ? picked(s, path, field, s.text(from, to), op === '!=') : undefined;
      if (condition) return is(condition, 0.1 + 0.02 * (to - from));
      continue;
    }
    const more = s.tokens.slice(from, to).some((t) => /^(that|which|who|whose)$/.test(t.text));
    if (field.type === 'reference' && more) continue;
    if (field.type === 'reference' && field.referenceTo.includes('User') && (op === '=' || op === '!=')) {
      const words = s.tokens.slice(from, to).map((t) => t.word);
      if (to - from > 3 || words.some((word) => word !== 'me' && FUNCTION_WORDS.has(word))) return undefined;
      const of = path === 'OwnerId' ? {} : { path };
      return is({ kind: 'owner', who: s.text(from, to), not: op === '!=', ...of }, 0.3);
    }
    if (field.type === 'reference' && (op === '=' || op === '!=')) {
      const cost = nameCost(s, from, to);
      const objects = field.referenceTo.filter((name) => s.vocabulary.objects.has(name));
      if (cost === undefined || objects.length === 0) return undefined;
      return is({ kind: 'points', path, objects, name: s.said(from, to).text, not: op === '!=' }, 0.2 + cost);
    }
    const said = s.said(from, to);
    if (dated(field)) {
      if (!said.date) continue;
      return is(days(path, op, said.date));
    }
    const value = literalOf(s, field, from, to);
    if (value !== undefined)
      return is(
        { kind: 'compare', path, op, value },
        numeric(field) || typeof value === 'boolean' ? 0.1 : 0.3 + 0.15 * (to - from),
      );
  }
  return undefined;
}

/** That a field has the value said at `from … to`; without a field: that the record stands so. */
export function valueIs(
  s: Sentence,
  o: ObjectDescribe,
  fields: FieldRef[],
  from: number,
  to: number,
): Condition | undefined {
  if (fields.length === 0) return stateAt(s, from, to, o)?.value;
  return compared(s, '=', pathsOn(s.vocabulary, o, fields), from, to)?.value;
}

export function days(path: string, op: string, date: { from: string; to: string; day: string }): Condition {
  if (op === '<') return { kind: 'days', path, to: shift(date.from, -1, 'day') };
  if (op === '<=') return { kind: 'days', path, to: date.to };
  if (op === '>') return { kind: 'days', path, from: shift(date.to, 1, 'day') };
  if (op === '>=') return { kind: 'days', path, from: date.from };
  return { kind: 'days', path, from: date.from, to: date.to };
}

/** "Whose email contains acme", "ending in .edu": a piece of a text. */
const holds =
  (where?: 'start' | 'end'): BuildCondition =>
  (s, c, o) => {
    const { from, to } = c.value!;
    const named = c.field
      ? pathsOn(s.vocabulary, o, c.field.found as FieldRef[])
      : pathsOn(s.vocabulary, o, [{ object: o.name, field: nameFieldOf(o) }]);
    const field = named.find((p) => /^(string|email|url|phone|textarea|combobox)$/.test(p.field.type));
    if (!field || to - from > 4 || s.date(from)) return undefined;
    return is(
      { kind: 'like', path: field.path, text: s.said(from, to).text, ...(where ? { [where]: true } : {}) },
      0.1,
    );
  };

const BEGINS = 'start|starts|starting|begin|begins|beginning';

/** A field compared with a value: "over 50k", "with a close date before May", "without a phone". */
export const COMPARISONS: ConditionRule[] = [
  ...rules<BuildCondition>(
    [
      '[<who>] [have|has|with|having] [a|an] {field} [of|that is|which is|is|are] <gt> {number}',
      '[<who>] (have|has|with|having) <gt> {number} [{unit:word}] {field}',
      '[that are|which are|worth|valued|<who> are|are|is|<who> is] [valued|worth] <gt> {number} [in] [{field}]',
      'with [a|an] {field} <gt> {number}',
    ],
    compareNumber('>'),
  ),
  ...rules<BuildCondition>(
    [
      '[<who>] [have|has|with|having] [a|an] {field} [of|that is|which is|is|are] <gte> {number}',
      '[<who>] (have|has|with|having) <gte> {number} [{unit:word}] {field}',
      '[that are|which are|worth|valued|are|is] [valued|worth] <gte> {number} [in] [{field}]',
      '{number} or (more|above|higher|greater) [in] [{field}]',
      '[with] {field} [of] {number} or (more|above|higher)',
    ],
    compareNumber('>='),
  ),
  ...rules<BuildCondition>(
    [
      '[<who>] [have|has|with|having] [a|an] {field} [of|that is|which is|is|are] <lt> {number}',
      '[<who>] (have|has|with|having) <lt> {number} [{unit:word}] {field}',
      '[that are|which are|worth|valued|are|is] [valued|worth] <lt> {number} [in] [{field}]',
    ],
    compareNumber('<'),
  ),
  ...rules<BuildCondition>(
    [
      '[<who>] [have|has|with|having] [a|an] {field} [of|that is|which is|is|are] <lte> {number}',
      '[<who>] (have|has|with|having) <lte> {number} [{unit:word}] {field}',
      '[that are|which are|worth|valued|are|is] [valued|worth] <lte> {number} [in] [{field}]',
      '{number} or (less|below|lower) [in] [{field}]',
    ],
    compareNumber('<='),
  ),
  ...rules<BuildCondition>(
    [
      '[<who>] [have|has|with|having] [a|an] {field} (is|are|of|=|:|equals|equal to|set to|as|was) {value:short}',
      '[with] [a|an] {field} {value:short}',
      '<who> (have|has) [a|an] {field} [in|on|during|within] {value:short}',
      'whose {field} (is|are) {value:short}',
      'where {field} (is|=|equals) {value:short}',
    ],
    compareField('='),
  ),
  ...rules<BuildCondition>(['[<who>] [is|are] (in|from|of) the {field} {value:short}'], (s, c, o) => {
    const [path] = pathsOn(s.vocabulary, o, c.field!.found as FieldRef[]).filter((p) => isPicklist(p.field));
    return path && compared(s, '=', [path], c.value!.from, c.value!.to);
  }),
  ...rules<BuildCondition>(
    ['[<who>] [is|are] (flagged|marked|ticked|checked) [as] [a|an] {field}'],
    (s, c, o) => {
      const [box] = pathsOn(s.vocabulary, o, c.field!.found as FieldRef[]).filter(
        (p) => p.field.type === 'boolean',
      );
      return box && is({ kind: 'compare', path: box.path, op: '=', value: true });
    },
  ),
  ...rules<BuildCondition>(
    [
      '[<who>] [have|has|with|having] [a|an] {field} (is not|are not|other than|not equal to|!=|not) {value:short}',
    ],
    compareField('!='),
  ),
  ...rules<BuildCondition>(
    ['[<who>] [have|has|with|having] [a] {field} [is|are] (before|earlier than|prior to) {value:short}'],
    compareField('<'),
  ),
  ...rules<BuildCondition>(
    ['[<who>] [have|has|with|having] [a] {field} [is|are] (after|later than) {value:short}'],
    compareField('>'),
  ),
  ...rules<BuildCondition>(
    ['with [a] {field} (in|on|during|this|for) {value:short}', 'with [a] {field} {value:short}'],
    compareField('='),
  ),
  ...rules<BuildCondition>(
    [
      '[<who>] (has|have|with|having|had) (no|an empty|empty|a blank|blank|not any) {field}',
      '(without|missing|lacking) [a|an|any] {field}',
      '[<who>] (is|are) missing [a|an|their|its] {field}',
      '[<who>] do not (have|have a|have an|have any) {field}',
      '[<who>] does not (have|have a|have an|have any) {field}',
      '[whose|where|with] {field} is (empty|blank|missing|not set|null)',
      '[<who>] lack [a|an] {field}',
    ],
    (s, c, o) => {
      const [p] = pathsOn(s.vocabulary, o, c.field!.found as FieldRef[]);
      return p ? is({ kind: 'empty', path: p.path }) : undefined;
    },
  ),
  ...rules<BuildCondition>(
    [
      '[<who>] (has|have|with|having) (no|neither|neither an|neither a) {field} (and|or|nor) [no|a|an] {other:field}',
      '(without|missing|lacking) [a|an|any] {field} (and|or) [a|an|any] {other:field}',
      '[<who>] (do|does) not have [a|an|any] {field} (or|nor|and) [a|an|any] {other:field}',
    ],
    (s, c, o) => {
      const paths = [c.field!, c.other!].flatMap(
        (at) => pathsOn(s.vocabulary, o, at.found as FieldRef[])[0]?.path ?? [],
      );
      return paths.length === 2
        ? is({ kind: 'all', of: paths.map((path) => ({ kind: 'empty', path })) })
        : undefined;
    },
  ),
  ...rules<BuildCondition>(['[<who>] (has|have|with) (a|an|any|some) {field} [set]'], (s, c, o) => {
    const [p] = pathsOn(s.vocabulary, o, c.field!.found as FieldRef[]);
    return p && p.field.type !== 'boolean' ? is({ kind: 'empty', path: p.path, not: true }, 0.6) : undefined;
  }),
  ...rules<BuildCondition>(
    [
      '[<who>] (contain|contains|containing|include|includes|including|have|has|with|having) {value:short} in [the|their|its] {field}',
      '[<who>|with|whose|where] [have|has|with|having] [a|an|the|their] {field} [<who>] (contain|contains|containing|include|includes|including) {value:short}',
    ],
    holds(),
  ),
  ...rules<BuildCondition>(
    [
      `[<who>|with|whose|where] [have|has|with|having] [a|an|the|their] {field} [<who>] (${BEGINS}) with [the (letter|letters|word)] {value:short}`,
      `[<who>] (${BEGINS}) with [the (letter|letters|word)] {value:short}`,
    ],
    holds('start'),
  ),
  ...rules<BuildCondition>(
    [
      '[<who>|with|whose|where] [have|has|with|having] [a|an|the|their] {field} [<who>] (end|ends|ending) (in|with|on) {value:short}',
    ],
    holds('end'),
  ),
  ...rules<BuildCondition>(
    ['[<who>] [have|has|with|having|use|uses|using|on|at] [a|an] {host:url} {field}'],
    (s, c, o) => {
      const email = pathsOn(s.vocabulary, o, c.field!.found as FieldRef[]).find(
        (p) => p.field.type === 'email',
      );
      const text = `@${s.text(c.host!.from, c.host!.to).replace(/^@/, '')}`;
      return email && is({ kind: 'like', path: email.path, text, end: true }, 0.05);
    },
  ),
  ...rules<BuildCondition>(
    ['between {number} and {value:short}', '[with] [a|an] {field} between {number} and {value:short}'],
    (s, c, o) => {
      const high = s.said(c.value!.from, c.value!.to).number;
      const path = c.field
        ? pathsOn(s.vocabulary, o, c.field.found as FieldRef[]).find((p) => numeric(p.field))?.path
        : amountField(o)?.name;
      if (!high || !path) return undefined;
      const low = c.number!.found as NumberMatch;
      const scale = scaleOf(s, c.value!);
      const from = low.unit === 'plain' && low.value * scale <= high.value ? low.value * scale : low.value;
      return is({
        kind: 'all',
        of: [
          { kind: 'compare', path, op: '>=', value: from },
          { kind: 'compare', path, op: '<=', value: high.value },
        ],
      });
    },
  ),
];

/** "Between 5 and 10 million": the scale of the second number is that of both, unless the first was said with one of its own. */
function scaleOf(s: Sentence, { from, to }: { from: number; to: number }): number {
  const said = s.phrase(from, to);
  if (/(\d ?|\b)(k|thousand|grand)$/.test(said)) return 1e3;
  if (/(\d ?|\b)(m|mm|mn|mil|mio|million)$/.test(said)) return 1e6;
  return /(\d ?|\b)(bn|billion)$/.test(said) ? 1e9 : 1;
}
