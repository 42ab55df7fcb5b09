import { rules } from '../../rules.ts';
import { fieldOf } from '../../schema.ts';
import type { FieldRef } from '../../vocabulary.ts';
import { targetOf } from '../target-of.ts';
import { intent, type BuildIntent, type ClauseRule } from '../types.ts';

/** Words that go behind those that a long text of the org's own holds already; what is said of a record goes into its notes. */
const append: BuildIntent = (s, c) => {
  const fields = (c.field!.found as FieldRef[]).filter(({ object, field }) => {
    const described = fieldOf(s.vocabulary.objects.get(object), field);
    return described?.custom === true && described.type === 'textarea';
  });
  const target = targetOf(s, c);
  const at = c.text ?? c.run ?? c.quote!;
  if (fields.length === 0 || !target) return undefined;
  const value = s.said(at.from, at.to);
  const change = { by: 'append', text: value.text } as const;
  const fieldText = s.text(c.field!.from, c.field!.to);
  const assignments = [{ fields, fieldText, value: { ...value, quoted: true }, change }];
  return intent({ kind: 'update', target: target.value, assignments }, 0.2 + target.cost);
};

const ADD = 'add|append|write|put|attach|include|note|note down|jot down|record|log|enter|save';

/** One line is one phrasing. */
export const APPENDED: ClauseRule[] = rules<BuildIntent>(
  [
    `(${ADD}) {quote} (to|in|into|on|under) [the|its] {field} (of|on|for) {target}`,
    `(${ADD}) {quote} (to|in|into|on|under) {target} 's {field}`,
    `(${ADD}) {run} (to|in|into|on|under) [the|its] {field} (of|on|for) {target}`,
    `(${ADD}) {run} (to|in|into|on|under) {target} 's {field}`,
    `(${ADD}) [this|the following] (to|in|into|on|under) [the|its] {field} (of|on|for) {target} (:|that|,) {text}`,
    `(${ADD}) [this|the following] as [the|a] {field} (of|on|for|to) {target} (:|that|,) {text}`,
    `(${ADD}) {quote} as [the|a] {field} (of|on|for|to) {target}`,
  ],
  append,
);
