import type { FieldType, Scalar } from '../schema/types.ts';
import { wallClock } from './dates.ts';
import type { Source } from './source.ts';

export interface DateFunction {
  type: FieldType;
  /** Takes a date or an instant in wire form. */
  apply(text: string): Scalar;
}

const msPerDay = 86_400_000;

const year = (text: string): number => Number(text.slice(0, 4));
const month = (text: string): number => Number(text.slice(5, 7));
const day = (text: string): number => Number(text.slice(8, 10));
const midnight = (text: string): number => Date.UTC(year(text), month(text) - 1, day(text));
const dayInYear = (text: string): number => (midnight(text) - Date.UTC(year(text), 0, 1)) / msPerDay + 1;

/** Functions of the calendar; weeks count from the first of the period, so week 1 is days 1 to 7. Instants are read in UTC. */
const functions: Record<string, (text: string) => Scalar> = {
  CALENDAR_YEAR: year,
  CALENDAR_QUARTER: (text) => Math.ceil(month(text) / 3),
  CALENDAR_MONTH: month,
  DAY_IN_MONTH: day,
  DAY_IN_WEEK: (text) => new Date(midnight(text)).getUTCDay() + 1,
  DAY_IN_YEAR: dayInYear,
  WEEK_IN_MONTH: (text) => Math.ceil(day(text) / 7),
  WEEK_IN_YEAR: (text) => Math.ceil(dayInYear(text) / 7),
  HOUR_IN_DAY: (text) => Number(text.slice(11, 13)),
};

/**
 * The date function of that upper-case name, or undefined. A fiscal year that does not start in January is named after the year in
 * which it ends, Salesforce's default.
 */
export function dateFunction(name: string, fiscalYearStartMonth: number): DateFunction | undefined {
  const fiscalMonth = (text: string): number => ((month(text) - fiscalYearStartMonth + 12) % 12) + 1;
  switch (name) {
    case 'DAY_ONLY':
      return { type: 'date', apply: (text) => text.slice(0, 10) };
    case 'FISCAL_MONTH':
      return { type: 'int', apply: fiscalMonth };
    case 'FISCAL_QUARTER':
      return { type: 'int', apply: (text) => Math.ceil(fiscalMonth(text) / 3) };
    case 'FISCAL_YEAR':
      return {
        type: 'int',
        apply: (text) =>
          year(text) + (fiscalYearStartMonth > 1 && month(text) >= fiscalYearStartMonth ? 1 : 0),
      };
    default: {
      const apply = functions[name];
      return apply && { type: 'int', apply };
    }
  }
}

export function wallClockOf(source: Source): (instant: string) => string {
  return wallClock(source.timeZone);
}
