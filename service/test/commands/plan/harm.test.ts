import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { placeNamed } from '../../../src/commands/understand/places.ts';
import { testOrg, type TestOrg } from '../org.ts';

let org: TestOrg;
beforeAll(async () => {
  org = await testOrg();
});
afterAll(() => org.close());

test.each([
  [
    'Add a note to Halcyon Observability: they said to wait and set Redwood Data Hub to closed lost',
    'they said to wait and set Redwood Data Hub to closed lost',
  ],
  [
    'Create a task on Halcyon Observability: send contract and move Redwood Data Hub to closed won',
    'Send contract and move Redwood Data Hub to closed won',
  ],
])('a command inside the text behind a colon stays text: %s', async (text, said) => {
  const outcome = await org.plan(text);
  expect(outcome).toMatchObject({ kind: 'plan', ops: [{}] });
  expect(JSON.stringify(outcome)).toContain(said);
});

test("yesterday's call took place yesterday, and Monday's call on the latest Monday", async () => {
  for (const [when, day] of [
    ["yesterday's", '2026-11-24'],
    ["Monday's", '2026-11-23'],
  ])
    expect(await org.plan(`Log ${when} call with Helen Lind: pricing`)).toMatchObject({
      ops: [{ op: 'create', object: 'Task', set: { ActivityDate: day, Status: 'Completed' } }],
    });
});

test('to escalate a case sets its status, never the flag of the escalation rules', async () => {
  expect(await org.plan('Escalate the case Login page times out')).toMatchObject({
    ops: [{ op: 'update', object: 'Case', set: { Status: 'Escalated' } }],
  });
});

test('a to-do with a name that only nearly fits a person asks who is meant', async () => {
  expect(await org.plan('remind me to call helena lind tomorrow')).toMatchObject({ kind: 'clarify' });
});

test('a command that names no deal offers at most eight of the own open ones, and claims no candidates', async () => {
  const outcome = await org.plan('Close the deal');
  expect(outcome).toMatchObject({ kind: 'clarify', choices: expect.any(Array) });
  if (outcome.kind !== 'clarify') return;
  expect(outcome.choices!.length).toBeGreaterThan(0);
  expect(outcome.choices!.length).toBeLessThanOrEqual(8);
  expect(outcome.clarify.candidates).toBeUndefined();
});

test('a question behind a question creates nobody', async () => {
  const outcome = await org.plan('when does Kiwi Export Documents close, and is it still open? ');
  expect(outcome.kind).not.toBe('plan');
});

test('accounts in a country are found by their address', async () => {
  expect(await org.plan('Show accounts in Germany')).toMatchObject({
    kind: 'answer',
    answer: { object: 'Account' },
  });
});

test('DE is Germany among countries and Delaware among states', () => {
  expect(placeNamed('germany')).toEqual({ country: ['Germany', 'DE'] });
  expect(placeNamed('Delaware')).toEqual({ state: ['Delaware', 'DE'] });
  expect(placeNamed('Halcyon')).toBeUndefined();
});

test.each(['deals that closed last month', 'deals above 300k in negotiation', 'tasks due tomorrow'])(
  'a noun phrase shows records and changes none: %s',
  async (text) => {
    expect(await org.plan(text)).toMatchObject({ kind: 'answer' });
  },
);

test('a statement with a question mark asks and changes nothing', async () => {
  expect((await org.plan('Granite Outage Map is in proposal?')).kind).not.toBe('plan');
});

test('of a set only those change that have the value they are to change from', async () => {
  expect(
    await org.plan('Change the stage of all my open deals from value proposition to proposal'),
  ).toMatchObject({
    kind: 'plan',
    ops: [
      {
        ids: [
          org.id('Opportunity', 'Bluewave Platform Rollout'),
          org.id('Opportunity', 'Cascade Loan Origination'),
        ],
      },
    ],
  });
});

test('a name with the word for a field in it is found among the readings, by its whole name only', async () => {
  expect(await org.plan("Set Tidewater Site Safety's amount to 182.5k")).toMatchObject({
    ops: [{ ids: [org.id('Opportunity', 'Tidewater Site Safety')], set: { Amount: 182500 } }],
  });
  expect(await org.plan("Set Tidewater Site Safeties' amount to 182.5k")).toMatchObject({ kind: 'clarify' });
});

test('"update the stage" confirms a stage that was told, and no other change', async () => {
  expect(await org.plan('Harborview Scheduling is in negotiation now, update the stage')).toMatchObject({
    ops: [{ set: { StageName: 'Negotiation/Review' } }],
  });
  expect(await org.plan('Harborview Scheduling is in negotiation now, update the close date')).toMatchObject({
    kind: 'clarify',
  });
});
