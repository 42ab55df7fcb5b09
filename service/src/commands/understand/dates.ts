import type { Calendar, Day, DayRange, Unit } from './calendar.ts';
import {
  at,
  comingWeekday,
  dayOf,
  isDay,
  lastWeekday,
  monthRange,
  nextMonthDay,
  period,
  shift,
  weekdayOfWeek,
} from './calendar.ts';
import { numberAt } from './numbers.ts';
import type { Token } from './tokens.ts';

/** A date expression at a place in the text: one day, or a period of which `day` is the conventional single day. */
export interface DateMatch {
  end: number;
  /** The day that is meant when one day is asked for. */
  day: Day;
  /** The period that is meant when one filters ("closing in March"). */
  range: DayRange;
  /** True for an expression that names a period rather than a day. */
  wide: boolean;
}

const WEEKDAYS: Record<string, number> = {
  monday: 1,
  tuesday: 2,
  wednesday: 3,
  thursday: 4,
  friday: 5,
  saturday: 6,
  sunday: 7,
  mon: 1,
  tue: 2,
  tues: 2,
  wed: 3,
  thu: 4,
  thur: 4,
  thurs: 4,
  fri: 5,
};
const MONTHS: Record<string, number> = {
  january: 1,
  february: 2,
  march: 3,
  april: 4,
  may: 5,
  june: 6,
  july: 7,
  august: 8,
  september: 9,
  october: 10,
  november: 11,
  december: 12,
  jan: 1,
  feb: 2,
  mar: 3,
  apr: 4,
  jun: 6,
  jul: 7,
  aug: 8,
  sep: 9,
  sept: 9,
  oct: 10,
  nov: 11,
  dec: 12,
};
const UNITS: Record<string, Unit> = {
  day: 'day',
  days: 'day',
  week: 'week',
  weeks: 'week',
  wk: 'week',
  wks: 'week',
  month: 'month',
  months: 'month',
  quarter: 'quarter',
  quarters: 'quarter',
  year: 'year',
  years: 'year',
  fortnight: 'week',
  fortnights: 'week',
};

class Reader {
  readonly tokens: readonly Token[];
  i: number;
  constructor(tokens: readonly Token[], i: number) {
    this.tokens = tokens;
    this.i = i;
  }
  get word(): string {
    return this.peek(0);
  }
  peek(ahead: number): string {
    const token = this.tokens[this.i + ahead];
    return token && token.kind !== 'quote' ? token.word : '';
  }
  /** Reads the words if they stand here. */
  take(...phrase: string[]): boolean {
    if (!phrase.every((word, n) => this.peek(n) === word)) return false;
    this.i += phrase.length;
    return true;
  }
  takeOne(words: readonly string[]): string | undefined {
    const found = words.find((word) => word === this.word);
    if (found !== undefined) this.i++;
    return found;
  }
}

const single = (day: Day, end: number): DateMatch => ({
  end,
  day,
  range: { from: day, to: day },
  wide: false,
});
const wide = (range: DayRange, end: number, day = range.to): DateMatch => ({ end, day, range, wide: true });

/** The longest date expression that starts at token `i`. */
export function dateAt(tokens: readonly Token[], i: number, calendar: Calendar): DateMatch | undefined {
  const token = tokens[i];
  if (!token || token.kind === 'quote' || token.kind === 'possessive') return undefined;
  if (token.kind === 'date') return written(token.text, i + 1, calendar.today);
  for (const read of [relative, counted, endOf, weekday, monthDay, named]) {
    const match = read(new Reader(tokens, i), calendar.today);
    if (match) return match;
  }
  return undefined;
}

function written(text: string, end: number, today: Day): DateMatch | undefined {
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

/** today, tomorrow, yesterday, the day after tomorrow. */
function relative(r: Reader, today: Day): DateMatch | undefined {
  r.take('the');
  if (r.take('day', 'after', 'tomorrow')) return single(shift(today, 2, 'day'), r.i);
  if (r.take('day', 'before', 'yesterday')) return single(shift(today, -2, 'day'), r.i);
  if (r.takeOne(['today', 'tonight', 'eod'])) return single(today, r.i);
  if (r.take('end', 'of', 'day') || r.take('end', 'of', 'the', 'day') || r.take('close', 'of', 'business'))
    return single(today, r.i);
  if (r.takeOne(['tomorrow', 'tmrw', 'tomorow'])) return single(shift(today, 1, 'day'), r.i);
  if (r.take('this', 'morning') || r.take('this', 'afternoon') || r.take('this', 'evening'))
    return single(today, r.i);
  if (r.takeOne(['yesterday'])) return single(shift(today, -1, 'day'), r.i);
  if (r.take('last', 'night')) return single(shift(today, -1, 'day'), r.i);
  return undefined;
}

/** A count of units: "3 weeks", "a week", "a couple of days", "a fortnight". */
export function quantityAt(
  tokens: readonly Token[],
  i: number,
): { end: number; count: number; unit: Unit } | undefined {
  const r = new Reader(tokens, i);
  let count: number | undefined;
  if (r.take('a', 'couple', 'of') || r.take('a', 'couple') || r.take('couple', 'of')) count = 2;
  else if (r.take('another') || r.take('one', 'more') || r.take('a') || r.take('an') || r.take('one'))
    count = 1;
  else {
    const number = numberAt(tokens, i);
    if (
      !number ||
      (number.unit !== 'plain' && number.unit !== 'ordinal') ||
      !Number.isInteger(number.value) ||
      number.value > 1000
    )
      return undefined;
    if (number.unit === 'ordinal') return undefined;
    count = number.value;
    r.i = number.end;
  }
  r.take('more');
  r.take('calendar');
  const word = r.word;
  const unit = UNITS[word];
  if (!unit || (word === 'week' && r.peek(1) === 'day')) return undefined;
  return { end: r.i + 1, count: word.startsWith('fortnight') ? count * 2 : count, unit };
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

/** end of (this|next) week/month/quarter/year, end of February, end of Q1, EOM; start and middle likewise. */
function endOf(r: Reader, today: Day): DateMatch | undefined {
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

/** Friday, next Friday, this coming Friday, Friday next week, last Friday, a week on Monday is read by `counted`. */
function weekday(r: Reader, today: Day): DateMatch | undefined {
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
  const exact = monthDay(written, today);
  if (exact) return exact;
  const ordinal = dayOfMonth(written, today);
  if (ordinal) return ordinal;
  return single(comingWeekday(today, day), r.i);
}

/** march fifteenth · March 15th, 2027 · 15 March · the 15th of March · the 15th. */
function monthDay(r: Reader, today: Day): DateMatch | undefined {
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
      !(after.word === 'may' && !of && number.unit === 'plain') &&
      !(after.word === 'mar' && !of)
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

function dayOfMonth(r: Reader, today: Day): DateMatch | undefined {
  r.take('the');
  const number = numberAt(r.tokens, r.i);
  if (!number || number.unit !== 'ordinal' || !dayNumber(number.value)) return undefined;
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

function yearAt(tokens: readonly Token[], i: number): { value: number; end: number } | undefined {
  const token = tokens[i];
  if (!token) return undefined;
  if (token.kind === 'number' && /^20\d\d$/.test(token.word))
    return { value: Number(token.word), end: i + 1 };
  const said = token.kind === 'word' ? numberAt(tokens, i) : undefined;
  if (said && said.value >= 2000 && said.value < 2100 && (said.loose || tokens[i]!.word === 'two'))
    return { value: said.value, end: said.end };
  return undefined;
}

/** next week, this quarter, last month, March, Q3, Q3 2027, 2027. */
function named(r: Reader, today: Day): DateMatch | undefined {
  r.take('the');
  if (r.take('week', 'after', 'next'))
    return wide(period(today, 'week', 2), r.i, period(today, 'week', 2).from);
  const which = r.takeOne(['next', 'this', 'last', 'current', 'coming', 'following', 'previous', 'past']);
  if (which) {
    const unit = UNITS[r.word];
    const back = which === 'last' || which === 'previous' || which === 'past';
    const offset = which === 'this' || which === 'current' ? 0 : back ? -1 : 1;
    if (unit && unit !== 'day' && !r.word.endsWith('s') && r.word !== 'fortnight') {
      r.i++;
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
  const quarter = /^q([1-4])$/.exec(r.word);
  const spelled = !quarter && r.word === 'q' ? numberAt(r.tokens, r.i + 1) : undefined;
  if (quarter || (spelled && spelled.value >= 1 && spelled.value <= 4)) {
    const number = quarter ? Number(quarter[1]) : spelled!.value;
    r.i = quarter ? r.i + 1 : spelled!.end;
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
  const month = MONTHS[r.word];
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

/** Minutes after midnight. */
export function timeAt(
  tokens: readonly Token[],
  i: number,
  bare: boolean,
): { end: number; minutes: number } | undefined {
  const r = new Reader(tokens, i);
  const token = tokens[i];
  if (!token || token.kind === 'quote') return undefined;
  if (r.takeOne(['noon', 'midday'])) return { end: r.i, minutes: 720 };
  if (token.kind === 'time') {
    const match = /^(\d{1,2})(?::(\d{2}))?\s?([ap])?/i.exec(token.word)!;
    const said = match[3] ? { half: match[3].toLowerCase(), end: i + 1 } : halfOfDay(tokens, i + 1);
    const hour = Number(match[1]);
    if (hour > 23 || Number(match[2] ?? 0) > 59) return undefined;
    return {
      end: said?.end ?? i + 1,
      minutes:
        clock(hour, said?.half, !said && hour >= 1 && hour < 8 && !/^0/.test(token.word)) * 60 +
        Number(match[2] ?? 0),
    };
  }
  if (r.take('half', 'past') || r.take('quarter', 'past') || r.take('quarter', 'to')) {
    const kind = `${tokens[i]!.word} ${tokens[i + 1]!.word}`;
    const hour = numberAt(tokens, r.i);
    if (!hour || hour.value > 12) return undefined;
    const half = halfOfDay(tokens, hour.end);
    const base = clock(hour.value, half?.half, !half && hour.value < 8) * 60;
    return {
      end: half?.end ?? hour.end,
      minutes: base + (kind === 'half past' ? 30 : kind === 'quarter past' ? 15 : -15),
    };
  }
  const number = numberAt(tokens, i);
  if (!number || number.unit === 'percent' || number.unit === 'ordinal') return undefined;
  let { end, value } = number;
  let minutes = 0;
  if (number.loose && value >= 100 && value < 1260 && value % 100 < 60) {
    minutes = value % 100;
    value = Math.floor(value / 100);
  } else if (value > 12 || value < 1 || number.unit === 'money') return undefined;
  const half = halfOfDay(tokens, end);
  if (half) end = half.end;
  else if (tokens[end]?.word === "o'clock" || tokens[end]?.word === 'oclock') end++;
  else if (!bare) return undefined;
  return { end, minutes: clock(value, half?.half, !half && value < 8) * 60 + minutes };
}

function halfOfDay(tokens: readonly Token[], i: number): { half: string; end: number } | undefined {
  const word = tokens[i]?.word ?? '';
  if (word === 'am' || word === 'pm') return { half: word[0]!, end: i + 1 };
  if (
    (word === 'a' || word === 'p') &&
    (tokens[i + 1]?.word === 'm' || (tokens[i + 1]?.word === '.' && tokens[i + 2]?.word === 'm'))
  ) {
    return { half: word, end: tokens[i + 1]?.word === 'm' ? i + 2 : i + 3 };
  }
  if (word === 'in' && tokens[i + 1]?.word === 'the') {
    const part = tokens[i + 2]?.word;
    if (part === 'morning') return { half: 'a', end: i + 3 };
    if (part === 'afternoon' || part === 'evening') return { half: 'p', end: i + 3 };
  }
  return undefined;
}

function clock(hour: number, half: string | undefined, assumeAfternoon: boolean): number {
  if (half === 'p') return hour === 12 ? 12 : hour < 12 ? hour + 12 : hour;
  if (half === 'a') return hour === 12 ? 0 : hour;
  return assumeAfternoon ? hour + 12 : hour;
}

/** "30 minutes", "an hour", "half an hour", "an hour and a half", "90 min". Minutes. */
export function durationAt(
  tokens: readonly Token[],
  i: number,
): { end: number; minutes: number } | undefined {
  const r = new Reader(tokens, i);
  if (r.take('half', 'an', 'hour') || r.take('a', 'half', 'hour') || r.take('half', 'hour'))
    return { end: r.i, minutes: 30 };
  if (r.take('an', 'hour') || r.take('one', 'hour') || r.take('a', 'hour'))
    return r.take('and', 'a', 'half') ? { end: r.i, minutes: 90 } : { end: r.i, minutes: 60 };
  if (r.take('a', 'quarter', 'of', 'an', 'hour') || r.take('quarter', 'of', 'an', 'hour'))
    return { end: r.i, minutes: 15 };
  if (tokens[i]?.kind === 'word') {
    const compact = /^(\d{1,3})(min|mins|h|hr|hrs)$/.exec(tokens[i]!.word);
    if (compact) return { end: i + 1, minutes: Number(compact[1]) * (compact[2]!.startsWith('h') ? 60 : 1) };
  }
  const number = numberAt(tokens, i);
  if (!number || number.unit !== 'plain' || number.value <= 0 || number.value > 600) return undefined;
  r.i = number.end;
  let value = number.value;
  if (r.take('and', 'a', 'half')) value += 0.5;
  if (r.takeOne(['minutes', 'minute', 'min', 'mins'])) return { end: r.i, minutes: value };
  if (r.takeOne(['hours', 'hour', 'hrs', 'hr', 'h']))
    return { end: r.i, minutes: r.take('and', 'a', 'half') ? value * 60 + 30 : value * 60 };
  return undefined;
}
