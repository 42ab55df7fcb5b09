import { rules } from '../../rules.ts';
import type { FieldRef } from '../../vocabulary.ts';
import { fieldsOn, targetOf } from '../target-of.ts';
import { intent, type BuildIntent, type ClauseRule } from '../types.ts';

/** "Update the close date on this deal": to what is asked. */
const unsaid: BuildIntent = (s, c) => {
  const target = targetOf(s, c);
  const fields = target ? fieldsOn(target.value, c.field!.found as FieldRef[]) : [];
  if (!target || fields.length === 0 || target.value.kind === 'set') return undefined;
  const value = { text: '', phrase: '', quoted: false };
  const fieldText = s.text(c.field!.from, c.field!.to);
  return intent(
    { kind: 'update', target: target.value, assignments: [{ fields, fieldText, value }] },
    UNSAID + target.cost,
  );
};

/** Any reading with a value is likelier. */
const UNSAID = 1.2;

const CHANGE = 'update|change|edit|modify|adjust|correct|revise|amend|fix|set|reset';

/** A field whose new value is not said. One line is one phrasing. */
export const UNSAID_VALUES: ClauseRule[] = rules<BuildIntent>(
  [
    `(${CHANGE}) [the] {field} (of|on|for|in) {target}`,
    `(${CHANGE}) {target} 's {field}`,
    `(${CHANGE}) (the|its) {field}`,
  ],
  unsaid,
);
