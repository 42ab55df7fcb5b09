import { describe, expect, it } from '@jest/globals';
import { makeId } from '../../src/schema/ids.ts';
import { runQuery } from '../../src/soql/run.ts';
import { memorySource } from './memory-source.ts';
import { objects, plain, query } from './world.ts';

const groups = (soql: string, timeZone = 'UTC'): unknown => plain(query(soql, { timeZone }).records);

describe('aggregates', () => {
  it('without GROUP BY give one AggregateResult, names expr0, expr1 … for what has no alias', () => {
    const { records, totalSize } = query(
      'SELECT COUNT(Id), COUNT(AnnualRevenue) n, COUNT_DISTINCT(AnnualRevenue), SUM(AnnualRevenue), AVG(AnnualRevenue) a, MIN(Name), MAX(Name) FROM Account',
    );
    expect(totalSize).toBe(1);
    expect(records).toEqual([
      {
        attributes: { type: 'AggregateResult' },
        expr0: 4,
        n: 3,
        expr1: 2,
        expr2: 1100,
        a: 1100 / 3,
        expr3: 'Acme',
        expr4: 'Éclair',
      },
    ]);
  });

  it('of no rows are one row: counts 0, the rest null', () => {
    expect(
      groups("SELECT COUNT(Id), SUM(AnnualRevenue), MAX(Name) FROM Account WHERE Name = 'none'"),
    ).toEqual([{ expr0: 0, expr1: null, expr2: null }]);
    expect(groups("SELECT Industry FROM Account WHERE Name = 'none' GROUP BY Industry")).toEqual([]);
  });

  it('group by fields, parents and date functions', () => {
    expect(
      groups(
        'SELECT StageName, COUNT(Id) n, SUM(Amount) FROM Opportunity GROUP BY StageName ORDER BY StageName',
      ),
    ).toEqual([
      { StageName: 'Prospecting', n: 2, expr0: 75 },
      { StageName: 'Negotiation/Review', n: 1, expr0: null },
      { StageName: 'Closed Won', n: 1, expr0: 100 },
    ]);
    expect(
      groups(
        'SELECT Account.Name, COUNT(Id) FROM Opportunity GROUP BY Account.Name ORDER BY COUNT(Id) DESC, Account.Name',
      ),
    ).toEqual([
      { Name: 'Acme', expr0: 2 },
      { Name: null, expr0: 1 },
      { Name: 'bolt', expr0: 1 },
    ]);
    expect(
      groups(
        'SELECT CALENDAR_MONTH(CloseDate) m, COUNT(Id) FROM Opportunity GROUP BY CALENDAR_MONTH(CloseDate) ORDER BY CALENDAR_MONTH(CloseDate)',
      ),
    ).toEqual([
      { m: 8, expr0: 1 },
      { m: 11, expr0: 2 },
      { m: 12, expr0: 1 },
    ]);
    const days = 'DAY_ONLY(convertTimezone(CreatedDate))';
    expect(
      groups(`SELECT ${days}, COUNT(Id) n FROM Account GROUP BY ${days} ORDER BY ${days}`, 'Asia/Tokyo'),
    ).toEqual([
      { expr0: '2026-01-01', n: 2 },
      { expr0: '2026-11-23', n: 2 },
    ]);
  });

  it('take picklists in definition order for MIN and MAX', () => {
    expect(groups('SELECT MIN(StageName), MAX(StageName) FROM Opportunity')).toEqual([
      { expr0: 'Prospecting', expr1: 'Closed Won' },
    ]);
  });

  it('filter groups by HAVING, also on what is not selected', () => {
    expect(
      groups(
        'SELECT Industry FROM Account GROUP BY Industry HAVING SUM(AnnualRevenue) >= 500 ORDER BY Industry',
      ),
    ).toEqual([{ Industry: 'Banking' }, { Industry: 'Apparel' }]);
    expect(
      groups("SELECT COUNT(Id) n FROM Account GROUP BY Industry HAVING Industry LIKE 'T%' OR COUNT(Id) > 9"),
    ).toEqual([{ n: 1 }]);
  });

  it('add totals with ROLLUP and CUBE, told apart by GROUPING', () => {
    expect(
      groups(
        'SELECT IsClosed, StageName, COUNT(Id) n, GROUPING(StageName) g FROM Opportunity GROUP BY ROLLUP(IsClosed, StageName)',
      ),
    ).toEqual([
      { IsClosed: true, StageName: 'Closed Won', n: 1, g: 0 },
      { IsClosed: false, StageName: 'Prospecting', n: 2, g: 0 },
      { IsClosed: false, StageName: 'Negotiation/Review', n: 1, g: 0 },
      { IsClosed: true, StageName: null, n: 1, g: 1 },
      { IsClosed: false, StageName: null, n: 3, g: 1 },
      { IsClosed: null, StageName: null, n: 4, g: 1 },
    ]);
    expect(
      query('SELECT IsClosed, StageName, COUNT(Id) FROM Opportunity GROUP BY CUBE(IsClosed, StageName)')
        .totalSize,
    ).toBe(9);
    expect(
      groups(
        'SELECT Industry, COUNT(Id) n FROM Account GROUP BY ROLLUP(Industry) HAVING GROUPING(Industry) = 1',
      ),
    ).toEqual([{ Industry: null, n: 4 }]);
  });

  it('format on request', () => {
    expect(groups('SELECT FORMAT(MAX(Amount)) top, FORMAT(MIN(CloseDate)) d FROM Opportunity')).toEqual([
      { top: '$100.00', d: '8/1/2026' },
    ]);
  });

  it('refuse more groups than one batch holds', () => {
    const Account = Array.from({ length: 2001 }, (_, n) => ({ Id: makeId('001', n + 1), Name: `n${n}` }));
    const source = memorySource(objects, { Account });
    expect(() => runQuery('SELECT Name FROM Account GROUP BY Name', source)).toThrow(/queryMore/);
    expect(runQuery('SELECT Name FROM Account GROUP BY Name LIMIT 2000', source).totalSize).toBe(2000);
  });
});
