import { describe, expect, it } from '@jest/globals';
import { ApiError } from '../../src/http.ts';
import { query } from './world.ts';

function failure(soql: string): ApiError {
  try {
    query(soql);
  } catch (error) {
    if (error instanceof ApiError) return error;
    throw error;
  }
  throw new Error(`accepted: ${soql}`);
}

describe('the text of an error', () => {
  it('shows the line, a caret, row and column, and the reason', () => {
    const error = failure('SELECT Id, Foo FROM Account');
    expect(error.status).toBe(400);
    expect(error.errorCode).toBe('INVALID_FIELD');
    expect(error.message).toBe(
      [
        '',
        'SELECT Id, Foo FROM Account',
        '           ^',
        'ERROR at Row:1:Column:12',
        "No such column 'Foo' on entity 'Account'. If you are attempting to use a custom field, be sure to append the '__c' after the " +
          'custom field name. Please reference your WSDL or the describe call for the appropriate names.',
      ].join('\n'),
    );
  });

  it('counts rows', () => {
    expect(failure('SELECT Id\nFROM Account\nWHERE  Bar = 1').message).toContain(
      '\nWHERE  Bar = 1\n       ^\nERROR at Row:3:Column:8\n',
    );
  });

  it('cuts a long line around the place', () => {
    const error = failure(
      `SELECT ${'Id, '.repeat(1)}Name FROM Account WHERE ${"Name != 'x' AND ".repeat(40)}Foo = 1`,
    );
    const [, line, caret] = error.message.split('\n');
    expect(line!.length).toBeLessThanOrEqual(120);
    expect(line!.slice(caret!.indexOf('^'))).toBe('Foo = 1');
  });
});

describe('what is refused, with code, column and reason', () => {
  const account = 'SELECT Id FROM Account';
  it.each<[string, string, number, string]>([
    ['SELECT Id FORM Account', 'MALFORMED_QUERY', 16, "unexpected token: 'Account'"],
    [`${account} WHERE`, 'MALFORMED_QUERY', 29, "unexpected token: '<EOF>'"],
    [`${account} WHERE Name = 'O'Brien'`, 'MALFORMED_QUERY', 40, "unexpected token: 'Brien'"],
    [`${account} WHERE Name = 'open`, 'MALFORMED_QUERY', 37, "unexpected token: ''open'"],
    [
      `${account} WHERE Name = 'a' AND Name = 'b' OR Name = 'c'`,
      'MALFORMED_QUERY',
      56,
      "unexpected token: 'OR'",
    ],
    [`${account} WHERE Name = :name`, 'MALFORMED_QUERY', 37, 'Bind variables only allowed in Apex code'],
    [`${account} WHERE Name = 'a\\q'`, 'MALFORMED_QUERY', 39, 'Illegal escape sequence'],
    ['SELECT Id FROM Acount', 'INVALID_TYPE', 16, "sObject type 'Acount' is not supported"],
    ['SELECT Owner.Foo FROM Account', 'INVALID_FIELD', 8, "No such column 'Foo' on entity 'User'"],
    [
      'SELECT Boss.Name FROM Account',
      'INVALID_FIELD',
      8,
      "Didn't understand relationship 'Boss' in field path",
    ],
    ['SELECT What.Industry FROM Task', 'INVALID_FIELD', 8, "No such column 'Industry' on entity 'Name'"],
    [
      'SELECT (SELECT Id FROM Contact) FROM Account',
      'INVALID_TYPE',
      24,
      "Didn't understand relationship 'Contact' in FROM part",
    ],
    [
      `${account} WHERE AnnualRevenue = '5'`,
      'INVALID_FIELD',
      30,
      'must be of type double and should not be enclosed in quotes',
    ],
    [
      `${account} WHERE NumberOfEmployees = '5'`,
      'INVALID_FIELD',
      30,
      'must be of type int and should not be',
    ],
    [`${account} WHERE NumberOfEmployees = 1.5`, 'INVALID_FIELD', 30, 'must be of type int'],
    [
      `${account} WHERE Name = 5`,
      'INVALID_FIELD',
      30,
      "field 'Name' must be of type string and should be enclosed in quotes",
    ],
    [`${account} WHERE Active__c = 'true'`, 'INVALID_FIELD', 30, 'must be of type boolean and should not be'],
    [`${account} WHERE CreatedDate = 2026-01-01`, 'INVALID_FIELD', 30, 'must be of type dateTime'],
    [
      "SELECT Id FROM Opportunity WHERE CloseDate = '2026-01-01'",
      'INVALID_FIELD',
      34,
      'must be of type date and should not be',
    ],
    [
      'SELECT Id FROM Opportunity WHERE CloseDate = 2026-02-30',
      'MALFORMED_QUERY',
      46,
      'Invalid date: 2026-02-30',
    ],
    [`${account} WHERE Id = 'abc'`, 'INVALID_QUERY_FILTER_OPERATOR', 35, 'invalid ID field: abc'],
    [`${account} WHERE Id LIKE '001%'`, 'INVALID_QUERY_FILTER_OPERATOR', 30, 'invalid operator on id field'],
    [
      `${account} WHERE AnnualRevenue LIKE '5%'`,
      'INVALID_QUERY_FILTER_OPERATOR',
      30,
      'invalid operator on currency field',
    ],
    [
      `${account} WHERE Active__c > true`,
      'INVALID_QUERY_FILTER_OPERATOR',
      30,
      'invalid operator on boolean field',
    ],
    [
      `${account} WHERE Name INCLUDES ('a')`,
      'INVALID_QUERY_FILTER_OPERATOR',
      30,
      'invalid operator on string field',
    ],
    [
      `${account} WHERE Description = 'x'`,
      'INVALID_FIELD',
      30,
      "field 'Description' can not be filtered in a query call",
    ],
    [
      `${account} ORDER BY Description`,
      'INVALID_FIELD',
      33,
      "field 'Description' can not be sorted in a query call",
    ],
    ['SELECT Id, Name, id FROM Account', 'INVALID_FIELD', 18, 'duplicate field selected: Id'],
    ['SELECT Name n FROM Account', 'MALFORMED_QUERY', 13, 'only aggregate expressions use field aliasing'],
    [
      'SELECT Name, COUNT(Id) FROM Account',
      'MALFORMED_QUERY',
      8,
      'Field must be grouped or aggregated: Name',
    ],
    [
      'SELECT Name FROM Account GROUP BY Industry',
      'MALFORMED_QUERY',
      8,
      'Field must be grouped or aggregated: Name',
    ],
    [
      'SELECT CALENDAR_YEAR(CreatedDate) FROM Account',
      'MALFORMED_QUERY',
      8,
      'Field must be grouped or aggregated',
    ],
    [
      'SELECT SUM(Name) FROM Account',
      'MALFORMED_QUERY',
      8,
      'field Name does not support aggregate operator SUM',
    ],
    [
      'SELECT COUNT(Id) FROM Account GROUP BY Description',
      'MALFORMED_QUERY',
      40,
      "field 'Description' can not be grouped",
    ],
    [
      'SELECT Owner.Name, Parent.Name FROM Account GROUP BY Owner.Name, Parent.Name',
      'MALFORMED_QUERY',
      20,
      'duplicate alias: Name',
    ],
    ['SELECT GROUPING(Name) FROM Account GROUP BY Name', 'MALFORMED_QUERY', 8, 'GROUPING() takes a field'],
    [
      'SELECT COUNT(Id) FROM Account GROUP BY CUBE(Name, Industry, OwnerId, ParentId)',
      'MALFORMED_QUERY',
      70,
      'at most 3 fields',
    ],
    ['SELECT FIELDS(ALL) FROM Account', 'MALFORMED_QUERY', 8, 'must have a LIMIT of at most 200'],
    [
      'SELECT FIELDS(CUSTOM) FROM Account LIMIT 201',
      'MALFORMED_QUERY',
      8,
      'must have a LIMIT of at most 200',
    ],
    [`${account} OFFSET 2001`, 'NUMBER_OUTSIDE_VALID_RANGE', 31, 'Maximum SOQL offset allowed is 2000'],
    [`${account} LIMIT 1.5`, 'MALFORMED_QUERY', 30, "unexpected token: '1.5'"],
    [`${account} LIMIT -1`, 'MALFORMED_QUERY', 30, "unexpected token: '-'"],
    [`${account} ALL ROWS`, 'MALFORMED_QUERY', 24, 'ALL ROWS not allowed in this context'],
    [
      `${account} WHERE Id IN (SELECT Name FROM Contact)`,
      'MALFORMED_QUERY',
      37,
      'Semi join sub-selects can only query id fields',
    ],
    [
      `${account} WHERE Name IN (SELECT AccountId FROM Contact)`,
      'MALFORMED_QUERY',
      39,
      'left operand of a semi join',
    ],
    [
      `${account} WHERE Id IN (SELECT ParentId FROM Account)`,
      'MALFORMED_QUERY',
      37,
      'should not be on the same object type',
    ],
    [
      `${account} WHERE Id IN (SELECT AccountId FROM Contact) OR Name = 'a'`,
      'MALFORMED_QUERY',
      30,
      "not allowed with the 'OR' operator",
    ],
    [
      `${account} WHERE NOT Id IN (SELECT AccountId FROM Contact)`,
      'MALFORMED_QUERY',
      30,
      "not allowed with the 'NOT' operator",
    ],
    [
      'SELECT TYPEOF Owner WHEN User THEN Name END FROM Account',
      'MALFORMED_QUERY',
      8,
      'TYPEOF needs a polymorphic relationship',
    ],
    ['SELECT Id FROM User USING SCOPE mine', 'MALFORMED_QUERY', 33, "Scope 'mine' is not supported for User"],
    ['SELECT A.B.C.D.E.F.Name FROM Account', 'MALFORMED_QUERY', 8, 'Only 5 levels of relationships'],
  ])('%s', (soql, code, at, reason) => {
    const error = failure(soql);
    expect(error.errorCode).toBe(code);
    expect(error.message).toContain(`ERROR at Row:1:Column:${at}\n`);
    expect(error.message).toContain(reason);
  });
});

describe('a query without measure', () => {
  it('is refused when it is too long or too deep', () => {
    expect(failure(`SELECT Id FROM Account WHERE Name = '${'x'.repeat(100_000)}'`).message).toContain(
      'SOQL statements cannot be longer than 100000 characters.',
    );
    const deep = (levels: number): string =>
      `SELECT Id FROM Account WHERE ${'('.repeat(levels)}Name = 'x'${')'.repeat(levels)}`;
    expect(failure(deep(40_000)).message).toContain('More than 200 levels of parentheses');
    expect(query(deep(200)).totalSize).toBe(0);
  });
});

describe('what is not modelled', () => {
  it.each([
    "SELECT Id FROM Account WHERE DISTANCE(BillingAddress, GEOLOCATION(1, 2), 'mi') < 5",
    "SELECT DISTANCE(BillingAddress, GEOLOCATION(1, 2), 'mi') FROM Account",
    'SELECT convertCurrency(AnnualRevenue) FROM Account',
    'SELECT Id FROM Account USING SCOPE delegated',
    'SELECT Id FROM Account WITH DATA CATEGORY Geo__c AT Europe__c',
    'SELECT Id FROM Account UPDATE VIEWSTAT',
    'SELECT (SELECT Id FROM ActivityHistories) FROM Account',
  ])('answers 501 with a sentence: %s', (soql) => {
    const error = failure(soql);
    expect([error.status, error.errorCode]).toEqual([501, 'NOT_IMPLEMENTED']);
    expect(error.message).toMatch(/^The simulator does not model .+\.$/);
  });
});
