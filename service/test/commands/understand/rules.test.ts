import { describe, expect, test } from '@jest/globals';
import { cover, type Phrases } from '../../../src/commands/understand/rules.ts';
import { Sentence } from '../../../src/commands/understand/sentence.ts';
import { calendarOf } from '../../../src/commands/understand/calendar.ts';
import { vocabularyOf } from '../../../src/commands/understand/vocabulary.ts';

const calendar = calendarOf(new Date('2026-11-25T09:30:00+01:00'), 'Europe/Berlin');
const vocabulary = vocabularyOf([], {});

/** Words by their letter; every reading of a place is counted. */
function letters(key: string): Phrases<string> & { asked: number } {
  return {
    key,
    asked: 0,
    at(i, limit) {
      this.asked++;
      return [
        { end: i + 1, value: 'one', cost: 1 },
        { end: i + 2, value: 'two', cost: 1.5 },
      ].filter(({ end }) => end <= limit);
    },
  };
}

describe('a stretch covered with phrases', () => {
  test('gets the cheapest ones, and none where a word stays unexplained', () => {
    const s = Sentence.of('a b c d e', calendar, vocabulary);
    expect(cover(s, 0, 5, letters('x'), new Set())).toEqual({ value: ['one', 'two', 'two'], cost: 4 });
    expect(cover(s, 1, 4, { key: 'none', at: () => [] }, new Set(['b', 'c']))).toBeUndefined();
    expect(cover(s, 1, 3, { key: 'none', at: () => [] }, new Set(['b', 'c']))).toEqual({
      value: [],
      cost: 0,
    });
  });

  test('is read once for one end, from however many beginnings it is asked for', () => {
    const s = Sentence.of('word '.repeat(200), calendar, vocabulary);
    const phrases = letters('x');
    for (let from = 199; from >= 0; from--) cover(s, from, 200, phrases, new Set());
    for (let from = 0; from < 200; from++) cover(s, from, 200, phrases, new Set());
    expect(phrases.asked).toBe(200);
  });
});
