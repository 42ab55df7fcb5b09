import { detailsOf } from '../details.ts';
import type { Activity } from '../intents.ts';
import { targetAt } from '../target.ts';
import { rules } from '../rules.ts';
import type { BuildIntent, ClauseRule } from './types.ts';
import { intent } from './types.ts';

function meeting(): BuildIntent {
  return (s, c) => {
    const details = detailsOf(s, c.rest, 'todo');
    if (!details) return undefined;
    const kind = c.kind ? s.text(c.kind.from, c.kind.to) : 'meeting';
    const activity: Activity = {
      type: /call/i.test(kind) && details.activity.minutes === undefined ? 'task' : 'event',
      done: false,
      ...details.activity,
    };
    if (c.duration) activity.duration = (c.duration.found as { minutes: number }).minutes;
    if (c.target) {
      const target = targetAt(s, c.target.from, c.target.to);
      if (!target) return undefined;
      activity.parties.unshift({ preposition: 'with', target: target.value });
      details.cost += target.cost;
    }
    activity.subject =
      activity.subject === undefined
        ? kind
        : /^(meeting|event|call|appointment)$/i.test(kind)
          ? activity.subject
          : `${kind}: ${activity.subject}`;
    return intent({ kind: 'activity', activity }, 0.2 + details.cost);
  };
}

/** One line is one phrasing. */
export const MEETINGS: ClauseRule[] = [
  ...rules<BuildIntent>(
    [
      `(schedule|book|set up|arrange|plan|create|add|put|put in|organize|organise|set|block|get me|make|fix) [me] [a|an|the|another] [new] [quick|short|brief] [{duration}] [quick|short|brief|long] {kind:meetkind} [in my calendar|on my calendar|on the calendar] {rest}`,
      `(schedule|book|arrange|plan|set up|create) [a|an] {target} {kind:meetkind} {rest}`,
      '(meet|meet with|meeting with) {target} {rest}',
      `(schedule|book) {target} (for|on) {rest}`,
      '{kind:meetkind} with {target} {rest}',
      `(schedule|book) [a|an] [{duration}] {kind:meetkind}`,
    ],
    meeting(),
  ),
];
