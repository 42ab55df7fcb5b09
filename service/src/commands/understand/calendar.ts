import { DateTime } from 'luxon';

/** A calendar day, `YYYY-MM-DD`, in the rep's zone. */
export type Day = string;

/** The rep's calendar: today is the local day of `now` in `zone`; weeks run Monday to Sunday, quarters are calendar quarters. */
export interface Calendar {
  today: Day;
  zone: string;
  now: Date;
}

export function calendarOf(now: Date, zone: string): Calendar {
  const local = DateTime.fromJSDate(now, { zone });
  if (!local.isValid) return calendarOf(now, 'UTC');
  return { today: local.toISODate(), zone, now };
}

/** Both ends included. */
export interface DayRange {
  from: Day;
  to: Day;
}

export function at(day: Day): DateTime<true> {
  return DateTime.fromISO(day, { zone: 'UTC' }) as DateTime<true>;
}

export function isDay(text: string): boolean {
  return /^\d{4}-\d{2}-\d{2}$/.test(text) && DateTime.fromISO(text, { zone: 'UTC' }).isValid;
}

export type Unit = 'day' | 'week' | 'month' | 'quarter' | 'year';

export function shift(day: Day, count: number, unit: Unit): Day {
  return at(day)
    .plus({ [`${unit}s`]: count })
    .toISODate();
}

/** 1 = Monday … 7 = Sunday. */
export function weekdayOf(day: Day): number {
  return at(day).weekday;
}

/** The first such weekday strictly after `day`. */
export function comingWeekday(day: Day, weekday: number): Day {
  return shift(day, ((weekday - weekdayOf(day) + 6) % 7) + 1, 'day');
}

/** That weekday of the week that is `weeks` away. */
export function weekdayOfWeek(day: Day, weekday: number, weeks: number): Day {
  return shift(shift(day, weeks, 'week'), weekday - weekdayOf(day), 'day');
}

/** The latest such weekday strictly before `day`. */
export function lastWeekday(day: Day, weekday: number): Day {
  return shift(day, -(((weekdayOf(day) - weekday + 6) % 7) + 1), 'day');
}

export function period(day: Day, unit: Unit, offset: number): DayRange {
  const there = at(shift(day, offset, unit));
  return { from: there.startOf(unit).toISODate(), to: there.endOf(unit).toISODate() };
}

export function monthRange(year: number, month: number): DayRange {
  const start = DateTime.fromObject({ year, month, day: 1 }, { zone: 'UTC' }) as DateTime<true>;
  return { from: start.toISODate(), to: start.endOf('month').toISODate() };
}

export function dayOf(year: number, month: number, day: number): Day | undefined {
  const found = DateTime.fromObject({ year, month, day }, { zone: 'UTC' });
  return found.isValid ? found.toISODate() : undefined;
}

/** The next such month-day on or after today. */
export function nextMonthDay(today: Day, month: number, day: number): Day | undefined {
  const year = at(today).year;
  for (let y = year; y < year + 9; y++) {
    const found = dayOf(y, month, day);
    if (found && found >= today) return found;
  }
  return undefined;
}

/** An instant in the wire form with the zone's offset. */
export function instantOf(day: Day, minutes: number, zone: string): string {
  const local = DateTime.fromISO(day, { zone })
    .startOf('day')
    .set({ hour: Math.floor(minutes / 60), minute: minutes % 60 });
  return local.toFormat("yyyy-MM-dd'T'HH:mm:ss.SSSZZZ");
}

/** The day and the minutes after midnight that clocks in the zone show at an instant. */
export function clockAt(instant: string, zone: string): { day: Day; minutes: number } {
  const local = DateTime.fromISO(instant, { setZone: true }).setZone(zone) as DateTime<true>;
  return { day: local.toISODate(), minutes: local.hour * 60 + local.minute };
}

/** Start of the day and of the next one, in UTC, for filters on date-times. */
export function dayBounds(range: DayRange, zone: string): { from: string; before: string } {
  const wire = (d: DateTime) => d.toUTC().toFormat("yyyy-MM-dd'T'HH:mm:ss'Z'");
  return {
    from: wire(DateTime.fromISO(range.from, { zone }).startOf('day')),
    before: wire(DateTime.fromISO(range.to, { zone }).plus({ days: 1 }).startOf('day')),
  };
}

/** "Fri 27 Nov 2026". */
export function spokenDay(day: Day): string {
  return at(day).setLocale('en').toFormat('ccc d LLL yyyy');
}

/** The calendar period of a day: `2026-11`, `2026-Q4`, `2026`, or the Monday of its week. */
export function periodOf(day: string, unit: 'week' | 'month' | 'quarter' | 'year'): string {
  if (unit === 'year') return day.slice(0, 4);
  if (unit === 'month') return day.slice(0, 7);
  if (unit === 'quarter') return `${day.slice(0, 4)}-Q${Math.ceil(Number(day.slice(5, 7)) / 3)}`;
  const date = new Date(`${day}T00:00:00Z`);
  date.setUTCDate(date.getUTCDate() - ((date.getUTCDay() + 6) % 7));
  return date.toISOString().slice(0, 10);
}
