import type { Day, DayRange, Unit } from '../calendar.ts';
import type { Token } from '../tokens.ts';

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

export const WEEKDAYS: Record<string, number> = {
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
export const MONTHS: Record<string, number> = {
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
export const UNITS: Record<string, Unit> = {
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

/** Reads the words of a date one after another. */
export class Reader {
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

export const single = (day: Day, end: number): DateMatch => ({
  end,
  day,
  range: { from: day, to: day },
  wide: false,
});
export const wide = (range: DayRange, end: number, day = range.to): DateMatch => ({
  end,
  day,
  range,
  wide: true,
});
