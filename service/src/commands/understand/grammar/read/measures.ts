import { conditionsAt } from '../../conditions.ts';
import type { Condition, Target } from '../../intents.ts';
import { nameCost } from '../../name-cost.ts';
import type { Captures } from '../../pattern.ts';
import { rules } from '../../rules.ts';
import { dateField, fieldOf, ownLookups } from '../../schema.ts';
import type { Sentence } from '../../sentence.ts';
import type { FieldRef } from '../../vocabulary.ts';
import type { BuildIntent, ClauseRule } from '../types.ts';
import { asked, endings, setOf } from './types.ts';

type Mode = 'sum' | 'avg' | 'max' | 'min';

/** The number that was named, when only one object counts it; deals before all others. */
function numberOf(s: Sentence, c: Captures): FieldRef | undefined {
  const numbers = (c.field!.found as FieldRef[]).filter(({ object, field }) =>
    /^(currency|double|int|percent)$/.test(fieldOf(s.vocabulary.objects.get(object), field)?.type ?? ''),
  );
  return (
    numbers.find((ref) => ref.object === 'Opportunity') ?? (numbers.length === 1 ? numbers[0] : undefined)
  );
}

function all(object: string, conditions: Condition[], text: string): Target {
  return { text, kind: 'set', objects: [object], names: [], conditions };
}

/** "Total MRR", "average deal size this quarter": of everything that counts it. */
const overall =
  (mode: Mode): BuildIntent =>
  (s, c) => {
    const number = numberOf(s, c);
    const object = number && s.vocabulary.objects.get(number.object);
    const path = object && dateField(object)?.name;
    if (!object || (c.date && path === undefined)) return undefined;
    const when = c.date?.found as { range: { from: string; to: string } } | undefined;
    const conditions: Condition[] = when ? [{ kind: 'days', path: path!, ...when.range }] : [];
    const mine = s.tokens.slice(0, c.field!.from).some((t) => t.word === 'my');
    if (mine) conditions.push({ kind: 'owner', who: 'me' });
    const target = all(object.name, conditions, s.text(c.field!.from, c.field!.to));
    return asked({ mode, target, fields: [number], ...endings(c) }, 0.3);
  };

/** "Average health score of Fjord Enterprise": of the records that point to the one that is named. */
const ofOne =
  (mode: Mode): BuildIntent =>
  (s, c) => {
    const number = numberOf(s, c);
    const object = number && s.vocabulary.objects.get(number.object);
    const cost = nameCost(s, c.name!.from, c.name!.to);
    if (!object || ownLookups(object).length === 0 || cost === undefined) return undefined;
    const name = s.text(c.name!.from, c.name!.to);
    const target = all(object.name, [{ kind: 'belongs', name }], name);
    return asked({ mode, target, fields: [number] }, 0.3 + cost);
  };

/** "MRR of all active subscriptions": a number of many is their sum. */
const ofMany: BuildIntent = (s, c) => {
  const target = setOf(s, c);
  const number = (c.field!.found as FieldRef[]).find(
    ({ object, field }) =>
      target?.value.objects[0] === object &&
      /^(currency|double|int)$/.test(fieldOf(s.vocabulary.objects.get(object), field)?.type ?? ''),
  );
  if (!target || !number || target.value.kind !== 'set' || target.value.list) return undefined;
  return asked({ mode: 'sum', target: target.value, fields: [number], ...endings(c) }, 0.2 + target.cost);
};

/** "How many pallets are on the road": the sum over the records that stand so. */
const thatStand: BuildIntent = (s, c) => {
  const number = numberOf(s, c);
  const object = number && s.vocabulary.objects.get(number.object);
  const { from, to } = c.where!;
  const read = object?.custom ? conditionsAt(s, from, to, object) : undefined;
  if (!object || !read || !read.value.some((one) => /^(compare|in|days)$/.test(one.kind))) return undefined;
  const target = all(object.name, read.value, s.text(c.field!.from, to));
  return asked({ mode: 'sum', target, fields: [number] }, 0.1 + read.cost);
};

const ASK =
  '[what is|what are|what was|what were|how much is|how much was|get|show|show me|give me|calculate|tell me|and] [the|our|my]';
const BY = 'by|per|for each|grouped by|in each|broken down by|split by';
const WORDS: readonly [Mode, string][] = [
  ['sum', 'total|sum of|combined|overall|sum|total of'],
  ['avg', 'average|mean|avg|average of'],
  ['max', 'highest|largest|biggest|maximum|max'],
  ['min', 'lowest|smallest|minimum|min'],
];

/** One number without a noun for the records that it is of. One line is one phrasing. */
export const MEASURES: ClauseRule[] = [
  ...WORDS.flatMap(([mode, words]) => [
    ...rules<BuildIntent>(
      [
        `${ASK} (${words}) [the] {field} [in total|altogether|overall|right now|currently|so far]`,
        `${ASK} (${words}) [the] {field} [in|for|during|of] {date}`,
        `${ASK} (${words}) [the] {field} (${BY}) {group:field}`,
      ],
      overall(mode),
    ),
    ...rules<BuildIntent>([`${ASK} (${words}) [the] {field} (of|for|on|at|in) {name}`], ofOne(mode)),
  ]),
  ...rules<BuildIntent>(
    [
      'how (many|much) {field} do we have [in total|altogether|overall|right now|in all]',
      'how (many|much) {field} (are|is) there [in total|altogether|overall]',
    ],
    overall('sum'),
  ),
  ...rules<BuildIntent>(
    ['how (many|much) {field} (are|is|were|was) [still|now|currently] {where}'],
    thatStand,
  ),
  ...rules<BuildIntent>(
    [
      `${ASK} {field} (of|for|across|on) {target}`,
      `${ASK} {field} (of|for|across|on) {target} (${BY}) {group:field}`,
    ],
    ofMany,
  ),
];
