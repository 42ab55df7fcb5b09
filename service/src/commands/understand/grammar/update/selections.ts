import { severalValues } from '../../picklists.ts';
import { rules } from '../../rules.ts';
import { fieldOf } from '../../schema.ts';
import type { FieldRef } from '../../vocabulary.ts';
import { fieldsOn, targetOf } from '../target-of.ts';
import { intent, type BuildIntent, type ClauseRule } from '../types.ts';

/** "Add FDA to the certifications of Scanner 4": a value more, or less, of a field that takes several. */
const selected =
  (by: 'include' | 'exclude'): BuildIntent =>
  (s, c) => {
    const target = targetOf(s, c);
    const text = s.text(c.value!.from, c.value!.to);
    const fields = target ? fieldsOn(target.value, c.field!.found as FieldRef[]) : [];
    const fitting = fields.filter(({ object, field }) => {
      const describe = fieldOf(s.vocabulary.objects.get(object), field);
      return (
        describe?.type === 'multipicklist' &&
        severalValues(describe, text, s.vocabulary.synonyms) !== undefined
      );
    });
    if (!target || fitting.length === 0) return undefined;
    return intent(
      {
        kind: 'update',
        target: target.value,
        assignments: [
          {
            fields: fitting,
            fieldText: s.text(c.field!.from, c.field!.to),
            value: { text: '', phrase: '', quoted: false },
            change: { by, text },
          },
        ],
      },
      0.1 + target.cost,
    );
  };

/** Fields that take several values. One line is one phrasing. */
export const SELECTIONS: ClauseRule[] = [
  ...rules<BuildIntent>(
    [
      "(add|include|tick|put) {value} (to|in|into|on|under) {target} ['s] {field} [list]",
      '(add|include|tick|put) {value} (to|in|into|on|under|as) [a|an|the|another] {field} [list] (of|for|on|at|to) {target}',
      '(add|include|tick) [the] {field} {value} (to|for|on|at) {target}',
      '(add|include|tick) {value} (to|for|on) {target} (as|under) [a|an|the|another] {field}',
    ],
    selected('include'),
  ),
  ...rules<BuildIntent>(
    [
      "(remove|take|drop|delete|untick|strike|take out) {value} (from|off|out of|under|in) {target} ['s] {field} [list]",
      '(remove|take|drop|delete|untick|strike|take out) {value} (from|off|out of|under|in) [the] {field} [list] (of|for|on|at) {target}',
    ],
    selected('exclude'),
  ),
];
