import type { DateMatch } from '../dates.ts';
import type { Captured } from '../pattern.ts';
import type { Condition } from '../intents.ts';
import { rules } from '../rules.ts';
import { dateField } from '../schema.ts';
import { is, type BuildCondition, type ConditionRule } from './types.ts';

/** Minutes after midnight. */
const HALVES: Readonly<Record<string, { from: number; before: number }>> = {
  morning: { from: 0, before: 12 * 60 },
  afternoon: { from: 12 * 60, before: 17 * 60 },
  evening: { from: 17 * 60, before: 24 * 60 },
};

const minutesOf = (at: Captured) => (at.found as { minutes: number }).minutes;

/** Between two times of one day; a side that is left out is open to that end of the day. */
const between =
  (
    read: (
      c: Parameters<BuildCondition>[1],
      half: string,
    ) => { after?: number; from?: number; before: number },
  ): BuildCondition =>
  (s, c, o) => {
    const field = dateField(o);
    const { range } = c.date!.found as DateMatch;
    if (field?.type !== 'datetime' || range.from !== range.to) return undefined;
    const half = c.half ? s.word(c.half.from) : '';
    const { after, from, before } = read(c, half);
    const edge = (op: '>' | '>=' | '<', minutes: number): Condition => ({
      kind: 'instant',
      path: field.name,
      op,
      at: s.instant(range.from, minutes),
    });
    const of = [after === undefined ? edge('>=', from ?? 0) : edge('>', after), edge('<', before)];
    return is({ kind: 'all', of }, 0.04);
  };

const WHOLE_DAY = 24 * 60;

/** Appointments by the time of a day: "on Monday after 10am", "before noon tomorrow". */
export const CLOCK: ConditionRule[] = [
  ...rules<BuildCondition>(
    [
      '[on] {date} [anytime] (after|past|later than) {clock}',
      '[anytime] (after|past|later than) {clock} [on] {date}',
    ],
    between((c) => ({ after: minutesOf(c.clock!), before: WHOLE_DAY })),
  ),
  ...rules<BuildCondition>(
    [
      '[on] {date} (from {clock} on|from {clock} onwards|starting at {clock}|from {clock})',
      '(from {clock} on|from {clock} onwards|from {clock}) [on] {date}',
    ],
    between((c) => ({ from: minutesOf(c.clock!), before: WHOLE_DAY })),
  ),
  ...rules<BuildCondition>(
    [
      '[on] {date} [anytime] (before|until|earlier than) {clock}',
      '[anytime] (before|until|earlier than) {clock} [on] {date}',
    ],
    between((c) => ({ before: minutesOf(c.clock!) })),
  ),
  ...rules<BuildCondition>(
    ['[on] {date} [in the] {half:word}', 'in the {half:word} [of|on] {date}'],
    (s, c, o) => (HALVES[s.word(c.half!.from)] ? between((_, half) => HALVES[half]!)(s, c, o) : undefined),
  ),
  ...rules<BuildCondition>(
    ['[on] {date} between {clock} and {until:clock}', 'between {clock} and {until:clock} [on] {date}'],
    between((c) => ({ from: minutesOf(c.clock!), before: minutesOf(c.until!) })),
  ),
];
