import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { createClock } from '../../src/clock.ts';
import { createData, type OrgData } from '../../src/data.ts';
import { deleteRecord } from '../../src/dml/remove.ts';
import { insertRecord, updateRecord } from '../../src/dml/save.ts';
import { ApiError } from '../../src/http.ts';
import { id18, isId, makeId, sequenceOf } from '../../src/schema/ids.ts';
import type { Row } from '../../src/schema/types.ts';
import { ACME, ADA, DEAL, KAREN, world } from '../rest/org.ts';

const open = (more: Parameters<typeof world>[0] = {}): OrgData => createData(world(more), createClock());
const copy = <T>(value: T): T => JSON.parse(JSON.stringify(value)) as T;

describe('Ids', () => {
  test('carry the case of their fifteen characters in three more', () => {
    expect(id18('001Hs0000000001')).toBe('001Hs0000000001IAA');
    expect(id18('012000000000000')).toBe('012000000000000AAA');
    fc.assert(
      fc.property(fc.stringMatching(/^[0-9A-Za-z]{15}$/), fc.stringMatching(/^[0-9A-Za-z]{15}$/), (a, b) => {
        expect(isId(id18(a))).toBe(true);
        expect(id18(id18(a))).toBe(id18(a));
        // In lower case the long forms still tell apart what the short forms tell apart by case.
        expect(id18(a).toLowerCase() === id18(b).toLowerCase()).toBe(a === b);
        const swapped = a.replace(/[a-z]/, (letter) => letter.toUpperCase());
        expect(id18(swapped).toLowerCase() === id18(a).toLowerCase()).toBe(swapped === a);
      }),
    );
  });

  test('count on', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 2 ** 40 }), (n) => expect(sequenceOf(makeId('006', n))).toBe(n)),
    );
  });
});

describe('A world', () => {
  test('is completed as a save would: names, stages, stamps, logins', () => {
    const data = open();
    expect(data.record('Contact', KAREN)).toMatchObject({
      Name: 'Karen Whitfield',
      DoNotCall: false,
      CreatedDate: '2026-11-23T00:00:00.000+0000',
    });
    expect(data.record('Opportunity', DEAL)).toMatchObject({
      Probability: 10,
      ForecastCategoryName: 'Pipeline',
      IsClosed: false,
      FiscalYear: 2026,
    });
    expect(data.record('User', ADA)).toMatchObject({
      Username: 'ada@harbour.example',
      IsActive: true,
      LocaleSidKey: 'en_US',
      UserType: 'Standard',
    });
    expect([...data.rows('UserLogin')]).toHaveLength(5);
    expect([...data.rows('Organization')]).toMatchObject([
      { Name: 'Harbour Ltd', TimeZoneSidKey: 'Europe/Berlin' },
    ]);
    expect(
      [...data.rows('OpportunityStage')]
        .map((row) => [row.ApiName, row.DefaultProbability, row.IsClosed, row.IsWon])
        .slice(-3),
    ).toEqual([
      ['Negotiation/Review', 90, false, false],
      ['Closed Won', 100, true, true],
      ['Closed Lost', 0, true, false],
    ]);
  });

  test('keeps what it says itself', () => {
    const data = open({
      records: {
        Opportunity: [
          {
            Id: DEAL,
            Name: 'x',
            StageName: 'Closed Won',
            Probability: 7,
            CloseDate: '2026-01-01',
            LastActivityDate: '2025-01-01',
          },
        ],
      },
    });
    expect(data.record('Opportunity', DEAL)).toMatchObject({
      Probability: 7,
      LastActivityDate: '2025-01-01',
      IsWon: true,
    });
  });

  test('computes the last activity where it says none', () => {
    const Task = [{ Subject: 'x', WhatId: DEAL, Status: 'Completed', ActivityDate: '2026-11-02' }];
    expect(open({ records: { Task } }).record('Account', ACME)).toMatchObject({
      LastActivityDate: '2026-11-02',
    });
  });

  test('brings its own picklists, stages, fiscal year and currency', () => {
    const data = open({
      picklists: { 'Opportunity.StageName': ['Start', 'Won', 'Lost'] },
      meta: {
        stageProbability: { Start: 5, Won: 100, Lost: 0 },
        stageForecastCategory: { Start: 'Pipeline', Won: 'Closed', Lost: 'Omitted' },
        organization: { fiscalYearStartMonth: 4 },
      },
      records: { Opportunity: [{ Id: DEAL, Name: 'x', StageName: 'Won', CloseDate: '2026-03-31' }] },
    });
    expect([...data.rows('OpportunityStage')].map((row) => [row.ApiName, row.IsClosed, row.IsWon])).toEqual([
      ['Start', false, false],
      ['Won', true, true],
      ['Lost', true, false],
    ]);
    expect(data.record('Opportunity', DEAL)).toMatchObject({
      Probability: 100,
      FiscalQuarter: 4,
      FiscalYear: 2026,
    });
  });

  test('comes out as it went in', () => {
    const first = open({
      schema: {
        fields: { Account: ['Sayso_Key__c string(64) external unique'] },
        objects: [
          {
            name: 'Visit__c',
            nameFormat: 'V-{00}',
            fields: ['Account__c ->Account as Account__r kids Visits__r'],
          },
        ],
      },
      recordTypes: [{ object: 'Opportunity', developerName: 'Renewal' }],
      sharing: { Case: 'private' },
      permissionSets: [{ name: 'Extra', objects: { Lead: { viewAll: true } } }],
    });
    const context = { data: first, userId: ADA, dataUrl: '/services/data/v66.0' };
    const note = new Map([
      ['Title', 'n'],
      ['Content', Buffer.from('text').toString('base64')],
    ]);
    insertRecord(context, first.object('ContentNote')!, { values: note, parents: [] });
    insertRecord(context, first.object('Case')!, { values: new Map([['ContactId', KAREN]]), parents: [] });
    deleteRecord(context, first.object('Opportunity')!, DEAL);
    const snapshot = copy(first.snapshot());
    expect(copy(createData(snapshot, createClock()).snapshot())).toEqual(snapshot);
  });

  test.each<[object, string]>([
    [{ records: { Account: [{ Nmae: 'x' }] } }, 'World: Account has no field Nmae.'],
    [{ records: { Unicorn: [{}] } }, 'World: records.Unicorn is no object of the org.'],
    [{ records: { Account: {} } }, 'World: records.Account must be a list of records.'],
    [{ schema: { fields: { Account: ['@nothing'] } } }, "Schema: unknown macro '@nothing'."],
    [
      { rules: { validation: [{ object: 'Account', name: 'R', formula: 'ISBLANK(Nmae)', message: 'm' }] } },
      'World: validation rule R reads Nmae, which Account does not have.',
    ],
    [
      {
        rules: {
          validation: [{ object: 'Contact', name: 'R', formula: "Account.Owner.Nmae = 'x'", message: 'm' }],
        },
      },
      'World: validation rule R reads Account.Owner.Nmae, which Contact does not have.',
    ],
    [
      { rules: { validation: [{ object: 'Account', name: 'R', formula: 'ISBLANK(Name', message: 'm' }] } },
      'Formula: \')\' expected at position 13 of "ISBLANK(Name".',
    ],
    [
      { rules: { duplicate: [{ object: 'Contact', name: 'D', match: ['Mail'], action: 'block' }] } },
      'World: duplicate rule D compares Mail, which Contact does not have.',
    ],
  ])('with a mistake is refused in a sentence: %j', (mistake, sentence) => {
    expect(() => createData(mistake, createClock())).toThrow(sentence);
  });

  test('that is no object is refused', () => {
    expect(() => createData([], createClock())).toThrow('A world file is a JSON object');
  });
});

describe('The store', () => {
  type Step = { op: 'insert' | 'update' | 'delete'; object: string; pick: number; text: string };
  const step: fc.Arbitrary<Step> = fc.record({
    op: fc.constantFrom('insert', 'update', 'delete'),
    object: fc.constantFrom('Account', 'Contact', 'Opportunity', 'Task', 'ContentNote'),
    pick: fc.nat(20),
    text: fc.string({ maxLength: 8 }),
  });
  const REQUIRED: Record<string, Row> = {
    Account: {},
    Contact: { AccountId: ACME },
    Opportunity: { AccountId: ACME, StageName: 'Prospecting', CloseDate: '2026-12-01' },
    Task: { WhatId: DEAL, Status: 'Completed', ActivityDate: '2026-11-20' },
    ContentNote: {},
  };
  const NAME: Record<string, string> = {
    Account: 'Name',
    Contact: 'LastName',
    Opportunity: 'Name',
    Task: 'Subject',
    ContentNote: 'Title',
  };

  function run(data: OrgData, { op, object, pick, text }: Step): void {
    const context = { data, userId: ADA, dataUrl: '/services/data/v66.0' };
    const def = data.object(object)!;
    const rows = [...data.rows(object)];
    const id = rows[pick % Math.max(1, rows.length)]?.Id as string | undefined;
    const values = new Map(
      Object.entries({ ...(op === 'insert' ? REQUIRED[object] : {}), [NAME[object]!]: text }),
    );
    try {
      if (op === 'insert') insertRecord(context, def, { values, parents: [] });
      else if (id !== undefined && op === 'update') updateRecord(context, def, id, { values, parents: [] });
      else if (id !== undefined) deleteRecord(context, def, id);
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
    }
  }

  test('is as before after a transaction that failed, indexes and change log included', () => {
    fc.assert(
      fc.property(
        fc.array(step, { maxLength: 12 }),
        fc.array(step, { minLength: 1, maxLength: 12 }),
        (kept, undone) => {
          const data = open();
          for (const one of kept) run(data, one);
          const before = copy(data.snapshot());
          const held = data.store.findBy('Contact', 'AccountId', ACME).map((row) => row.Id);
          const changes = data.changes(0).length;
          expect(() =>
            data.atomic(ADA, () => {
              for (const one of undone) run(data, one);
              throw new Error('undo');
            }),
          ).toThrow('undo');
          expect(copy(data.snapshot())).toEqual(before);
          expect(
            data.store
              .findBy('Contact', 'AccountId', ACME)
              .map((row) => row.Id)
              .sort(),
          ).toEqual([...held].sort());
          expect(data.changes(0)).toHaveLength(changes);
        },
      ),
      { numRuns: 30 },
    );
  });

  test('shows new fields in rows that exist, and forgets removed ones', () => {
    const data = open();
    data.registry.addField('Account', 'Region__c string(40)');
    expect(data.record('Account', ACME)).toHaveProperty('Region__c', null);
    data.registry.removeField('Account', 'Region__c');
    expect(data.record('Account', ACME)).not.toHaveProperty('Region__c');
  });
});
