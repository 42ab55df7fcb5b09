import type { ObjectDescribe } from '../../../salesforce/types.ts';
import type { Condition } from '../intents.ts';
import { DETERMINERS, FUNCTION_WORDS } from '../lexicon/function-words.ts';
import type { Captured, Captures } from '../pattern.ts';
import { placeNamed, stateNamed, type Place } from '../places.ts';
import type { Read } from '../rules.ts';
import { rules } from '../rules.ts';
import { accountField, hasField, ownerPath, ownLookups, nameFieldOf } from '../schema.ts';
import type { Sentence } from '../sentence.ts';
import { is, type BuildCondition, type ConditionRule } from './types.ts';

function nameCost(s: Sentence, from: number, to: number): number | undefined {
  if (s.tokens.slice(from, to).every((t) => DETERMINERS.has(t.word))) return undefined;
  // "Raj Patel that are not started": what is said of the records is no name.
  if (s.tokens.slice(from + 1, to).some((t) => /^(that|which|who|whose)$/.test(t.text))) return undefined;
  let cost = 0.25 + 0.12 * (to - from);
  for (let i = from; i < to; i++) {
    const token = s.tokens[i]!;
    if (token.kind === 'punct' && !/^[&.-]$/.test(token.text)) {
      if (token.text !== ',' || i === from || i === to - 1) return undefined;
      cost += 0.5;
    }
    if (
      token.kind === 'word' &&
      FUNCTION_WORDS.has(token.word) &&
      token.word !== 'and' &&
      token.word !== 'of'
    )
      cost += i === from ? 3 : 1;
    if (i > from && token.kind === 'word' && s.vocabulary.fieldsAt(s.tokens, i).length > 0) cost += 0.2;
    if (token.kind === 'email' || token.kind === 'phone' || token.kind === 'possessive') cost += 1;
  }
  const several = s.tokens.slice(from, to).some((t) => /^(and|or|,|&)$/.test(t.word));
  if (to - from > (several ? 12 : 6)) return undefined;
  // "Amira Haddad last week": when is said beside the name.
  for (let i = from + 1; i < to; i++) if (s.date(i)?.end === to) cost += 0.6;
  // "Granite State | Utilities": a name is not cut between capitals.
  const goesOn = isCapital(s, to - 1) && isCapital(s, to) && !s.date(to);
  return cost + (goesOn ? 1 : 0);
}

const isCapital = (s: Sentence, i: number): boolean =>
  s.tokens[i]?.kind === 'word' && /^\p{Lu}/u.test(s.tokens[i]!.text);

export function nameOf(s: Sentence, c: Captures, slot = 'name'): { name: string; cost: number } | undefined {
  const at = c[slot]!;
  let { from, to } = at;
  while (from < to - 1 && /^(the|a|an)$/.test(s.word(from))) from++;
  if (to - from > 1 && /^(account|company|customer|client)$/.test(s.tokens[from]!.text)) from++;
  if (
    to - from > 1 &&
    s.vocabulary
      .objectsAt(s.tokens, to - 1)
      .some((p) => p.end === to && p.objects.some((o) => o === 'Account'))
  )
    to--;
  if (to - from > 1 && s.tokens[to - 1]!.kind === 'possessive') to--;
  // A quoted name ends at its quote.
  const cost = s.tokens[from]!.kind !== 'quote' ? nameCost(s, from, to) : to - from === 1 ? 0.1 : undefined;
  return cost === undefined ? undefined : { name: s.text(from, to), cost };
}

/** A country is looked for among countries only, because "DE" is Germany there and Delaware among states. */
function located(path: string, said: string, place: Place | undefined): Condition[] {
  if (!place) return [{ kind: 'compare', path, op: '=', value: said }];
  const values = path.endsWith('Country') ? place.country : path.endsWith('State') ? place.state : undefined;
  return values ? [{ kind: 'in', path, values: [...values], not: false }] : [];
}

/** Where records of the object say that they are, or the account that they belong to. */
function placePaths(o: ObjectDescribe): string[] {
  const account = accountField(o)?.relationshipName;
  const fields = o.fields
    .filter((f) => /^(Billing|Mailing)?(City|State|Country)$/.test(f.name))
    .map((f) => f.name);
  if (fields.length > 0) return fields;
  return account ? ['City', 'State', 'Country'].map((f) => `${account}.Billing${f}`) : [];
}

/** "Florida leads", "TX accounts": in a state of the US, which a name never is that a noun of many follows. */
export function inState(o: ObjectDescribe, said: string): Condition | undefined {
  const place = placeNamed(said) ?? stateNamed(said);
  if (!place?.state) return undefined;
  const of = placePaths(o).flatMap((path) => (path.endsWith('City') ? [] : located(path, said, place)));
  return of.length > 0 ? { kind: 'any', of } : undefined;
}

function location(s: Sentence, c: Captures, o: ObjectDescribe): Read<Condition> | undefined {
  const named = nameOf(s, c);
  const parts = named?.name.split(/ (?:or|and) /) ?? [];
  const longest = Math.max(...parts.map((part) => part.split(' ').length));
  if (!named || s.date(c.name!.from) || longest > LONGEST_PLACE) return undefined;
  const paths = placePaths(o);
  if (paths.length === 0) return undefined;
  const inState = cityInState(s, c, paths);
  if (inState) return { value: inState, cost: Math.max(0.05, named.cost - 0.7) };
  const places = parts.map(placeNamed);
  const of = parts.flatMap((part, n) => paths.flatMap((path) => located(path, part, places[n])));
  if (of.length === 0) return undefined;
  // No company is called like a country unless its whole name is said.
  if (places.every(Boolean)) return { value: { kind: 'any', of }, cost: Math.max(0.05, named.cost - 0.15) };
  if (o.name === 'Task' || o.name === 'Event') return undefined;
  return { value: { kind: 'within', name: named.name, places: of }, cost: named.cost - 0.01 };
}

/** Longest name of a place, in words. */
const LONGEST_PLACE = 3;

/** "Austin, TX", "Austin Texas": a city, and the state or country that it is in. */
function cityInState(s: Sentence, c: Captures, paths: readonly string[]): Condition | undefined {
  const { from, to } = c.name!;
  const region = placeNamed(s.text(to - 1, to)) ?? stateNamed(s.text(to - 1, to));
  let end = to - 1;
  if (s.word(end - 1) === ',') end--;
  if (!region || end <= from || placeNamed(s.text(from, to)) || /^(and|or)$/.test(s.word(end - 1)))
    return undefined;
  const city = s.text(from, end);
  const cities = paths.filter((path) => path.endsWith('City'));
  const regions = paths.flatMap((path) => (path.endsWith('City') ? [] : located(path, '', region)));
  if (cities.length === 0 || regions.length === 0) return undefined;
  return {
    kind: 'all',
    of: [
      { kind: 'any', of: cities.map((path) => ({ kind: 'compare', path, op: '=', value: city })) },
      { kind: 'any', of: regions },
    ],
  };
}

function before(s: Sentence, i: number): string {
  while (i > 0 && /^(the|a|an|account|company|,)$/.test(s.word(i - 1))) i--;
  return s.word(i - 1);
}

const account: BuildCondition = (s, c, o) => {
  const named = nameOf(s, c);
  if (!named) return undefined;
  const theirs = s.tokens[c.name!.to - 1]!.kind === 'possessive' && before(s, c.name!.from) === 'of';
  if (theirs && ownerPath(s.vocabulary, o) !== undefined)
    return { value: { kind: 'belongs', name: named.name }, cost: named.cost };
  const owned = /\bbelonging to$/.test(s.phrase(Math.max(0, c.name!.from - 2), c.name!.from));
  if (owned && (o.name === 'Task' || o.name === 'Event')) return undefined;
  if (o.name === 'Task' || o.name === 'Event')
    return {
      value: {
        kind: 'about',
        ...kindNamed(s, c.name!, named.name),
        ...(/^(about|regarding)$/.test(before(s, c.name!.from)) ? { subject: true } : {}),
        ...(/^(for|of)$/.test(before(s, c.name!.from)) ? { whose: true } : {}),
      },
      cost: named.cost,
    };
  if (!accountField(o) && !hasField(o, 'Company') && ownLookups(o).length === 0) return undefined;
  if (owned || /^(of|from|with|under)$/.test(before(s, c.name!.from)))
    return { value: { kind: 'belongs', name: named.name }, cost: named.cost };
  return { value: { kind: 'account', name: named.name }, cost: named.cost };
};

/** "For the Globex Renewal opportunity": the noun in small letters says what the name is of. */
function kindNamed(s: Sentence, { from, to }: Captured, name: string): { name: string; object?: string } {
  const last = s.tokens[to - 1]!;
  if (to - from < 2 || last.text !== last.word) return { name };
  const noun = s.vocabulary.objectsAt(s.tokens, to - 1).find((n) => n.end === to && !n.plural);
  const object = noun?.objects.find((one) => s.vocabulary.objects.has(one) && one !== 'Account');
  return object === undefined ? { name } : { name: name.split(' ').slice(0, -1).join(' '), object };
}

/** "In my pipeline": what is still open. */
const inPipeline =
  (mine: boolean): BuildCondition =>
  (_s, _c, o) => {
    if (!hasField(o, 'IsClosed')) return undefined;
    const open: Condition = { kind: 'compare', path: 'IsClosed', op: '=', value: false };
    return is({ kind: 'all', of: mine ? [open, { kind: 'owner', who: 'me' }] : [open] }, 0.05);
  };

const IN_PIPELINE = '[<who>] [is|are] [currently|now] in';
const RIGHT_NOW = '[right now|now|today|currently|at the moment]';

/** Whose, whom and where: owner, name, campaign, account, place. */
export const PARTIES: ConditionRule[] = [
  ...rules<BuildCondition>(
    ['(does|do|did|has) {name} [already|currently|still] (have|own|got|get)'],
    (s, c, o) => {
      const named = nameOf(s, c);
      // A rep who owns them, or a company that they are of.
      const whose =
        ownerPath(s.vocabulary, o) !== undefined || accountField(o) !== undefined || ownLookups(o).length > 0;
      return named && whose && !FUNCTION_WORDS.has(s.word(c.name!.from))
        ? { value: { kind: 'belongs', name: named.name }, cost: named.cost + 0.05 }
        : undefined;
    },
  ),
  ...rules<BuildCondition>([`${IN_PIPELINE} my [open|current] pipeline ${RIGHT_NOW}`], inPipeline(true)),
  ...rules<BuildCondition>(
    [`${IN_PIPELINE} (the|our) [open|current] pipeline ${RIGHT_NOW}`],
    inPipeline(false),
  ),
  // Whoever they are of.
  ...rules<BuildCondition>(
    [
      '(does|do|has|have|did) (my|the|our) [whole|entire|sales] team [currently] (have|own|got)',
      '(of|for|in) (my|the|our) [whole|entire|sales] team',
      '[that|which] (my|the|our) [whole|entire|sales] team (has|have|owns)',
    ],
    () => is({ kind: 'all', of: [] }, 0.05),
  ),
  ...rules<BuildCondition>(
    [
      '(called|named|titled|entitled|with the name|with the subject|with subject|by the name of|with name|with the title) {name}',
    ],
    (s, c, o) => {
      const named = nameOf(s, c);
      const { from, to } = c.name!;
      // "With the subject line 'Ring Jo' and …": what stands in quotes is a name of its own.
      const more = to - from > 1 && s.tokens.slice(from, to).some((t) => t.kind === 'quote');
      // "A task on the deal with the subject …": what has a name has no subject.
      if (s.word(from - 1) === 'subject' && nameFieldOf(o) !== 'Subject') return undefined;
      return named && !more
        ? { value: { kind: 'named', name: named.name }, cost: Math.min(named.cost, 0.4) }
        : undefined;
    },
  ),
  ...rules<BuildCondition>(
    [
      '[<who>] (is|are)? [members] (in|on|of|from) {name} campaign',
      '(in|on) campaign {name}',
      '[<who>] (is|are) (members of|part of) {name} campaign',
    ],
    (s, c, o) => {
      const named = nameOf(s, c);
      return named && (o.name === 'Lead' || o.name === 'Contact')
        ? { value: { kind: 'campaign', name: named.name }, cost: named.cost }
        : undefined;
    },
  ),
  ...rules<BuildCondition>(
    [
      '(did|have|had) (we|i|you|anyone|anybody) [already] (log|logged|record|recorded|have|had|make|made) (with|for|at|on|against) [the] [account|company] {name}',
      '[<who>] [is|are|work|works|working] (at|for|from|with|under|of|on|in|against|about|related to|belonging to|linked to|associated with|tied to|regarding|attached to|logged against|logged with|logged for|logged on|recorded for|recorded against|against) [the] [account|company] {name}',
    ],
    account,
  ),
  ...rules<BuildCondition>(
    [
      '[<who>] [is|are|live|lives] [based|located|headquartered|living|situated] (in|from|near) [address] {name}',
      '[<who>] (have|has|with) [a|an|their] [mailing|billing|postal|shipping|office|home|business] (address|addresses) (in|at|within|near) {name}',
    ],
    location,
  ),
];
