import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { DELIMITERS, LINE_ENDINGS, readCsv, writeCsv } from '../../src/rest/csv.ts';

const cell = fc.string({ unit: 'grapheme', maxLength: 12 }).map((text) => text.replaceAll('\r', ''));

test('A CSV is read as it was written, whatever its cells, delimiter and line ending', () => {
  fc.assert(
    fc.property(
      fc.constantFrom(...Object.values(DELIMITERS)),
      fc.constantFrom(...Object.values(LINE_ENDINGS)),
      fc
        .integer({ min: 1, max: 4 })
        .chain((width) => fc.array(fc.array(cell, { minLength: width, maxLength: width }), { maxLength: 6 })),
      (delimiter, lineEnding, rows) => {
        const header = Array.from({ length: rows[0]?.length ?? 1 }, (_, n) => `Column${n}`);
        const text = writeCsv([header, ...rows], delimiter, lineEnding);
        expect(readCsv(text, delimiter)).toEqual({ header, rows });
      },
    ),
  );
});

test('Rows of another length than the header and open quotes are refused', () => {
  expect(() => readCsv('a,b\n1\n', ',')).toThrow('Failed to parse CSV');
  expect(() => readCsv('a,b\n"1,2\n', ',')).toThrow('Failed to parse CSV');
});

test('An empty upload has neither header nor rows', () => {
  expect(readCsv('', ',')).toEqual({ header: [], rows: [] });
});
