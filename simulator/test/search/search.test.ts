import { describe, expect, it } from '@jest/globals';
import { ApiError } from '../../src/http.ts';
import { runParameterizedSearch } from '../../src/search/parameterized.ts';
import { runSosl } from '../../src/search/sosl.ts';
import { id, plain, world } from '../soql/world.ts';

const all = ['Account', 'Contact', 'Lead', 'Opportunity', 'Unknown'];
const sosl = (text: string): unknown => plain(runSosl(text, world(), all).searchRecords);
const found = (find: string, where = 'RETURNING Account(Name), Contact(Name), Lead(Name)'): unknown[] =>
  (sosl(`FIND {${find}} ${where}`) as { Name: string }[]).map((record) => record.Name);
const parameterized = (body: unknown): unknown =>
  plain(runParameterizedSearch(body, world(), all).searchRecords);

function failure(run: () => unknown): ApiError {
  try {
    run();
  } catch (error) {
    if (error instanceof ApiError) return error;
    throw error;
  }
  throw new Error('accepted');
}

describe('the text of a search', () => {
  it.each([
    ['acme', ['Acme', 'Ann Lee']],
    ['ACME', ['Acme', 'Ann Lee']],
    ['Ann Lee', ['Ann Lee']],
    ['Lee Ann', ['Ann Lee']],
    ['"Lee Ann"', []],
    ['"ann lee"', ['Ann Lee']],
    ['ac*', ['Acme', 'Ann Lee']],
    ['b?lt', ['bolt']],
    ['éclair', ['Éclair']],
    ['bolt OR ray', ['bolt', 'Bob Ray']],
    ['acme AND NOT lee', ['Acme']],
    ['(bolt OR acme) AND paris', ['Acme']],
    ['der', ['Lea Der', 'Lou Der']],
    ['ann@acme.test', ['Ann Lee']],
    ['ann\\@acme', ['Ann Lee']],
    ['5551234567', ['Ann Lee']],
    ['acm', []],
    ['gone', []],
    ['"or"', []],
  ])('{%s} finds %j', (text, expected) => {
    expect(found(text)).toEqual(expected);
  });

  it.each([
    ['a', 'search term must be longer than one character: a'],
    ['a*', 'search term must be longer than one character: a'],
    ['', 'Unexpected end'],
    ['(acme', 'Missing closing parenthesis'],
    ['acme OR', 'Unexpected end'],
    ['AND', 'Unexpected AND'],
  ])('{%s} is refused', (text, reason) => {
    const error = failure(() => sosl(`FIND {${text}}`));
    expect(error.errorCode).toBe('MALFORMED_SEARCH');
    expect(error.message).toContain(reason);
  });
});

describe('SOSL', () => {
  it('searches the asked fields only', () => {
    expect(found('acme', 'IN NAME FIELDS RETURNING Account(Name), Contact(Name)')).toEqual(['Acme']);
    expect(found('acme', 'IN EMAIL FIELDS RETURNING Account(Name), Contact(Name)')).toEqual(['Ann Lee']);
    expect(found('555*', 'IN PHONE FIELDS RETURNING Contact(Name)')).toEqual(['Ann Lee']);
  });

  it('returns ids of every searchable object that the user sees without RETURNING', () => {
    expect(sosl('FIND {acme}')).toEqual([{ Id: id.account(1) }, { Id: id.contact(1) }]);
    expect(sosl('find {acme} returning contact')).toEqual([{ Id: id.contact(1) }]);
  });

  it('filters, orders and cuts each object by its own clauses, and all by the last LIMIT', () => {
    expect(found('der', 'RETURNING Lead(Name WHERE Email = null)')).toEqual(['Lou Der']);
    expect(found('der', 'RETURNING Lead(Name ORDER BY Name DESC LIMIT 1)')).toEqual(['Lou Der']);
    expect(found('acme', 'RETURNING Account(Name), Contact(Name) LIMIT 1')).toEqual(['Acme']);
    expect(sosl("FIND {lee} RETURNING Contact(Account.Name, Id WHERE Account.Name = 'acme')")).toEqual([
      { Account: { Name: 'Acme' }, Id: id.contact(1) },
    ]);
  });

  it('gives complete records', () => {
    expect(runSosl('FIND {bolt} RETURNING Account(Name)', world(), all)).toEqual({
      searchRecords: [
        {
          attributes: { type: 'Account', url: `/services/data/v66.0/sobjects/Account/${id.account(2)}` },
          Name: 'bolt',
        },
      ],
    });
  });

  it.each([
    ['bolt', 'MALFORMED_SEARCH', 400],
    ['FIND bolt', 'MALFORMED_SEARCH', 400],
    ['FIND {bolt} IN SOME FIELDS', 'MALFORMED_SEARCH', 400],
    ['FIND {bolt} IN SIDEBAR FIELDS', 'NOT_IMPLEMENTED', 501],
    ['FIND {bolt} RETURNING Acount(Name)', 'INVALID_TYPE', 400],
    ['FIND {bolt} RETURNING Account(Foo)', 'INVALID_FIELD', 400],
    ['FIND {bolt} RETURNING Account(Name', 'MALFORMED_QUERY', 400],
    ['FIND {bolt} RETURNING Account(Name) LIMIT x', 'MALFORMED_QUERY', 400],
    ['FIND {bolt} RETURNING Account(Name) WITH SNIPPET', 'NOT_IMPLEMENTED', 501],
  ])('%s is refused as %s', (text, code, status) => {
    const error = failure(() => sosl(text));
    expect([error.errorCode, error.status]).toEqual([code, status]);
  });

  it('positions an error in the whole statement', () => {
    expect(failure(() => sosl('FIND {bolt} RETURNING Account(Foo)')).message).toContain(
      'ERROR at Row:1:Column:31\n',
    );
  });
});

describe('parameterizedSearch', () => {
  it('takes fields, conditions, orders and limits per object', () => {
    expect(
      parameterized({
        q: 'der',
        in: 'NAME',
        sobjects: [
          {
            name: 'Lead',
            fields: ['Name'],
            where: "Email != 'x'",
            orderBy: [{ field: 'Name', direction: 'desc', nulls: 'last' }],
            limit: 1,
          },
        ],
      }),
    ).toEqual([{ Name: 'Lou Der' }]);
  });

  it('gives each object the common fields and default limit', () => {
    const sobjects = [{ name: 'Lead' }, { name: 'Account' }];
    expect(parameterized({ q: 'der OR acme', fields: ['Id', 'Name'], sobjects, defaultLimit: '1' })).toEqual([
      { Id: id.lead(1), Name: 'Lea Der' },
      { Id: id.account(1), Name: 'Acme' },
    ]);
    expect(parameterized({ q: 'der OR acme', sobjects, overallLimit: 1 })).toEqual([{ Id: id.lead(1) }]);
  });

  it('searches every searchable object when none is named', () => {
    expect(parameterized({ q: 'bolt' })).toEqual([{ Id: id.account(2) }]);
  });

  it.each<[unknown, string, number]>([
    [null, 'INVALID_SEARCH', 400],
    [{}, 'INVALID_SEARCH', 400],
    [{ q: ' ' }, 'INVALID_SEARCH', 400],
    [{ q: 'bolt', sobjects: 'Account' }, 'INVALID_SEARCH', 400],
    [{ q: 'bolt', sobjects: [{}] }, 'INVALID_SEARCH', 400],
    [{ q: 'bolt', overallLimit: 0 }, 'INVALID_SEARCH', 400],
    [
      { q: 'bolt', sobjects: [{ name: 'Account', where: "Name = 'x') , Contact(Id" }] },
      'MALFORMED_QUERY',
      400,
    ],
    [{ q: 'bolt', dataCategories: [] }, 'NOT_IMPLEMENTED', 501],
    [{ q: 'b' }, 'MALFORMED_SEARCH', 400],
  ])('refuses %j as %s', (body, code, status) => {
    const error = failure(() => parameterized(body));
    expect([error.errorCode, error.status]).toEqual([code, status]);
  });
});
