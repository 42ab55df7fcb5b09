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

test.each([
  "Don't close Halcyon Observability yet",
  'Granite Outage Map was in proposal',
  'We need to win Granite Outage Map',
  'As soon as they sign, move Granite Outage Map to closed won',
  'After they sign, move Granite Outage Map to closed won',
  'Move Granite Outage Map to closed won unless Tom objects',
  'Move Granite Outage Map to closed won, but only if the amount is over 300k',
  'On Friday reassign Granite Outage Map to Tom Becker',
  'Tom wrote: delete the lead Gale Sharma',
  'Tom: delete the lead Gale Sharma',
  'Move Halcyon Observability to proposal. I am not sure though',
  'Move Halcyon Observability to closed won or closed lost',
])(
  'what is denied, wished, told of others, doubted or said under a condition changes nothing: %s',
  async (text) => {
    expect((await org.plan(text)).kind).not.toBe('plan');
  },
);

test.each([
  'Delete all leads and contacts',
  'Delete my leads and my contacts',
  'Delete 28 leads',
  "Delete Tom's leads",
  'Delete all deals with an amount of at least 0',
])('a delete without a limit of its own is refused: %s', async (text) => {
  expect(await org.plan(text)).toMatchObject({ kind: 'refuse' });
});

test('a record that is to go is not changed before', async () => {
  expect(await org.plan('Kit Sommer is a dead lead, delete it')).toMatchObject({
    kind: 'plan',
    ops: [{ op: 'delete', names: { [org.id('Lead', 'Kit Sommer')]: 'Kit Sommer' } }],
  });
});

test('what is said after "never mind" counts, what was said before does not', async () => {
  expect(
    await org.plan('Delete Gale Sharma, never mind, move Halcyon Observability to proposal'),
  ).toMatchObject({
    kind: 'plan',
    ops: [{ op: 'update', ids: [org.id('Opportunity', 'Halcyon Observability')] }],
  });
  expect(await org.plan('Move Halcyon Observability to proposal, never mind')).toMatchObject({
    kind: 'refuse',
  });
});

test.each([
  ['Add a lead Ana Ruiz from Zephyr Labs, correction, Zephyr Works', { Company: 'Zephyr Works' }],
  ['Add a lead Ana Ruiz from Zephyr Labs, sorry, Coral Works', { Company: 'Coral Works' }],
])('a correction replaces the same stretch: %s', async (text, set) => {
  expect(await org.plan(text)).toMatchObject({ kind: 'plan', ops: [{ op: 'create', object: 'Lead', set }] });
});

test('a correction in a name that may replace one word or two is asked about', async () => {
  expect(await org.plan('Create an account called Zephyr Labs, sorry, Works')).toMatchObject({
    kind: 'clarify',
  });
});

test('another record is said instead of the one before', async () => {
  const retrofit = {
    ids: [org.id('Opportunity', 'Steinhauer Retrofit')],
    set: { StageName: 'Needs Analysis' },
  };
  for (const text of [
    'hey mark the lakeshore compliance thing uh no the steinhauer retrofit as needs analysis',
    'Mark Lakeshore Suite, no, Steinhauer Retrofit as needs analysis',
  ])
    expect(await org.plan(text)).toMatchObject({ kind: 'plan', ops: [retrofit] });
});

test('a stage that there is not asks for the stage, not for a user', async () => {
  expect(await org.plan('Move Halcyon Observability to Verbal Commit')).toMatchObject({
    kind: 'clarify',
    clarify: { slot: 'value', field: 'StageName' },
  });
});

test('a second person of a meeting is told to be left out', async () => {
  expect(
    await org.plan('Schedule a meeting with Dana Whitlock about pricing with Robert Keane tomorrow at 3pm'),
  ).toMatchObject({ kind: 'plan', flags: [expect.stringContaining('Robert Keane')] });
});

test('money that the org does not count in is asked about', async () => {
  for (const text of [
    'Set the amount of Halcyon Observability to 50k euros',
    'Set the amount of Halcyon Observability to €50,000',
    'Raise the amount of Halcyon Observability by 5000 pounds',
  ])
    expect(await org.plan(text)).toMatchObject({
      kind: 'clarify',
      clarify: { slot: 'value', field: 'Amount' },
    });
  expect(await org.plan('Set the amount of Halcyon Observability to $50,000')).toMatchObject({
    ops: [{ set: { Amount: 50_000 } }],
  });
});

test('03/04 is asked about where the day comes first, and read where the month does', async () => {
  const text = 'Set the close date of Steinhauer Retrofit to 03/04';
  expect(await org.plan(text, undefined, 'tom.becker@northlight.example')).toMatchObject({ kind: 'clarify' });
  expect(await org.plan(text)).toMatchObject({ ops: [{ set: { CloseDate: '2027-03-04' } }] });
});

test('a to-do for a day that is over asks for the day', async () => {
  expect(await org.plan('Create a follow-up task for Dana Whitlock last Friday')).toMatchObject({
    kind: 'clarify',
    clarify: { slot: 'value', field: 'ActivityDate' },
  });
});

test('a value said to be there before must be there', async () => {
  expect(await org.plan('Move Granite Outage Map from prospecting to proposal')).toMatchObject({
    kind: 'clarify',
    clarify: { slot: 'value', field: 'StageName' },
  });
});

test('what somebody else is said to do, or what only nearly is a value, is written nowhere', async () => {
  for (const text of [
    'Last week Tom set the amount of Granite Outage Map to 50k',
    'Tidewater Site Safety is not in negotiation anymore',
    'Halcyon Observability may close on Friday',
    'Every time a deal is lost, create a task',
    'In case they sign, move Granite Outage Map to closed won',
    'Given that they sign, move Granite Outage Map to closed won',
    'I hope Granite Outage Map closes on Friday',
    'Kit Sommer is a lead, delete it?',
    'Create a task for Friday if Granite Outage Map is open',
    'Reschedule the Bluewave security review to yesterday',
    'Granite Outage Map is going to be lost',
    'Book a meeting with Dana Whitlock on Friday or Monday at 3pm',
    'Create a contact like Dana Whitlock at Larkspur Foods',
  ])
    expect({ text, kind: (await org.plan(text)).kind }).not.toMatchObject({ kind: 'plan' });
});

test('an exception or a number that fits no record is asked about, not passed over', async () => {
  for (const text of [
    'Move Halcyon Observability to proposal, but not really',
    'Close my open cases but not the ones from ACME Corp or Zephyr Bay',
    'Delete contacts at Larkspur Foods except all of them',
    'Close cases 00001001 and 00001099',
  ])
    expect({ text, kind: (await org.plan(text)).kind }).toMatchObject({ kind: 'clarify' });
});

test('words that apologise or correct inside a note stay in it', async () => {
  for (const said of ['she said sorry for the delay', 'they want 50 seats, no wait, 60'])
    expect(await org.plan(`Add a note to Halcyon Observability: ${said}`)).toMatchObject({
      ops: [{ op: 'note', set: { _text: said } }],
    });
});

test('no word beside the name of a new record is passed over', async () => {
  expect(await org.plan('Create an account named Fern Labs in Bergen, Kontor 12')).toMatchObject({
    kind: 'clarify',
    question: 'What is "Kontor 12" for the new account?',
  });
  expect(await org.plan('Create an account named Fern Labs in Bergen, Norway')).toMatchObject({
    ops: [{ set: { Name: 'Fern Labs', BillingCity: 'Bergen', BillingCountry: 'Norway' } }],
  });
  expect(await org.plan('Create an account named Fern Labs in Seattle, WA with 240 employees')).toMatchObject(
    {
      ops: [{ set: { BillingCity: 'Seattle', BillingState: 'WA', NumberOfEmployees: 240 } }],
    },
  );
});

test("a value ends where somebody else's field begins", async () => {
  const outcome = await org.plan(
    "Change Helen Lind's title to Chairman and Wanda Mori's phone to 555-310-9999",
  );
  expect(outcome).toMatchObject({
    ops: [{ set: { Title: 'Chairman' } }, { set: { Phone: '555-310-9999' } }],
  });
});

test('a command behind a note that was dictated is a command, behind a colon it is text', async () => {
  const said = 'the PO arrived, and schedule a kickoff with Dana Whitlock on December 8 at 9am';
  expect(await org.plan(`Add a note to Halcyon Observability that ${said}`)).toMatchObject({
    ops: [
      { op: 'note', set: { _text: 'the PO arrived' } },
      { op: 'create', object: 'Event' },
    ],
  });
  expect(await org.plan(`Add a note to Halcyon Observability: ${said}`)).toMatchObject({
    ops: [{ op: 'note', set: { _text: said } }],
  });
});

test('one of several records just mentioned is asked for', async () => {
  const mentioned = ['Halcyon Observability', 'Redwood Data Hub'].map((name) => org.id('Opportunity', name));
  for (const text of ['make it a hundred thousand', 'set the stage to negotiation'])
    expect(await org.plan(text, { mentioned })).toMatchObject({
      kind: 'clarify',
      clarify: { slot: 'record', candidates: mentioned },
    });
});

test('what is said in German or French as a whole is asked for in English, and foreign names are no language', async () => {
  for (const text of [
    'Lösche alle Kunden',
    'Setze die Phase von Steinhauer Retrofit auf Angebot',
    'Steinhauer Retrofit haben wir gewonnen',
    'Supprime toutes mes affaires perdues',
    'Le montant de Lumen Quality Lab est de 40 000',
    'Wie viele Aufgaben sind noch offen und wann?',
  ])
    expect({ text, outcome: await org.plan(text) }).toMatchObject({
      outcome: { kind: 'clarify', question: expect.stringContaining('English') },
    });
  for (const text of [
    'Steinhauer Retrofit is won',
    'Create an account Château de la Rade',
    'Chantiers de la Rade et Fils is won',
  ])
    expect({ text, outcome: await org.plan(text) }).not.toMatchObject({
      outcome: { question: expect.stringContaining('English') },
    });
});

test('what limits a command is neither passed over nor written', async () => {
  for (const text of [
    'Move Granite Outage Map to proposal and the next step to a call unless it is already done',
    'Set Granite Outage Map to won and the amount to 50k whose owner is on holiday',
    "Change Helen Lind's title to Chairman unless she objects",
    'Rename Granite Outage Map to Granite Alarm Map except on Tuesdays',
    'Create an account called Fern Labs unless it is there already',
    'Create a follow-up task on Granite Outage Map for next Monday except on Tuesdays',
    'Schedule a meeting with Dana Whitlock on Thursday at 2pm for 30 minutes except on Tuesdays',
    'Add Jo Berg as a contact at Larkspur Foods, phone 069 555 0143 with the blue flag',
    "Change Helen Lind's title to Chairman (only the open ones)",
    'Open a child account of Larkspur Foods called Larkspur Dairy and copy legal',
  ])
    expect({ text, kind: (await org.plan(text)).kind }).toMatchObject({ kind: 'clarify' });
  expect(await org.plan("Rename Granite Outage Map to 'Granite unless told otherwise'")).toMatchObject({
    ops: [{ set: { Name: 'Granite unless told otherwise' } }],
  });
});

test('a word in the middle of a name is no record that a to-do is about', async () => {
  const outcome = await org.plan('Remind me on Friday to check the office after the outage');
  expect(outcome).toMatchObject({ kind: 'plan', ops: [{ op: 'create', object: 'Task' }] });
  expect(JSON.stringify(outcome)).not.toContain('WhatId');
  expect(await org.plan('remind me on friday to send the plan to granite')).toMatchObject({
    clarify: { slot: 'record' },
  });
});

test('two values for one field of a new record are asked about, two numbers of two fields are not', async () => {
  expect(
    await org.plan('Add Jo Berg as a contact at Larkspur Foods, phone 069 555 0143 and 069 555 0144'),
  ).toMatchObject({ kind: 'clarify', clarify: { slot: 'value', field: 'Phone' } });
  expect(
    await org.plan('Add Jo Berg as a contact at Larkspur Foods, phone 069 555 0143, mobile 0151 555 0144'),
  ).toMatchObject({ ops: [{ set: { Phone: '069 555 0143', MobilePhone: '0151 555 0144' } }] });
});

test('a lead that is told not to be qualified is not converted', async () => {
  expect(await org.plan('Kit Sommer is not qualified, convert him')).toMatchObject({
    kind: 'clarify',
    clarify: { slot: 'value', object: 'Lead', field: 'Status' },
  });
});

test('a question for the biggest ones is answered, also where several are alike or fewer are there', async () => {
  for (const text of ['What are the top 5 most valuable deals?', 'Show me my 90 biggest open deals'])
    expect({ text, kind: (await org.plan(text)).kind }).toMatchObject({ kind: 'answer' });
});
