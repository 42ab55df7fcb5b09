import { DateTime, IANAZone } from 'luxon';
import type { Source } from './source.ts';

/** Half-open range of days, `YYYY-MM-DD`. */
export interface DayRange {
  from: string;
  to: string;
}

/** What a date literal needs to know of the user and the org. */
export type Calendar = Pick<Source, 'now' | 'timeZone' | 'fiscalYearStartMonth'>;

const msPerDay = 86_400_000;

/** The wire form of an instant: `2026-11-23T09:30:00.000+0000`. */
export function wireInstant(instant: Date): string {
  return instant.toISOString().replace('Z', '+0000');
}

/** Midnight of a day in a zone, in wire form. A day whose midnight does not exist starts at its first instant. */
export function startOfDay(day: string, timeZone: string): string {
  return wireInstant(DateTime.fromISO(day, { zone: timeZone }).startOf('day').toJSDate());
}

export function isCalendarDate(day: string): boolean {
  const [year, month, dayOfMonth] = day.split('-').map(Number) as [number, number, number];
  const date = new Date(Date.UTC(year, month - 1, dayOfMonth));
  return date.getUTCMonth() === month - 1 && date.getUTCDate() === dayOfMonth;
}

/**
 * The days that a date literal names, by the user's calendar (weeks start on Sunday). `LAST_N_DAYS:n` and `LAST_90_DAYS` include
 * today; every other LAST and NEXT form leaves the present period out.
 */
export function dateLiteralRange(name: string, n: number | null, calendar: Calendar): DayRange {
  const today = Date.parse(DateTime.fromJSDate(calendar.now, { zone: calendar.timeZone }).toISODate()!);
  const { unit, from, to } = periods(name, n);
  const start = startOfPeriod(today, unit, calendar.fiscalYearStartMonth);
  return days(addPeriods(start, unit, from), addPeriods(start, unit, to));
}

type Unit = 'DAY' | 'WEEK' | 'MONTH' | 'QUARTER' | 'YEAR' | 'FISCAL_QUARTER' | 'FISCAL_YEAR';

/** Periods relative to the present one: `from` inclusive, `to` exclusive. */
function periods(name: string, n: number | null): { unit: Unit; from: number; to: number } {
  const named: Record<string, number> = { YESTERDAY: -1, TODAY: 0, TOMORROW: 1 };
  const day = named[name];
  if (day !== undefined) return { unit: 'DAY', from: day, to: day + 1 };
  if (name === 'LAST_90_DAYS') return { unit: 'DAY', from: -90, to: 1 };
  if (name === 'NEXT_90_DAYS') return { unit: 'DAY', from: 1, to: 91 };
  const count = n ?? 1;
  const ago = /^N_(\w+)S_AGO$/.exec(name);
  if (ago) return { unit: ago[1] as Unit, from: -count, to: 1 - count };
  const counted = /^(LAST|NEXT)_N_(\w+)S$/.exec(name);
  if (counted) {
    const unit = counted[2] as Unit;
    if (counted[1] === 'NEXT') return { unit, from: 1, to: 1 + count };
    return { unit, from: -count, to: unit === 'DAY' ? 1 : 0 };
  }
  const [, direction, unit] = /^(LAST|THIS|NEXT)_(\w+)$/.exec(name)!;
  const from = direction === 'LAST' ? -1 : direction === 'THIS' ? 0 : 1;
  return { unit: unit as Unit, from, to: from + 1 };
}

function startOfPeriod(today: number, unit: Unit, fiscalStart: number): number {
  const date = new Date(today);
  const year = date.getUTCFullYear();
  const month = date.getUTCMonth();
  const fiscalMonth = (month - (fiscalStart - 1) + 12) % 12;
  switch (unit) {
    case 'DAY':
      return today;
    case 'WEEK':
      return today - date.getUTCDay() * msPerDay;
    case 'MONTH':
      return Date.UTC(year, month, 1);
    case 'QUARTER':
      return Date.UTC(year, month - (month % 3), 1);
    case 'YEAR':
      return Date.UTC(year, 0, 1);
    case 'FISCAL_QUARTER':
      return Date.UTC(year, month - (fiscalMonth % 3), 1);
    case 'FISCAL_YEAR':
      return Date.UTC(year, month - fiscalMonth, 1);
  }
}

const monthsOf: Record<Exclude<Unit, 'DAY' | 'WEEK'>, number> = {
  MONTH: 1,
  QUARTER: 3,
  YEAR: 12,
  FISCAL_QUARTER: 3,
  FISCAL_YEAR: 12,
};

/** Beyond this many periods every range ends at a limit of {@link dayText} anyway. */
const maxPeriods = 100_000;

function addPeriods(start: number, unit: Unit, periodCount: number): number {
  const count = Math.max(-maxPeriods, Math.min(maxPeriods, periodCount));
  if (unit === 'DAY') return start + count * msPerDay;
  if (unit === 'WEEK') return start + count * 7 * msPerDay;
  const date = new Date(start);
  return Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + count * monthsOf[unit], 1);
}

function days(from: number, to: number): DayRange {
  return { from: dayText(from), to: dayText(to) };
}

const firstDay = Date.parse('0001-01-01');
const lastDay = Date.parse('9999-12-31');

/** Days outside the years 1 to 9999 count as the nearest inside: no record holds them, and dates compare as text of one length. */
function dayText(instant: number): string {
  return new Date(Math.max(firstDay, Math.min(lastDay, instant))).toISOString().slice(0, 10);
}

/**
 * `convertTimezone()`: shifts an instant in wire form to the same form of the zone's wall clock. Offsets are kept per UTC day, since
 * a query asks for the same days again and again.
 */
export function wallClock(timeZone: string): (instant: string) => string {
  const zone = IANAZone.create(timeZone);
  const offsets = new Map<string, number | null>();
  const offsetOf = (instant: string): number => {
    const day = instant.slice(0, 10);
    let offset = offsets.get(day);
    if (offset === undefined) {
      const start = Date.parse(day);
      const first = zone.offset(start);
      offset = zone.offset(start + msPerDay) === first ? first : null;
      offsets.set(day, offset);
    }
    return offset ?? zone.offset(Date.parse(instant));
  };
  return (instant) => {
    const offset = offsetOf(instant);
    return offset === 0 ? instant : wireInstant(new Date(Date.parse(instant) + offset * 60_000));
  };
}
