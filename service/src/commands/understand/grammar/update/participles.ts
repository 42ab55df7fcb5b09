import { assign, bestMisfit } from '../../assignments.ts';
import { nameCost } from '../../name-cost.ts';
import { rules } from '../../rules.ts';
import type { FieldRef } from '../../vocabulary.ts';
import type { BuildIntent, ClauseRule } from '../types.ts';
import { fact } from './facts.ts';

/** "Accompanied By", "Assigned To": a label that goes on with its value. */
const GOES_ON = / (by|to|for|at|in|from|with|on|under)$/;

/** "V-0015 should be accompanied by Priti": the label is said as a verb. */
const participle = fact((s, c) => {
  if (!GOES_ON.test(s.phrase(c.field!.from, c.field!.to))) return undefined;
  const fields = c.field!.found as FieldRef[];
  const { from, to } = c.value!;
  if (nameCost(s, from, to) === undefined && !s.date(from)) return undefined;
  const assignment = assign(s, fields, s.text(c.field!.from, c.field!.to), from, to);
  return { assignment, cost: bestMisfit(s, fields, assignment.value) };
});

/** One line is one phrasing. */
export const PARTICIPLES: ClauseRule[] = rules<BuildIntent>(
  [
    '{target} (is|was|are|will be|should be|must be|shall be|is to be|has to be|needs to be|gets) [now] {field} {value}',
  ],
  participle,
);
