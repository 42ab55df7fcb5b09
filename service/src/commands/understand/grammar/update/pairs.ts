import { assign, bestMisfit, isSomeStatus } from '../../assignments.ts';
import { IMPERATIVES } from '../../imperatives.ts';
import type { Assignment, Intent, Target } from '../../intents.ts';
import type { Read } from '../../rules.ts';
import { rules } from '../../rules.ts';
import type { Sentence } from '../../sentence.ts';
import { targetAt } from '../../target.ts';
import type { FieldRef } from '../../vocabulary.ts';
import { fieldsOn } from '../target-of.ts';
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

/** "Granite to proposal", "Bluewave 290k". */
function pairAt(s: Sentence, from: number, to: number, fit: Fit): Pair | undefined {
  if (IMPERATIVES.has(s.word(from))) return undefined;
  let best: Pair | undefined;
  for (let cut = from + 1; cut < to; cut++) {
    const joined = /^(to|as|at|into|on|=|:)$/.test(s.word(cut));
    if (!joined && s.tokens[cut]!.kind !== 'number') continue;
    const target = targetAt(s, from, cut)?.value;
    if (!target || target.kind === 'set' || target.list || target.text === '') continue;
    const given = fit(target, joined ? cut + 1 : cut, to);
    if (given && (!best || given.cost < best.cost)) best = { target, ...given };
  }
  return best;
}

/** "Granite to proposal and Halcyon to won": the stretch cut at its "and"s, a pair in each part. */
function pairsAt(s: Sentence, from: number, to: number, fit: Fit): Pair[] | undefined {
  const cuts: number[] = [];
  for (let i = from + 2; i < to - 1; i++)
    if (/^(and|,|;)$/.test(s.word(i)) && !/^(and|,|;)$/.test(s.word(i + 1))) cuts.push(i);
  if (cuts.length === 0 || cuts.length > 5) return undefined;
  const rest = (start: number, left: number): Pair[] | undefined => {
    if (left === 0) return undefined;
    const last = pairAt(s, start, to, fit);
    for (const cut of cuts) {
      if (cut <= start + 1) continue;
      const end = /^(and|,|;)$/.test(s.word(cut - 1)) ? cut - 1 : cut;
      const first = pairAt(s, start, end, fit);
      const more = first && rest(cut + 1, left - 1);
      if (first && more) return [first, ...more];
    }
    return last && [last];
  };
  const pairs = rest(from, MOST_PAIRS);
  return pairs && pairs.length > 1 ? pairs : undefined;
}

const updates = (s: Sentence, at: { from: number; to: number }, fit: Fit): Read<Intent[]> | undefined => {
  const pairs = pairsAt(s, at.from, at.to, fit);
  return (
    pairs && {
      value: pairs.map(({ target, assignment }) => ({ kind: 'update', target, assignments: [assignment] })),
      cost: 0.5 + pairs.reduce((sum, pair) => sum + pair.cost, 0),
    }
  );
};

const bare: BuildIntent = (s, c) =>
  updates(s, c.pairs!, (_target, from, to) => {
    const assignment = assign(s, [], '', from, to);
    const { number, date, text } = assignment.value;
    return number || date || isSomeStatus(s, text) ? { assignment, cost: 0.1 } : undefined;
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

/** One verb for several records, each with a value of its own. One line is one phrasing. */
export const PAIRS: ClauseRule[] = [
  ...rules<BuildIntent>(['<set> {pairs:run}'], bare),
  ...rules<BuildIntent>(['<set> {field} <of> {pairs:run}'], ofField),
  ...rules<BuildIntent>(['(assign|reassign|transfer|give|hand|pass) {pairs:run}'], owners),
];
