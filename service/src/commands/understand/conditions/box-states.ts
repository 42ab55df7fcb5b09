import { shift } from '../calendar.ts';
import { rules } from '../rules.ts';
import { hasField, pathsOn } from '../schema.ts';
import type { FieldRef } from '../vocabulary.ts';
import { boxesSaid, need, thing, type Fits } from '../grammar/update/box-words.ts';
import { is, type BuildCondition, type ConditionRule } from './types.ts';

/** A box of the object's own, told in other words than its label. */
const box =
  (value: boolean, fits: Fits): BuildCondition =>
  (s, c, o) => {
    const [own, other] = boxesSaid(s, c.x!, fits).filter((f) => f.object === o.name);
    return own && !other ? is({ kind: 'compare', path: own.field, op: '=', value }, 0.09) : undefined;
  };

/** "Overdue for inspection": a date that is over. */
const overdueFor: BuildCondition = (s, c, o) => {
  const [path] = pathsOn(s.vocabulary, o, c.field!.found as FieldRef[]).filter(({ field }) =>
    field.type.startsWith('date'),
  );
  const to = shift(s.calendar.today, -1, 'day');
  return path && hasField(o, path.path)
    ? is({ kind: 'days', path: path.path, to, why: `overdue = before ${s.calendar.today}` }, 0.05)
    : undefined;
};

/** What records of an org's own have, lack or need. One line is one phrasing. */
export const BOX_STATES: ConditionRule[] = [
  ...rules<BuildCondition>(['[<who>] (have|has|with|having|got) [a|an|the|any] {x:short}'], box(true, thing)),
  ...rules<BuildCondition>(
    [
      '(without|lacking|missing) [a|an|the|any] {x:short}',
      '[<who>] (have|has|with) no {x:short}',
      '[<who>] (do|does) not have [a|an|the|any] {x:short} [yet]',
      '[<who>] (is|are) missing [a|an|the|their|its] {x:short}',
    ],
    box(false, thing),
  ),
  ...rules<BuildCondition>(['[<who>] (need|needs|require|requires) [a|an|any] {x:short}'], box(true, need)),
  // "Which shipments need cold chain": the label itself.
  ...rules<BuildCondition>(
    ['[<who>] (need|needs|require|requires|want|wants) [a|an|the|any] {field}'],
    (s, c, o) => {
      const [path] = pathsOn(s.vocabulary, o, c.field!.found as FieldRef[]).filter(
        (p) => p.field.type === 'boolean',
      );
      return path && is({ kind: 'compare', path: path.path, op: '=', value: true }, 0.05);
    },
  ),
  ...rules<BuildCondition>(
    ['[<who>] [is|are] (overdue|past due|late) (for|with|on) [a|an|the|its|their] {field}'],
    overdueFor,
  ),
];
