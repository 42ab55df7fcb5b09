import { describe, expect, it } from '@jest/globals';
import { column, id, plain, query } from './world.ts';

describe('records', () => {
  it('carry attributes, the spelling of the schema and the order of the field list', () => {
    const { records, totalSize } = query(`SELECT name, ID FROM account WHERE Id = '${id.account(1)}'`);
    expect(totalSize).toBe(1);
    expect(JSON.stringify(records[0])).toBe(
      JSON.stringify({
        attributes: { type: 'Account', url: `/services/data/v66.0/sobjects/Account/${id.account(1)}` },
        Name: 'Acme',
        Id: id.account(1),
      }),
    );
  });

  it('nest parents, join fields of one parent and give null without one', () => {
    const { records } = query(
      'SELECT Parent.Parent.Name, Owner.Name, Parent.Name FROM Account ORDER BY Name',
    );
    expect(plain(records)).toEqual([
      { Parent: null, Owner: { Name: 'Rep One' } },
      { Parent: { Parent: null, Name: 'Acme' }, Owner: { Name: 'Rep One' } },
      { Parent: null, Owner: { Name: 'Rep One' } },
      { Parent: { Parent: { Name: 'Acme' }, Name: 'bolt' }, Owner: { Name: 'Rep Two' } },
    ]);
    expect(records[1]).toMatchObject({
      Parent: {
        attributes: { type: 'Account', url: `/services/data/v66.0/sobjects/Account/${id.account(1)}` },
      },
    });
  });

  it('show a polymorphic parent as a Name with the URL of the real record', () => {
    const { records } = query('SELECT What.Name, What.Type, Who.FirstName FROM Task');
    expect(records[1]).toMatchObject({
      What: {
        attributes: { type: 'Name', url: `/services/data/v66.0/sobjects/Opportunity/${id.opportunity(2)}` },
        Name: 'Two',
        Type: 'Opportunity',
      },
      Who: { FirstName: null },
    });
    expect(plain(records[2])).toEqual({ What: null, Who: null });
  });

  it('choose fields by the type of the parent with TYPEOF', () => {
    const { records } = query(
      'SELECT Subject, TYPEOF What WHEN Account THEN Name, Owner.Name WHEN Opportunity THEN Amount, StageName END FROM Task',
    );
    expect(plain(records)).toEqual([
      { Subject: 'Call', What: { Name: 'Acme', Owner: { Name: 'Rep One' } } },
      { Subject: 'Mail', What: { Amount: 50, StageName: 'Prospecting' } },
      { Subject: 'Rest', What: null },
    ]);
    const otherwise = query('SELECT TYPEOF What WHEN Account THEN Id ELSE Type END FROM Task').records;
    expect(plain(otherwise[1])).toEqual({ What: { Type: 'Opportunity' } });
    const none = query('SELECT TYPEOF What WHEN Account THEN Id END FROM Task').records;
    expect(plain(none[1])).toEqual({ What: null });
  });

  it('show an address whole, and null when it is empty', () => {
    const address = column('SELECT BillingAddress FROM Account ORDER BY Name LIMIT 2', 'BillingAddress');
    expect(address[0]).toMatchObject({ city: 'Paris', street: null });
    expect(address[1]).toBeNull();
  });

  it('translate and format on request', () => {
    expect(column("SELECT toLabel(StageName) FROM Opportunity WHERE Name = 'One'", 'StageName')).toEqual([
      'Closed Won!',
    ]);
    expect(column("SELECT StageName, toLabel(StageName) l FROM Opportunity WHERE Name = 'One'", 'l')).toEqual(
      ['Closed Won!'],
    );
    expect(column("SELECT Name FROM Opportunity WHERE toLabel(StageName) = 'closed won!'")).toEqual(['One']);
    const { records } = query(
      "SELECT FORMAT(Amount) a, FORMAT(CloseDate) d, FORMAT(CreatedDate) t FROM Opportunity WHERE Name = 'One'",
      { timeZone: 'America/New_York' },
    );
    expect(plain(records[0])).toEqual({ a: '$100.00', d: '11/23/2026', t: '11/23/2026, 5:30 PM' });
  });
});

describe('child subqueries', () => {
  it('hold a result per parent, with their own WHERE, ORDER BY and LIMIT, and null without children', () => {
    const { records } = query(
      "SELECT Name, (SELECT LastName FROM Contacts WHERE LastName != 'x' ORDER BY LastName DESC LIMIT 1) FROM Account ORDER BY Name LIMIT 2",
    );
    expect(plain(records)).toEqual([
      { Name: 'Acme', Contacts: { totalSize: 1, done: true, records: [{ LastName: 'Ray' }] } },
      { Name: 'bolt', Contacts: null },
    ]);
  });

  it('nest, reach their parents and follow custom relationships', () => {
    const { records } = query(
      `SELECT (SELECT Account.Name, (SELECT Subject FROM Tasks) FROM Contacts WHERE LastName = 'Lee') FROM Account WHERE Id = '${id.account(1)}'`,
    );
    expect(plain(records)).toEqual([
      {
        Contacts: {
          totalSize: 1,
          done: true,
          records: [
            {
              Account: { Name: 'Acme' },
              Tasks: { totalSize: 1, done: true, records: [{ Subject: 'Call' }] },
            },
          ],
        },
      },
    ]);
    const mentees = query("SELECT (SELECT Name FROM Mentees__r) FROM Contact WHERE LastName = 'Cy'").records;
    expect(plain(mentees)).toEqual([
      { Mentees__r: { totalSize: 1, done: true, records: [{ Name: 'Ann Lee' }] } },
    ]);
  });

  it('show children in the recycle bin to queryAll only', () => {
    const soql = "SELECT (SELECT Name FROM Contacts) FROM Account WHERE Name = 'bolt'";
    expect(plain(query(soql).records)).toEqual([{ Contacts: null }]);
    expect(plain(query(soql, {}, { includeDeleted: true }).records)).toMatchObject([
      { Contacts: { totalSize: 1 } },
    ]);
  });
});

describe('queryAll', () => {
  it('finds deleted rows, also by id', () => {
    const find = (where: string): number =>
      query(`SELECT Id FROM Account WHERE ${where}`, {}, { includeDeleted: true }).totalSize;
    expect(find('IsDeleted = true')).toBe(1);
    expect(find(`Id = '${id.account(5)}'`)).toBe(1);
    expect(find('Name != null')).toBe(5);
  });
});

describe('FIELDS()', () => {
  const keys = (soql: string): string[] => Object.keys(plain(query(soql).records[0]) as object);
  it('stands for all, the standard or the custom fields', () => {
    expect(keys('SELECT FIELDS(CUSTOM) FROM Account LIMIT 1')).toEqual(['Active__c', 'Skills__c']);
    expect(keys('SELECT FIELDS(STANDARD), Skills__c FROM Account')).not.toContain('Active__c');
    expect(keys('SELECT FIELDS(ALL) FROM Account LIMIT 200')).toEqual(
      expect.arrayContaining(['Id', 'Name', 'Active__c']),
    );
  });
});

describe('ORDER BY', () => {
  it.each([
    ['Name', ['Acme', 'bolt', 'Zoo 100%', 'Éclair']],
    ['Name DESC', ['Éclair', 'Zoo 100%', 'bolt', 'Acme']],
    ['AnnualRevenue, Name', ['bolt', 'Éclair', 'Acme', 'Zoo 100%']],
    ['AnnualRevenue DESC, Name DESC', ['bolt', 'Zoo 100%', 'Acme', 'Éclair']],
    ['AnnualRevenue DESC NULLS LAST, Name', ['Acme', 'Zoo 100%', 'Éclair', 'bolt']],
    ['AnnualRevenue ASC NULLS LAST, Name', ['Éclair', 'Acme', 'Zoo 100%', 'bolt']],
    ['Industry', ['Éclair', 'bolt', 'Acme', 'Zoo 100%']],
    ['Industry DESC NULLS LAST', ['Zoo 100%', 'Acme', 'bolt', 'Éclair']],
    ['Parent.Name NULLS LAST, Name', ['bolt', 'Éclair', 'Acme', 'Zoo 100%']],
    ['Active__c, Id DESC', ['Zoo 100%', 'bolt', 'Éclair', 'Acme']],
  ])('%s gives %j', (order, expected) => {
    expect(column(`SELECT Name FROM Account ORDER BY ${order}`)).toEqual(expected);
  });

  it('orders before it cuts', () => {
    expect(column('SELECT Name FROM Account ORDER BY Name LIMIT 2 OFFSET 1')).toEqual(['bolt', 'Zoo 100%']);
    expect(column('SELECT Name FROM Account ORDER BY Name OFFSET 3')).toEqual(['Éclair']);
    expect(column('SELECT Name FROM Account LIMIT 0')).toEqual([]);
  });
});

describe('clauses around', () => {
  it('USING SCOPE mine keeps own rows, everything all', () => {
    expect(column('SELECT Name FROM Account USING SCOPE mine ORDER BY Name')).toEqual([
      'Acme',
      'bolt',
      'Zoo 100%',
    ]);
    expect(query('SELECT Id FROM Account USING SCOPE everything').totalSize).toBe(4);
  });

  it.each(['WITH SECURITY_ENFORCED', 'WITH USER_MODE', 'FOR VIEW', 'FOR REFERENCE'])(
    '%s changes nothing here',
    (clause) => {
      expect(query(`SELECT Id FROM Account ${clause}`).totalSize).toBe(4);
    },
  );

  it('COUNT() gives the size alone, up to LIMIT', () => {
    expect(query("SELECT COUNT() FROM Account WHERE Name != 'Acme'")).toEqual({
      columns: [],
      totalSize: 3,
      records: [],
    });
    expect(query('SELECT COUNT() FROM Account LIMIT 2').totalSize).toBe(2);
  });
});

describe('columns', () => {
  it('describe fields, parents, children and aggregates for `columns=true`', () => {
    const { columns } = query(
      'SELECT Id, Owner.Name, Owner.Email, (SELECT LastName FROM Contacts), Active__c FROM Account',
    );
    expect(
      columns.map(({ columnName, aggregate, joinColumns }) => [
        columnName,
        aggregate,
        joinColumns.map((one) => one.columnName),
      ]),
    ).toEqual([
      ['Id', false, []],
      ['Owner', false, ['Name', 'Email']],
      ['Contacts', true, ['LastName']],
      ['Active__c', false, []],
    ]);
    expect(columns[0]).toMatchObject({ displayName: 'Id', apexType: 'Id', custom: false, textType: false });
    expect(columns[3]).toMatchObject({ apexType: 'Boolean', booleanType: true, custom: true });
    const grouped = query('SELECT Industry, COUNT(Id), MAX(Name) top FROM Account GROUP BY Industry').columns;
    expect(grouped).toMatchObject([
      { columnName: 'Industry', aggregate: false },
      { columnName: 'expr0', displayName: 'COUNT(Id)', aggregate: true },
      { columnName: 'top', displayName: 'MAX(Name)', aggregate: true },
    ]);
  });
});
