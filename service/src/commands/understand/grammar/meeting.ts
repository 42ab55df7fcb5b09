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
      // "Schedule a meeting titled 'Kickoff' on Friday": a new one.
      if (!target || (!c.kind && /^an?$/.test(s.word(c.target.from - 1)))) return undefined;
      if (!c.kind && /^an?$/.test(s.word(c.target.from))) return undefined;
      activity.parties.unshift({ preposition: 'with', target: target.value });
      details.cost += target.cost;
    }
    activity.subject =
      activity.subject === undefined
        ? kind
        : /^(meeting|event|call|appointment)$/i.test(kind)
          ? activity.subject
          : `${kind}: ${activity.subject}`;
    if (activity.day !== undefined && activity.day < s.calendar.today) return undefined;
    return intent({ kind: 'activity', activity }, 0.2 + details.cost);
  };
}

/** "Block 2 to 3pm on Friday for proposal writing": what for is the subject, and a record if one is called so. */
const blocked: BuildIntent = (s, c) => {
  const read = meeting()(s, c);
  const first = read?.value[0];
  if (!read || first?.kind !== 'activity') return undefined;
  const { activity } = first;
  const purpose = activity.parties.find((p) => p.preposition === 'for');
  if (!purpose || purpose.target.kind !== 'named' || purpose.target.objects.length > 0) return read;
  if (activity.subject === 'meeting') activity.subject = purpose.target.text;
  purpose.preposition = '?for';
  return read;
};

/** "Call with Helen Lind yesterday: budget approved": said afterwards. */
const held: BuildIntent = (s, c) => {
  const details = detailsOf(s, c.rest, 'log');
  const target = targetAt(s, c.target!.from, c.target!.to);
  if (!details || !target) return undefined;
  const { day, minutes, text } = details.activity;
  const past = day === undefined ? text !== undefined && minutes === undefined : day < s.calendar.today;
  if (!past) return undefined;
  const activity: Activity = { type: 'call', done: true, ...details.activity };
  if (c.duration) activity.duration = (c.duration.found as { minutes: number }).minutes;
  activity.parties.unshift({ preposition: 'with', target: target.value });
  activity.subject ??= 'call';
  return intent({ kind: 'activity', activity }, 0.25 + details.cost + target.cost);
};

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
      '(book|block|schedule|reserve|set aside|grab|get|put|plan) [me] {duration} (with|for) {target} {rest}',
      '(i have|we have|there is|i got) [a|an|another] [{duration}] {kind:meetkind} {rest}',
    ],
    meeting(),
  ),
  ...rules<BuildIntent>(
    ['(block|reserve|book|keep|hold) [off|out] [my calendar|my diary|time] {rest}'],
    blocked,
  ),
  ...rules<BuildIntent>(
    ['[quick|short|great|good|brief] [{duration}] {kind:callkind} (with|to) {target} {rest}'],
    held,
  ),
];
