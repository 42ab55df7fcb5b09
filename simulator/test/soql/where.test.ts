import { describe, expect, it } from '@jest/globals';
import { runQuery } from '../../src/soql/run.ts';
import { defineObject, memorySource } from './memory-source.ts';
import { column, id, plain } from './world.ts';

const names = (where: string, timeZone = 'UTC'): unknown[] =>
  column(`SELECT Name FROM Account WHERE ${where}`, 'Name', { timeZone });
const closing = (literal: string, now: string, fiscalYearStartMonth = 1): unknown[] =>
  column(`SELECT Name FROM Opportunity WHERE CloseDate ${literal}`, 'Name', {
    now: new Date(now),
    fiscalYearStartMonth,
  });

describe('comparisons of text', () => {
  it.each([
    ["Name = 'ACME'", ['Acme']],
    ["Name = 'ÉCLAIR'", ['Éclair']],
    ["Name = 'Eclair'", []],
    ["Name != 'acme'", ['bolt', 'Éclair', 'Zoo 100%']],
    ["Name > 'BOLT'", ['Éclair', 'Zoo 100%']],
    ["Name >= 'BOLT'", ['bolt', 'Éclair', 'Zoo 100%']],
    ["Name < 'b'", ['Acme']],
    ["Industry != 'Banking'", ['bolt', 'Éclair', 'Zoo 100%']],
    ['Industry = null', ['Éclair']],
    ["Industry = ''", ['Éclair']],
    ['Industry != null', ['Acme', 'bolt', 'Zoo 100%']],
    ["Industry IN ('banking', 'Apparel')", ['Acme', 'Zoo 100%']],
    ["Industry IN ('Banking', null)", ['Acme', 'Éclair']],
    ["Industry NOT IN ('Banking')", ['bolt', 'Éclair', 'Zoo 100%']],
    ["Industry NOT IN ('Banking', null)", ['bolt', 'Zoo 100%']],
    ["BillingCity = 'Paris'", ['Acme']],
  ])('%s finds %j', (where, expected) => {
    expect(names(where)).toEqual(expected);
  });
});

describe('LIKE', () => {
  it.each([
    ["Name LIKE 'a%'", ['Acme']],
    ["Name LIKE '_OLT'", ['bolt']],
    ["Name LIKE '%c%'", ['Acme', 'Éclair']],
    ["Name LIKE 'é%'", ['Éclair']],
    ["Name LIKE '%100\\%'", ['Zoo 100%']],
    ["Name LIKE '%100\\_'", []],
    ["Name LIKE 'acme.'", []],
    ["NOT Name LIKE 'a%'", ['bolt', 'Éclair', 'Zoo 100%']],
    ["Industry LIKE '%'", ['Acme', 'bolt', 'Zoo 100%']],
    ["NOT Industry LIKE 'B%'", ['bolt', 'Éclair', 'Zoo 100%']],
  ])('%s finds %j', (where, expected) => {
    expect(names(where)).toEqual(expected);
  });
});

describe('numbers, booleans, ids and multi-selects', () => {
  it.each([
    ['AnnualRevenue = 500', ['Acme', 'Zoo 100%']],
    ['AnnualRevenue > 100', ['Acme', 'Zoo 100%']],
    ['AnnualRevenue <= 100', ['Éclair']],
    ['AnnualRevenue != 500', ['bolt', 'Éclair']],
    ['NOT AnnualRevenue > 100', ['bolt', 'Éclair']],
    ['AnnualRevenue = USD500', ['Acme', 'Zoo 100%']],
    ['AnnualRevenue < null', []],
    ['Active__c = true', ['Acme', 'Éclair']],
    ['Active__c = null', ['bolt', 'Zoo 100%']],
    ['Active__c != null', ['Acme', 'Éclair']],
    [`Id = '${id.account(2)}'`, ['bolt']],
    [`Id = '${id.account(2).slice(0, 15)}'`, ['bolt']],
    [`Id = '${id.account(2).slice(0, 15)}' AND Name = 'Acme'`, []],
    [`Id != '${id.account(2)}'`, ['Acme', 'Éclair', 'Zoo 100%']],
    [`Id IN ('${id.account(4)}', '${id.account(1).slice(0, 15)}', '${id.account(4)}')`, ['Acme', 'Zoo 100%']],
    [`ParentId = '${id.account(1)}'`, ['bolt']],
    [`ParentId IN ('${id.account(1)}', '${id.account(2)}')`, ['bolt', 'Éclair']],
    [`ParentId != '${id.account(1)}'`, ['Acme', 'Éclair', 'Zoo 100%']],
    ["Skills__c INCLUDES ('A')", ['Acme']],
    ["Skills__c INCLUDES ('a;b', 'C')", ['Acme', 'bolt']],
    ["Skills__c INCLUDES ('A;C')", []],
    ["Skills__c EXCLUDES ('A')", ['bolt', 'Éclair', 'Zoo 100%']],
    ["Skills__c = 'A;B'", ['Acme']],
  ])('%s finds %j', (where, expected) => {
    expect(names(where)).toEqual(expected);
  });

  it('finds rows by a reference also where ids are null, as those of OauthToken are', () => {
    const token = defineObject('OauthToken', {
      prefix: '0CQ',
      fields: { AppName: 'string', UserId: { type: 'reference', referenceTo: ['User'] } },
    });
    const rows = ['a', 'b'].map((AppName) => ({ Id: null, AppName, UserId: id.user(1) }));
    const source = memorySource([token], { OauthToken: rows });
    const soql = `SELECT AppName FROM OauthToken WHERE UserId = '${id.user(1)}'`;
    expect(plain(runQuery(soql, source).records)).toEqual([{ AppName: 'a' }, { AppName: 'b' }]);
  });

  it('leaves deleted rows out, also when they are looked up by id', () => {
    expect(names(`Id = '${id.account(5)}'`)).toEqual([]);
    expect(names("Name = 'Gone'")).toEqual([]);
  });
});

describe('paths to parents', () => {
  it.each([
    ["Parent.Name = 'acme'", ['bolt']],
    ["Parent.Parent.Name = 'Acme'", ['Éclair']],
    ['Parent.Name = null', ['Acme', 'Zoo 100%']],
    ["Parent.Name != 'Acme'", ['Acme', 'Éclair', 'Zoo 100%']],
    ['Owner.IsActive = false', ['Éclair']],
    ['Parent.Active__c = false', ['Acme', 'Éclair', 'Zoo 100%']],
    ["Account.Name = 'bolt'", ['bolt']],
    ["NOT (Parent.Name = 'Acme' OR Owner.Name = 'rep two')", ['Acme', 'Zoo 100%']],
  ])('%s finds %j', (where, expected) => {
    expect(names(where)).toEqual(expected);
  });

  it('reach through a polymorphic reference by Type, and by the fields of Name', () => {
    expect(column("SELECT Subject FROM Task WHERE What.Type = 'account'", 'Subject')).toEqual(['Call']);
    expect(column("SELECT Subject FROM Task WHERE What.Type IN ('Opportunity', null)", 'Subject')).toEqual([
      'Mail',
      'Rest',
    ]);
    expect(
      column("SELECT Subject FROM Task WHERE Who.Name LIKE '%lee' OR Who.Email = 'lea@x.test'", 'Subject'),
    ).toEqual(['Call', 'Mail']);
    expect(column("SELECT Name FROM Lead WHERE Owner.Type = 'Group'")).toEqual(['Lea Der']);
  });

  it('use aliases and custom relationships', () => {
    expect(
      column("SELECT c.Name FROM Contact c, c.Account a WHERE a.Name = 'acme' AND c.LastName = 'Lee'"),
    ).toEqual(['Ann Lee']);
    expect(column("SELECT Name FROM Contact WHERE Mentor__r.LastName = 'cy'")).toEqual(['Ann Lee']);
  });
});

describe('semi-joins and anti-joins', () => {
  it.each([
    ['Id IN (SELECT AccountId FROM Contact)', ['Acme']],
    ["Id IN (SELECT AccountId FROM Opportunity WHERE StageName = 'Negotiation/Review')", ['bolt']],
    ['Id NOT IN (SELECT AccountId FROM Opportunity)', ['Éclair', 'Zoo 100%']],
    ["Id IN (SELECT AccountId FROM Opportunity) AND Name LIKE 'b%'", ['bolt']],
    ["OwnerId IN (SELECT Id FROM User WHERE Name = 'Rep Two')", ['Éclair']],
    ['ParentId NOT IN (SELECT AccountId FROM Opportunity)', ['Acme', 'Zoo 100%']],
  ])('%s finds %j', (where, expected) => {
    expect(names(where)).toEqual(expected);
  });
});

describe('date literals', () => {
  const now = '2026-11-23T09:30:00Z';
  it.each([
    ['= TODAY', ['One']],
    ['= THIS_WEEK', ['One', 'Two']],
    ['= THIS_MONTH', ['One', 'Two']],
    ['= NEXT_MONTH', ['Three']],
    ['> THIS_MONTH', ['Three']],
    ['>= THIS_MONTH', ['One', 'Two', 'Three']],
    ['< THIS_MONTH', ['Four']],
    ['<= THIS_MONTH', ['One', 'Two', 'Four']],
    ['!= THIS_MONTH', ['Three', 'Four']],
    ['= THIS_QUARTER', ['One', 'Two', 'Three']],
    ['= LAST_QUARTER', ['Four']],
    ['= NEXT_N_DAYS:4', ['Two']],
    ['= NEXT_N_DAYS:3', []],
    ['= LAST_N_DAYS:0', ['One']],
    ['= N_DAYS_AGO:0', ['One']],
    ['= N_MONTHS_AGO:3', ['Four']],
    ['= LAST_N_MONTHS:3', ['Four']],
    ['= LAST_N_MONTHS:2', []],
    ['= NEXT_90_DAYS', ['Two', 'Three']],
    ['IN (TODAY, NEXT_MONTH)', ['One', 'Three']],
    ['NOT IN (THIS_YEAR)', []],
    ['= 2026-11-27', ['Two']],
  ])('CloseDate %s on 23 November 2026 finds %j', (condition, expected) => {
    expect(closing(condition, now)).toEqual(expected);
  });

  it('with numbers beyond the calendar reach to its ends', () => {
    expect(closing('= LAST_N_DAYS:99999999999999', now)).toEqual(['One', 'Four']);
    expect(closing('= NEXT_N_FISCAL_YEARS:99999999999999', now)).toEqual([]);
    expect(names('CreatedDate = LAST_N_YEARS:5000000', 'Pacific/Kiritimati')).toEqual([]);
    expect(names('CreatedDate > N_YEARS_AGO:5000000')).toHaveLength(4);
  });

  it('follow the fiscal year of the org', () => {
    expect(closing('= THIS_FISCAL_YEAR', now, 9)).toEqual(['One', 'Two', 'Three']);
    expect(closing('= LAST_FISCAL_QUARTER', now, 9)).toEqual(['Four']);
    expect(closing('= N_FISCAL_QUARTERS_AGO:1', now, 1)).toEqual(['Four']);
  });

  it("take midnight in the user's zone for instants", () => {
    expect(names('CreatedDate = TODAY')).toEqual(['bolt']);
    expect(names('CreatedDate = TODAY', 'Europe/Berlin')).toEqual(['Acme', 'bolt']);
    expect(names('CreatedDate = TODAY', 'America/New_York')).toEqual([]);
    expect(names('CreatedDate = THIS_YEAR', 'Asia/Tokyo')).toEqual(['Acme', 'bolt', 'Éclair', 'Zoo 100%']);
    expect(names('CreatedDate > 2026-11-23T02:00:00+01:00')).toEqual([]);
    expect(names('CreatedDate >= 2026-11-23T02:00:00+0100')).toEqual(['bolt']);
  });

  it("take the day of the user's zone as today", () => {
    const late = '2026-11-23T23:30:00Z';
    const literal = (timeZone: string): unknown[] =>
      column('SELECT Subject FROM Task WHERE ActivityDate = TODAY', 'Subject', {
        now: new Date(late),
        timeZone,
      });
    expect(literal('UTC')).toEqual(['Call']);
    expect(literal('Europe/Berlin')).toEqual(['Rest']);
  });
});

describe('date functions', () => {
  const where = (condition: string, timeZone = 'UTC'): unknown[] =>
    column(`SELECT Name FROM Opportunity WHERE ${condition}`, 'Name', { timeZone });
  it.each([
    ['CALENDAR_MONTH(CloseDate) = 11', ['One', 'Two']],
    ['CALENDAR_QUARTER(CloseDate) = 3', ['Four']],
    ['DAY_IN_WEEK(CloseDate) = 2', ['One']],
    ['DAY_IN_MONTH(CloseDate) = 31', ['Three']],
    ['DAY_IN_YEAR(CloseDate) = 365', ['Three']],
    ['WEEK_IN_MONTH(CloseDate) = 4', ['One', 'Two']],
    ['WEEK_IN_YEAR(CloseDate) = 31', ['Four']],
    ['HOUR_IN_DAY(CreatedDate) = 22', ['One', 'Two', 'Three', 'Four']],
    ['DAY_ONLY(CreatedDate) = 2026-11-23', ['One']],
    ['CALENDAR_YEAR(CreatedDate) > 2026', []],
  ])('%s finds %j', (condition, expected) => {
    expect(where(condition)).toEqual(expected);
  });

  it('read instants in UTC unless convertTimezone() asks for the zone of the user', () => {
    expect(where('CALENDAR_YEAR(CreatedDate) = 2027', 'Asia/Tokyo')).toEqual([]);
    expect(where('CALENDAR_YEAR(convertTimezone(CreatedDate)) = 2027', 'Asia/Tokyo')).toEqual(['Three']);
    expect(where('HOUR_IN_DAY(convertTimezone(CreatedDate)) = 0', 'Europe/Berlin')).toEqual(['Four']);
  });
});
