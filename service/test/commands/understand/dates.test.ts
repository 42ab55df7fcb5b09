import { expect, test } from '@jest/globals';
import { calendarOf } from '../../../src/commands/understand/calendar.ts';
import { dateAt } from '../../../src/commands/understand/dates.ts';
import { tokenise } from '../../../src/commands/understand/tokens.ts';

const calendar = calendarOf(new Date('2026-11-25T09:00:00Z'), 'Europe/Berlin');
const MONTHS = 'January February March April May June July August September October November December'.split(
  ' ',
);

const ordinal = (day: number): string =>
  `${day}${{ 1: 'st', 2: 'nd', 3: 'rd', 21: 'st', 22: 'nd', 23: 'rd' }[day] ?? 'th'}`;

/** The day that stands at the end of the words, or before what follows. */
function dayIn(text: string): string | undefined {
  const tokens = tokenise(text);
  for (let i = 0; i < tokens.length; i++) {
    const found = dateAt(tokens, i, calendar);
    if (found) return found.wide ? `the whole of ${found.range.from} to ${found.range.to}` : found.day;
  }
  return undefined;
}

test('a day of a month is that day, in whatever order, long or short, with and without its year', () => {
  const wrong: string[] = [];
  for (const [n, month] of MONTHS.entries())
    for (const day of [1, 2, 3, 9, 15, 21, 22, 28])
      for (const name of [month, month.slice(0, 3)]) {
        const year =
          `${String(n + 1).padStart(2, '0')}-${String(day).padStart(2, '0')}` > '11-25' ? 2026 : 2027;
        const wanted = (of: number): string =>
          `${of}-${String(n + 1).padStart(2, '0')}-${String(day).padStart(2, '0')}`;
        const forms: [string, number][] = [
          [`${day} ${name}`, year],
          [`${name} ${day}`, year],
          [`${ordinal(day)} of ${name}`, year],
          [`the ${ordinal(day)} of ${name}`, year],
          [`${name} ${ordinal(day)}`, year],
          [`${day} ${name} 2028`, 2028],
          [`${name} ${day}, 2028`, 2028],
        ];
        for (const [said, of] of forms)
          for (const text of [
            `close it on ${said}`,
            `close it by ${said}, 50k`,
            `move it to ${said}. Then call`,
          ])
            if (dayIn(text) !== wanted(of)) wrong.push(`${text}: ${dayIn(text)}`);
      }
  expect(wrong).toEqual([]);
});

test.each([
  ['EOD Friday', '2026-11-27'],
  ['close of business tomorrow', '2026-11-26'],
  ['end of day', '2026-11-25'],
  ['the last Friday of May', '2027-05-28'],
  ['the second Tuesday in January', '2027-01-12'],
  ['the second quarter', 'the whole of 2027-04-01 to 2027-06-30'],
])('%s is %s', (said, day) => {
  expect(dayIn(said)).toBe(day);
});

test('a month that is a verb, and one that is a name, are no days', () => {
  expect(dayIn('two of 3 may close soon')).toBeUndefined();
  expect(dayIn('they may sign')).toBeUndefined();
});
