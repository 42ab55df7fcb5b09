import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { demoWorld, testOrg, type TestOrg } from '../org.ts';

let org: TestOrg;
beforeAll(async () => {
  const world = demoWorld() as ReturnType<typeof demoWorld> & { schema: unknown };
  world.schema = {
    objects: [
      {
        name: 'Standort__c',
        label: 'Standort',
        labelPlural: 'Standorte',
        keyPrefix: 'a0S',
        fields: [
          'Zustand__c picklist(255) "Zustand" = Geplant; Im Bau; In Betrieb',
          'Baukosten__c currency(16,2) "Baukosten"',
          'Uebergabe__c date "Übergabe"',
        ],
      },
    ],
  };
  world.records['Standort__c'] = [
    { Id: 'a0SSy0000000001IAA', Name: 'Werk Nordhafen', Zustand__c: 'Geplant', Baukosten__c: 40_000 },
    { Id: 'a0SSy0000000002IAA', Name: 'Werk Südpark', Zustand__c: 'Geplant', Baukosten__c: 60_000 },
  ];
  world.records['Contact']!.push({
    Id: '003Sy0000000001IAA',
    Name: 'May Holm',
    FirstName: 'May',
    LastName: 'Holm',
  });
  org = await testOrg(world);
});
afterAll(() => org.close());

describe('an object of the org itself, with German labels', () => {
  test.each([
    ['Set the Zustand of Werk Nordhafen to Im Bau', { Zustand__c: 'Im Bau' }],
    ['move the Standort Werk Nordhafen to In Betrieb', { Zustand__c: 'In Betrieb' }],
    ['Set Baukosten of Werk Nordhafen to 55k', { Baukosten__c: 55_000 }],
    ['raise the Baukosten of Werk Nordhafen by 10%', { Baukosten__c: 44_000 }],
    ['set the Übergabe of Werk Nordhafen to Friday', { Uebergabe__c: '2026-11-27' }],
  ])('%s', async (text, set) => {
    expect(await org.plan(text)).toMatchObject({
      kind: 'plan',
      ops: [{ op: 'update', object: 'Standort__c', ids: ['a0SSy0000000001IAA'], set }],
    });
  });

  test('a bulk change takes all that fit', async () => {
    expect(await org.plan('Set the Zustand of all Standorte to Im Bau')).toMatchObject({
      kind: 'plan',
      ops: [{ ids: ['a0SSy0000000001IAA', 'a0SSy0000000002IAA'] }],
    });
  });

  test('an unknown value is asked about', async () => {
    expect((await org.plan('Set the Zustand of Werk Nordhafen to Abgerissen')).kind).toBe('clarify');
  });

  test('all of them are never deleted', async () => {
    expect((await org.plan('Delete all Standorte')).kind).toBe('refuse');
  });
});

test('somebody whose first name is a month is a person', async () => {
  for (const text of [
    'Remind me on May 4 to call May Holm',
    'Remind me to call may holm on May 4',
    'Remind me on May 4 to send May Holm the offer',
  ])
    expect({ text, outcome: await org.plan(text) }).toMatchObject({
      outcome: {
        ops: [{ object: 'Task', set: { WhoId: { $id: '003Sy0000000001IAA' }, ActivityDate: '2027-05-04' } }],
      },
    });
});
