import type { Day, DayRange, Unit } from '../calendar.ts';
import { at, comingWeekday, lastWeekday, monthRange, period, shift } from '../calendar.ts';
import { numberAt } from '../numbers.ts';
import { yearAt } from './days.ts';
import { MONTHS, single, UNITS, WEEKDAYS, wide, type DateMatch, type Reader } from './reader.ts';

/** end of (this|next) week/month/quarter/year, end of February, end of Q1, EOM; start and middle likewise. */
export function endOf(r: Reader, today: Day): DateMatch | undefined {
  r.take('the');
  const short = r.takeOne(['eow', 'eom', 'eoq', 'eoy']);
  if (short)
    return boundary(
      'end',
      { eow: 'week', eom: 'month', eoq: 'quarter', eoy: 'year' }[short] as Unit,
      0,
      today,
      r.i,
    );
  const monthEnd = r.takeOne(['month', 'quarter', 'year', 'week']);
  if (monthEnd) return r.take('end') ? boundary('end', monthEnd as Unit, 0, today, r.i) : undefined;
  const before = r.i;
  // "Q1 end", "March end"; "the March end date" is a field.
  const ending = named(r, today);
  r.i = ending?.end ?? before;
  if (ending && r.take('end') && r.word !== 'date') return single(ending.range.to, r.i);
  r.i = before;
  r.take('very');
  const edge = r.takeOne(['end', 'beginning', 'start', 'middle', 'mid', 'first', 'last']);
  if (!edge) return undefined;
  if ((edge === 'first' || edge === 'last') && !r.take('day')) return undefined;
  const which = edge === 'last' ? 'end' : edge === 'first' ? 'start' : edge;
  if (!r.take('of') && edge !== 'mid') return undefined;
  r.take('the');
  const offset =
    r.take('this') || r.take('current')
      ? 0
      : r.take('next') || r.take('following') || r.take('coming')
        ? 1
        : r.take('last') || r.take('previous')
          ? -1
          : 0;
  const unit = UNITS[r.word];
  if (unit && unit !== 'day' && !r.word.endsWith('s')) {
    r.i++;
    if (unit === 'week' && r.take('after', 'next')) return boundary(which, unit, 2, today, r.i);
    return boundary(which, unit, offset, today, r.i);
  }
  const span = named(r, today);
  if (!span) return undefined;
  return single(edgeOf(span.range, which), span.end);
}

const COUNTED: Record<string, number> = { first: 1, second: 2, third: 3, fourth: 4 };

/** The first Monday of March, the last Friday in the month, the second Tuesday of next quarter. */
export function weekdayIn(r: Reader, today: Day): DateMatch | undefined {
  r.take('the');
  const nth = COUNTED[r.word];
  if (!nth && !/^(last|final)$/.test(r.word)) return undefined;
  const weekday = WEEKDAYS[r.peek(1)];
  if (!weekday || !/^(of|in)$/.test(r.peek(2))) return undefined;
  r.i += 3;
  const unit = r.peek(r.word === 'the' ? 1 : 0);
  const current = unit === 'month' || unit === 'quarter' || unit === 'year';
  const span = current ? wide(period(today, unit, 0), r.i + (r.word === 'the' ? 2 : 1)) : named(r, today);
  if (!span) return undefined;
  const { from, to } = span.range;
  const day = nth
    ? shift(comingWeekday(shift(from, -1, 'day'), weekday), nth - 1, 'week')
    : lastWeekday(shift(to, 1, 'day'), weekday);
  return day <= to ? single(day, span.end) : undefined;
}

function edgeOf(range: DayRange, which: string): Day {
  if (which === 'end') return range.to;
  if (which === 'mid' || which === 'middle') return shift(range.from, 14, 'day');
  return range.from;
}

function boundary(which: string, unit: Unit, offset: number, today: Day, end: number): DateMatch {
  const range = period(today, unit, offset);
  if (unit === 'week' && which === 'end') return single(shift(range.from, 4, 'day'), end);
  if (unit === 'week' && which.startsWith('mid')) return single(shift(range.from, 2, 'day'), end);
  return single(edgeOf(range, which), end);
}

/** "It may close on Friday": a verb follows. */
function isModal(r: Reader): boolean {
  return /^(be|have|not|well|also|still|only|never|even|close|sign|slip|win|lose|want|need|move|go|come|take|happen|end|start|land|renew|buy|drop|change|call|leave|get|become|say|ask|decide)$/.test(
    r.peek(1),
  );
}

/** "Call May Lindgren": a month and a second name, and no word before them that a month stands behind. */
function isGivenName(r: Reader): boolean {
  const [before, month, next] = [r.tokens[r.i - 1], r.tokens[r.i], r.tokens[r.i + 1]];
  return (
    next?.kind === 'word' &&
    /^\p{Lu}\p{Ll}/u.test(month?.text ?? '') &&
    /^\p{Lu}\p{Ll}/u.test(next.text) &&
    !/^(in|by|on|of|for|to|until|till|during|through|from|since|before|after|end|early|late|mid|and|or|the|my|our|-|:)$/.test(
      before?.word ?? '',
    )
  );
}

/** Behind them a number like 2027 is a year. */
const BEFORE_YEAR = /^(in|before|after|since|until|till|during|by|from|through|throughout|of|for)$/;

/** Before "the last month". */
const ROLLING = /^(in|over|within|during)$/;

/** next week, this quarter, last month, March, Q3, Q3 2027, 2027. */
export function named(r: Reader, today: Day): DateMatch | undefined {
  r.take('the');
  if (r.take('week', 'after', 'next'))
    return wide(period(today, 'week', 2), r.i, period(today, 'week', 2).from);
  const which = r.takeOne(['next', 'this', 'last', 'current', 'coming', 'following', 'previous', 'past']);
  if (which) {
    const unit = UNITS[r.word];
    const back = which === 'last' || which === 'previous' || which === 'past';
    const offset = which === 'this' || which === 'current' ? 0 : back ? -1 : 1;
    if (unit && unit !== 'day' && !r.word.endsWith('s') && r.word !== 'fortnight') {
      // "In the last month" ends today, "last month" is the calendar's.
      const rolling =
        unit !== 'quarter' && /^(last|past)$/.test(which) && r.peek(-2) === 'the' && ROLLING.test(r.peek(-3));
      r.i++;
      if (rolling) return wide({ from: shift(today, -1, unit), to: today }, r.i);
      const range = period(today, unit, offset);
      if (unit === 'week') return wide(range, r.i, offset === 0 ? shift(range.from, 4, 'day') : range.from);
      return wide(range, r.i);
    }
    const month = MONTHS[r.word];
    if (month && r.word.length > 2) {
      const now = at(today);
      const year = back
        ? month < now.month
          ? now.year
          : now.year - 1
        : which === 'this' || month > now.month
          ? now.year
          : now.year + 1;
      r.i++;
      return wide(monthRange(year, month), r.i);
    }
    return undefined;
  }
  const counted = COUNTED[r.word];
  const quarter = /^q([1-4])$/.exec(r.word);
  const ordinal = counted && r.peek(1) === 'quarter' ? counted : undefined;
  const spelled = !quarter && r.word === 'q' ? numberAt(r.tokens, r.i + 1) : undefined;
  if (quarter || ordinal || (spelled && spelled.value >= 1 && spelled.value <= 4)) {
    const number = ordinal ?? (quarter ? Number(quarter[1]) : spelled!.value);
    r.i = ordinal ? r.i + 2 : quarter ? r.i + 1 : spelled!.end;
    r.take('of');
    const year = yearAt(r.tokens, r.i);
    if (year) r.i = year.end;
    const now = at(today);
    const value = year
      ? year.value
      : r.take('next', 'year')
        ? now.year + 1
        : r.take('last', 'year')
          ? now.year - 1
          : now.year;
    let range = { from: monthRange(value, number * 3 - 2).from, to: monthRange(value, number * 3).to };
    if (!year && value === now.year && range.to < today)
      range = { from: monthRange(value + 1, number * 3 - 2).from, to: monthRange(value + 1, number * 3).to };
    return wide(range, r.i);
  }
  const year = BEFORE_YEAR.test(r.peek(-1)) ? yearAt(r.tokens, r.i) : undefined;
  if (year) return wide({ from: `${year.value}-01-01`, to: `${year.value}-12-31` }, year.end);
  const month = (r.word === 'may' && isModal(r)) || isGivenName(r) ? undefined : MONTHS[r.word];
  if (month && (r.word.length > 3 || r.word === 'may')) {
    r.i++;
    r.take('of');
    const year = yearAt(r.tokens, r.i);
    if (year) r.i = year.end;
    const now = at(today);
    const value = year
      ? year.value
      : r.take('next', 'year')
        ? now.year + 1
        : r.take('last', 'year')
          ? now.year - 1
          : month >= now.month
            ? now.year
            : now.year + 1;
    return wide(monthRange(value, month), r.i);
  }
  return undefined;
}
