import type { FieldDescribe, ObjectDescribe, Scalar } from '../../salesforce/types.ts';
import { shift } from './calendar.ts';
import type { DateMatch } from './dates.ts';
import type { Condition } from './intents.ts';
import { FUNCTION_WORDS } from './lexicon/function-words.ts';
import type { NumberMatch } from './numbers.ts';
import type { Captures } from './pattern.ts';
import { isPicklist, nearestValues, picklistsOf, statusField } from './picklists.ts';
import type { Read, Rule } from './rules.ts';
import { cover, phrasesOf, rules } from './rules.ts';
import { placeNamed, type Place } from './places.ts';
import { accountField, amountField, dateField, fieldOf, hasField, pathsOn } from './schema.ts';
import type { Sentence } from './sentence.ts';
import type { FieldRef } from './vocabulary.ts';

/** Builds conditions on one object; the object decides which fields and values the words can mean. */
type Build = (s: Sentence, c: Captures, o: ObjectDescribe) => Read<Condition> | undefined;

const is = (value: Condition, cost = 0.1): Read<Condition> => ({ value, cost });

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
  if (field.type === 'reference') return undefined;
  return said.text;
}

function picked(
  s: Sentence,
  path: string,
  field: FieldDescribe,
  said: string,
  not = false,
): Condition | undefined {
  const parts = said.split(/\s*,\s*(?:or\s+|and\s+)?|\s+or\s+/);
  const values: string[] = [];
  for (const part of parts) {
    const near = nearestValues(field, part, s.vocabulary.synonyms);
    if (near.length === 0) return undefined;
    if (near.length > 1 && near.every((n) => /closed|won|lost/i.test(n.value)) && hasClosed(field))
      return { kind: 'compare', path: 'IsClosed', op: '=', value: !not };
    if (near.length > 1)
      return { kind: 'unclear', field: field.name, said, candidates: near.map((n) => n.value) };
    values.push(near[0]!.value);
  }
  if (values.length === 1)
    return {
      kind: 'compare',
      path,
      op: not ? '!=' : '=',
      value: values[0]!,
      why: `'${said}' → ${values[0]}`,
    };
  return { kind: 'in', path, values, not };
}

function hasClosed(field: FieldDescribe): boolean {
  return field.name === 'StageName';
}

/** Fields that adjectives and "in the …" can be about: the object's own picklists, then those of its account. */
function adjectiveFields(s: Sentence, o: ObjectDescribe): { path: string; field: FieldDescribe }[] {
  const own = picklistsOf(o).map((field) => ({ path: field.name, field }));
  const account = accountField(o);
  const there = account?.relationshipName ? s.vocabulary.objects.get('Account') : undefined;
  if (!there) return own;
  return [
    ...own,
    ...picklistsOf(there).map((field) => ({ path: `${account!.relationshipName}.${field.name}`, field })),
  ];
}

const FINITE = new Set(['is', 'are', 'was', 'were', 'has', 'have']);

/** A state said in a word or two: "open", "overdue", "high priority", "closed - not converted", "technology". */
export function stateAt(
  s: Sentence,
  from: number,
  to: number,
  o: ObjectDescribe,
): Read<Condition> | undefined {
  return s.once(`state:${o.name}:${from}:${to}`, () => readState(s, from, to, o));
}

function readState(s: Sentence, from: number, to: number, o: ObjectDescribe): Read<Condition> | undefined {
  const phrase = s.phrase(from, to);
  if (phrase === '') return undefined;
  const words = phrase.split(' ');
  if (words[0] === 'not' || words[0] === 'non') {
    const inner = stateAt(s, from + 1, to, o);
    const whole = picklistState(s, from, to, o, true);
    return whole ?? (inner ? { value: negate(inner.value), cost: inner.cost } : undefined);
  }
  if (
    phrase === 'open' ||
    phrase === 'still open' ||
    phrase === 'active' ||
    phrase === 'outstanding' ||
    phrase === 'pending' ||
    phrase === 'incomplete' ||
    phrase === 'unfinished' ||
    phrase === 'current'
  ) {
    if (phrase === 'active' && hasField(o, 'IsActive'))
      return is({ kind: 'compare', path: 'IsActive', op: '=', value: true });
    if (hasField(o, 'IsClosed') && phrase !== 'current')
      return is({ kind: 'compare', path: 'IsClosed', op: '=', value: false });
  }
  if (
    phrase === 'closed' ||
    phrase === 'already closed' ||
    (phrase === 'completed' && o.name === 'Task') ||
    phrase === 'done' ||
    phrase === 'finished'
  ) {
    const status = statusField(o);
    const exact = status ? nearestValues(status, 'closed').filter((n) => n.closeness === 1) : [];
    if (hasField(o, 'IsClosed') && exact.length === 0 && phrase !== 'completed')
      return is({ kind: 'compare', path: 'IsClosed', op: '=', value: true });
  }
  if ((phrase === 'won' || phrase === 'closed won') && hasField(o, 'IsWon')) {
    return is({ kind: 'compare', path: 'IsWon', op: '=', value: true });
  }
  if ((phrase === 'overdue' || phrase === 'past due' || phrase === 'late') && dateField(o))
    return overdue(s, o);
  if (phrase === 'unconverted' && hasField(o, 'IsConverted'))
    return is({ kind: 'compare', path: 'IsConverted', op: '=', value: false });
  if (phrase === 'converted' && hasField(o, 'IsConverted'))
    return is({ kind: 'compare', path: 'IsConverted', op: '=', value: true });
  if (phrase === 'inactive' && hasField(o, 'IsActive'))
    return is({ kind: 'compare', path: 'IsActive', op: '=', value: false });
  if (phrase === 'unassigned') return undefined;
  const flag = o.fields.find(
    (f) =>
      f.type === 'boolean' &&
      (f.label.toLowerCase() === phrase ||
        s.vocabulary
          .fieldsAt(s.tokens, from)
          .some((p) => p.end === to && p.fields.some((r) => r.object === o.name && r.field === f.name))),
  );
  if (flag && !FINITE.has(words[0]!)) return is({ kind: 'compare', path: flag.name, op: '=', value: true });
  return picklistState(s, from, to, o, false);
}

function overdue(s: Sentence, o: ObjectDescribe): Read<Condition> | undefined {
  const field = dateField(o)!;
  const before: Condition = {
    kind: 'days',
    path: field.name,
    to: shift(s.calendar.today, -1, 'day'),
    why: `overdue = before ${s.calendar.today}`,
  };
  if (!hasField(o, 'IsClosed')) return is(before);
  return is({ kind: 'all', of: [before, { kind: 'compare', path: 'IsClosed', op: '=', value: false }] });
}

function picklistState(
  s: Sentence,
  from: number,
  to: number,
  o: ObjectDescribe,
  negated: boolean,
): Read<Condition> | undefined {
  const said = s.text(from, to);
  const phrase = s.phrase(from, to);
  if (FUNCTION_WORDS.has(phrase)) return undefined;
  let best: Read<Condition> | undefined;
  for (const [n, { path, field }] of adjectiveFields(s, o).entries()) {
    const labelled = stripLabel(s, from, to, field, o);
    const near = nearestValues(field, labelled?.said ?? said, s.vocabulary.synonyms);
    if (near.length === 0) continue;
    const closest = near[0]!.closeness;
    const cost =
      0.1 + (labelled ? -0.04 : 0) + (closest - 1) * 0.12 + n * 0.004 + (path.includes('.') ? 0.03 : 0);
    if (labelled === undefined && negated && closest > 1) continue;
    const condition = picked(s, path, field, labelled?.said ?? said);
    const sure = cost + (condition?.kind === 'unclear' ? 0.6 : 0);
    if (condition && (!best || sure < best.cost)) best = { value: condition, cost: sure };
  }
  return best;
}

/** "tech sector", "high priority", "stage proposal": the value without the words for its field. */
function stripLabel(
  s: Sentence,
  from: number,
  to: number,
  field: FieldDescribe,
  o: ObjectDescribe,
): { said: string } | undefined {
  const names = (i: number, end: number) =>
    s.vocabulary
      .fieldsAt(s.tokens, i)
      .some(
        (p) =>
          p.end === end &&
          p.fields.some((r) => r.field === field.name && (r.object === o.name || r.object === 'Account')),
      );
  for (let cut = to - 1; cut > from && cut >= to - 3; cut--)
    if (names(cut, to)) return { said: s.text(from, cut) };
  for (let cut = from + 1; cut < to && cut <= from + 3; cut++)
    if (names(from, cut)) return { said: s.text(cut, to) };
  return undefined;
}

export function negate(condition: Condition): Condition {
  if (condition.kind === 'compare') {
    if (typeof condition.value === 'boolean') return { ...condition, value: !condition.value };
    const opposite = { '=': '!=', '!=': '=', '<': '>=', '>=': '<', '>': '<=', '<=': '>' } as const;
    return { ...condition, op: opposite[condition.op] };
  }
  if (
    condition.kind === 'in' ||
    condition.kind === 'empty' ||
    condition.kind === 'owner' ||
    condition.kind === 'account' ||
    condition.kind === 'named'
  )
    return { ...condition, not: !condition.not };
  return { kind: 'unclear', field: '', said: 'not', candidates: [] };
}

function nameCost(s: Sentence, from: number, to: number): number | undefined {
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
  if (to - from > 6) return undefined;
  return cost;
}

function nameOf(s: Sentence, c: Captures, slot = 'name'): { name: string; cost: number } | undefined {
  const at = c[slot]!;
  let { from, to } = at;
  while (from < to - 1 && /^(the|a|an)$/.test(s.word(from))) from++;
  if (
    to - from > 1 &&
    s.vocabulary
      .objectsAt(s.tokens, to - 1)
      .some((p) => p.end === to && p.objects.some((o) => o === 'Account'))
  )
    to--;
  const cost = s.tokens[from]!.kind === 'quote' ? 0.1 : nameCost(s, from, to);
  return cost === undefined ? undefined : { name: s.text(from, to), cost };
}

const numeric = (field: FieldDescribe) => ['currency', 'double', 'int', 'percent'].includes(field.type);
const dated = (field: FieldDescribe) => field.type === 'date' || field.type === 'datetime';

function compareNumber(op: '<' | '<=' | '>' | '>='): Build {
  return (s, c, o) => {
    const number = c.number!.found as NumberMatch;
    const field = c.field
      ? pathsOn(s.vocabulary, o, c.field.found as FieldRef[]).find((p) => numeric(p.field))
      : undefined;
    if (c.field && !field) return undefined;
    const percent = number.unit === 'percent' ? fieldOf(o, 'Probability') : undefined;
    const bare =
      field ?? ((percent ?? amountField(o)) ? { path: (percent ?? amountField(o))!.name } : undefined);
    return bare ? is({ kind: 'compare', path: bare.path, op, value: number.value }) : undefined;
  };
}

function compareField(op: '=' | '!=' | '<' | '<=' | '>' | '>='): Build {
  return (s, c, o) => {
    const { from, to } = c.value!;
    if (to - from > 8) return undefined;
    for (const { path, field } of pathsOn(s.vocabulary, o, c.field!.found as FieldRef[])) {
      if (isPicklist(field)) {
        const condition =
          op === '=' || op === '!=' ? picked(s, path, field, s.text(from, to), op === '!=') : undefined;
        if (condition) return is(condition, 0.1 + 0.02 * (to - from));
        continue;
      }
      if (field.type === 'reference' && field.referenceTo.includes('User') && (op === '=' || op === '!='))
        return is({ kind: 'owner', who: s.text(from, to), not: op === '!=' }, 0.3);
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
  };
}

function days(path: string, op: string, date: { from: string; to: string; day: string }): Condition {
  if (op === '<') return { kind: 'days', path, to: shift(date.from, -1, 'day') };
  if (op === '<=') return { kind: 'days', path, to: date.to };
  if (op === '>') return { kind: 'days', path, from: shift(date.to, 1, 'day') };
  if (op === '>=') return { kind: 'days', path, from: date.from };
  return { kind: 'days', path, from: date.from, to: date.to };
}

/** "closing …", "due …", "created …": which date the verb is about. */
function whenField(
  verb: 'close' | 'create' | 'modify' | 'activity' | 'start',
  o: ObjectDescribe,
): string | undefined {
  if (verb === 'create') return hasField(o, 'CreatedDate') ? 'CreatedDate' : undefined;
  if (verb === 'modify') return hasField(o, 'LastModifiedDate') ? 'LastModifiedDate' : undefined;
  if (verb === 'activity') return hasField(o, 'LastActivityDate') ? 'LastActivityDate' : undefined;
  return dateField(o)?.name;
}

function on(verb: Parameters<typeof whenField>[0], op: '=' | '<' | '<=' | '>' | '>=' = '='): Build {
  return (s, c, o) => {
    const path = whenField(verb, o);
    const date = c.date!.found as DateMatch;
    return path ? is(days(path, op, { ...date.range, day: date.day })) : undefined;
  };
}

function untouched(): Build {
  return (s, c, o) => {
    if (!hasField(o, 'LastActivityDate')) return undefined;
    const { count, unit } = c.quantity!.found as {
      count: number;
      unit: 'day' | 'week' | 'month' | 'quarter' | 'year';
    };
    const limit = shift(s.calendar.today, -count, unit);
    const silent: Condition = {
      kind: 'days',
      path: 'LastActivityDate',
      to: shift(limit, -1, 'day'),
      why: `no activity since ${limit}`,
    };
    if (!c.value) return is(silent);
    const status = statusField(o);
    const stage = status && picked(s, status.name, status, s.text(c.value.from, c.value.to));
    return stage ? is({ kind: 'all', of: [silent, stage] }) : undefined;
  };
}

const state =
  (not: boolean): Build =>
  (s, c, o) => {
    const { from, to } = c.value!;
    if (to - from > 7) return undefined;
    const read = stateAt(s, from, to, o) ?? choice(s, from, to, o);
    return read
      ? { value: not ? negate(read.value) : read.value, cost: read.cost + 0.01 * (to - from) }
      : undefined;
  };

/** "qualification or prospecting". */
function choice(s: Sentence, from: number, to: number, o: ObjectDescribe): Read<Condition> | undefined {
  for (let i = from + 1; i < to - 1; i++) {
    if (s.word(i) !== 'or') continue;
    const [left, right] = [stateAt(s, from, i, o), stateAt(s, i + 1, to, o)];
    if (left && right)
      return { value: { kind: 'any', of: [left.value, right.value] }, cost: left.cost + right.cost };
  }
  return undefined;
}

/** A country is looked for among countries only, because "DE" is Germany there and Delaware among states. */
function located(path: string, said: string, place: Place | undefined): Condition[] {
  if (!place) return [{ kind: 'compare', path, op: '=', value: said }];
  const values = path.endsWith('Country') ? place.country : path.endsWith('State') ? place.state : undefined;
  return values ? [{ kind: 'in', path, values: [...values], not: false }] : [];
}

function location(s: Sentence, c: Captures, o: ObjectDescribe): Read<Condition> | undefined {
  const named = nameOf(s, c);
  if (!named || s.date(c.name!.from) || c.name!.to - c.name!.from > 3) return undefined;
  const account = accountField(o)?.relationshipName;
  const fields = o.fields
    .filter((f) => /^(Billing|Mailing)?(City|State|Country)$/.test(f.name))
    .map((f) => f.name);
  const paths =
    fields.length > 0
      ? fields
      : account
        ? ['City', 'State', 'Country'].map((f) => `${account}.Billing${f}`)
        : [];
  if (paths.length === 0) return undefined;
  const place = placeNamed(named.name);
  const of = paths.flatMap((path) => located(path, named.name, place));
  if (of.length === 0) return undefined;
  return {
    value: { kind: 'any', of },
    // No company is called like a country unless its whole name is said.
    cost: place ? Math.max(0.05, named.cost - 0.15) : named.cost + 0.35,
  };
}

const account: Build = (s, c, o) => {
  const named = nameOf(s, c);
  if (!named) return undefined;
  if (o.name === 'Task' || o.name === 'Event')
    return { value: { kind: 'about', name: named.name }, cost: named.cost };
  if (!accountField(o) && !hasField(o, 'Company')) return undefined;
  return { value: { kind: 'account', name: named.name }, cost: named.cost };
};

/** One line is one phrasing; `{value:short}` and `{name}` are free words that the builder must be able to read. */
const CONDITIONS: Rule<Build>[] = [
  ...rules<Build>(
    [
      '[<who>] [is|are|were|was|have|has] [been] [still|currently|now|already|all|just] [in|from|of|as|on|at] {value:short}',
      'in [status|stage] {value:short}',
      '(that came|that come|coming|came|which came|who came|sourced|originating|generated) [in] (from|through|via|by) {value:short}',
      'marked [as] {value:short}',
      'set to {value:short}',
      'with [a|an] {value:short}',
      '(working|based) in {value:short}',
    ],
    state(false),
  ),
  ...rules<Build>(
    [
      '[<who>] (is|are|were|was) not [yet|currently] [in|from|of|at|on] {value:short}',
      'not [in|from] {value:short}',
      '(that|which|who) have not [yet] [been] {value:short}',
      'not yet {value:short}',
    ],
    state(true),
  ),
  ...rules<Build>(
    [
      '[<who>] [have|has|with|having] [a|an] {field} [of|that is|which is|is|are] <gt> {number}',
      '[that are|which are|worth|valued|<who> are] [valued|worth] <gt> {number} [in] [{field}]',
      'with [a|an] {field} <gt> {number}',
    ],
    compareNumber('>'),
  ),
  ...rules<Build>(
    [
      '[<who>] [have|has|with|having] [a|an] {field} [of|that is|which is|is|are] <gte> {number}',
      '[that are|which are|worth|valued] <gte> {number} [in] [{field}]',
      '{number} or (more|above|higher|greater) [in] [{field}]',
      '[with] {field} [of] {number} or (more|above|higher)',
    ],
    compareNumber('>='),
  ),
  ...rules<Build>(
    [
      '[<who>] [have|has|with|having] [a|an] {field} [of|that is|which is|is|are] <lt> {number}',
      '[that are|which are|worth|valued] <lt> {number} [in] [{field}]',
    ],
    compareNumber('<'),
  ),
  ...rules<Build>(
    [
      '[<who>] [have|has|with|having] [a|an] {field} [of|that is|which is|is|are] <lte> {number}',
      '[that are|which are|worth|valued] <lte> {number} [in] [{field}]',
      '{number} or (less|below|lower) [in] [{field}]',
    ],
    compareNumber('<='),
  ),
  ...rules<Build>(
    [
      '[<who>] [have|has|with|having] [a|an] {field} (is|are|of|=|:|equals|equal to|set to|as|was) {value:short}',
      '[with] [a|an] {field} {value:short}',
      'whose {field} (is|are) {value:short}',
      'where {field} (is|=|equals) {value:short}',
    ],
    compareField('='),
  ),
  ...rules<Build>(
    [
      '[<who>] [have|has|with|having] [a|an] {field} (is not|are not|other than|not equal to|!=|not) {value:short}',
    ],
    compareField('!='),
  ),
  ...rules<Build>(
    [
      '[<who>] [have|has|with|having] [a] {field} (before|earlier than|prior to) {value:short}',
      '{field} is (before|earlier than|prior to) {value:short}',
    ],
    compareField('<'),
  ),
  ...rules<Build>(
    [
      '[<who>] [have|has|with|having] [a] {field} (after|later than) {value:short}',
      '{field} is (after|later than) {value:short}',
    ],
    compareField('>'),
  ),
  ...rules<Build>(
    ['with [a] {field} (in|on|during|this|for) {value:short}', 'with [a] {field} {value:short}'],
    compareField('='),
  ),
  ...rules<Build>(
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
  ...rules<Build>(['[<who>] (has|have|with) (a|an|any|some) {field} [set]'], (s, c, o) => {
    const [p] = pathsOn(s.vocabulary, o, c.field!.found as FieldRef[]);
    return p && p.field.type !== 'boolean' ? is({ kind: 'empty', path: p.path, not: true }, 0.6) : undefined;
  }),
  ...rules<Build>(
    ['between {number} and {value:short}', '[with] [a|an] {field} between {number} and {value:short}'],
    (s, c, o) => {
      const high = s.said(c.value!.from, c.value!.to).number;
      const path = c.field
        ? pathsOn(s.vocabulary, o, c.field.found as FieldRef[]).find((p) => numeric(p.field))?.path
        : amountField(o)?.name;
      if (!high || !path) return undefined;
      const low = c.number!.found as NumberMatch;
      const from =
        low.value < 1000 && high.value >= 1000 && low.unit === 'plain' && high.value / low.value >= 1000
          ? low.value * 1000
          : low.value;
      return is({
        kind: 'all',
        of: [
          { kind: 'compare', path, op: '>=', value: from },
          { kind: 'compare', path, op: '<=', value: high.value },
        ],
      });
    },
  ),
  ...rules<Build>(
    [
      '[<who>] [is|are] [scheduled|expected|set|supposed|due] [to] (closing|close|closes|closed|due|close date|with a close date|happening|taking place|starting|start|starts|scheduled|expiring|ending|renewing) [is|are|in|on|for|by|during|within|at] {date}',
      '[<who>] (is|are) due [on|by|in] {date}',
      'for {date}',
      'on {date}',
      '[<who>] (happens|happen|are) (on|in|at) {date}',
    ],
    on('close'),
  ),
  ...rules<Build>(
    [
      '[<who>] [is|are] (closing|close|closes|due|closed|starting|close date) before {date}',
      '[<who>] [is|are] past {date}',
    ],
    on('close', '<'),
  ),
  ...rules<Build>(
    [
      '[<who>] [is|are] (closing|close|closes|due|closed) (by|until|through|no later than|on or before) {date}',
    ],
    on('close', '<='),
  ),
  ...rules<Build>(
    ['[<who>] [is|are] (closing|close|closes|due|closed|starting) after {date}'],
    on('close', '>'),
  ),
  ...rules<Build>(
    [
      '[<who>] [was|were|is|are|we|i] (created|added|opened|entered|made|logged|new) [in|on|during|within|from|over] {date}',
      '[<who>] (came|come) in [on|during|in] {date}',
      'from {date}',
    ],
    on('create'),
  ),
  ...rules<Build>(
    ['[<who>] [was|were|is|are] (created|added|opened|entered) before {date}'],
    on('create', '<'),
  ),
  ...rules<Build>(
    ['[<who>] [was|were|is|are] (created|added|opened|entered) (since|on or after) {date}'],
    on('create', '>='),
  ),
  ...rules<Build>(
    ['[<who>] [was|were|is|are] (created|added|opened|entered) after {date}'],
    on('create', '>'),
  ),
  ...rules<Build>(
    ['[<who>] [was|were|is|are] [last] (updated|modified|changed|edited) [in|on|during|within] {date}'],
    on('modify'),
  ),
  ...rules<Build>(
    [
      '[<who>] [was|were|is|are] (created|added|opened)? [<gt>] older than {quantity}',
      '[<who>] [was|were] (created|added|opened) more than {quantity} ago',
    ],
    (s, c, o) => {
      const { count, unit } = c.quantity!.found as { count: number; unit: 'day' };
      return hasField(o, 'CreatedDate')
        ? is({
            kind: 'days',
            path: 'CreatedDate',
            to: shift(shift(s.calendar.today, -count, unit), -1, 'day'),
          })
        : undefined;
    },
  ),
  ...rules<Build>(
    [
      '<who> (have|has) not [been] (touched|responded|replied|answered|updated|contacted|moved|heard back|been in touch|been active|reacted|had any activity|had activity|had an activity|engaged|been touched|been contacted|been worked|seen any activity) [to (a|the|our|my|us)] [with] [in|for|since|within|over] [the] [last|past] [over|more than|at least] {quantity}',
      '<who> (have|has) not (responded|replied|answered|reacted|heard back) to [a|the|our|my] {value:short} [in|for|since|within|over] [the] [last|past] [over|more than] {quantity}',
      '[<who>] [had|have had|has had|with|had no|are] (no activity|no touch|without activity|without any activity|no response|inactive|untouched|silent|quiet|stale|not touched|not been touched|not contacted) [in|for|since|within|over] [the] [last|past] [over|more than|at least] {quantity}',
      '<who> (we|i|nobody|no one) [have|has] (not touched|not contacted|touched|not spoken to|not talked to|not heard from) [in|for|since] [the] [last|past] [over|more than] {quantity}',
      '(i|we) have not (touched|contacted|spoken to|talked to|heard from|updated) (in|for|since) [the] [last|past] [over|more than] {quantity}',
      '<who> (have|has) (gone|been|stayed) (quiet|silent|dark|cold|inactive|untouched) (for|in) [over|more than] {quantity}',
    ],
    untouched(),
  ),
  ...rules<Build>(
    [
      '[<who>] (is|are|was|were)? past [its|their|the] (close date|due date|closing date|close)',
      '[<who>] (is|are)? (overdue|past due)',
      'with [a] (close date|due date) in the past',
      'past [its|their|the] (close date|due date|closing date)',
      '<who> should have closed [already|by now]',
      'with [a] past (close date|due date)',
      '[<who>] (is|are)? [already] (overdue|past due|late)',
      '[<who>] (has|have) a (close date|due date) in the past',
      'whose (close date|due date) (has passed|is in the past|is past|has already passed)',
    ],
    (s, _c, o) => (dateField(o) ? overdue(s, o) : undefined),
  ),
  ...rules<Build>(
    [
      'of mine',
      'of ours',
      '[that|which] i own',
      '[that|which] i have',
      '[that are|which are|<who> are] (owned by|assigned to|belonging to) me',
      '<who> (belong|belongs) to me',
      '<who> (is|are) mine',
      'i have',
      'do i have',
      'i am (working on|responsible for)',
      'on my plate',
      'in my name',
      'i have got',
    ],
    () => is({ kind: 'owner', who: 'me' }),
  ),
  ...rules<Build>(
    [
      '[<who> (is|are)] (owned by|assigned to|belonging to) {name}',
      '<who> (belong|belongs) to {name}',
      '[<who>] {name} (owns|has)',
      'with {name} as [the] owner',
      'of {name}',
    ],
    (s, c, o) => {
      const named = nameOf(s, c);
      if (
        !named ||
        !hasField(o, 'OwnerId') ||
        c.name!.to - c.name!.from > 3 ||
        FUNCTION_WORDS.has(s.word(c.name!.from)) ||
        (s.word(c.name!.from - 1) === 'of' && o.fields.some((f) => f.name === 'AccountId'))
      )
        return undefined;
      return { value: { kind: 'owner', who: named.name }, cost: named.cost + 0.05 };
    },
  ),
  ...rules<Build>(
    [
      '[<who> (is|are)] not (owned by|assigned to|belonging to) (me|mine)',
      '<who> i do not own',
      '<who> (is|are) not mine',
    ],
    () => is({ kind: 'owner', who: 'me', not: true }),
  ),
  ...rules<Build>(
    [
      '(called|named|titled|entitled|with the name|with the subject|with subject|by the name of|with name|with the title) {name}',
    ],
    (s, c) => {
      const named = nameOf(s, c);
      return named
        ? { value: { kind: 'named', name: named.name }, cost: Math.min(named.cost, 0.4) }
        : undefined;
    },
  ),
  ...rules<Build>(
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
  ...rules<Build>(
    [
      '[<who>] [is|are|work|works|working] (at|for|from|with|under|of|on|in|against|about|related to|belonging to|linked to|associated with|tied to|regarding|attached to) [the] [account|company] {name}',
    ],
    account,
  ),
  ...rules<Build>(
    ['[<who>] [is|are|live|lives] [based|located|headquartered|living|situated] (in|from|near) {name}'],
    location,
  ),
];

const SEPARATORS = new Set([
  'and',
  ',',
  'that',
  'also',
  'but',
  'which',
  'who',
  'yet',
  'still',
  'currently',
  'now',
  '(',
  ')',
]);

/** The conditions that the stretch states about records of the object, all of its words explained; undefined otherwise. */
export function conditionsAt(
  s: Sentence,
  from: number,
  to: number,
  o: ObjectDescribe,
): Read<Condition[]> | undefined {
  if (from >= to) return { value: [], cost: 0 };
  const bound: Rule<(s: Sentence, c: Captures) => Read<Condition> | undefined>[] = CONDITIONS.map(
    ({ pattern, build }) => ({ pattern, build: (sentence, c) => build(sentence, c, o) }),
  );
  const read = cover(s, from, to, phrasesOf(s, bound, `condition:${o.name}`), SEPARATORS);
  return read ? { value: allOf(read.value), cost: read.cost } : undefined;
}

/** Unfolds joined conditions ("overdue" = before today and not closed). */
export function allOf(conditions: readonly Condition[]): Condition[] {
  return conditions.flatMap((c) => (c.kind === 'all' ? allOf(c.of) : [c]));
}
