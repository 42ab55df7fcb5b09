import type { Read as Reading, Target } from '../intents.ts';
import type { Captures } from '../pattern.ts';
import type { Read } from '../rules.ts';
import { placeNamed } from '../places.ts';
import { rules } from '../rules.ts';
import type { Sentence } from '../sentence.ts';
import { targetAt } from '../target.ts';
import type { FieldRef, ObjectPhrase } from '../vocabulary.ts';
import type { BuildIntent, ClauseRule } from './types.ts';
import { intent } from './types.ts';
import { HERE } from './update.ts';

function asked(read: Reading, cost: number): ReturnType<BuildIntent> {
  return intent({ kind: 'read', read }, cost);
}

function setOf(s: Sentence, c: Captures, slot = 'target'): Read<Target> | undefined {
  const at = c[slot];
  if (!at) return undefined;
  return targetAt(s, at.from, at.to);
}

function whole(object: string): Target {
  return { text: object, kind: 'set', objects: [object], names: [], conditions: [] };
}

/** Target, with "sorted by …" and "by stage" taken off its end. */
function endings(s: Sentence, c: Captures): Partial<Reading> {
  const extra: Partial<Reading> = {};
  if (c.group) extra.groupBy = c.group.found as FieldRef[];
  if (c.order) extra.orderBy = { fields: c.order.found as FieldRef[], descending: c.asc === undefined };
  void s;
  return extra;
}

const list: BuildIntent = (s, c) => {
  const target = setOf(s, c);
  if (!target || (target.value.kind === 'context' && target.value.pronoun === 'it')) return undefined;
  const limit = c.number ? (c.number.found as { value: number }).value : undefined;
  return asked(
    { mode: 'list', target: target.value, ...endings(s, c), ...(limit ? { limit } : {}) },
    0.2 + target.cost,
  );
};

const count: BuildIntent = (s, c) => {
  const target = setOf(s, c);
  if (!target || (target.value.kind === 'named' && target.value.objects.length === 0)) return undefined;
  const set: Target = target.value.kind === 'named' ? { ...target.value, kind: 'set' } : target.value;
  return asked({ mode: 'count', target: set, ...endings(s, c) }, 0.15 + target.cost);
};

const aggregate =
  (mode: 'sum' | 'avg' | 'max' | 'min'): BuildIntent =>
  (s, c) => {
    const target = c.target ? setOf(s, c) : { value: whole('Opportunity'), cost: 0.1 };
    if (!target || (target.value.kind === 'named' && target.value.objects.length === 0)) return undefined;
    const set: Target = target.value.kind === 'named' ? { ...target.value, kind: 'set' } : target.value;
    return asked(
      { mode, target: set, fields: (c.field?.found as FieldRef[] | undefined) ?? [], ...endings(s, c) },
      0.15 + target.cost,
    );
  };

const value: BuildIntent = (s, c) => {
  // "Show accounts in Germany" asks for records, not for a field of a record called Germany.
  if (c.target && placeNamed(s.text(c.target.from, c.target.to))) return undefined;
  const target = c.target ? setOf(s, c) : { value: HERE, cost: 0.05 };
  if (!target || (target.value.kind === 'set' && target.value.names.length === 0 && !target.value.count))
    return undefined;
  const fields = c.field!.found as FieldRef[];
  const off =
    target.value.objects.length > 0 && !fields.some((f) => target.value.objects.includes(f.object)) ? 1.5 : 0;
  return asked(
    { mode: 'value', target: target.value, fields, fieldText: s.text(c.field!.from, c.field!.to) },
    0.15 + target.cost + off,
  );
};

const fixed =
  (field: (o: string) => string[]): BuildIntent =>
  (s, c) => {
    const target = c.target ? setOf(s, c) : { value: HERE, cost: 0.05 };
    if (!target || target.value.kind === 'set') return undefined;
    const objects = target.value.objects.length > 0 ? target.value.objects : [...s.vocabulary.objects.keys()];
    const fields = objects.flatMap((object) =>
      field(object)
        .filter((f) => s.vocabulary.objects.get(object)?.fields.some((d) => d.name === f))
        .map((f) => ({ object, field: f })),
    );
    return fields.length === 0
      ? undefined
      : asked({ mode: 'value', target: target.value, fields }, 0.25 + target.cost);
  };

/** "top 5 deals by amount", "my biggest open deal": ordered, perhaps cut off. */
const top =
  (descending: boolean): BuildIntent =>
  (s, c) => {
    const target = setOf(s, c);
    if (!target || (target.value.kind === 'named' && target.value.objects.length === 0)) return undefined;
    const limit = c.number ? (c.number.found as { value: number }).value : 1;
    const set: Target = { ...target.value, kind: 'set' };
    const object = set.objects[0] ?? 'Opportunity';
    const word = c.how ? s.word(c.how.from) : '';
    const field = /^(newest|latest|recent|oldest)$/.test(word)
      ? 'CreatedDate'
      : object === 'Opportunity'
        ? 'Amount'
        : object === 'Account'
          ? 'AnnualRevenue'
          : 'CreatedDate';
    const fields = (c.order?.found as FieldRef[] | undefined) ?? [{ object, field }];
    const up = c.order === undefined && /^(oldest|smallest|lowest)$/.test(word);
    return asked(
      { mode: 'list', target: set, limit, orderBy: { fields, descending: descending && !up } },
      0.2 + target.cost,
    );
  };

const pipeline =
  (mine: boolean): BuildIntent =>
  (s, c) => {
    const conditions: Target['conditions'] = [{ kind: 'compare', path: 'IsClosed', op: '=', value: false }];
    if (mine) conditions.push({ kind: 'owner', who: 'me' });
    if (c.name) {
      if (c.name.to - c.name.from > 3) return undefined;
      conditions.push({ kind: 'owner', who: s.text(c.name.from, c.name.to) });
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

const people: BuildIntent = (s, c) => {
  const target = setOf(s, c);
  if (!target || target.value.kind !== 'named' || target.value.names.length === 0) return undefined;
  return asked(
    {
      mode: 'list',
      target: {
        text: target.value.text,
        kind: 'set',
        objects: ['Contact'],
        names: [],
        conditions: [{ kind: 'account', name: target.value.names.at(-1)! }],
      },
    },
    0.3 + target.cost,
  );
};

const noun = (s: Sentence, c: Captures): string[] =>
  (c.object?.found as ObjectPhrase | undefined)?.objects ?? [];

/** "What opportunities are closing this quarter": the noun and the conditions around the question's own words. */
const which: BuildIntent = (s, c) => {
  void noun;
  const target = targetAt(s, c.target!.from, c.target!.to);
  if (!target || target.value.kind !== 'set') return undefined;
  return asked({ mode: 'list', target: target.value, ...endings(s, c) }, 0.2 + target.cost);
};

const SHOW =
  'show|show me|list|list out|find|find me|get|get me|give me|give me a list of|pull up|pull|bring up|look up|lookup|search for|search|display|fetch|see|view|open|which are|what are|who are|which|what|who|tell me about|i want to see|let me see|show us|retrieve|query|what do we know about|who is|read me|name|i need to see|are there|are there any|do we have|do we have any|do i have|do i have any|have i got any|is there|tell me|a list of|give us|run a list of|check|check for|what is on';
const SORTED = 'sorted by|ordered by|sort by|order by|in order of|by|ranked by|sorted by their';
const HOW_MANY =
  'how many|count|count of|count the|number of|what is the number of|how many of|give me a count of|get a count of|what is the count of|tell me how many|count up|show the number of|total number of|show me how many|what number of|get the number of|how many total';
const TOTAL = 'total|sum|sum of|total of|combined|aggregate|overall|the total|sum up|add up|total up';

/** One line is one phrasing. */
export const READS: ClauseRule[] = [
  ...rules<BuildIntent>(
    [
      `(${SHOW}) {target}`,
      `(${SHOW}) {target} (${SORTED}) {order:field} [descending|desc|high to low|highest first|largest first]`,
      `(${SHOW}) {target} (sorted by|ordered by|sort by|order by) {order:field} {asc:asc}`,
      `(what|which) {target} [do we have|are there|exist|have we got|is there|do you see]`,
      '{target} ?',
      'where is {target}',
    ],
    list,
  ),
  ...rules<BuildIntent>([`(what|which) {target}`, 'do i have any {target}', 'any {target}'], which),
  ...rules<BuildIntent>(
    [
      `(${HOW_MANY}) {target} [do we have|are there|exist|in total|have we got|are in there|is there|have we]`,
      `(${HOW_MANY}) {target} (by|per|for each|grouped by|in each|broken down by|group by|split by|at each|for every) {group:field}`,
      'count {target} (by|per|grouped by|in each|for each) {group:field}',
      '{target} count (by|per) {group:field}',
      '{target} (by|per) {group:field} count',
      '(break down|group|breakdown of|split|breakdown|give me a breakdown of|show me a breakdown of|show|show me|give me) {target} (by|per|grouped by) {group:field}',
      '{target} (grouped by|by|per) {group:field}',
    ],
    count,
  ),
  ...rules<BuildIntent>(
    [
      `(what is|get|show|show me|give me|calculate|compute|tell me|find|what are)? [the] (${TOTAL}) {field} (of|for|across|on|in|from) {target}`,
      `(what is|get|show|show me|give me|calculate|tell me)? [the] (${TOTAL}) {field} (of|for|across|on|in|from) {target} (by|per|for each|grouped by|in each) {group:field}`,
      `(what is|get|show|show me|give me|calculate|tell me)? [the] (${TOTAL}) {target}`,
      '(how much|what) (is|are) {target} worth [in total|altogether|combined|all together]',
      'how much [money] (is|do we have|do i have|have we got) [tied up|sitting|in] {target}',
      '(sum|add|total) [up] {field} (of|for|across) {target}',
      '(sum|total) {field} (by|per|for each|grouped by) {group:field} (of|for|across) {target}',
      '(what is|how much is|get|show|show me|give me)? [the] (value|worth) of {target} (by|per|grouped by) {group:field}',
      '(what is|how much is|get)? [the] (total|combined|overall) (value|worth|size) of {target} [by|per] [{group:field}]',
    ],
    aggregate('sum'),
  ),
  ...rules<BuildIntent>(
    [
      '(what is|get|show|show me|give me|calculate|tell me)? [the|our|my] (average|mean|avg) {field} (of|for|across|on|in) {target}',
      '(what is|get|show|show me|give me|calculate)? [the] (average|mean|avg) {field} (of|for|across|in) {target} (by|per|for each|grouped by) {group:field}',
      '(what is|get|calculate)? [our|my|the] (average|avg) {field}',
    ],
    aggregate('avg'),
  ),
  ...rules<BuildIntent>(
    [
      '(what is|get|show|show me|give me|tell me)? [the] (highest|largest|biggest|maximum|max|greatest) {field} (of|for|across|among|on|in) {target}',
    ],
    aggregate('max'),
  ),
  ...rules<BuildIntent>(
    [
      '(what is|get|show|show me|give me|tell me)? [the] (lowest|smallest|minimum|min) {field} (of|for|across|among|on|in) {target}',
    ],
    aggregate('min'),
  ),
  ...rules<BuildIntent>(
    [
      `[${SHOW}|what is|which is|what are|which are] [the|my|our] {how:big} {target}`,
      `[${SHOW}|what are|which are] [the|my|our] (top|first|best) {number} [largest|biggest] {target} [by|sorted by|in terms of|ranked by] [{order:field}]`,
      `[${SHOW}|what are|which are] [the|my|our] (top|first) {number} {target}`,
      `[${SHOW}|what are|which are] [the|my|our] {number} {how:big} {target}`,
      `[${SHOW}|what are] [the|my|our] {number} {how:big} {target} (by|in terms of) {order:field}`,
      `(${SHOW}) [the|my|our] top {target} (by|in terms of) {order:field}`,
      `[${SHOW}|what is] [the|my|our] {target} with [the] (highest|largest|biggest|most) {order:field}`,
    ],
    (s, c) => {
      if (/^(top|first)$/.test(s.word(c.target!.from - 1)) && !c.number) return undefined;
      return top(true)(s, c);
    },
  ),
  ...rules<BuildIntent>(
    [
      `[${SHOW}|what is|which is] [the|my|our] {target} with [the] (lowest|smallest|least) {order:field}`,
      `[${SHOW}|what are|which are] [the|my|our] (bottom|lowest|smallest) {number} {target} [by] [{order:field}]`,
    ],
    top(false),
  ),
  ...rules<BuildIntent>(
    [
      '(what is|what are|what was|tell me|show me|give me|get|get me|show|find|look up|check|read me|find me) {field} (of|for|on|in|at) {target}',
      "(what is|what are|tell me|show me|give me|get|get me|show|find|look up|check|read me|find me) {target} 's {field}",
      '(what is|tell me|show me|give me|get|show|what are) {target} {field}',
      '(what|which) {field} (is|does|has|are) {target} [in|at|have|on|use|of|with]',
      '(what is|what are|tell me) (his|her|their|its) {field}',
      '(what is|what are|tell me|show me) {field}',
      'do we have [a|an] {field} for {target}',
      'what {field} do we have for {target}',
      '{target} has what {field}',
      'how high is {field} (of|for|on) {target}',
      'who is {field} (of|for|on|at) {target}',
      "who is {target} 's {field}",
    ],
    value,
  ),
  ...rules<BuildIntent>(
    [
      'when (does|is|will) {target} [due|expected|scheduled|supposed|set|going] [to] (close|closing|due|start|happen|end)',
      'when is {target} due',
      'when is {target}',
      'when does {target} (close|start)',
      "when is {target} 's close date",
    ],
    fixed((o) => [
      { Opportunity: 'CloseDate', Task: 'ActivityDate', Event: 'StartDateTime', Campaign: 'StartDate' }[o] ??
        '-',
    ]),
  ),
  ...rules<BuildIntent>(
    ['how (much|big) is {target} [worth]', 'what is {target} worth', 'how (much|big) (is|are) {target}'],
    fixed((o) => [{ Opportunity: 'Amount', Campaign: 'BudgetedCost' }[o] ?? '-']),
  ),
  ...rules<BuildIntent>(
    [
      'who (owns|has|is responsible for|is the owner of|is working|is working on|handles|manages|looks after|is handling|runs) {target}',
      'who is {target} assigned to',
      'whose (account|deal|opportunity|lead|contact|case) is {target}',
      'who does {target} belong to',
      "who is {target} 's owner",
    ],
    fixed(() => ['OwnerId']),
  ),
  ...rules<BuildIntent>(
    [
      '(what stage|which stage|where) is {target} [in|at|in the pipeline] [right now]',
      'where (are|do) we [stand] (on|with) {target}',
      'how far along is {target}',
      'what is (happening|the story|going on) with {target}',
      'how is {target} (doing|going|looking)',
      'where does {target} stand',
      'what is the (status|state) of {target}',
    ],
    fixed((o) => [
      { Opportunity: 'StageName', Lead: 'Status', Case: 'Status', Task: 'Status', Campaign: 'Status' }[o] ??
        '-',
    ]),
  ),
  ...rules<BuildIntent>(
    [
      'who is the (primary contact|main contact|primary) (on|for|of|in|at) {target}',
      'who is {target} primary contact',
      '(show|find|get|what is|tell me) [me] the (primary contact|main contact) (on|for|of|at) {target}',
      "who is {target} 's (primary contact|main contact)",
      'primary contact (on|for|of) {target}',
    ],
    (s, c) => {
      const target = targetAt(s, c.target!.from, c.target!.to);
      return target && target.value.kind !== 'set'
        ? asked({ mode: 'primary-contact', target: target.value }, 0.1 + target.cost)
        : undefined;
    },
  ),
  ...rules<BuildIntent>(
    [
      '(who|which contacts|which people) (is|are) [involved|the contacts|the people|the stakeholders|the contact roles] (on|in|for|with) {target}',
      '(show|list|who are|get) [me] [the] (contact roles|stakeholders|people involved|buying committee|roles) (on|for|of|in) {target}',
      'who is the {role} (on|for|of) {target}',
    ],
    (s, c) => {
      const target = targetAt(s, c.target!.from, c.target!.to);
      if (
        !target ||
        target.value.kind === 'set' ||
        (target.value.objects[0] && target.value.objects[0] !== 'Opportunity')
      )
        return undefined;
      const said = c.role ? s.text(c.role.from, c.role.to) : undefined;
      return asked(
        {
          mode: 'roles',
          target: { ...target.value, objects: ['Opportunity'] },
          ...(said === undefined ? {} : { fieldText: said }),
        },
        0.35 + target.cost,
      );
    },
  ),
  ...rules<BuildIntent>(
    [
      'how is my pipeline [looking|doing|today|shaping up|right now]',
      'how does my pipeline look',
      '[show me|show|what is|give me|what is in|summarize|summarise|review|see|what does|pull up|get] my [open] pipeline [look like|by stage|per stage|summary|broken down by stage|grouped by stage]',
      'my pipeline [by stage] [please]',
      'pipeline summary',
      'how much do i have in [my|the] pipeline',
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
      'pipeline by stage',
      'the pipeline by stage',
      'our pipeline by stage',
    ],
    pipeline(false),
  ),
  ...rules<BuildIntent>(
    [
      "how is {name} 's pipeline [looking|doing]",
      "how does {name} 's pipeline look",
      "(show me|show|what is|give me) {name} 's pipeline [by stage]",
    ],
    pipeline(false),
  ),
  ...rules<BuildIntent>(
    [
      'who (works|work) (at|for) {target}',
      'who do (we|i) (know|have) at {target}',
      '(which|what) people (do we know|do we have|work|are) at {target}',
      'who are [my|our|the] (people|contacts) at {target}',
    ],
    people,
  ),
  ...rules<BuildIntent>(
    [
      'what [tasks|to dos|todos|follow ups|to do items] do i have [due] {date} [including|and|plus|with] [anything|any|everything] [that is] (overdue|past due)',
      '(show|list|show me|get|what are) [my|all my] [open] (tasks|to dos|todos) [due|for] {date} (including|and|plus|with) [anything|any|everything] [that is] (overdue|past due) [ones|tasks|items]',
      'what is (due|on my list|on my plate|on my to do list) {date} (including|and|plus) [anything|what is] overdue',
      'what [tasks|to dos] are due {date} or overdue',
    ],
    (_s, c) => {
      const { range } = c.date!.found as { range: { to: string } };
      return asked(
        {
          mode: 'list',
          target: {
            text: 'open tasks',
            kind: 'set',
            objects: ['Task'],
            names: [],
            conditions: [
              { kind: 'owner', who: 'me' },
              { kind: 'compare', path: 'IsClosed', op: '=', value: false },
              { kind: 'days', path: 'ActivityDate', to: range.to },
            ],
          },
        },
        0.05,
      );
    },
  ),
  ...rules<BuildIntent>(
    [
      'what [open] (tasks|to dos|todos|follow ups) do i have [due|for|on] {date}',
      'what (do i have to do|is on my to do list|is due|do i need to do|am i supposed to do) [on|for] {date}',
      'what (tasks|to dos) are [due|on my list] [on|for] {date}',
      '[show me|show|list|what are] my [open] (tasks|to dos|todos) [due|for] {date}',
    ],
    (_s, c) => {
      const { range } = c.date!.found as { range: { from: string; to: string } };
      return asked(
        {
          mode: 'list',
          target: {
            text: 'open tasks',
            kind: 'set',
            objects: ['Task'],
            names: [],
            conditions: [
              { kind: 'owner', who: 'me' },
              { kind: 'compare', path: 'IsClosed', op: '=', value: false },
              { kind: 'days', path: 'ActivityDate', from: range.from, to: range.to },
            ],
          },
        },
        0.08,
      );
    },
  ),
  ...rules<BuildIntent>(
    [
      'what [open|overdue] (tasks|to dos|todos|follow ups) do i have',
      'what do i have to do',
      'what is on my (plate|to do list|list)',
      'what are my [open] (tasks|to dos|todos)',
    ],
    (s) => {
      const overdue = s.tokens.some((t) => t.word === 'overdue');
      return asked(
        {
          mode: 'list',
          target: {
            text: 'open tasks',
            kind: 'set',
            objects: ['Task'],
            names: [],
            conditions: [
              { kind: 'owner', who: 'me' },
              { kind: 'compare', path: 'IsClosed', op: '=', value: false },
              ...(overdue ? [{ kind: 'days' as const, path: 'ActivityDate', to: prior(s) }] : []),
            ],
          },
        },
        0.06,
      );
    },
  ),
  ...rules<BuildIntent>(
    [
      'what (meetings|events|appointments|calls) do i have [on|for] {date}',
      'what is on my (calendar|schedule|agenda) [on|for] {date}',
      'do i have [any] (meetings|appointments|events) [on|for] {date}',
      '[show me|show|list|what are] my (meetings|events|appointments|calendar|schedule|agenda) [on|for] {date}',
      'how does my (calendar|schedule) look [on|for] {date}',
    ],
    (_s, c) => {
      const { range } = c.date!.found as { range: { from: string; to: string } };
      return asked(
        {
          mode: 'list',
          target: {
            text: 'meetings',
            kind: 'set',
            objects: ['Event'],
            names: [],
            conditions: [
              { kind: 'owner', who: 'me' },
              { kind: 'days', path: 'StartDateTime', from: range.from, to: range.to },
            ],
          },
        },
        0.08,
      );
    },
  ),
];

function prior(s: Sentence): string {
  return new Date(Date.parse(`${s.calendar.today}T00:00:00Z`) - 86_400_000).toISOString().slice(0, 10);
}
