import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { makeId } from '../../src/schema/ids.ts';
import type { Row, Scalar } from '../../src/schema/types.ts';
import { runQuery } from '../../src/soql/run.ts';
import { defineObject, memorySource } from './memory-source.ts';
import { compareScalars, comparison, junction, like, membership, negation, type Sample } from './oracle.ts';

const item = defineObject('Item__c', {
  prefix: 'a00',
  fields: {
    Name: 'string',
    Size__c: 'double',
    Count__c: 'int',
    Day__c: 'date',
    At__c: 'datetime',
    Flag__c: 'boolean',
    Parent__c: { type: 'reference', referenceTo: ['Item__c'], relationshipName: 'Parent__r' },
  },
  children: [['Children__r', 'Item__c', 'Parent__c']],
});

/** Few letters, so that values meet: both cases, accents, a sigma, characters around the surrogates, and the wildcards themselves. */
const letter = fc.constantFrom(
  'a',
  'A',
  'b',
  'B',
  'é',
  'É',
  'σ',
  'Σ',
  'ς',
  'Ж',
  '日',
  '😀',
  '\uFFFD',
  '%',
  '_',
  "'",
  '\\',
  ' ',
);
const text = fc.array(letter, { minLength: 1, maxLength: 4 }).map((letters) => letters.join(''));
const number = fc.integer({ min: -3, max: 3 });
const day = fc.integer({ min: 1, max: 5 }).map((n) => `2026-11-0${n}`);
const instant = fc
  .tuple(day, fc.integer({ min: 0, max: 3 }))
  .map(([date, hour]) => `${date}T0${hour}:00:00.000+0000`);
const maybe = <T>(value: fc.Arbitrary<T>): fc.Arbitrary<T | null> => fc.option(value, { freq: 3, nil: null });

const id = (n: number): string => makeId('a00', n + 1);

const rows: fc.Arbitrary<Row[]> = fc
  .array(
    fc.record({
      Name: maybe(text),
      Size__c: maybe(number),
      Count__c: maybe(number),
      Day__c: maybe(day),
      At__c: maybe(instant),
      Flag__c: fc.boolean(),
      parent: maybe(fc.nat(19)),
    }),
    { maxLength: 20 },
  )
  .map((list) =>
    list.map(
      ({ parent, ...fields }, n): Row => ({
        Id: id(n),
        IsDeleted: false,
        ...fields,
        Parent__c: parent !== null && parent < list.length ? id(parent) : null,
      }),
    ),
  );

const quote = (value: string): string => `'${value.replace(/[\\']/g, '\\$&')}'`;
const literalOf = (field: string, value: Scalar): string =>
  value === null
    ? 'null'
    : field === 'Name' || field === 'Parent__c'
      ? quote(value as string)
      : String(value);
const values: Record<string, fc.Arbitrary<Scalar>> = {
  Name: text,
  Size__c: number,
  Count__c: number,
  Day__c: day,
  At__c: instant,
  Parent__c: fc.nat(19).map(id),
};
const operators = ['=', '!=', '<', '<=', '>', '>='];
const field = fc.constantFrom(...Object.keys(values));

const leaf: fc.Arbitrary<Sample> = fc.oneof(
  field.chain((name) =>
    fc
      .tuple(fc.constantFrom(...(name === 'Parent__c' ? ['=', '!='] : operators)), maybe(values[name]!))
      .map(([operator, value]) => comparison(name, operator, value, literalOf(name, value))),
  ),
  fc
    .tuple(fc.constantFrom('=', '!='), fc.boolean())
    .map(([operator, flag]) => comparison('Flag__c', operator, flag, String(flag))),
  field.chain((name) =>
    fc
      .tuple(fc.array(maybe(values[name]!), { minLength: 1, maxLength: 3 }), fc.boolean())
      .map(([list, negated]) =>
        membership(
          name,
          list.map((value) => ({ value, literal: literalOf(name, value) })),
          negated,
        ),
      ),
  ),
  fc
    .array(fc.oneof(letter, fc.constant({ any: true as const }), fc.constant({ one: true as const })), {
      minLength: 1,
      maxLength: 5,
    })
    .map((pattern) => like('Name', pattern)),
);

const { condition } = fc.letrec<{ condition: Sample }>((tie) => ({
  condition: fc.oneof(
    { maxDepth: 3, withCrossShrink: true },
    leaf,
    tie('condition').map(negation),
    fc
      .tuple(
        fc.constantFrom('AND' as const, 'OR' as const),
        fc.array(tie('condition'), { minLength: 2, maxLength: 3 }),
      )
      .map(([operator, terms]) => junction(operator, terms)),
  ),
}));

const ids = (soql: string, list: Row[]): unknown[] =>
  runQuery(soql, memorySource([item], { Item__c: list })).records.map((record) => (record as Row)['Id']);

describe('any query', () => {
  it('finds the rows that a naive evaluator finds', () => {
    fc.assert(
      fc.property(rows, condition, (list, sample) => {
        const expected = list.filter((row) => sample.holds(row)).map((row) => row['Id']);
        expect(ids(`SELECT Id FROM Item__c WHERE ${sample.soql}`, list)).toEqual(expected);
      }),
      { numRuns: 1500 },
    );
  });

  it('orders, skips and cuts as a naive sort does', () => {
    const key = fc.record({
      name: fc.constantFrom('Name', 'Size__c', 'Day__c', 'At__c', 'Flag__c'),
      descending: fc.boolean(),
      last: fc.boolean(),
    });
    const keys = fc.uniqueArray(key, { minLength: 1, maxLength: 3, selector: (one) => one.name });
    fc.assert(
      fc.property(rows, keys, fc.nat(8), fc.nat(25), (list, order, offset, limit) => {
        const sorted = list.toSorted((a, b) => {
          for (const { name, descending, last } of order) {
            const [left, right] = [a[name]!, b[name]!];
            if (left === null || right === null) {
              if (left === right) continue;
              return (left === null) === last ? 1 : -1;
            }
            const difference = compareScalars(left, right);
            if (difference !== 0) return descending ? -difference : difference;
          }
          return 0;
        });
        const clause = order
          .map((one) => `${one.name}${one.descending ? ' DESC' : ''}${one.last ? ' NULLS LAST' : ''}`)
          .join(', ');
        expect(
          ids(`SELECT Id FROM Item__c ORDER BY ${clause} LIMIT ${limit} OFFSET ${offset}`, list),
        ).toEqual(sorted.slice(offset, offset + limit).map((row) => row['Id']));
      }),
      { numRuns: 600 },
    );
  });

  it('cuts the head of a long list as a full sort does', () => {
    fc.assert(
      fc.property(fc.array(number, { minLength: 50, maxLength: 200 }), fc.nat(6), (sizes, limit) => {
        const list = sizes.map((size, n): Row => ({ Id: id(n), Size__c: size }));
        const sorted = list.toSorted((a, b) => (b['Size__c'] as number) - (a['Size__c'] as number));
        expect(ids(`SELECT Id FROM Item__c ORDER BY Size__c DESC LIMIT ${limit}`, list)).toEqual(
          sorted.slice(0, limit).map((row) => row['Id']),
        );
      }),
      { numRuns: 200 },
    );
  });

  it('groups as a naive grouping does', () => {
    fc.assert(
      fc.property(rows, (list) => {
        const soql =
          'SELECT Day__c, COUNT(Id) n, COUNT(Size__c) some, SUM(Size__c) total, MIN(Count__c) least, MAX(Day__c) latest FROM Item__c GROUP BY Day__c';
        const expected = [...Map.groupBy(list, (row) => row['Day__c'] as Scalar)].map(([dayOf, group]) => {
          const sizes = group.map((row) => row['Size__c']).filter((size) => size !== null) as number[];
          const counts = group.map((row) => row['Count__c']).filter((count) => count !== null) as number[];
          return {
            attributes: { type: 'AggregateResult' },
            Day__c: dayOf,
            n: group.length,
            some: sizes.length,
            total: sizes.length === 0 ? null : sizes.reduce((sum, size) => sum + size, 0),
            least: counts.length === 0 ? null : Math.min(...counts),
            latest: dayOf,
          };
        });
        expect(runQuery(soql, memorySource([item], { Item__c: list })).records).toEqual(expected);
      }),
      { numRuns: 300 },
    );
  });

  it('joins parents, children and semi-joins as nested loops do', () => {
    fc.assert(
      fc.property(rows, condition, (list, sample) => {
        const parentOf = (row: Row): Row | undefined =>
          list.find((other) => other['Id'] === row['Parent__c']);
        const throughParent = sample.soql.replace(
          /\b(Name|Size__c|Count__c|Day__c|At__c|Flag__c|Parent__c)\b(?= (?:[=!<>]|LIKE|IN|NOT IN))/g,
          'Parent__r.$1',
        );
        const none: Row = { Flag__c: false };
        expect(ids(`SELECT Id FROM Item__c WHERE ${throughParent}`, list)).toEqual(
          list.filter((row) => sample.holds(parentOf(row) ?? none)).map((row) => row['Id']),
        );
        const soql = `SELECT Id, (SELECT Id FROM Children__r WHERE ${sample.soql}) FROM Item__c`;
        const found = runQuery(soql, memorySource([item], { Item__c: list })).records as {
          Children__r: { records: Row[] } | null;
        }[];
        expect(
          found.map((record) => (record.Children__r?.records ?? []).map((child) => child['Id'])),
        ).toEqual(
          list.map((row) =>
            list
              .filter((child) => child['Parent__c'] === row['Id'] && sample.holds(child))
              .map((child) => child['Id']),
          ),
        );
      }),
      { numRuns: 400 },
    );
  });
});

describe('any text', () => {
  it('is either run or refused with an ApiError, never a crash', () => {
    const word = fc.constantFrom(
      'SELECT',
      'Id',
      'FROM',
      'Item__c',
      'WHERE',
      'Name',
      '=',
      "'a'",
      '(',
      ')',
      ',',
      'AND',
      'NOT',
      'IN',
      'ORDER',
      'BY',
      'LIMIT',
      '1',
      'COUNT()',
      'GROUP',
      'TODAY',
      ':',
      '.',
      '-',
      '😀',
    );
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.array(word, { maxLength: 14 }).map((words) => words.join(' ')),
        ),
        (soql) => {
          try {
            runQuery(soql, memorySource([item], {}));
          } catch (error) {
            expect(error).toMatchObject({ status: 400, errorCode: expect.any(String) });
          }
        },
      ),
      { numRuns: 1000 },
    );
  });
});
