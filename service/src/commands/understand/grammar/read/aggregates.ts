import { stateAt } from '../../conditions/states.ts';
import type { Target } from '../../intents.ts';
import { nameCost } from '../../name-cost.ts';
import type { Captures } from '../../pattern.ts';
import { rules } from '../../rules.ts';
import { fieldOf } from '../../schema.ts';
import type { Sentence } from '../../sentence.ts';
import type { FieldRef } from '../../vocabulary.ts';
import type { BuildIntent, ClauseRule } from '../types.ts';
import { asked, asSet, endings, nounAlone, setOf } from './types.ts';

function whole(object: string): Target {
  return { text: object, kind: 'set', objects: [object], names: [], conditions: [] };
}

const count: BuildIntent = (s, c) => {
  const target = nounAlone(s, c) ?? setOf(s, c);
  const set = target && asSet(target.value);
  // "The biggest account by revenue" is one account, "my top three deals by amount" are three deals.
  if (!set || (c.group && (set.order || s.recognise('big', c.target!.from, c.target!.to)!.length > 0)))
    return undefined;
  return asked({ mode: 'count', target: set, ...endings(c) }, 0.15 + target.cost);
};

/** Those of the fields that were named which hold numbers. */
function numbersIn(s: Sentence, c: Captures): FieldRef[] {
  return ((c.field?.found ?? []) as FieldRef[]).filter(({ object, field }) =>
    /^(currency|double|int|percent)$/.test(fieldOf(s.vocabulary.objects.get(object), field)?.type ?? ''),
  );
}

/** "Average monthly fee by status": without a noun, whose number it is; deals before all others. */
function measuredOn(s: Sentence, c: Captures): string {
  const numbers = numbersIn(s, c);
  const deals = numbers.length === 0 || numbers.some((ref) => ref.object === 'Opportunity');
  // "Revenue by account": what the accounts have brought, not what each of them is worth.
  const groups = (c.group?.found ?? []) as FieldRef[];
  const ofDeals = groups.some((ref) => ref.object === 'Opportunity');
  const own = numbers.some((number) => groups.some((ref) => ref.object === number.object));
  return deals || (ofDeals && !own) ? 'Opportunity' : numbers[0]!.object;
}

const aggregate =
  (mode: 'sum' | 'avg' | 'max' | 'min'): BuildIntent =>
  (s, c) => {
    // "For each account": by account.
    if (c.target && !c.group && /^(each|every)$/.test(s.word(c.target.from))) return undefined;
    const target = c.target ? setOf(s, c) : { value: whole(measuredOn(s, c)), cost: 0.1 };
    const set = target && asSet(target.value);
    // "How much are they worth": of which records nobody knows here.
    if (!set || set.objects.length === 0) return undefined;
    const fields = (c.field?.found as FieldRef[] | undefined) ?? [];
    const own = fields.some((ref) => set.objects.includes(ref.object));
    return asked(
      { mode, target: set, fields: c.target || own ? fields : [], ...endings(c) },
      0.15 + target.cost,
    );
  };

/** "Who has the most open deals": how many each has. */
const byOwner: BuildIntent = (s, c) => {
  const read = count(s, c);
  const [first] = read?.value ?? [];
  const object = first?.kind === 'read' ? first.read.target.objects[0] : undefined;
  if (!read || first?.kind !== 'read' || object === undefined) return undefined;
  return asked({ ...first.read, groupBy: [{ object, field: 'OwnerId' }], mostFirst: true }, read.cost - 0.1);
};

/** "Who closed the most deals this quarter": of those that ended so. */
const endedByOwner: BuildIntent = (s, c) => {
  const read = byOwner(s, c);
  const [first] = read?.value ?? [];
  if (!read || first?.kind !== 'read' || first.read.target.objects[0] !== 'Opportunity') return undefined;
  const won = s.word(c.how!.from) !== 'lost';
  const { target } = first.read;
  const conditions: Target['conditions'] = [
    ...target.conditions,
    { kind: 'compare', path: 'IsClosed', op: '=', value: true },
    { kind: 'compare', path: 'IsWon', op: '=', value: won },
  ];
  return asked({ ...first.read, target: { ...target, conditions } }, read.cost - 0.1);
};

const PERIOD = /^(week|month|quarter|year)$/;

/** "Open deals by month": counted, or summed, by the day that they are due or came in. */
const byPeriod: BuildIntent = (s, c) => {
  const unit = s.word(c.unit!.from);
  const target = setOf(s, c);
  const set = target && asSet(target.value);
  if (!PERIOD.test(unit) || !set) return undefined;
  const sum = /\b(total|sum|combined|overall)\b/.test(s.phrase(0, c.target!.from));
  const fields = (c.field?.found as FieldRef[] | undefined) ?? [];
  const period = {
    unit: unit as 'week' | 'month' | 'quarter' | 'year',
    created: /^creat/.test(s.word(c.unit!.from - 1)),
  };
  return asked({ mode: sum ? 'sum' : 'count', target: set, fields, period }, 0.2 + target.cost);
};

/** "Pipeline by owner": open amounts for each. */
const openAmounts: BuildIntent = (s, c) => {
  const owner: FieldRef = { object: 'Opportunity', field: 'OwnerId' };
  const conditions: Target['conditions'] = [{ kind: 'compare', path: 'IsClosed', op: '=', value: false }];
  if (c.group && s.tokens.slice(0, c.group.from).some((t) => t.word === 'my'))
    conditions.push({ kind: 'owner', who: 'me' });
  const target: Target = { ...whole('Opportunity'), text: 'open opportunities', conditions };
  return asked({ mode: 'sum', target, fields: [], groupBy: [owner], ...endings(c) }, 0.15);
};

const pipeline =
  (mine: boolean): BuildIntent =>
  (s, c) => {
    const conditions: Target['conditions'] = [{ kind: 'compare', path: 'IsClosed', op: '=', value: false }];
    if (mine) conditions.push({ kind: 'owner', who: 'me' });
    if (c.name) {
      if (s.date(c.name.from) || nameCost(s, c.name.from, c.name.to) === undefined) return undefined;
      conditions.push({ kind: 'belongs', name: s.text(c.name.from, c.name.to) });
    }
    const when = c.date?.found as { range: { from: string; to: string } } | undefined;
    if (when) conditions.push({ kind: 'days', path: 'CloseDate', from: when.range.from, to: when.range.to });
    return asked(
      {
        mode: 'pipeline',
        target: { text: 'open opportunities', kind: 'set', objects: ['Opportunity'], names: [], conditions },
      },
      0.1 + (c.name ? 0.3 : 0),
    );
  };

/** "How many deals are in my pipeline": those that are open. */
const inPipeline: BuildIntent = (s, c) => {
  const read = count(s, c);
  const [first] = read?.value ?? [];
  if (!read || first?.kind !== 'read') return undefined;
  const { target } = first.read;
  if (!fieldOf(s.vocabulary.objects.get(target.objects[0]!), 'IsClosed')) return undefined;
  const mine = s.word(s.tokens.findLastIndex((t) => t.word === 'pipeline') - 1) === 'my';
  const conditions: Target['conditions'] = [
    ...target.conditions,
    { kind: 'compare', path: 'IsClosed', op: '=', value: false },
    ...(mine ? [{ kind: 'owner' as const, who: 'me' }] : []),
  ];
  return asked({ ...first.read, target: { ...target, conditions } }, read.cost - 0.05);
};

const DEALS = /^(deals|opps|opportunities|business)$/;

/** "Rank the reps by closed won amount": what the deals that stand so bring each of them. */
const byRep: BuildIntent = (s, c) => {
  const object = s.vocabulary.objects.get('Opportunity');
  const { from, to } = c.state!;
  const end = DEALS.test(s.word(to - 1)) ? to - 1 : to;
  const state = object && end > from ? stateAt(s, from, end, object) : undefined;
  if (!state || state.value.kind === 'unclear') return undefined;
  const target: Target = { ...whole('Opportunity'), text: s.text(from, to), conditions: [state.value] };
  const groupBy: FieldRef[] = [{ object: 'Opportunity', field: 'OwnerId' }];
  return asked({ mode: 'sum', target, fields: [], groupBy }, 0.1 + state.cost);
};

/** "The total value of my open pipeline". */
const ownOpenTotal: BuildIntent = () =>
  asked(
    {
      mode: 'sum',
      target: {
        ...whole('Opportunity'),
        text: 'open opportunities',
        conditions: [
          { kind: 'compare', path: 'IsClosed', op: '=', value: false },
          { kind: 'owner', who: 'me' },
        ],
      },
      fields: [],
    },
    0.08,
  );

const REPS = 'reps|sellers|salespeople|sales people|account executives|aes|users|team|team members|owners';
const ASK =
  'what is|what are|what was|what were|how much is|how much was|get|get me|show|show me|give me|calculate|compute|tell me|find|retrieve|work out|determine|query|return';
const HOW_MANY = `how many|count|count of|count the|count up|number of|[${ASK}] [the|a] [total|overall|exact] (number|count) of|how many of|tell me how many|show me how many|what number of|how many total`;
const TOTAL = 'total|sum|sum of|total of|combined|aggregate|overall|the total|sum up|add up|total up';
const BY =
  'by|per|for each|for every|of each|of every|in each|in every|at each|each|grouped by|group by|broken down by|split by';
const ARE_THERE = '(are|is) [there] [currently|now]|do we have|have we got|sit|fall';

/** One number about many records, or one for each group. One line is one phrasing. */
export const AGGREGATES: ClauseRule[] = [
  ...rules<BuildIntent>(
    [
      `(${HOW_MANY}) {target} [do we have|are there|exist|in total|have we got|are in there|is there|have we]`,
      `(${HOW_MANY}) {target} [${ARE_THERE}] (${BY}) {group:field}`,
      `(${HOW_MANY}) {target} (does|do) (each|every) {group:field} (have|own|hold|got|get|run|manage)`,
      `{target} count (${BY}) {group:field}`,
      '{target} (by|per) {group:field} count',
      '(break down|group|breakdown of|split|breakdown|give me a breakdown of|show me a breakdown of|show|show me|give me) {target} (by|per|grouped by) {group:field}',
      '{target} (grouped by|by|per) {group:field}',
    ],
    count,
  ),
  ...rules<BuildIntent>(
    ['(who|which rep|which user|which seller|which salesperson) (has|owns|have) [the] most {target}'],
    byOwner,
  ),
  ...rules<BuildIntent>(
    [`(who|which rep|which user|which seller|which salesperson) [has|have] {how:ended} [the] most {target}`],
    endedByOwner,
  ),
  ...rules<BuildIntent>(
    [
      `(${HOW_MANY}|show|show me|give me|list|break down)? {target} [grouped|split|broken down] (by|per|each) [close|closing|creation|created] {unit:word}`,
      `(${HOW_MANY}) {target} (close|closes|are closing|will close|are due|fall|come in) (in|per|by) [each|every] {unit:word}`,
      `[${ASK}] [the|my|our] (${TOTAL}) [{field}] (of|for) {target} (by|per|each) [close|closing] {unit:word}`,
    ],
    byPeriod,
  ),
  ...rules<BuildIntent>(
    [
      '[show me|show|give me|what is|how is|how does|how much|sum|sum up|add up|total|total up] [the|our|my|the whole|the team] [total] [open] pipeline [value|amount|amounts|total] [look|looking|is there|do we have] (by|per|for each|grouped by|split by|broken down by) {group:field}',
      '(who|which rep|which user|which seller|which salesperson) has [the] (biggest|largest|most|fattest) [open] pipeline',
    ],
    openAmounts,
  ),
  ...rules<BuildIntent>(
    [
      `[${ASK}|show me|what is] [the] (total|combined|overall|whole) [value|amount|worth|size] (of|in) my [whole|entire|current] [open] pipeline`,
      `[${ASK}|show me|what is] [the] (value|amount|worth|size) (of|in) my [whole|entire|current|total] [open] pipeline`,
    ],
    ownOpenTotal,
  ),
  ...rules<BuildIntent>(
    [
      `(rank|compare|list|show|show me|order|sort) [all] [the|our|my] [sales] (${REPS}) (by|on|according to) [their] [total] {state:short} (amount|amounts|revenue|value|business|total)`,
      `(rank|compare|list|show|show me|order|sort) [all] [the|our|my] [sales] (${REPS}) (by|on|according to) [the] (amount|amounts|revenue|value|total) (of|from|in) [their] {state:short}`,
    ],
    byRep,
  ),
  ...rules<BuildIntent>(
    [
      `[${ASK}] [the] (${TOTAL}) {field} (of|for|across|on|in|from|over|at) {target}`,
      `[${ASK}] [the] (${TOTAL}) {field} (of|for|across|on|in|from) {target} (${BY}) {group:field}`,
      `[${ASK}] [the] {field} (across|over) {target}`,
      `[${ASK}] [the] {field} (of|across|over) {target} (${BY}) {group:field}`,
      `[${ASK}] [the] (${TOTAL}) {target}`,
      `[${ASK}] [the] (${TOTAL}) {target} (${BY}) {group:field}`,
      `[${ASK}] [the] (${TOTAL}) {field} (${BY}) {group:field}`,
      '(how much|what) (is|are) {target} worth [in total|altogether|combined|all together]',
      '(how much|what) (do|does|will|would|did) {target} (add up to|come to|amount to|total|sum to|sum up to) [in total|altogether|combined|all together]',
      'how much (do|does|will) {target} bring [in]',
      'how much [money] (is|do we have|do i have|have we got) [tied up|sitting|in] {target}',
      '(sum|add|total) [up] {field} (of|for|across) {target}',
      '(sum|total) {field} (by|per|for each|grouped by) {group:field} (of|for|across) {target}',
      `[${ASK}] [the] (value|worth) of {target} (by|per|grouped by) {group:field}`,
      `[${ASK}] [the|our|my] (total|combined|overall) [pipeline|deal|sales|opportunity|potential|dollar] (value|worth|size) (of|for|across|in|from) {target}`,
      `[${ASK}] [the|our|my] (total|combined|overall) [pipeline|deal|sales|opportunity|potential|dollar] (value|worth|size) (of|for|across|in|from) {target} (${BY}) {group:field}`,
    ],
    aggregate('sum'),
  ),
  ...rules<BuildIntent>(
    [
      'how (many|much) {field} (do|does) {target} (have|make|bring|count|add up to) [in total|altogether|in all|combined|all together|overall]',
    ],
    (s, c) => (numbersIn(s, c).length > 0 ? aggregate('sum')(s, c) : undefined),
  ),
  ...rules<BuildIntent>(
    [
      `[${ASK}] [the|our|my] (average|mean|avg) {field} (of|for|across|on|in) {target}`,
      `[${ASK}] [the] (average|mean|avg) {field} (of|for|across|in) {target} (${BY}) {group:field}`,
      `[${ASK}] [our|my|the] (average|avg|mean) {field}`,
      `[${ASK}] [our|my|the] (average|avg|mean) {field} (${BY}) {group:field}`,
    ],
    aggregate('avg'),
  ),
  ...rules<BuildIntent>(
    [
      `[${ASK}] [the] (highest|largest|biggest|maximum|max|greatest) {field} (of|for|across|among|on|in) {target}`,
      'what is [the|our] (highest|largest|biggest|maximum|max|greatest) {field}',
    ],
    aggregate('max'),
  ),
  ...rules<BuildIntent>(
    [`[${ASK}] [the] (lowest|smallest|minimum|min) {field} (of|for|across|among|on|in) {target}`],
    aggregate('min'),
  ),
  ...rules<BuildIntent>(
    [
      'how is my pipeline [looking|doing|today|shaping up|right now] [by stage|per stage]',
      'how does my pipeline look [by stage|per stage]',
      `[show me|show|give me|get me|i need|can i get] [a|an|the] [quick|short|brief] (summary|overview|rundown|snapshot|breakdown|status|picture|recap) (of|on) my [current|open] pipeline [by stage|per stage]`,
      '[show me|show|what is|give me|what is in|summarize|summarise|review|see|what does|pull up|get] my [open] pipeline [look like|by stage|per stage|summary|broken down by stage|grouped by stage]',
      'my pipeline [by stage] [please]',
      '(split|break down|break|group|slice) my [open] pipeline [down|up] by stage',
      'pipeline summary',
      'how much do i have in [my|the] pipeline',
      'how much (is|money is|value is) [there] in my pipeline',
      'how much is my pipeline [worth]',
      'how am i doing [this quarter]',
      'what is my pipeline worth [by stage]',
      'how (is|does) my pipeline (look|looking) [for] [{date}]',
    ],
    pipeline(true),
  ),
  ...rules<BuildIntent>(
    [
      'how is (the|our|the team|the whole team|everyone) [team] [s] pipeline [looking|doing|today]',
      'how does (the|our) [team] pipeline look',
      '(show me|show|what is|give me|summarize) (the|our) [team] [open] [total] pipeline [by stage|per stage]',
      '[the|our|total|show me the|show the|show|show me] [total|whole|open] pipeline [value|amount] (by|per) stage',
      'the pipeline by stage',
      `[show me|show|give me|get me|i need|can i get] [a|an|the] [quick|short|brief] (summary|overview|rundown|snapshot|breakdown|status|picture|recap) (of|on) (the|our) [team] [current|open] pipeline [by stage|per stage]`,
      '[the|our] total pipeline',
      'our pipeline by stage',
      `[${ASK}] [the|our] [open] [sales] pipeline (for|in) {date}`,
    ],
    pipeline(false),
  ),
  ...rules<BuildIntent>(
    [
      "how is {name} 's pipeline [looking|doing]",
      "how does {name} 's pipeline look",
      "(show me|show|what is|give me) {name} 's pipeline [by stage]",
      '(how much|what) pipeline does {name} have',
      `[${ASK}|what is in|what have we got in|summarize] [the] [open|total|whole|entire|current] [opportunity|sales|deal] pipeline (for|of|at|with) [account] {name}`,
    ],
    pipeline(false),
  ),
  ...rules<BuildIntent>(
    [`(${HOW_MANY}) {target} (are|is|do we have|do i have) [there] [currently|now] in (the|our|my) pipeline`],
    inPipeline,
  ),
];
