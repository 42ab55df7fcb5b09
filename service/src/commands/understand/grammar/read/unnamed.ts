import { conditionsAt } from '../../conditions.ts';
import type { Condition, Target } from '../../intents.ts';
import type { Captured } from '../../pattern.ts';
import type { DateMatch } from '../../dates.ts';
import { nameCost } from '../../name-cost.ts';
import { rules, type Read } from '../../rules.ts';
import type { Sentence } from '../../sentence.ts';
import { dateField } from '../../schema.ts';
import type { BuildIntent, ClauseRule } from '../types.ts';
import { asked } from './types.ts';

/** What a rep means who names no kind of record: "what is closing this week", "how much is in negotiation". */
const UNNAMED = 'Opportunity';

/** The deals that the words tell of; what only limits whose they are tells of nothing yet. */
function dealsThat(s: Sentence, { from, to }: Captured, mine: boolean): Read<Target> | undefined {
  const object = s.vocabulary.objects.get(UNNAMED);
  const read = object && conditionsAt(s, from, to, object);
  if (!read || read.value.some((c) => c.kind === 'unclear' || c.kind === 'named')) return undefined;
  if (!read.value.some((c) => /^(compare|in|days|any)$/.test(c.kind))) return undefined;
  // "Anything on Friday": a day alone tells of no deal.
  if (/^(on|for|in|of|during|at)$/.test(s.word(from)) && s.date(from + 1)?.end === to) return undefined;
  const conditions: Condition[] = [...read.value];
  // What is closing has not closed.
  if (!conditions.some((c) => c.kind !== 'days' && c.kind !== 'owner' && c.kind !== 'account'))
    conditions.push({ kind: 'compare', path: 'IsClosed', op: '=', value: false });
  if (mine && !conditions.some((c) => c.kind === 'owner')) conditions.push({ kind: 'owner', who: 'me' });
  const text = s.text(from, to);
  return {
    value: { text, kind: 'set', objects: [UNNAMED], names: [], conditions },
    cost: 0.2 + read.cost,
  };
}

/** "I" asks about the rep's own. */
function saysI(s: Sentence, { from, to }: Captured, before = 0): boolean {
  return s.tokens.slice(Math.max(0, from - before), to).some((t) => t.word === 'i');
}

const total: BuildIntent = (s, c) => {
  const deals = dealsThat(s, c.where!, saysI(s, c.where!));
  return deals && asked({ mode: 'sum', target: deals.value, fields: [] }, deals.cost);
};

const list: BuildIntent = (s, c) => {
  const deals = dealsThat(s, c.where!, saysI(s, c.where!, 4));
  return deals && asked({ mode: 'list', target: deals.value }, 0.1 + deals.cost);
};

const count: BuildIntent = (s, c) => {
  const deals = dealsThat(s, c.where!, saysI(s, c.where!));
  return deals && asked({ mode: 'count', target: deals.value }, 0.2 + deals.cost);
};

/** "Which deal closes next": the first of those to come. */
const soonest: BuildIntent = (s, c) => {
  const object = s.vocabulary.objects.get(UNNAMED);
  const field = object && dateField(object)?.name;
  if (!object || field === undefined) return undefined;
  const read = c.where ? conditionsAt(s, c.where.from, c.where.to, object) : { value: [], cost: 0 };
  if (!read) return undefined;
  const mine = s.tokens.some((t) => t.word === 'my');
  const conditions: Condition[] = [
    ...read.value,
    { kind: 'compare', path: 'IsClosed', op: '=', value: false },
    { kind: 'days', path: field, from: s.calendar.today },
    ...(mine ? [{ kind: 'owner' as const, who: 'me' }] : []),
  ];
  return asked(
    {
      mode: 'list',
      target: { text: 'open deals', kind: 'set', objects: [UNNAMED], names: [], conditions },
      limit: 1,
      orderBy: { fields: [{ object: UNNAMED, field }], descending: false },
    },
    0.1 + read.cost,
  );
};

const WON = 'close|closed|win|won|sell|sold|book|booked|bring in|brought in|land|landed';

/** "How much has Sofia closed this year": what her won deals bring. */
const wonBy: BuildIntent = (s, c) => {
  const object = s.vocabulary.objects.get(UNNAMED);
  const path = object && dateField(object)?.name;
  const said = s.phrase(c.by!.from, c.by!.to);
  const cost = nameCost(s, c.by!.from, c.by!.to);
  if (
    path === undefined ||
    /^(we|they|he|she|it|you|anyone)$/.test(said) ||
    (said !== 'i' && cost === undefined)
  )
    return undefined;
  const when = c.date?.found as DateMatch | undefined;
  const conditions: Condition[] = [
    { kind: 'compare', path: 'IsWon', op: '=', value: true },
    { kind: 'owner', who: said === 'i' ? 'me' : s.text(c.by!.from, c.by!.to) },
    ...(when ? [{ kind: 'days' as const, path, from: when.range.from, to: when.range.to }] : []),
  ];
  const target: Target = { text: 'won deals', kind: 'set', objects: [UNNAMED], names: [], conditions };
  return asked({ mode: 'sum', target, fields: [] }, 0.2 + (said === 'i' ? 0 : cost!));
};

const DEAL = 'deal|opportunity|opp|one';

/** Deals that are spoken of without a noun, by how they stand or when they close. One line is one phrasing. */
export const UNNAMED_DEALS: ClauseRule[] = [
  ...rules<BuildIntent>(
    [
      'how much [money|revenue|value|business] {where}',
      'how much [money|revenue|value|business] (is|are) [currently|now|still] (sitting|stuck|tied up|parked|waiting) {where}',
      '(what is|what are|show me|give me|tell me)? [the|our|my] (total|sum|amount|value|revenue) {where}',
    ],
    total,
  ),
  ...rules<BuildIntent>(
    [
      `how much [money|revenue|value|business] (has|have|did) {by} (${WON}) [already|so far] [in|during|for] {date} [so far]`,
      `how much [money|revenue|value|business] (has|have|did) {by} (${WON}) [already|so far|in total|altogether]`,
    ],
    wonBy,
  ),
  ...rules<BuildIntent>(['how many {where}'], count),
  ...rules<BuildIntent>(
    [
      'what {where}',
      '(what|what all|which ones) (is|are) {where}',
      '[is there|are there|do we have|have we got|did we have] (anything|something) {where}',
      '(do|have) i (have|got) (anything|something) {where}',
    ],
    list,
  ),
  ...rules<BuildIntent>(
    [
      `(which|what) [of] [my|our|the] [open] (${DEAL}|deals|opportunities|opps) (closes|close|will close|is closing|is due|comes due) (next|first|soonest)`,
      `[what is|which is|show me] [the|my|our] next [open] (${DEAL}) (to close|that closes|closing|due)`,
      '(what|which one) (closes|is closing|is due to close) (next|first|soonest)',
    ],
    soonest,
  ),
];
