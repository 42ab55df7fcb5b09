import { rules } from '../../rules.ts';
import { targetOf } from '../target-of.ts';
import { intent, type BuildIntent, type ClauseRule } from '../types.ts';

/** The change that was said before, of another record. One line is one phrasing. */
export const AGAIN: ClauseRule[] = rules<BuildIntent>(
  [
    '[and|then] [also] (do|make|apply) [exactly] the same [thing|change|changes|update] (for|with|to|on) {target}',
    '[and] the same [thing|change|goes|again] (for|with|on|to|applies to) {target}',
    '[and] same [thing|change|goes|again|here] (for|with|on|to) {target}',
    '(ditto|likewise) [for|with|on] {target}',
    '[and] {target} (too|as well|likewise|the same|the same way)',
  ],
  (s, c) => {
    const target = targetOf(s, c);
    return target && target.value.kind !== 'context'
      ? intent({ kind: 'again', target: target.value }, 0.3 + target.cost)
      : undefined;
  },
);
