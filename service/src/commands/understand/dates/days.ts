import type { Day } from '../calendar.ts';
import {
  at,
  comingWeekday,
  dayOf,
  isDay,
  lastWeekday,
  nextMonthDay,
  period,
  shift,
  weekdayOf,
  weekdayOfWeek,
} from '../calendar.ts';
import { numberAt } from '../numbers.ts';
import type { Token } from '../tokens.ts';
import { MONTHS, Reader, single, WEEKDAYS, type DateMatch } from './reader.ts';

/** 2026-12-31 · 12/31 · 31.12.2026. */
export function written(text: string, end: number, today: Day): DateMatch | undefined {
  if (isDay(text)) return single(text, end);
  const slash = /^(\d{1,2})\/(\d{1,2})(?:\/(\d{2,4}))?$/.exec(text);
  const dotted = /^(\d{1,2})\.(\d{1,2})\.(\d{4})?$/.exec(text);
  if (!slash && !dotted) return undefined;
  let [month, day] = slash ? [Number(slash[1]), Number(slash[2])] : [Number(dotted![2]), Number(dotted![1])];
  if (month > 12 && day <= 12) [month, day] = [day, month];
  const yearText = slash ? slash[3] : dotted![3];
  const found = yearText
    ? dayOf(Number(yearText) + (yearText.length === 2 ? 2000 : 0), month, day)
    : nextMonthDay(today, month, day);
  return found ? single(found, end) : undefined;
}

/** Days that go by a name, the longer names first. */
const FEASTS: [words: string[], month: number, day: number][] = [
  [['christmas', 'eve'], 12, 24],
  [['christmas', 'day'], 12, 25],
  [['christmas'], 12, 25],
  [['xmas'], 12, 25],
  [['new', 'year', "'s", 'eve'], 12, 31],
  [['new', 'years', 'eve'], 12, 31],
  [['new', 'year', "'s", 'day'], 1, 1],
  [['new', 'year', "'s"], 1, 1],
  [['new', 'years'], 1, 1],
  [['new', 'year'], 1, 1],
  [['halloween'], 10, 31],
];

/** today, tomorrow, yesterday, the day after tomorrow. */
export function relative(r: Reader, today: Day): DateMatch | undefined {
  r.take('the');
  for (const [words, month, day] of FEASTS)
    if (r.take(...words)) return single(nextMonthDay(today, month, day)!, r.i);
  if (r.take('day', 'after', 'tomorrow')) return single(shift(today, 2, 'day'), r.i);
  if (r.take('day', 'before', 'yesterday')) return single(shift(today, -2, 'day'), r.i);
  if (r.takeOne(['today', 'tonight'])) return single(today, r.i);
  // "EOD Friday", "close of business tomorrow".
  const evening =
    r.take('eod') ||
    r.take('cob') ||
    r.take('end', 'of', 'day') ||
    r.take('end', 'of', 'the', 'day') ||
    r.take('close', 'of', 'business');
  if (evening) {
    r.take('on');
    return (
      relative(new Reader(r.tokens, r.i), today) ??
      weekday(new Reader(r.tokens, r.i), today) ??
      single(today, r.i)
    );
  }
  if (r.takeOne(['tomorrow', 'tmrw', 'tomorow'])) return single(shift(today, 1, 'day'), r.i);
  if (r.take('this', 'morning') || r.take('this', 'afternoon') || r.take('this', 'evening'))
    return single(today, r.i);
  if (r.takeOne(['yesterday'])) return single(shift(today, -1, 'day'), r.i);
  if (r.take('last', 'night')) return single(shift(today, -1, 'day'), r.i);
  return undefined;
}

/** Friday, next Friday, this coming Friday, Friday next week, last Friday, a week on Monday is read by `counted`. */
export function weekday(r: Reader, today: Day): DateMatch | undefined {
  const which = r.takeOne(['next', 'last', 'this', 'coming', 'following', 'past']);
  if (which === 'next' && r.take('week')) {
    r.take('on');
    const day = WEEKDAYS[r.word];
    return day ? single(weekdayOfWeek(today, day, 1), r.i + 1) : undefined;
  }
  if (which === 'this' || which === 'last') r.takeOne(['coming', 'past']);
  const name = r.word;
  const day = WEEKDAYS[name] ?? (name.endsWith('s') && !which ? undefined : undefined);
  if (!day) return undefined;
  r.i++;
  if (name.length < 5 && r.word === '.') r.i++;
  if (which === 'next') {
    return single(weekdayOfWeek(today, day, 1), r.i);
  }
  if (which === 'last' || which === 'past') return single(lastWeekday(today, day), r.i);
  if (r.take('next', 'week') || r.take('of', 'next', 'week') || r.take('the', 'following', 'week'))
    return single(weekdayOfWeek(today, day, 1), r.i);
  if (r.take('last', 'week') || r.take('of', 'last', 'week'))
    return single(weekdayOfWeek(today, day, -1), r.i);
  if (r.take('the', 'week', 'after', 'next')) return single(weekdayOfWeek(today, day, 2), r.i);
  if (r.take('in', 'two', 'weeks')) return single(shift(comingWeekday(today, day), 1, 'week'), r.i);
  if (r.take('week') || r.take('after', 'next'))
    return single(shift(comingWeekday(today, day), 1, 'week'), r.i);
  r.take('this', 'week');
  const written = r.word === ',' ? new Reader(r.tokens, r.i + 1) : new Reader(r.tokens, r.i);
  const exact = monthDay(written, today) ?? dayOfMonth(written, today);
  // "Friday the 17th", which is a Thursday: nobody knows which of them was meant.
  if (exact) return weekdayOf(exact.day) === day ? exact : undefined;
  return single(comingWeekday(today, day), r.i);
}

/** march fifteenth · March 15th, 2027 · 15 March · the 15th of March · the 15th. */
export function monthDay(r: Reader, today: Day): DateMatch | undefined {
  const month = MONTHS[r.word];
  if (month) {
    r.i++;
    if (r.word === '.') r.i++;
    r.take('the');
    const number = numberAt(r.tokens, r.i);
    if (!number || !dayNumber(number.value) || number.unit === 'money' || number.unit === 'percent')
      return undefined;
    return withYear(new Reader(r.tokens, number.end), month, number.value, today);
  }
  const the = r.take('the');
  const number = numberAt(r.tokens, r.i);
  if (number && dayNumber(number.value) && (number.unit === 'ordinal' || number.unit === 'plain')) {
    const after = new Reader(r.tokens, number.end);
    const of = after.take('of');
    const named = MONTHS[after.word];
    if (
      named &&
      !(after.word === 'may' && !of && number.unit === 'plain' && !isMay(after)) &&
      !(after.word === 'mar' && !of && after.tokens[after.i + 1]?.kind === 'word')
    ) {
      after.i++;
      return withYear(after, named, number.value, today);
    }
    if (
      of &&
      (after.take('next', 'month') || after.take('the', 'next', 'month') || after.take('this', 'month'))
    ) {
      const offset = after.peek(-2) === 'next' ? 1 : 0;
      const there = at(shift(period(today, 'month', 0).from, offset, 'month'));
      const found = dayOf(there.year, there.month, number.value);
      return found ? single(found, after.i) : undefined;
    }
  }
  if (the) return dayOfMonth(r, today);
  return undefined;
}

/** "3 May", "3 may 2027", "by 3 may": behind "3 may" and in small letters a verb could follow. */
function isMay(r: Reader): boolean {
  const next = r.tokens[r.i + 1];
  return /^M/.test(r.tokens[r.i]!.text) || next === undefined || next.kind !== 'word';
}

function dayOfMonth(r: Reader, today: Day): DateMatch | undefined {
  r.take('the');
  const number = numberAt(r.tokens, r.i);
  if (!number || number.unit !== 'ordinal' || !dayNumber(number.value)) return undefined;
  // "The second quarter", "the third week": no day.
  if (/^(quarter|half|week|month|year|day|weekend)$/.test(r.tokens[number.end]?.word ?? '')) return undefined;
  // "The Fourth Coffee deal": a name.
  if (/^\p{Lu}\p{L}/u.test(r.tokens[r.i]!.text) && /^\p{Lu}\p{Ll}/u.test(r.tokens[number.end]?.text ?? ''))
    return undefined;
  let there = at(today);
  for (let n = 0; n < 14; n++, there = there.startOf('month').plus({ months: 1 })) {
    const found = dayOf(there.year, there.month, number.value);
    if (found && found >= today) return single(found, number.end);
  }
  return undefined;
}

function dayNumber(value: number): boolean {
  return Number.isInteger(value) && value >= 1 && value <= 31;
}

function withYear(r: Reader, month: number, day: number, today: Day): DateMatch | undefined {
  const comma = r.word === ',' ? 1 : 0;
  const year = yearAt(r.tokens, r.i + comma);
  const found = year ? dayOf(year.value, month, day) : nextMonthDay(today, month, day);
  return found ? single(found, year ? year.end : r.i) : undefined;
}

export function yearAt(tokens: readonly Token[], i: number): { value: number; end: number } | undefined {
  const token = tokens[i];
  if (!token) return undefined;
  if (token.kind === 'number' && /^20\d\d$/.test(token.word))
    return { value: Number(token.word), end: i + 1 };
  const said = token.kind === 'word' ? numberAt(tokens, i) : undefined;
  if (said && said.value >= 2000 && said.value < 2100 && (said.loose || tokens[i]!.word === 'two'))
    return { value: said.value, end: said.end };
  return undefined;
}
