import type { ObjectDescribe } from '../../salesforce/types.ts';
import type { Condition, Order } from './intents.ts';
import { hasField } from './schema.ts';
import type { Sentence } from './sentence.ts';

const START = 'StartDateTime';

const COMING = new Set([
  'next',
  'upcoming',
  'coming',
  'future',
  'following',
  'forthcoming',
  'further',
  'remaining',
  'planned',
  'scheduled',
]);
const FIRST = new Set(['first', 'earliest']);
const LAST = new Set(['last', 'latest', 'final']);

export interface Appointments {
  end: number;
  conditions: Condition[];
  /** Of several it is one. */
  order?: Order;
  /** Which one is the first or the last only a day tells. */
  ofDay?: true;
}

/** "Next", "first", "last", "future": which appointments, by when they begin. */
export function appointmentsAt(
  s: Sentence,
  i: number,
  to: number,
  o: ObjectDescribe,
  plural: boolean,
): Appointments | undefined {
  // "Next week's meetings" are of a day.
  if (o.name !== 'Event' || !hasField(o, START) || i >= to || s.date(i)) return undefined;
  const word = s.word(i);
  if (s.tokens[i]!.text !== word) return undefined;
  if (COMING.has(word)) {
    const conditions: Condition[] = [
      { kind: 'instant', path: START, op: '>', at: s.calendar.now.toISOString() },
    ];
    return { end: i + 1, conditions, ...(plural ? {} : { order: { path: START, descending: false } }) };
  }
  if (plural || !(FIRST.has(word) || LAST.has(word))) return undefined;
  return { end: i + 1, conditions: [], order: { path: START, descending: LAST.has(word) }, ofDay: true };
}

/** Whether a condition says on which day appointments begin. */
export function saysDay(condition: Condition): boolean {
  return (
    (condition.kind === 'days' && condition.path === START && condition.from !== undefined) ||
    (condition.kind === 'instant' && condition.path === START) ||
    (condition.kind === 'all' && condition.of.some(saysDay))
  );
}
