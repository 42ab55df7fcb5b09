import { detailsOf } from '../details.ts';
import type { Activity } from '../intents.ts';
import { rules } from '../rules.ts';
import type { BuildIntent, ClauseRule } from './types.ts';
import { intent } from './types.ts';

/** "A completed task for Halcyon called Sent the quote": one that is over, today unless another day is said. */
const doneTask: BuildIntent = (s, c) => {
  const details = detailsOf(s, c.rest, 'todo');
  const day = details?.activity.day;
  if (!details || details.activity.subject === undefined || (day !== undefined && day > s.calendar.today))
    return undefined;
  const activity: Activity = { type: 'task', done: true, ...details.activity };
  return intent({ kind: 'activity', activity }, 0.2 + details.cost);
};

/** "An activity with Dana: went through pricing": no call and no e-mail, as far as it is said. */
const happened: BuildIntent = (s, c) => {
  const details = detailsOf(s, c.rest, 'log');
  const day = details?.activity.day;
  if (!details || (day !== undefined && day > s.calendar.today)) return undefined;
  const activity: Activity = { type: 'task', done: true, subject: 'Activity', ...details.activity };
  return intent({ kind: 'activity', activity }, 0.1 + details.cost);
};

/** "A LinkedIn message to Dana": called what it was. */
const message: BuildIntent = (s, c) => {
  const details = detailsOf(s, c.rest, 'log');
  if (!details || details.activity.parties.length === 0) return undefined;
  const subject = c.kind ? s.text(c.kind.from, c.kind.to) : 'Message';
  const activity: Activity = { type: 'task', done: true, subject, ...details.activity };
  return intent({ kind: 'activity', activity }, 0.1 + details.cost);
};

const LOG = 'log|record|track|capture|document|register|enter|save';
const SORT = 'activity|interaction|touchpoint|touch point|engagement|exchange';

/** What is over and was neither a call nor a meeting. One line is one phrasing. */
export const DONE: ClauseRule[] = [
  ...rules<BuildIntent>(
    [
      '(create|add|log|make|record|enter|save|put in|open) [me] [a|an|the] [new] (completed|done|finished|closed) {kind:todokind} {rest}',
      `(${LOG}) [a|an|the] [new] {kind:todokind} (as|that is) (completed|done|finished|closed) {rest}`,
      `(${LOG}) [a|an|the] [new] {kind:todokind} (done|completed) (:|-) {rest}`,
    ],
    doneTask,
  ),
  ...rules<BuildIntent>(
    [`(${LOG}) [a|an|the|my|this|new] [completed|finished|past|sales|customer] (${SORT}) {rest}`],
    happened,
  ),
  ...rules<BuildIntent>(
    [`(${LOG}) [a|an|my|the|this] [sent|outbound|quick] {kind:messagekind} [i sent|that i sent] {rest}`],
    message,
  ),
];
