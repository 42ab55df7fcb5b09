import type { Calendar, Day } from './calendar.ts';
import { shift } from './calendar.ts';
import { monthDay, relative, weekday, written } from './dates/days.ts';
import { endOf, named, weekdayIn } from './dates/periods.ts';
import { quantityAt } from './dates/quantities.ts';
import { Reader, single, wide, type DateMatch } from './dates/reader.ts';
import type { Token } from './tokens.ts';

export type { DateMatch };

/** The longest date expression that starts at token `i`. */
export function dateAt(tokens: readonly Token[], i: number, calendar: Calendar): DateMatch | undefined {
  const token = tokens[i];
  if (!token || token.kind === 'quote' || token.kind === 'possessive') return undefined;
  if (token.kind === 'date') return written(token.text, i + 1, calendar.today);
  for (const read of [relative, counted, endOf, weekdayIn, weekday, monthDay, named]) {
    const match = read(new Reader(tokens, i), calendar.today);
    if (match) return match;
  }
  return undefined;
}

/** in 2 weeks · 2 weeks from today · a week from Friday · 5 days ago · the next/last 30 days. */
function counted(r: Reader, today: Day): DateMatch | undefined {
  const inside = r.take('in');
  const the = r.take('the');
  const side =
    inside && !the ? undefined : r.takeOne(['next', 'last', 'past', 'coming', 'previous', 'following']);
  const quantity = quantityAt(r.tokens, r.i);
  if (side) {
    if (!quantity || r.word === 'a') return undefined;
    r.i = quantity.end;
    const back = side === 'last' || side === 'past' || side === 'previous';
    const other = shift(today, back ? -quantity.count : quantity.count, quantity.unit);
    return wide(back ? { from: other, to: today } : { from: today, to: other }, r.i, other);
  }
  if (!quantity) return undefined;
  r.i = quantity.end;
  if (r.take('from', 'now') || r.take('from', 'today') || r.take('out') || r.take('time'))
    return single(shift(today, quantity.count, quantity.unit), r.i);
  if (r.take("'s", 'time')) return single(shift(today, quantity.count, quantity.unit), r.i);
  if (r.take('ago')) return single(shift(today, -quantity.count, quantity.unit), r.i);
  if (r.take('from') || r.take('after')) {
    const base = dateAt(r.tokens, r.i, { today, zone: 'UTC', now: new Date(0) });
    if (base && !base.wide) return single(shift(base.day, quantity.count, quantity.unit), base.end);
    return undefined;
  }
  return inside && !the ? single(shift(today, quantity.count, quantity.unit), r.i) : undefined;
}
