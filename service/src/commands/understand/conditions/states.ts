import type { FieldDescribe, ObjectDescribe } from '../../../salesforce/types.ts';
import { shift } from '../calendar.ts';
import type { Condition } from '../intents.ts';
import { FUNCTION_WORDS } from '../lexicon/function-words.ts';
import { isValueOfSome, nearestValues, picklistsOf, statusField } from '../picklists.ts';
import type { Read } from '../rules.ts';
import { rules } from '../rules.ts';
import { accountField, dateField, fieldOf, hasField, nameFieldOf } from '../schema.ts';
import type { Sentence } from '../sentence.ts';
import type { Vocabulary } from '../vocabulary.ts';
import { eitherOf } from './alternatives.ts';
import { is, type BuildCondition, type ConditionRule } from './types.ts';

export function picked(
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
    // "Customer" is what "Customer - Direct" and "Customer - Channel" are.
    const kinds =
      !/Status|Stage/.test(field.name) &&
      near.length > 1 &&
      near.every((n) => n.value.toLowerCase().startsWith(`${part.toLowerCase()} - `));
    if (kinds && parts.length === 1) return { kind: 'in', path, values: near.map((n) => n.value), not };
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

interface Adjectives {
  list: readonly { path: string; field: FieldDescribe }[];
  /** The same fields, always the same array: what is known of their values is kept with it. */
  fields: readonly FieldDescribe[];
}

const adjectives = new WeakMap<Vocabulary, Map<string, Adjectives>>();

/** Fields that adjectives and "in the …" can be about: the object's own picklists, then those of its account. */
function adjectiveFields({ vocabulary }: Sentence, o: ObjectDescribe): Adjectives {
  let known = adjectives.get(vocabulary);
  if (!known) adjectives.set(vocabulary, (known = new Map()));
  let found = known.get(o.name);
  if (!found) {
    // What a task is called is no state of it, though describe offers a few subjects.
    const list = picklistsOf(o)
      .filter((field) => field.name !== nameFieldOf(o))
      .map((field) => ({ path: field.name, field }));
    const account = accountField(o);
    const there = account?.relationshipName ? vocabulary.objects.get('Account') : undefined;
    if (there)
      list.push(
        ...picklistsOf(there).map((field) => ({ path: `${account!.relationshipName}.${field.name}`, field })),
      );
    known.set(o.name, (found = { list, fields: list.map(({ field }) => field) }));
  }
  return found;
}

const FINITE = new Set(['is', 'are', 'was', 'were', 'has', 'have']);

/** A state said in a word or two: "open", "overdue", "high priority", "closed - not converted", "technology". */
export function stateAt(
  s: Sentence,
  from: number,
  to: number,
  o: ObjectDescribe,
): Read<Condition> | undefined {
  return s.once(`state:${o.name}:${from}:${to}`, () => {
    const read = readState(s, from, to, o);
    // "The task Call Karen about the pilot": what it is called begins with a kind of task.
    const kind = read && 'path' in read.value && read.value.path === 'TaskSubtype';
    return kind && /^\p{Lu}\p{Ll}/u.test(s.tokens[to]?.text ?? '') ? undefined : read;
  });
}

function readState(s: Sentence, from: number, to: number, o: ObjectDescribe): Read<Condition> | undefined {
  const phrase = s.phrase(from, to);
  // "Convert lead Avery" is a command, "converted" a state; "whose close date is …" does not begin with one.
  if (
    phrase === '' ||
    /^(convert|close|closes|win|lose)$/.test(phrase) ||
    namesOthers(s, from, to, o, phrase)
  )
    return undefined;
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
    phrase === 'remaining' ||
    phrase === 'unclosed' ||
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
  const status = statusField(o);
  // "Escalated cases": where the status itself is called so, it is meant rather than the box that an escalation rule ticks.
  const stands =
    status !== undefined &&
    nearestValues(status, phrase, s.vocabulary.synonyms).some((n) => n.closeness === 1);
  if (flag && !stands && !FINITE.has(words[0]!))
    return is({ kind: 'compare', path: flag.name, op: '=', value: true });
  return picklistState(s, from, to, o, false);
}

/** "Leads and contacts": the second noun means records of its own, not a state that only sounds like it. */
function namesOthers(s: Sentence, from: number, to: number, o: ObjectDescribe, phrase: string): boolean {
  return (
    s.vocabulary.objectsAt(s.tokens, from).some((n) => n.plural && n.end === to) &&
    !picklistsOf(o).some((f) => (nearestValues(f, phrase, s.vocabulary.synonyms)[0]?.closeness ?? 4) <= 2)
  );
}

export function overdue(s: Sentence, o: ObjectDescribe): Read<Condition> | undefined {
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
  const { list, fields } = adjectiveFields(s, o);
  const labels = holdsLabel(s, from, to);
  if (!labels && !isValueOfSome(fields, said, s.vocabulary.synonyms)) return undefined;
  let best: Read<Condition> | undefined;
  for (const [n, { path, field }] of list.entries()) {
    const labelled = labels ? stripLabel(s, from, to, field, o) : undefined;
    const near = nearestValues(field, labelled?.said ?? said, s.vocabulary.synonyms);
    if (near.length === 0) continue;
    const closest = near[0]!.closeness;
    const cost =
      0.1 + (labelled ? -0.04 : 0) + (closest - 1) * 0.12 + n * 0.004 + (path.includes('.') ? 0.03 : 0);
    // "Not contacted" is a value of its own where one says so.
    if (labelled === undefined && negated && closest > 2) continue;
    const condition = picked(s, path, field, labelled?.said ?? said);
    const sure = cost + (condition?.kind === 'unclear' ? 0.6 : 0);
    if (condition && (!best || sure < best.cost)) best = { value: condition, cost: sure };
  }
  return best;
}

/** Whether a field is named at one of the ends. */
function holdsLabel(s: Sentence, from: number, to: number): boolean {
  for (let cut = Math.max(from + 1, to - 3); cut < to; cut++)
    if (s.vocabulary.fieldsAt(s.tokens, cut).some((p) => p.end === to)) return true;
  return s.vocabulary.fieldsAt(s.tokens, from).some((p) => p.end < to && p.end <= from + 3);
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
  // The longest name first: "North sales region", not "North sales".
  for (let cut = Math.max(from + 1, to - 3); cut < to; cut++)
    if (names(cut, to)) return { said: s.text(from, cut) };
  for (let cut = Math.min(to - 1, from + 3); cut > from; cut--)
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

const state =
  (not: boolean): BuildCondition =>
  (s, c, o) => {
    const { from, to } = c.value!;
    // "Need to belong": no value ends so. "All cold leads to not a fit": what they are to become is not how they stand.
    if (to - from > 7 || s.word(to - 1) === 'to' || s.word(from) === 'to') return undefined;
    // "In the sector Health": the article belongs to no value.
    const bare = /^(the|a|an)$/.test(s.word(from)) && from + 1 < to ? from + 1 : from;
    const read = stateAt(s, from, to, o) ?? stateAt(s, bare, to, o) ?? choice(s, bare, to, o);
    // "With 'High'": the value itself rather than a name.
    const quoted = to - from === 1 && s.tokens[from]!.kind === 'quote' ? 0.06 : 0;
    return read
      ? { value: not ? negate(read.value) : read.value, cost: read.cost + 0.01 * (to - from) - quoted }
      : undefined;
  };

/** "not contacted yet": a value that says so itself, or any but that one. */
const notYet: BuildCondition = (s, c, o) => {
  const { from, to } = c.value!;
  const status = statusField(o);
  const near = status ? nearestValues(status, `not ${s.text(from, to)}`, s.vocabulary.synonyms) : [];
  if (near.length === 1 && near[0]!.closeness <= 2)
    return is({ kind: 'compare', path: status!.name, op: '=', value: near[0]!.value });
  return state(true)(s, c, o);
};

/** "With parking and a kitchen": a record can have both. */
function takesSeveral(condition: Condition, o: ObjectDescribe): boolean {
  return condition.kind === 'compare' && fieldOf(o, condition.path)?.type === 'multipicklist';
}

/** "Qualification or prospecting"; "Discovery and Build", where no record can be both. */
function choice(s: Sentence, from: number, to: number, o: ObjectDescribe): Read<Condition> | undefined {
  for (let i = from + 1; i < to - 1; i++) {
    if (!/^(or|and|,|&)$/.test(s.word(i))) continue;
    const start = s.word(i) === ',' && /^(or|and)$/.test(s.word(i + 1)) ? i + 2 : i + 1;
    const left = stateAt(s, from, i, o);
    const right = left && (stateAt(s, start, to, o) ?? choice(s, start, to, o));
    if (!left || !right) continue;
    const or = s.word(i) === 'or';
    const both: Condition | undefined =
      !or && takesSeveral(left.value, o) ? { kind: 'all', of: [left.value, right.value] } : undefined;
    const either = both ?? eitherOf(left.value, right.value, or);
    if (either) return { value: either, cost: Math.max(left.cost, right.cost) };
  }
  return undefined;
}

/** How a record stands, in a word of its own: "in proposal", "not yet contacted". */
export const STATES: ConditionRule[] = [
  ...rules<BuildCondition>(
    [
      '[that|which|who|where|they are|they were|it is|it was] [is|are|were|was|have|has] [been] [still|currently|now|already|all|just|presently] [stuck|sitting|parked|stalled|hanging|standing|waiting] [in|from|of|as|on|at] [either] [in] {value:short}',
      '[either] in [either] [status|stage] {value:short}',
      '(that came|that come|coming|came|which came|who came|sourced|originating|generated) [in] (from|through|via|by) {value:short}',
      '[<who>] [is|are|was|were] (marked|rated|flagged|classified|labelled|labeled|prioritized|tagged|graded) [as] {value:short}',
      'set to {value:short}',
      'with [either] [a|an] {value:short}',
      '(working|based) in {value:short}',
    ],
    state(false),
  ),
  ...rules<BuildCondition>(
    [
      '[<who>] (is|are|were|was) not [yet|currently] [in|from|of|at|on] {value:short}',
      'not [in|from] {value:short}',
      '(that|which|who) have not [yet] [been] {value:short}',
      'not yet {value:short}',
      '[that|which|who|where] (have|has) not [yet] [been] {value:short} [yet]',
      '[that|which] (they|he|she|i|we) (have|has) not [yet] {value:short} [yet]',
      '[<who>] (is|are|was|were) not [yet] {value:short} yet',
      '[<who>] (nobody|no one|none of us) [has|have] [ever|yet] {value:short} [yet|so far]',
    ],
    notYet,
  ),
];
