import { assign, bestMisfit, isSomeStatus } from '../../assignments.ts';
import { IMPERATIVES } from '../../imperatives.ts';
import type { Assignment, Intent, Target } from '../../intents.ts';
import { CLAUSE_OPENINGS } from '../../lexicon/clause-openings.ts';
import type { Read } from '../../rules.ts';
import { rules } from '../../rules.ts';
import type { Sentence } from '../../sentence.ts';
import { targetAt } from '../../target.ts';
import type { FieldRef } from '../../vocabulary.ts';
import { fieldsOn } from '../target-of.ts';
import { someValue } from './value-of.ts';
import type { BuildIntent, ClauseRule } from '../types.ts';

/** More records with a value each than this are several commands. */
const MOST_PAIRS = 4;

interface Pair {
  target: Target;
  assignment: Assignment;
  cost: number;
}

/** How well the words fit what is given to each record; undefined when they cannot be it. */
type Fit = (target: Target, from: number, to: number) => Omit<Pair, 'target'> | undefined;

const NO_VERB =
  /^(the|my|this|that|it|his|her|their|its|new|two|for|to|with|task|call|they|he|she|we|i|you)$/;

/** "Granite to proposal", "Bluewave 290k". */
function pairAt(s: Sentence, start: number, to: number, fit: Fit): Pair | undefined {
  // "… on Granite to the 18th and on Halcyon to the 20th".
  const from = /^(on|of|for)$/.test(s.word(start)) ? start + 1 : start;
  // "… and turn the priority to High": another verb, no record.
  const opens = CLAUSE_OPENINGS.has(s.tokens[from]?.text ?? '') && !NO_VERB.test(s.word(from));
  if (IMPERATIVES.has(s.word(from)) || opens) return undefined;
  let best: Pair | undefined;
  for (let cut = from + 1; cut < to; cut++) {
    const joined = /^(to|as|at|into|on|=|:)$/.test(s.word(cut));
    if (!joined && s.tokens[cut]!.kind !== 'number') continue;
    const read = targetAt(s, from, cut);
    const target = read?.value;
    if (!target || target.kind === 'set' || target.list || target.text === '') continue;
    const given = fit(target, joined ? cut + 1 : cut, to);
    const cost = given && given.cost + 0.3 * read!.cost;
    if (cost !== undefined && (!best || cost < best.cost)) best = { ...given!, target, cost };
  }
  return best;
}

/** "Helen's title to CEO", and behind it "Omar's to CTO": the same field. */
function ownPairAt(s: Sentence, from: number, to: number, before?: Pair): Pair | undefined {
  if (IMPERATIVES.has(s.word(from))) return undefined;
  for (let at = from + 1; at < to - 1; at++) {
    if (s.tokens[at]!.kind !== 'possessive') continue;
    const target = targetAt(s, from, at);
    if (!target || target.value.kind === 'set' || target.value.list) return undefined;
    const named = s.vocabulary.fieldsAt(s.tokens, at + 1).sort((a, b) => b.end - a.end)[0];
    const end = named?.end ?? at + 1;
    if (end >= to - 1 || !/^(to|as|is|=|:)$/.test(s.word(end)) || (!named && !before)) return undefined;
    const fields = fieldsOn(target.value, named?.fields ?? before!.assignment.fields);
    const fieldText = named ? s.text(at + 1, end) : before!.assignment.fieldText;
    const assignment = assign(s, fields, fieldText, end + 1, to);
    const cost = bestMisfit(s, fields, assignment.value);
    return fields.length > 0 && cost < 1.3
      ? { target: target.value, assignment, cost: 0.1 + cost }
      : undefined;
  }
  return undefined;
}

type PairAt = (from: number, to: number, before?: Pair) => Pair | undefined;

/** "Granite to proposal and Halcyon to won": the stretch cut at its "and"s, a pair in each part. */
function pairsAt(s: Sentence, from: number, to: number, pair: PairAt): Pair[] | undefined {
  const cuts: number[] = [];
  for (let i = from + 2; i < to - 1; i++)
    if (/^(and|,|;)$/.test(s.word(i)) && !/^(and|,|;)$/.test(s.word(i + 1))) cuts.push(i);
  if (cuts.length === 0 || cuts.length > 5) return undefined;
  const rest = (start: number, left: number, before?: Pair): Pair[] | undefined => {
    if (left === 0) return undefined;
    const last = pair(start, to, before);
    for (const cut of cuts) {
      if (cut <= start + 1) continue;
      const end = /^(and|,|;)$/.test(s.word(cut - 1)) ? cut - 1 : cut;
      const first = pair(start, end, before);
      const more = first && rest(cut + 1, left - 1, first);
      if (first && more) return [first, ...more];
    }
    return last && [last];
  };
  const pairs = rest(from, MOST_PAIRS);
  return pairs && pairs.length > 1 ? pairs : undefined;
}

const updates = (s: Sentence, at: { from: number; to: number }, fit: Fit): Read<Intent[]> | undefined =>
  updatesOf(pairsAt(s, at.from, at.to, (from, to) => pairAt(s, from, to, fit)));

const updatesOf = (pairs: Pair[] | undefined): Read<Intent[]> | undefined => {
  return (
    pairs && {
      value: pairs.map(({ target, assignment }) => ({ kind: 'update', target, assignments: [assignment] })),
      cost: 0.5 + pairs.reduce((sum, pair) => sum + pair.cost, 0),
    }
  );
};

const bare: BuildIntent = (s, c) =>
  updates(s, c.pairs!, (target, from, to) => {
    const assignment = assign(s, [], '', from, to);
    const { number, date, text } = assignment.value;
    const known = number ?? date ?? (isSomeStatus(s, text) || someValue(s, target, text));
    return known ? { assignment, cost: 0.1 } : undefined;
  });

const ofField: BuildIntent = (s, c) => {
  const said = c.field!.found as FieldRef[];
  return updates(s, c.pairs!, (target, from, to) => {
    const fields = fieldsOn(target, said);
    if (fields.length === 0) return undefined;
    const assignment = assign(s, fields, s.text(c.field!.from, c.field!.to), from, to);
    const cost = bestMisfit(s, fields, assignment.value);
    return cost < 0.8 ? { assignment, cost: 0.1 + cost } : undefined;
  });
};

const owners: BuildIntent = (s, c) =>
  updates(s, c.pairs!, (_target, from, to) => {
    const value = s.said(from, to);
    const name = to - from <= 3 && s.tokens.slice(from, to).every((t) => t.kind === 'word');
    return name && !isSomeStatus(s, value.text)
      ? { assignment: { fields: [], fieldText: 'owner', value }, cost: 0.1 }
      : undefined;
  });

const owned: BuildIntent = (s, c) =>
  updatesOf(pairsAt(s, c.pairs!.from, c.pairs!.to, (from, to, before) => ownPairAt(s, from, to, before)));

/** One verb for several records, each with a value of its own. One line is one phrasing. */
export const PAIRS: ClauseRule[] = [
  ...rules<BuildIntent>(['<set> {pairs:run}'], bare),
  ...rules<BuildIntent>(['<set> {pairs:run}', '{pairs:run}'], owned),
  ...rules<BuildIntent>(['<set> {field} <of> {pairs:run}'], ofField),
  ...rules<BuildIntent>(['(assign|reassign|transfer|give|hand|pass) {pairs:run}'], owners),
];
