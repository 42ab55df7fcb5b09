import { describe, expect, test } from '@jest/globals';
import { fieldOf, parseFormula, type FormulaScope } from '../../src/dml/formula.ts';
import type { Row } from '../../src/schema/types.ts';

const ROW: Row = {
  Id: '006000000000001AAA',
  StageName: 'Closed Won',
  Amount: 1200,
  NextStep: null,
  CloseDate: '2026-11-27',
  IsPrivate: false,
};
const BEFORE: Row = { ...ROW, StageName: 'Prospecting' };

function evaluate(source: string, before: Row | null = BEFORE) {
  const parent = (_: Row, name: string) =>
    name === 'Account' ? { Id: '001', Industry: 'Banking' } : name === 'Campaign' ? null : undefined;
  const scope: FormulaScope = {
    field: (path) => fieldOf(ROW, path, parent),
    prior: (name) => (before === null ? undefined : fieldOf(before, name, parent)),
    isNew: before === null,
    today: '2026-11-23',
    now: '2026-11-23T09:00:00.000+0000',
  };
  return parseFormula(source)(scope);
}

describe('A formula', () => {
  test.each<[string, unknown]>([
    ["ISPICKVAL(StageName, 'Closed Won') && ISBLANK(NextStep)", true],
    ["AND(Amount > 1000, NOT(IsPrivate), Account.Industry = 'Banking')", true],
    ["OR(Amount < 0, 'x' & 'y' <> 'xy')", false],
    ['CloseDate < TODAY() + 7', true],
    ['CloseDate - TODAY()', 4],
    ["ISCHANGED(StageName) && PRIORVALUE(StageName) == 'Prospecting'", true],
    ['ISNEW()', false],
    ['1 + 2 * 3 - -4', 11],
    ["IF(LEN('abc') = 3, UPPER('yes'), 'no')", 'YES'],
    ["CASE(StageName, 'Prospecting', 1, 'Closed Won', 2, 3)", 2],
    ['ROUND(Amount / 7, 2)', 171.43],
    ["REGEX('AB-12', '[A-Z]{2}-\\\\d+')", true],
    ['DATE(2026, 2, 30)', '2026-03-02'],
    ['YEAR(CloseDate) * 100 + MONTH(CloseDate)', 202611],
    ['Campaign.Name', null],
    ['Amount / 0', null],
    ["BLANKVALUE(NextStep, 'none')", 'none'],
  ])('%s is %j', (source, expected) => expect(evaluate(source)).toEqual(expected));

  test('compares with nothing when a value is empty', () => {
    expect(evaluate("NextStep > 'a'")).toBe(false);
    expect(evaluate("NextStep = ''")).toBe(true);
    expect(evaluate('NextStep = NULL')).toBe(true);
  });

  test('sees no change in a new record', () => {
    expect(evaluate('ISCHANGED(StageName)', null)).toBe(false);
    expect(evaluate('ISNEW()', null)).toBe(true);
  });

  test.each([
    ['AND(Amount > 1', "')' expected"],
    ['Amount >', 'ends too early'],
    ['VLOOKUP(Amount)', 'VLOOKUP is not modelled'],
    ['$Setup.Limits__c.Max__c > 1', '$Setup.Limits__c.Max__c is not modelled'],
    ['Amount # 2', 'cannot read position 8'],
    ['Amount 2', "unexpected '2'"],
  ])('%s cannot be compiled: %s', (source, reason) => expect(() => parseFormula(source)).toThrow(reason));

  test('names a field that does not exist', () => {
    expect(() => evaluate('Amounts > 1')).toThrow('field Amounts does not exist');
  });
});
