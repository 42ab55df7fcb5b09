import { ASSIGNMENTS, SEPARATORS, assign, isFree, isSomeStatus } from '../../assignments.ts';
import type { Assignment } from '../../intents.ts';
import type { Captures } from '../../pattern.ts';
import { isValueOfSome, picklistsOf } from '../../picklists.ts';
import type { Read, Rule } from '../../rules.ts';
import { cover, phrasesOf, rules } from '../../rules.ts';
import type { Sentence } from '../../sentence.ts';
import type { FieldRef } from '../../vocabulary.ts';
import { targetOf } from '../target-of.ts';
import { intent, type BuildIntent, type ClauseRule } from '../types.ts';

type BuildItem = (s: Sentence, c: Captures) => Read<Assignment> | undefined;

/** A value that says itself which field it is for. */
const bare: BuildItem = (s, c) => {
  const { from, to } = c.bare!;
  const value = assign(s, [], '', from, to);
  return { value, cost: 0.15 };
};

const standing: BuildItem = (s, c) => {
  const { from, to } = c.status!;
  return isSomeStatus(s, s.text(from, to)) ? bare(s, { bare: { from, to } }) : undefined;
};

/** One line is one way to say a value in a list of them. */
const ITEMS: Rule<BuildItem>[] = [
  ...ASSIGNMENTS,
  ...rules<BuildItem>(
    [
      '[now] [closing|closes|close|signing|signs|due|starting|starts|expected|ending|ends] [on|by|in|at|around] {bare:date}',
      '[worth|at|now|is now|now at|now worth] {bare:number}',
    ],
    bare,
  ),
  ...rules<BuildItem>(['[now|now in|in|at] {status}'], standing),
];

/** "Cobalt Sensors: 36k, closing March 31, probability 30%": what the record gets, one thing after another, without a verb. */
const listed =
  (base: number, loose = false): BuildIntent =>
  (s, c) => {
    const target = targetOf(s, c);
    if (!target || target.value.kind !== 'named' || target.value.list) return undefined;
    const { from, to } = c.items!;
    if (to - from > 40) return undefined;
    const read = cover(s, from, to, phrasesOf(s, ITEMS, 'item'), SEPARATORS);
    const kinds = read?.value.map(kindOf) ?? [];
    // "Pump One now runs firmware 8.2": without a colon any words could be the value of a field.
    if (loose && read?.value.some((a) => a.fields.length > 0 && !a.value.quoted && isFree(s, a.fields)))
      return undefined;
    if (!read || kinds.length < 2 || new Set(kinds).size < kinds.length) return undefined;
    return intent(
      { kind: 'update', target: target.value, assignments: read.value },
      base + target.cost + read.cost,
    );
  };

/** Of one kind there is one value only: which of two numbers is the amount nobody knows. */
function kindOf({ fieldText, value }: Assignment): string {
  if (fieldText !== '') return fieldText.toLowerCase();
  if (value.date) return 'date';
  return value.number ? `number ${value.number.unit ?? ''}` : 'status';
}

/** "Set Jamie Fox to working and hot": two values, each of one picklist of the record, and of another one. */
const twoValues: BuildIntent = (s, c) => {
  const target = targetOf(s, c);
  if (!target || target.value.list) return undefined;
  const said = [c.first!, c.second!].map(({ from, to }) => s.said(from, to));
  const fields: [FieldRef[], FieldRef[]] = [[], []];
  for (const o of s.vocabulary.objects.values()) {
    if (!o.updateable || (target.value.objects.length > 0 && !target.value.objects.includes(o.name)))
      continue;
    const [one = [], other = []] = said.map(({ text }) =>
      picklistsOf(o).filter((f) => isValueOfSome([f], text, s.vocabulary.synonyms)),
    );
    if (one.length !== 1 || other.length !== 1 || one[0] === other[0]) continue;
    fields[0].push({ object: o.name, field: one[0]!.name });
    fields[1].push({ object: o.name, field: other[0]!.name });
  }
  if (fields[0].length === 0) return undefined;
  const assignments = said.map((value, n) => ({ fields: fields[n]!, fieldText: '', value }));
  return intent({ kind: 'update', target: target.value, assignments }, 0.3 + target.cost);
};

/** One line is one phrasing. */
export const LISTS: ClauseRule[] = [
  ...rules<BuildIntent>(
    ['{target} (:|-|–|—|,|=) {items:rest}', '<set> {target} (:|,|to) {items:rest}'],
    listed(0.3),
  ),
  ...rules<BuildIntent>(['{target} {items:rest}'], listed(0.5, true)),
  ...rules<BuildIntent>(
    ['<set> {target} <to> [both] {first:short} (and|,|&|plus|and also) {second:short}'],
    twoValues,
  ),
];
