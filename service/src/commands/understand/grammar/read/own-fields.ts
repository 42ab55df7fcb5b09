import { datesOf } from '../../conditions/verb-dates.ts';
import { rules } from '../../rules.ts';
import { fieldOf } from '../../schema.ts';
import { wordsOf } from '../../tokens.ts';
import type { FieldRef } from '../../vocabulary.ts';
import { targetOf } from '../target-of.ts';
import { boxesSaid, event, need, thing } from '../update/box-words.ts';
import type { BuildIntent, ClauseRule } from '../types.ts';
import { asked } from './types.ts';

/** One field of one record; undefined for many. */
const valueOf =
  (
    fields: (s: Parameters<BuildIntent>[0], c: Parameters<BuildIntent>[1]) => FieldRef[],
    base = 0.15,
  ): BuildIntent =>
  (s, c) => {
    const target = targetOf(s, c);
    const named = target && target.value.kind !== 'set' ? fields(s, c) : [];
    const { objects = [] } = target?.value ?? {};
    const own = objects.length === 0 ? named : named.filter((f) => objects.includes(f.object));
    return target && own.length > 0
      ? asked({ mode: 'value', target: target.value, fields: own }, base + target.cost)
      : undefined;
  };

const ofType = (type: RegExp): BuildIntent =>
  valueOf((s, c) =>
    (c.field!.found as FieldRef[]).filter(({ object, field }) => {
      const describe = fieldOf(s.vocabulary.objects.get(object), field);
      return describe?.custom === true && type.test(describe.type);
    }),
  );

/** "When does the lease expire": the date that the verb names. */
const byVerb = valueOf((s, c) =>
  [...s.vocabulary.objects.values()].flatMap((o) => {
    const dates = o.custom ? datesOf(o, s.word(c.verb!.from)) : [];
    return dates.length === 1 ? [{ object: o.name, field: dates[0]!.name }] : [];
  }),
);

/** "Who requested dark mode": the lookup "Requested By". */
const doneBy = valueOf((s, c) => {
  const label = `${s.word(c.verb!.from)} by`;
  return [...s.vocabulary.objects.values()].flatMap((o) =>
    o.fields
      .filter((f) => f.type === 'reference' && wordsOf(f.label.replace(/ ID$/, '')) === label)
      .map((f) => ({ object: o.name, field: f.name })),
  );
});

/** Questions about the fields of the org's own: when, whether, by whom. One line is one phrasing. */
export const OWN_FIELD_VALUES: ClauseRule[] = [
  ...rules<BuildIntent>(
    [
      'when (does|will|did|is|do) {field} (of|on|for|at) {target} [due] [end|expire|start|begin|close|run out|renew|come up|happen|fall]',
      "when (does|will|did|is|do) {target} 's {field} [due] [end|expire|start|begin|close|run out|renew|come up|happen|fall]",
      'when is {target} {field}',
    ],
    ofType(/^date/),
  ),
  ...rules<BuildIntent>(
    [
      'when (does|will|did|do) {target} {verb:word} [live|off|up]',
      'when (is|was|are) {target} {verb:word} [live|off|up]',
    ],
    byVerb,
  ),
  ...rules<BuildIntent>(
    [
      '(is|was|has|are) {target} [been] [still|already|now|currently|also|really] [a|an|our|on] {field} [yet|already|now|or not]',
      '(does|do) {target} [still|already|currently|also] (have|get|want) [the|our] {field} [on|enabled|yet]',
      '(is|was) {field} [still|already|now|currently] (on|enabled|off|ticked|set|active|true) (for|on|at|in) {target}',
    ],
    ofType(/^boolean$/),
  ),
  ...rules<BuildIntent>(
    ['(is|was|has|did|are) {x:short} (for|on|at|of|in) {target} [yet|already|now|or not]'],
    valueOf((s, c) => boxesSaid(s, c.x!, event)),
  ),
  ...rules<BuildIntent>(
    [
      '(does|do|has|have|did) {target} [already|still|currently] (have|got|get|gotten|received) [a|an|his|her|their|its|any|the] {x:short} [yet|already|now]',
    ],
    valueOf((s, c) => boxesSaid(s, c.x!, thing), 0.3),
  ),
  ...rules<BuildIntent>(
    ['(does|do) {target} [still|already|also] (need|require) [a|an|any] {x:short}'],
    valueOf((s, c) => boxesSaid(s, c.x!, need)),
  ),
  ...rules<BuildIntent>(['who {verb:word} {target}', 'by whom was {target} {verb:word}'], doneBy),
];
