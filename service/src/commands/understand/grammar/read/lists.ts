import { conditionsAt } from '../../conditions.ts';
import type { Condition, Target } from '../../intents.ts';
import type { NumberMatch } from '../../numbers.ts';
import { nameCost } from '../../name-cost.ts';
import type { Captures } from '../../pattern.ts';
import { rules } from '../../rules.ts';
import { amountField, fieldOf } from '../../schema.ts';
import type { Sentence } from '../../sentence.ts';
import { isUpwards, superlativeField } from '../../superlatives.ts';
import type { FieldRef, ObjectPhrase } from '../../vocabulary.ts';
import type { BuildIntent, ClauseRule } from '../types.ts';
import { asked, asSet, endings, nounAlone, setOf, SHOW } from './types.ts';

export const list: BuildIntent = (s, c) => {
  const read = setOf(s, c);
  // "The open opportunity": whichever there are.
  const unnamed = read && read.value.kind === 'named' && read.value.names.length === 0;
  const set = unnamed && read.value.conditions.length > 0 ? asSet(read.value) : undefined;
  const target = set && read ? { ...read, value: set } : read;
  if (!target || (target.value.kind === 'context' && target.value.pronoun === 'it')) return undefined;
  // "Open deals by industry": those that are open.
  if (target.value.kind === 'set' && s.word(c.target!.from - 1) === 'open' && c.target!.from === 1)
    return undefined;
  // "Open a deal called Phase 2": a new one.
  if (s.word(c.target!.from - 1) === 'open' && /^(a|an|another)$/.test(s.word(c.target!.from)))
    return undefined;
  const limit = c.number ? (c.number.found as NumberMatch).value : undefined;
  return asked(
    { mode: 'list', target: target.value, ...endings(c), ...(limit ? { limit } : {}) },
    0.2 + target.cost,
  );
};

/** "top 5 deals by amount", "my biggest open deal": ordered, perhaps cut off. */
const top =
  (descending: boolean): BuildIntent =>
  (s, c) => {
    const target = nounAlone(s, c) ?? setOf(s, c);
    if (!target || (target.value.kind === 'named' && target.value.objects.length === 0)) return undefined;
    // "The second biggest": one of them, and not the first.
    if ((c.number?.found as NumberMatch | undefined)?.unit === 'ordinal') return undefined;
    // "Which of my deals is the biggest": one of them.
    const one =
      c.how !== undefined && c.target!.to < c.how.from && /\bis\b/.test(s.phrase(c.target!.to, c.how.from));
    const many = target.value.kind === 'set' && !one ? undefined : 1;
    // "The newest five leads": the number stands with the noun.
    const { count, order, ...said } = target.value;
    const counted = order === undefined ? count : undefined;
    const limit = c.number ? (c.number.found as NumberMatch).value : (counted ?? many);
    const set: Target = ownIfMy(s, c, { ...(counted === undefined ? target.value : said), kind: 'set' });
    const object = set.objects[0] ?? 'Opportunity';
    const word = c.how ? String(c.how.found) : '';
    const fields = (c.order?.found as FieldRef[] | undefined) ?? byDefault(s, object, word);
    if (fields.length === 0) return undefined;
    return asked(
      {
        mode: 'list',
        target: set,
        ...(limit ? { limit } : {}),
        orderBy: { fields, descending: descending && !isUpwards(word) },
      },
      0.2 + target.cost,
    );
  };

/** What is biggest is so by its money, what is newest by its day; objects without money come in the order of their days. */
function byDefault(s: Sentence, object: string, how: string): FieldRef[] {
  const describe = s.vocabulary.objects.get(object);
  const amount = describe && amountField(describe)?.name;
  if (how === '' && amount === undefined) return [{ object, field: 'CreatedDate' }];
  const field = how === '' ? amount : describe && superlativeField(describe, how);
  return field === undefined ? [] : [{ object, field }];
}

/** "My three biggest deals": "my" stands before the number, yet it says whose they are. */
export function ownIfMy(s: Sentence, c: Captures, set: Target): Target {
  const first = Math.min(...[c.how, c.number, c.target].flatMap((at) => (at ? [at.from] : [])));
  const my = s.tokens.slice(Math.max(0, first - 2), first).some((t) => t.word === 'my');
  if (!my || set.conditions.some((x) => x.kind === 'owner')) return set;
  return { ...set, conditions: [...set.conditions, { kind: 'owner', who: 'me' }] };
}

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

/** "Who reports to Amira Haddad": the contacts below her. */
const subordinates: BuildIntent = (s, c) => {
  const { from, to } = c.name!;
  const cost = nameCost(s, from, to);
  if (cost === undefined || !fieldOf(s.vocabulary.objects.get('Contact'), 'ReportsToId')) return undefined;
  const target: Target = {
    text: s.text(from, to),
    kind: 'set',
    objects: ['Contact'],
    names: [],
    conditions: [{ kind: 'like', path: 'ReportsTo.Name', text: s.text(from, to) }],
  };
  return asked({ mode: 'list', target }, 0.1 + cost);
};

/** "Do I have any overdue tasks?": the rep's own. */
const own: BuildIntent = (s, c) => {
  const read = which(s, c);
  const [first] = read?.value ?? [];
  if (!read || first?.kind !== 'read') return undefined;
  const { target } = first.read;
  if (target.conditions.some((x) => x.kind === 'owner') || target.possessor) return read;
  const conditions: Condition[] = [...target.conditions, { kind: 'owner', who: 'me' }];
  return asked({ ...first.read, target: { ...target, conditions } }, read.cost - 0.02);
};

/** "Do they have any open cases?": of what was just spoken of. */
const theirs: BuildIntent = (s, c) => {
  const read = which(s, c);
  const [first] = read?.value ?? [];
  if (!read || first?.kind !== 'read') return undefined;
  const conditions: Condition[] = [...first.read.target.conditions, { kind: 'belongs', name: 'their' }];
  return asked({ ...first.read, target: { ...first.read.target, conditions } }, read.cost - 0.02);
};

/** "Does Umbrella have any open deals?": of a company, or of a rep. */
const somebodys: BuildIntent = (s, c) => {
  const target = setOf(s, c);
  const set = target && asSet(target.value);
  const cost = nameCost(s, c.name!.from, c.name!.to);
  if (!set || set.names.length > 0 || cost === undefined) return undefined;
  const name = s.text(c.name!.from, c.name!.to);
  const conditions: Condition[] = [...set.conditions, { kind: 'belongs', name }];
  return asked({ mode: 'list', target: { ...set, conditions } }, cost + target.cost);
};

/** "Do we have a contact at Woodgrove?": whichever there are. */
const some: BuildIntent = (s, c) => {
  const target = setOf(s, c);
  const set = target && asSet(target.value);
  if (!set || set.names.length > 0 || set.conditions.length === 0) return undefined;
  return asked({ mode: 'list', target: set }, 0.05 + target.cost);
};

/** "All my overdue tasks are done" tells something, and a list of those that are so would be no answer. */
function tellsState(s: Sentence, from: number, to: number): boolean {
  for (let i = from + 1; i < to; i++)
    if (
      /^(are|is|have|has)$/.test(s.word(i)) &&
      !/\b(whose|where)\b/.test(s.phrase(from, i)) &&
      !/^(that|which|who|whose|there|they|it|and|or|but|nobody|one)$/.test(s.word(i - 1))
    )
      return true;
  return false;
}

/** A noun with all that is said about it, and no verb: "leads from the web". */
const phrase: BuildIntent = (s, c) => {
  if (tellsState(s, c.target!.from, c.target!.to)) return undefined;
  const read = which(s, c);
  return read && { value: read.value, cost: read.cost + 0.4 };
};

/** "What opportunities are closing this quarter": the noun and the conditions around the question's own words. */
export const which: BuildIntent = (s, c) => {
  const target = setOf(s, c);
  if (!target || target.value.kind !== 'set') return undefined;
  return asked({ mode: 'list', target: target.value, ...endings(c) }, 0.2 + target.cost);
};

const FALLING =
  'descending|desc|high to low|highest first|largest first|biggest first|highest to lowest|from high to low';
const SORTED = 'sorted by|ordered by|sort by|order by|in order of|by|ranked by|sorted by their';

/** "Top 5 deals by amount closing this quarter": more is said of them behind the order. */
const topOf: BuildIntent = (s, c) => {
  const read = top(true)(s, c);
  const [first] = read?.value ?? [];
  const object = first?.kind === 'read' ? s.vocabulary.objects.get(first.read.target.objects[0]!) : undefined;
  const more = object && conditionsAt(s, c.where!.from, c.where!.to, object);
  if (!read || first?.kind !== 'read' || !more || more.value.length === 0) return undefined;
  const { target } = first.read;
  const conditions = [...target.conditions, ...more.value];
  return asked({ ...first.read, target: { ...target, conditions } }, read.cost + more.cost);
};

/** "Cases with their contacts": what else shall be seen of each. */
const withRelated: BuildIntent = (s, c) => {
  const read =
    c.target && s.vocabulary.objectsAt(s.tokens, c.target.from).length > 0 ? list(s, c) : which(s, c);
  const [first] = read?.value ?? [];
  if (!read || first?.kind !== 'read') return undefined;
  const related = [c.rel, c.relToo].flatMap((at) => (at ? (at.found as ObjectPhrase).objects : []));
  return asked({ ...first.read, related }, read.cost - 0.05);
};

const DETAILS = 'details|information|info|particulars|data|facts|key details|full details';
const AND_THEIR =
  '(with|and|and include|along with|including|together with|plus|as well as) [all] [of] (their|its|his|her|the|any)? [related|associated|corresponding|respective|linked]';
const AND_RETURN =
  '(and|,|then|. then) [then] (return|give me|show|show me|list|display|provide|output|report|tell me|get me|read me) [only|just|back] [all] [the|their|its|me their]';
const OF_THEM = '[details|detail|info|information|records|data|names]';

/** Records to be shown. One line is one phrasing. */
export const LISTS: ClauseRule[] = [
  ...rules<BuildIntent>(
    [
      `(${SHOW}) [all|the|all the|any] (${DETAILS}) (of|on|about|for|regarding) {target}`,
      `[all|the] (${DETAILS}) (of|on|about|for) {target}`,
      `(${SHOW}) {target} (${DETAILS})`,
      `[${SHOW}] [a|an|the] [quick|short|brief] (summary|overview|rundown|snapshot|recap) (of|on|for|about) {target}`,
      '(summarize|summarise|sum up|recap|brief me on|fill me in on|catch me up on) {target}',
      `(${SHOW}) [the|a] (list|overview|table) of {target}`,
    ],
    list,
  ),
  ...rules<BuildIntent>(
    [
      `[${SHOW}] {target} ${AND_THEIR} {rel:object} ${OF_THEM} [(and|,) [their|its] {relToo:object}] ${OF_THEM}`,
    ],
    withRelated,
  ),
  // The answer shows what there is to show; which of it was asked for changes nothing.
  ...rules<BuildIntent>(
    [
      `[${SHOW}] {target} ${AND_RETURN} {shown:field} [(and|,) [the|their|its] {too:field}]`,
      `[${SHOW}] {target} ${AND_RETURN} (${DETAILS}|results|list|records|names|ids|record ids)`,
    ],
    (s, c) => {
      const read = c.target ? list(s, c) : undefined;
      return read && { value: read.value, cost: read.cost - 0.05 };
    },
  ),
  ...rules<BuildIntent>(
    [
      `(${SHOW}) {target}`,
      `(${SHOW}) {target} (${SORTED}) {order:field} [${FALLING}]`,
      `(${SHOW}) {target} (sorted by|ordered by|sort by|order by) {order:field} {asc:asc}`,
      `(what|which) {target} [do we have|are there|exist|have we got|is there|do you see]`,
      '{target} ?',
      'where is {target}',
    ],
    list,
  ),
  ...rules<BuildIntent>([`(what|which) {target}`, 'any {target}', 'got any {target}'], which),
  ...rules<BuildIntent>(
    [
      '(do|have) i [currently|still] (have|got|own|manage|handle|cover|run) [any|some] {target}',
      'what {target} (do|have) i (have|got)',
    ],
    own,
  ),
  ...rules<BuildIntent>(
    ['(do|does|have|has) {whose:they} (have|got) [any|some|other|more] {target}'],
    theirs,
  ),
  ...rules<BuildIntent>(
    [
      '(do|does|did|has|have) {name} [currently|still|already] (have|got|own|need) [any|some|other|more|a|an] {target}',
      '(do|does|did) {name} have {target} (open|left|coming up|going on|with us)',
    ],
    somebodys,
  ),
  ...rules<BuildIntent>(
    [
      '(do|have|did) (we|you) (have|got|know) (a|an|any|some|anyone|somebody) {target}',
      '(is|are) there (a|an|any|some) {target}',
    ],
    some,
  ),
  ...rules<BuildIntent>(
    [
      '{target}',
      `{target} (sorted by|ordered by|ranked by) {order:field} [${FALLING}]`,
      '{target} (sorted by|ordered by|ranked by) {order:field} {asc:asc}',
    ],
    phrase,
  ),
  ...rules<BuildIntent>(
    [
      `[${SHOW}|what is|which is|what are|which are] [the|my|our] {how:big} {target}`,
      `[${SHOW}|what are|which are] [the|my|our] (top|first|best) {number} [{how:big}] {target} [by|sorted by|in terms of|ranked by] [{order:field}]`,
      `[${SHOW}|what are|which are] [the|my|our] (top|first) {number} {target}`,
      `[${SHOW}|what are|which are] [the|my|our] {number} {how:big} {target}`,
      `[${SHOW}|what are|which are] [the|my|our] {how:big} {number} {target}`,
      `[${SHOW}|what are] [the|my|our] {number} {how:big} {target} (by|in terms of) {order:field}`,
      `[${SHOW}|what are] [the|my|our] {number} {target} with [the] {how:big} {order:field}`,
      `(${SHOW}) [the|my|our] top {target} (by|in terms of) {order:field}`,
      `[${SHOW}|what is|which is] [the|my|our] {target} (with|that has|which has|having) [the] {how:big} {order:field}`,
      `[${SHOW}|what is|which is|what are|which are] [the|my|our] {how:big} {target} (by|in terms of) {order:field}`,
      '(which|which one|what|who) [of] {target} (is|are) [the|my|our] {how:big} [one|ones]',
      '(which|which one|what|who) [of] {target} (is|are) [the|my|our] {how:big} (by|in terms of) {order:field}',
      '(which|which one|what) [of] {target} (has|have|had) [the] {how:big} {order:field}',
    ],
    (s, c) => {
      if (/^(top|first)$/.test(s.word(c.target!.from - 1)) && !c.number) return undefined;
      return top(true)(s, c);
    },
  ),
  ...rules<BuildIntent>(
    [
      `[${SHOW}|what are|which are] [the|my|our] (top|first|best) {number} [{how:big}] {target} (by|sorted by|in terms of|ranked by) {order:field} {where}`,
      `[${SHOW}|what are|which are] [the|my|our] {number} {how:big} {target} (by|in terms of) {order:field} {where}`,
    ],
    topOf,
  ),
  ...rules<BuildIntent>(
    [
      `[${SHOW}|what are|which are] [the|my|our] (bottom|lowest|smallest) {number} {target} [by] [{order:field}]`,
    ],
    top(false),
  ),
  ...rules<BuildIntent>(
    [
      'who (works|work) (at|for) {target}',
      'who do (we|i) (know|have) at {target}',
      '(do|did) (we|i|you) (know|have) (anyone|anybody|someone|somebody|people) (at|from|in) {target}',
      '(is|are) there (anyone|anybody|someone|people) [we know] (at|from) {target}',
      '[show|show me|list|give me|who are] [all] [the] (people|contacts|everyone|everybody) [that|who] (we|i) (know|have) (at|from) {target}',
      '(which|what) people (do we know|do we have|work|are) at {target}',
      'who are [my|our|the] (people|contacts) at {target}',
    ],
    people,
  ),
  ...rules<BuildIntent>(
    [
      '(who|which contacts|which people|who all|everyone who|everybody who) (report|reports|reporting) [directly] [in] to {name}',
      `[${SHOW}] [all] [the] (people|contacts) [who are|that are|who|that] (report|reports|reporting) [directly] to {name}`,
      `[${SHOW}] [all] [the] (direct reports|reports|subordinates) of {name}`,
      `[${SHOW}] {name} 's (direct reports|subordinates)`,
    ],
    subordinates,
  ),
];
