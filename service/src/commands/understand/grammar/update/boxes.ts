import { rules } from '../../rules.ts';
import { fieldOf } from '../../schema.ts';
import type { FieldRef } from '../../vocabulary.ts';
import { targetOf } from '../target-of.ts';
import { intent, type BuildIntent, type ClauseRule } from '../types.ts';

/** A box that is ticked or not. */
const ticked =
  (phrase: 'yes' | 'no'): BuildIntent =>
  (s, c) => {
    const target = targetOf(s, c);
    const fields = (c.field!.found as FieldRef[]).filter(
      (f) => fieldOf(s.vocabulary.objects.get(f.object), f.field)?.type === 'boolean',
    );
    if (!target || fields.length === 0) return undefined;
    const value = { text: phrase, phrase, quoted: false };
    const fieldText = s.text(c.field!.from, c.field!.to);
    return intent(
      { kind: 'update', target: target.value, assignments: [{ fields, fieldText, value }] },
      0.15 + target.cost,
    );
  };

/** Boxes by their names. One line is one phrasing. */
export const BOXES: ClauseRule[] = [
  ...rules<BuildIntent>(
    [
      '(tick|check|set|enable|activate|turn on|switch on) {field} [box|checkbox|flag|field] (on|for|of|in|at) {target}',
      '(tick|check|set|enable|activate|turn on|switch on) [his|her|their|its] {field} [box|checkbox|flag|field]',
    ],
    ticked('yes'),
  ),
  ...rules<BuildIntent>(
    [
      '(untick|uncheck|unset|disable|deactivate|turn off|switch off|remove) {field} [box|checkbox|flag|field] (on|for|of|in|at|from) {target}',
      '(untick|uncheck|unset|disable|turn off|switch off) [his|her|their|its] {field} [box|checkbox|flag|field]',
    ],
    ticked('no'),
  ),
];
