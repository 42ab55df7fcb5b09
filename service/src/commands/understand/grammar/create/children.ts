import type { Intent } from '../../intents.ts';
import { rules } from '../../rules.ts';
import { targetAt } from '../../target.ts';
import type { ObjectPhrase } from '../../vocabulary.ts';
import type { BuildIntent, ClauseRule } from '../types.ts';
import { namesAt } from './names.ts';

/** Accounts below another: "two subordinate accounts: A and B", "a subsidiary of A called B". */
const children: BuildIntent = (s, c) => {
  const noun = c.object?.found as ObjectPhrase | undefined;
  const o = (noun?.objects ?? ['Account'])
    .map((name) => s.vocabulary.objects.get(name))
    .find((object) => object?.fields.some((f) => f.name === 'ParentId'));
  const names = o && namesAt(s, c.names!, o);
  const parent = c.target ? targetAt(s, c.target.from, c.target.to) : undefined;
  if (!o || !names || (c.target && !parent)) return undefined;
  // "Called Larkspur Dairy and copy legal": what is written small beside a name is none.
  if (new Set(names.value.map((name) => /^\p{Ll}/u.test(name))).size > 1) return undefined;
  // "A subsidiary called Oil & Gas, Norway": one, and what looks like a list is its name.
  const before = s.phrase(Math.max(0, c.names!.from - 12), c.names!.from);
  if (names.value.length > 1 && ONE.test(before)) return undefined;
  const text = parent ? (parent.value.names.at(-1) ?? parent.value.text) : '';
  return {
    value: names.value.map(
      (name): Intent => ({
        kind: 'create',
        object: o.name,
        name,
        properties: [{ kind: 'party', preposition: 'under', text, object: o.name }],
      }),
    ),
    cost: 0.2 + names.cost + (parent?.cost ?? 0),
  };
};

/** "One subordinate account under each: A and B": the first below the first account that the plan makes, and so on. */
const oneEach: BuildIntent = (s, c) => {
  const read = children(s, c);
  const of = read?.value.length ?? 0;
  return read && of > 1
    ? {
        value: read.value.map((child, n) =>
          child.kind === 'create'
            ? { ...child, properties: child.properties.map((p) => ({ ...p, nth: { n, of } })) }
            : child,
        ),
        cost: read.cost,
      }
    : undefined;
};

const SUBORDINATE =
  'subordinate|subordinates|child|children|sub|subsidiary|subsidiaries|daughter|branch|branches|subaccount|subaccounts';
const ONE = new RegExp(`\\b(a|an) (new )?(separate |additional )?(${SUBORDINATE})\\b`);
const MAKE = '[and] [also|then] [create|add|make|open|set up|put|place|register|new]';
const SOME =
  '[the|with|a|an|just] [one|two|three|four|five|2|3|4|5|these|its|single] [new|separate|additional]';

/** One line is one phrasing. */
export const CHILDREN: ClauseRule[] = [
  ...rules<BuildIntent>(
    [
      `[create|add|make|and|with] [the|with] [one|two|three|four|five|2|3|4|5|these|its] [new|separate|additional] (${SUBORDINATE}) [{object}] [called|named|:|under it|,] {names:run}`,
      `${MAKE} ${SOME} (${SUBORDINATE}) [{object}] [only|just] (under|for|of|below|beneath|to|in) {target} [only] (:|called|named|,) {names:run}`,
      `(create|add|make|open|set up|new) [a|an] [new] (${SUBORDINATE}) {object} {names:run} (under|for|of|below) {target}`,
      `(create|add|make|open|set up|new) [a|an] [new] [{object}] [record] [called|named] {names:run} as [a|an] [new] (${SUBORDINATE}) [{object}] (under|for|of) {target}`,
    ],
    children,
  ),
  ...rules<BuildIntent>(
    [
      `${MAKE} ${SOME} (${SUBORDINATE}) [{object}] [only|just] (under|for|of|below|beneath|to|in) each [of them|of these|of the two|one|parent|parent account|account] [:|called|named|,] {names:run}`,
      `${MAKE} ${SOME} (${SUBORDINATE}) [{object}] each [:|called|named|,] {names:run}`,
    ],
    oneEach,
  ),
];

/** Behind the account that they are below. */
export const FURTHER_CHILDREN: ClauseRule[] = rules<BuildIntent>(
  [
    `(and|with|plus|,|&) [also] [a|an|one|its|two|three|four|2|3|4] [new] (${SUBORDINATE}) [{object}] [:|called|named|,|below it :|under it :] {names:run} [(under|below) it]`,
  ],
  children,
);
