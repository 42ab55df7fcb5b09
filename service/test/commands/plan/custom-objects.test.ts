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
      {
        name: 'Rental__c',
        label: 'Rental',
        labelPlural: 'Rentals',
        keyPrefix: 'a0R',
        fields: [
          'Status__c picklist(255) "Status" = *Draft; Active; Suspended; Ended; Withdrawn',
          'Kind__c picklist(255) "Unit Type" = Crane; Mixer; Pump',
          'Permit__c string(40) "Permit Number"',
          'Pallets__c int "Pallets"',
          'City__c string(80) "City"',
          'End_Date__c date "End Date"',
          'Under_Contract__c boolean "Under Contract"',
          'Returned__c boolean "Returned"',
          'Checked_Off__c boolean "Checked Off"',
          'Inspector__c ->User as Inspector__r kids Rentals__r "Inspector"',
          'Escort__c ->User as Escort__r kids EscortedRentals__r "Accompanied By"',
          'Remarks__c textarea(32000) "Remarks"',
          'Reach__c double(6,1) "Reach (m)"',
          'Account__c ->Account as Account__r kids Rentals__r "Account"',
        ],
      },
    ],
    fields: { Contact: ['Channel__c picklist(255) "Preferred Channel" = Phone; Email; WhatsApp'] },
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
  world.records['Rental__c'] = [
    {
      Id: 'a0RSy0000000001MAA',
      Name: 'Quay Crane',
      Status__c: 'Active',
      Kind__c: 'Crane',
      Pallets__c: 12,
      Reach__c: 40,
      Remarks__c: 'Hook replaced.',
      End_Date__c: '2026-10-31',
      Under_Contract__c: true,
    },
    {
      Id: 'a0RSy0000000002MAA',
      Name: 'Silo Mixer',
      Status__c: 'Suspended',
      Kind__c: 'Mixer',
      Pallets__c: 3,
      End_Date__c: '2027-03-31',
      Under_Contract__c: true,
    },
    {
      Id: 'a0RSy0000000003MAA',
      Name: 'Yard Crane',
      Status__c: 'Active',
      Kind__c: 'Crane',
      Pallets__c: 7,
      End_Date__c: '2027-06-30',
      Under_Contract__c: false,
    },
  ].map((rental) => ({ ...rental, OwnerId: world.records['User']![0]!.Id }));
  world.records['Opportunity']!.push({
    ...world.records['Opportunity']![0]!,
    Id: '006Sy00000000ZZIAY',
    Name: 'Closing Ceremony',
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

describe('words of the org that are verbs, boxes and kinds of records', () => {
  const [quay, silo, yard] = ['a0RSy0000000001MAA', 'a0RSy0000000002MAA', 'a0RSy0000000003MAA'];
  test.each<[string, (string | undefined)[], Record<string, unknown>]>([
    ['Suspend the Quay Crane rental', [quay], { Status__c: 'Suspended' }],
    ["Don't suspend the Silo Mixer rental, reactivate it", [silo], { Status__c: 'Active' }],
    ['Suspend every active rental that ended before today', [quay], { Status__c: 'Suspended' }],
    ['Silo Mixer has been returned', [silo], { Returned__c: true }],
    ['the rental Quay Crane is not returned yet', [quay], { Returned__c: false }],
    ['Yard Crane is under contract', [yard], { Under_Contract__c: true }],
    ['Take Quay Crane out of contract', [quay], { Under_Contract__c: false }],
    ['Quay Crane is ended and checked off', [quay], { Status__c: 'Ended', Checked_Off__c: true }],
    ['Set the end date of every crane to March 1', [quay, yard], { End_Date__c: '2027-03-01' }],
    ['Put 9 pallets on Silo Mixer', [silo], { Pallets__c: 9 }],
    [
      'Append "keys are in the hut" to the remarks of Quay Crane',
      [quay],
      { Remarks__c: 'Hook replaced.\nkeys are in the hut' },
    ],
    [
      'Record as remarks on Silo Mixer: "delete every rental, they joked"',
      [silo],
      { Remarks__c: 'delete every rental, they joked' },
    ],
    [
      'Yard Crane should be accompanied by Tom Becker',
      [yard],
      { Escort__c: { $id: expect.any(String), name: 'Tom Becker' } },
    ],
    ['The papers for Yard Crane came back, the status is Ended', [yard], { Status__c: 'Ended' }],
    ['set the reach of Silo Mixer to twelve and a half', [silo], { Reach__c: 12.5 }],
    ['Withdraw the Quay Crane rental', [quay], { Status__c: 'Withdrawn' }],
    ['Suspend every crane with more than 30 m reach', [quay], { Status__c: 'Suspended' }],
  ])('%s', async (text, ids, set) => {
    expect(await org.plan(text)).toMatchObject({ ops: [{ op: 'update', object: 'Rental__c', ids, set }] });
  });

  test.each([
    'assign Tom as inspector for the Quay Crane',
    'Appoint Tom Becker the inspector of Quay Crane',
    'name tom becker as inspector of the quay crane rental',
  ])('a field for a user takes a user: %s', async (text) => {
    expect(await org.plan(text)).toMatchObject({
      ops: [{ ids: [quay], set: { Inspector__c: { $id: org.id('User', 'Tom Becker') } } }],
    });
  });

  test('what somebody prefers is a value of the picklist that says so, and nobody', async () => {
    expect(await org.plan('Helen Lind prefers WhatsApp, and please set her title to Foreman')).toMatchObject({
      ops: [{ object: 'Contact', set: { Channel__c: 'WhatsApp', Title: 'Foreman' } }],
    });
    expect(await org.plan('Helen Lind prefers mornings')).toMatchObject({ kind: 'clarify' });
  });

  test('what is told after a number of a permit is asked about', async () => {
    expect(await org.plan('The permit number of Quay Crane is OF-3388 and it weighs 325 kg')).toMatchObject({
      kind: 'clarify',
    });
  });

  test('users are administrated elsewhere, whatever the verb means for rentals', async () => {
    for (const text of ['Suspend user Tom Becker', 'Deactivate Tom Becker', 'freeze tom'])
      expect({ text, outcome: await org.plan(text) }).toMatchObject({ outcome: { kind: 'refuse' } });
  });

  test('rentals are counted by the last word of a label, and one is asked for a number', async () => {
    expect(await org.plan('Count rentals by type')).toMatchObject({
      answer: { rows: expect.arrayContaining([{ key: 'Crane', value: 2 }]) },
    });
    expect(await org.plan('how many pallets does silo mixer have')).toMatchObject({ answer: { value: 3 } });
    expect(await org.plan('show all rentals that ended in October')).toMatchObject({
      answer: { ids: [quay] },
    });
  });

  test('a new one has its place and its company, and a to-do on one its verb', async () => {
    const acme = { $id: org.id('Account', 'ACME Corp') };
    expect(
      await org.plan('Create a rental called Dock Pump for ACME Corp, 5 pallets, in Hudson'),
    ).toMatchObject({
      ops: [{ op: 'create', set: { Name: 'Dock Pump', Account__c: acme, Pallets__c: 5, City__c: 'Hudson' } }],
    });
    expect(await org.plan('Create a task on Quay Crane to replace the hook by Friday')).toMatchObject({
      ops: [{ set: { Subject: 'Replace the hook', WhatId: { $id: quay }, ActivityDate: '2026-11-27' } }],
    });
    expect(
      await org.plan('Create a task for Quay Crane: replace the hook, priority high, due Friday'),
    ).toMatchObject({
      ops: [{ set: { Subject: 'Replace the hook', Priority: 'High', ActivityDate: '2026-11-27' } }],
    });
  });
});

test('a name of two capitals is one, even where its first word opens a condition elsewhere', async () => {
  expect(await org.plan('Closing Ceremony has slipped, new close date January 12')).toMatchObject({
    ops: [{ op: 'update', object: 'Opportunity', set: { CloseDate: '2027-01-12' } }],
  });
  expect(await org.plan('deals closing in January')).toMatchObject({ kind: 'answer' });
});

test('deals are won and lost in an org whose stages for that are called otherwise', async () => {
  const world = demoWorld();
  world.picklists = {
    ...world.picklists,
    'Opportunity.StageName': ['Enquiry', 'Shortlisted', 'Completed', 'Fallen Through'],
  };
  const stages: [string, boolean, boolean][] = [
    ['Enquiry', false, false],
    ['Shortlisted', false, false],
    ['Completed', true, true],
    ['Fallen Through', true, false],
  ];
  world.records['OpportunityStage'] = stages.map(([name, IsClosed, IsWon], n) => ({
    Id: `01JSy000000000${n + 1}MAA`,
    MasterLabel: name,
    ApiName: name,
    SortOrder: n + 1,
    IsActive: true,
    IsClosed,
    IsWon,
    DefaultProbability: IsWon ? 100 : 0,
    ForecastCategoryName: IsWon ? 'Closed' : 'Pipeline',
  }));
  for (const deal of world.records['Opportunity']!) deal['StageName'] = 'Enquiry';
  const other = await testOrg(world);
  try {
    for (const [text, StageName] of [
      ['We lost Granite Meter Rollout', 'Fallen Through'],
      ['Mark Granite Meter Rollout as won', 'Completed'],
    ] as const)
      expect(await other.plan(text)).toMatchObject({ ops: [{ op: 'update', set: { StageName } }] });
    expect(await other.plan('Move Granite Meter Rollout to legal')).toMatchObject({ kind: 'clarify' });
  } finally {
    await other.close();
  }
});
