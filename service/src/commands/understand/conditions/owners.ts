import type { Condition } from '../intents.ts';
import { FUNCTION_WORDS } from '../lexicon/function-words.ts';
import { rules } from '../rules.ts';
import { hasField, ownerPath, ownLookups } from '../schema.ts';
import { nameOf } from './parties.ts';
import { is, type BuildCondition, type ConditionRule } from './types.ts';

const STILL = '[still|currently|now|also|already|all|presently|right now|at the moment]';
const WHO = `[<who>] [is|are|am|was|were] ${STILL}`;
const HELD =
  '(owned|handled|managed|worked on|worked|led|run|covered|looked after|held|kept) by|(assigned|allocated|belonging|given) to|(sitting|parked|stuck|resting|left|waiting) with';
const PLACE = 'plate|desk|list|side|books|hands';
const NAME = 'name|ownership|book|care';
const HAVE = 'have|own|hold|handle|cover|manage|run|look after|carry|keep';
const HAS = 'has|owns|holds|handles|covers|manages|runs|looks after|carries|keeps';
const BUSY = 'working on|responsible for|sitting on|handling|covering|managing|in charge of|holding';

/** Not "Raj Patel currently": what is said of the records is no name. */
const NO_NAME = /^(still|currently|now|also|already|all|presently)$/;
const LONGEST_NAME = 3;

const ofName: BuildCondition = (s, c, o) => {
  const { from, to } = c.name!;
  const named = nameOf(s, c);
  const words = s.tokens.slice(from, to).map((t) => t.word);
  if (!named || ownerPath(s.vocabulary, o) === undefined || to - from > LONGEST_NAME) return undefined;
  if (FUNCTION_WORDS.has(words[0]!) || words.some((word) => NO_NAME.test(word))) return undefined;
  // "How many flats does Halcyon own": a rep, or a company that the org's own records belong to.
  const parents = ownLookups(o).length > 0;
  return {
    value: parents ? { kind: 'belongs', name: named.name } : { kind: 'owner', who: named.name },
    cost: named.cost + 0.05,
  };
};

const FINISHED =
  'finished|finish|completed|complete|done|closed|close|started on|got to|gotten to|worked off';

/** "That Akira has not finished": open ones of whoever owns them. */
const unfinished: BuildCondition = (s, c, o) => {
  if (!hasField(o, 'IsClosed')) return undefined;
  const owned = c.name ? ofName(s, c, o) : undefined;
  if (c.name && !owned) return undefined;
  const whose: Condition =
    owned?.value ?? (c.whose ? { kind: 'belongs', name: 'their' } : { kind: 'owner', who: 'me' });
  const open: Condition = { kind: 'compare', path: 'IsClosed', op: '=', value: false };
  return is({ kind: 'all', of: [whose, open] }, 0.1 + (owned?.cost ?? 0));
};

/** A rep's, or a company's where the object has one. */
const ofSomebody: BuildCondition = (s, c, o) =>
  o.fields.some((f) => f.name === 'AccountId') ? undefined : ofName(s, c, o);

/** Who owns the records. */
export const OWNERS: ConditionRule[] = [
  ...rules<BuildCondition>(
    [
      'of mine',
      'of ours',
      `${WHO} (${HELD}) (me|myself)`,
      `${WHO} (with|under|on) (me|myself)`,
      `[<who>] ${STILL} (belong|belongs) to me`,
      `${WHO} (mine|on my (${PLACE})|(in|under) my (${NAME})|with my name on (it|them))`,
      `[<who>] i ${STILL} (${HAVE})`,
      `[<who>] i am ${STILL} (${BUSY})`,
      'i have got',
      'do i have',
      `do i ${STILL} (${HAVE})`,
      '(have|had) i [got]',
      'with me as [the] owner',
      '(where|for which) i am [the] owner',
      '(did|have|had) i [already] (log|logged|make|made|record|recorded|book|booked|create|created|add|added|hold|held|have|send|sent|get|got)',
      '[that|which] i [have|had] [already] (logged|made|recorded|booked|held|had|sent)',
    ],
    () => is({ kind: 'owner', who: 'me' }),
  ),
  ...rules<BuildCondition>(
    [
      `${WHO} (${HELD}) {name}`,
      `[<who>] ${STILL} (belong|belongs) to {name}`,
      `${WHO} (on {name} 's (${PLACE})|(in|under) {name} 's (${NAME})|with {name} 's name on (it|them))`,
      `[<who>] {name} ${STILL} (${HAS})`,
      `[<who>] {name} is ${STILL} (${BUSY})`,
      `(do|does|did) {name} ${STILL} (own|handle|cover|manage|run|look after)`,
      'with {name} as [the] owner',
      '(where|for which) {name} is [the] owner',
      "of {name} 's",
    ],
    ofName,
  ),
  ...rules<BuildCondition>(
    [
      `[<who>] {name} (has|have|is|are|did) not [yet] (${FINISHED}) [with] [yet|so far]`,
      `[<who>] {whose:they} (has|have|is|are|did) not [yet] (${FINISHED}) [with] [yet|so far]`,
      `[<who>] i (have|am|did) not [yet] (${FINISHED}) [with] [yet|so far]`,
    ],
    unfinished,
  ),
  ...rules<BuildCondition>(['of {name}'], ofSomebody),
  ...rules<BuildCondition>(
    [
      '[<who> (is|are)] not (owned by|assigned to|belonging to) (me|mine)',
      '<who> i do not own',
      '<who> (is|are) not mine',
    ],
    () => is({ kind: 'owner', who: 'me', not: true }),
  ),
];
