import type { Condition, Target } from '../../intents.ts';
import { rules } from '../../rules.ts';
import { fieldOf } from '../../schema.ts';
import type { ObjectPhrase } from '../../vocabulary.ts';
import type { BuildIntent, ClauseRule } from '../types.ts';
import { ownIfMy } from './lists.ts';
import { asked, nounAlone, setOf, SHOW } from './types.ts';

/** "Which of my deals has been open the longest": the oldest of those that are still open. */
const longest: BuildIntent = (s, c) => {
  const target = nounAlone(s, c) ?? setOf(s, c);
  const object = target?.value.objects[0];
  if (!target || object === undefined || !fieldOf(s.vocabulary.objects.get(object), 'IsClosed'))
    return undefined;
  const open: Condition = { kind: 'compare', path: 'IsClosed', op: '=', value: false };
  const set: Target = ownIfMy(s, c, {
    ...target.value,
    kind: 'set',
    conditions: [...target.value.conditions, open],
  });
  const many = target.value.kind === 'set' && /^(are|have)$/.test(s.word(c.target!.to)) ? {} : { limit: 1 };
  const orderBy = { fields: [{ object, field: 'CreatedDate' }], descending: false };
  return asked({ mode: 'list', target: set, ...many, orderBy }, 0.1 + target.cost);
};

/** "Which account has the most open deals": how many each has. */
const mostOf: BuildIntent = (s, c) => {
  const parent = (c.object!.found as ObjectPhrase).objects.find((name) => s.vocabulary.objects.has(name));
  const target = nounAlone(s, c) ?? setOf(s, c);
  const [object] = target?.value.objects ?? [];
  const describe = object === undefined ? undefined : s.vocabulary.objects.get(object);
  const lookup = describe?.fields.find((f) => f.type === 'reference' && f.referenceTo.includes(parent ?? ''));
  if (
    !target ||
    target.value.kind !== 'set' ||
    object === undefined ||
    parent === 'User' ||
    !lookup ||
    lookup.name === 'ParentId'
  )
    return undefined;
  const groupBy = [{ object, field: lookup.name }];
  return asked({ mode: 'count', target: target.value, groupBy, mostFirst: true }, 0.05 + target.cost);
};

/** Which has been open longest, and who or what has the most of something. One line is one phrasing. */
export const RANKED: ClauseRule[] = [
  ...rules<BuildIntent>(
    [
      '(which|which one|what) [of] [the|my|our] {target} (has|have) been open [for] [the] longest [time]',
      '(which|which one|what) [of] [the|my|our] {target} (is|are) open [for] [the] longest [time]',
      `[${SHOW}|what is|which is] [the|my|our] {target} (that|which) (has|have) been open [for] [the] longest [time]`,
    ],
    longest,
  ),
  ...rules<BuildIntent>(
    ['(which|what) {object} (has|have|had) [the] most {target}', '{object} with [the] most {target}'],
    mostOf,
  ),
];
