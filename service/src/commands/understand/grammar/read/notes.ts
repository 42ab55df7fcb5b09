import { rules } from '../../rules.ts';
import { targetAt } from '../../target.ts';
import type { BuildIntent, ClauseRule } from '../types.ts';
import { HERE } from '../target-of.ts';
import { asked, SHOW } from './types.ts';

const notes: BuildIntent = (s, c) => {
  const target = c.target ? targetAt(s, c.target.from, c.target.to) : { value: HERE, cost: 0.1 };
  return target && target.value.kind !== 'set'
    ? asked({ mode: 'notes', target: target.value }, 0.05 + target.cost)
    : undefined;
};

const NOTES = 'notes|note|comments|remarks';
const KEPT =
  '[that] [(we|i|you) (have|made|took|wrote|left|added|kept|logged)|there (is|are)|(is|are)] [saved|logged|written|recorded|stored|kept|attached|filed|left]';
const ON = 'on|for|about|of|from|in|under|to|against|at|regarding';

/** What is written down about a record. One line is one phrasing. */
export const NOTES_OF: ClauseRule[] = rules<BuildIntent>(
  [
    `(${SHOW}) [me] [all] [of] [the|any|my|our|your] [latest|recent|last|existing|internal|call|meeting] (${NOTES}) ${KEPT} (${ON}) {target}`,
    `(${SHOW}) {target} 's [latest|recent] (${NOTES})`,
    `(what|which) (${NOTES}) (do|did|have|are) (we|i|you|there) [already] [have|got|take|make|write|keep|leave] [saved|logged|written|on file] (${ON}) {target}`,
    `(what|which) (${NOTES}) (does|do|did) {target} have`,
    `(are|is) there [already] [any|some|a] (${NOTES}) (${ON}) {target}`,
    `(do|did|have) (we|i|you) [already] (have|got|take|make|write|keep) [any|some|a] (${NOTES}) (${ON}) {target}`,
    `what (do|does|did) [the|my|our] (${NOTES}) (${ON}) {target} say`,
    `what is in [the|my|our] (${NOTES}) (${ON}) {target}`,
    `any (${NOTES}) (${ON}) {target}`,
    `(${SHOW}) [me] [all] [the|its|their|his|her|my|our] notes`,
    'what notes (do we have|are there) [here|on it|for it|on this]',
  ],
  notes,
);
