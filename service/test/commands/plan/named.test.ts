import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { testOrg, type TestOrg } from '../org.ts';

let org: TestOrg;
beforeAll(async () => {
  org = await testOrg();
});
afterAll(() => org.close());

test.each([
  [
    'new task for halcyon observability due friday no make it monday call helen lind about the redline',
    'Helen Lind',
  ],
  ["Add a task to Halcyon Observability: 'Ask Helen Lind for the signed order'", 'Helen Lind'],
  ['Create a task: review Halcyon Observability numbers with Dana Whitlock, due Friday', 'Dana Whitlock'],
])('whom and what the subject of a to-do names is linked: %s', async (text, person) => {
  expect(await org.plan(text)).toMatchObject({
    ops: [
      {
        set: {
          WhoId: { $id: org.id('Contact', person) },
          WhatId: { $id: org.id('Opportunity', 'Halcyon Observability') },
        },
      },
    ],
  });
});

test('whom the subject names beside the one person of a to-do is told to be left out', async () => {
  expect(
    await org.plan(
      'Remind me tomorrow to send the offer for Halcyon Observability to Dana Whitlock and Helen Lind',
    ),
  ).toMatchObject({ kind: 'plan', flags: [expect.stringContaining('Helen Lind')] });
});

test('what is told after a short value is no part of it', async () => {
  for (const text of [
    "Helen Lind's title is CTO and she works from Berlin now",
    'Set the billing city of Bluewave Systems to Austin and they hired a new CFO',
    'Change the title of Dana Whitlock to VP, she called me about it',
  ]) {
    const outcome = await org.plan(text);
    expect({ text, said: JSON.stringify(outcome.kind === 'plan' ? outcome.ops : []) }).toMatchObject({
      said: expect.not.stringMatching(/ (she|they) /),
    });
  }
  expect(
    await org.plan('Set the next step of Granite Outage Map to call Helen and she sends the order'),
  ).toMatchObject({ ops: [{ set: { NextStep: 'call Helen and she sends the order' } }] });
});

test('a state told of many records is written or asked about, and never an empty list', async () => {
  expect(await org.plan('all my overdue tasks are done')).toMatchObject({
    kind: 'plan',
    ops: [{ op: 'update', object: 'Task', set: { Status: 'Completed' } }],
  });
  for (const text of ['Leads from the web are hot', 'Overdue tasks are completed'])
    expect({ text, kind: (await org.plan(text)).kind }).toEqual({ text, kind: 'clarify' });
  expect(await org.plan('all my tasks that are done')).toMatchObject({ kind: 'answer' });
});

test.each([
  [
    'We had an inspiring first meeting with Nordhaus Optics. Please register the company as an account and add Ida Berg (Chief Engineer, ida@nordhaus.example) as the point of contact.',
    'Nordhaus Optics',
  ],
  [
    'We just signed Pinecrest Robotics. Set up the company as a new account and add Leo Marsh (CTO) as the main contact.',
    'Pinecrest Robotics',
  ],
  [
    'Pinecrest Robotics wants to buy. Please create an account for them and add Leo Marsh (CTO) as the main contact.',
    'Pinecrest Robotics',
  ],
])(
  'the company that was told of is created under its name, and its contact hangs on it: %s',
  async (text, name) => {
    expect(await org.plan(text)).toMatchObject({
      kind: 'plan',
      ops: [
        { op: 'create', object: 'Account', ref: 'account1', set: { Name: name } },
        { op: 'create', object: 'Contact', set: { AccountId: { $new: 'account1' } } },
      ],
    });
  },
);

test('a company of which nothing was told has no name, and one that is there is not created again', async () => {
  for (const text of [
    'Please register the company as an account',
    'We had a first meeting with Larkspur Foods. Please register the company as an account.',
    'They love it. Please rename the company',
  ])
    expect({ text, kind: (await org.plan(text)).kind }).toMatchObject({ kind: 'clarify' });
});

test('a condition on a field that the object does not have is asked about and never sent', async () => {
  for (const text of [
    'Convert lead Kit Sommer valued proposition to Sommer Works',
    'Delete leads in negotiation',
    'Close my tasks with an amount over 5000',
    'Show contacts with stage negotiation',
  ])
    expect({ text, kind: (await org.plan(text)).kind }).toMatchObject({ kind: 'clarify' });
});

test.each([
  'Log a call with Dana Whitlock, wants pricing for 2 labs, and email her our price list',
  'Log a call with Dana Whitlock: wants pricing for 2 labs. Send her the price list',
  'Add a note to Halcyon Observability that they agreed, and send Dana the contract',
])(
  'a message asked for behind dictated text is told not to be sent, and is no part of the text: %s',
  async (text) => {
    const outcome = await org.plan(text);
    expect(outcome).toMatchObject({ kind: 'plan', ops: [{}], flags: [expect.stringContaining('send')] });
    expect(JSON.stringify(outcome)).not.toMatch(/price list|contract/);
  },
);

test('what she asked for stays in the text', async () => {
  const said = 'she asked me to review the draft and send her the file';
  expect(await org.plan(`Log a call with Dana Whitlock, ${said}`)).toMatchObject({
    flags: [],
    ops: [{ set: { Description: said } }],
  });
});

test('"the email I sent to …" says to whom, when and about which deal', async () => {
  for (const [text, day] of [
    [
      'For Halcyon Observability, please log the email I sent to Dana Whitlock today with the revised plan.',
      '2026-11-25',
    ],
    [
      'On Halcyon Observability, log the meeting we had with Dana Whitlock on Monday: they want a pilot',
      '2026-11-23',
    ],
    ['For Halcyon Observability, log a completed call with Dana Whitlock on November 20', '2026-11-20'],
  ])
    expect(await org.plan(text!)).toMatchObject({
      ops: [
        {
          set: {
            ActivityDate: day,
            Status: 'Completed',
            WhoId: { $id: org.id('Contact', 'Dana Whitlock') },
            WhatId: { $id: org.id('Opportunity', 'Halcyon Observability') },
          },
        },
      ],
    });
});

test('the record named first is told to be left out where a lead has no room for it', async () => {
  expect(await org.plan('For Halcyon Observability, log a call with Kit Sommer today')).toMatchObject({
    flags: [expect.stringContaining('Halcyon Observability')],
  });
});

test('a follow-up call that is logged is a call', async () => {
  expect(
    await org.plan(
      'For Halcyon Observability, could you log a quick follow-up call to walk through the annex?',
    ),
  ).toMatchObject({ ops: [{ set: { TaskSubtype: 'Call', Description: 'to walk through the annex' } }] });
});

test('a field and its value behind a dash are no part of the value before it', async () => {
  expect(
    await org.plan(
      "Open a case for Dana Whitlock with these settings: - Priority: High - Type: 'Mechanical' - Subject: 'Pump leaks'",
    ),
  ).toMatchObject({ ops: [{ set: { Priority: 'High', Type: 'Mechanical', Subject: 'Pump leaks' } }] });
});

test('the company behind a job is linked, a department is part of the job', async () => {
  for (const [said, title] of [
    ['CTO of Larkspur Foods', 'CTO'],
    ['Head of Retail at Larkspur Foods', 'Head of Retail'],
  ])
    expect(await org.plan(`Bo Lindt, ${said}, 206-555-0199 - add him as a contact`)).toMatchObject({
      ops: [{ set: { Title: title, AccountId: { $id: org.id('Account', 'Larkspur Foods') } } }],
    });
});

test('a duty that is told and asked to be made a task is one task', async () => {
  expect(
    await org.plan('i must get the certificate to helen lind by friday so create a task for it'),
  ).toMatchObject({ kind: 'plan', ops: [{ set: { ActivityDate: '2026-11-27' } }] });
  expect(
    (await org.plan('I need to call Helen Lind, delete the lead Kit Sommer, make me a task')).kind,
  ).not.toBe('plan');
});

test('dictated without a pause, a name of the org ends where its record says', async () => {
  const helen = { $id: org.id('Contact', 'Helen Lind') };
  expect(await org.plan('spoke with helen lind the redline is fine and they sign on monday')).toMatchObject({
    ops: [
      { object: 'Task', set: { WhoId: helen, Description: 'the redline is fine and they sign on monday' } },
    ],
  });
  expect(
    await org.plan('add a note to halcyon observability helen needs the security annex before may'),
  ).toMatchObject({
    ops: [
      {
        op: 'note',
        ids: [org.id('Opportunity', 'Halcyon Observability')],
        set: { _text: 'helen needs the security annex before may' },
      },
    ],
  });
  expect(await org.plan('add a contact for bluewave systems marc weber chief engineer')).toMatchObject({
    ops: [
      {
        set: {
          FirstName: 'Marc',
          LastName: 'Weber',
          Title: 'chief engineer',
          AccountId: { $id: org.id('Account', 'Bluewave Systems') },
        },
      },
    ],
  });
});

test('no word that only holds a sentence together is looked for as a record', async () => {
  expect((await org.plan('On Friday reassign Granite Outage Map to Tom Becker')).kind).toBe('clarify');
});

test('who has a role in a deal gets another one, and is not named twice', async () => {
  const change = (role: string) => ({
    kind: 'plan',
    ops: [{ op: 'update', object: 'OpportunityContactRole', set: { Role: role } }],
  });
  for (const text of [
    "Change Priya Sharma's role on ACME Line Automation from Influencer to Evaluator",
    "Set Priya Sharma's role on ACME Line Automation to Evaluator",
    'Priya Sharma is now the evaluator on ACME Line Automation',
    'Make Priya Sharma the evaluator on ACME Line Automation instead of influencer',
  ])
    expect(await org.plan(text)).toMatchObject(change('Evaluator'));
  // Nobody named so far is a new role, and one that has none has none to change.
  expect(await org.plan('Add Robert Keane as the evaluator on ACME Line Automation')).toMatchObject({
    ops: [{ op: 'create', object: 'OpportunityContactRole' }],
  });
  for (const text of [
    "Change Robert Keane's role on ACME Line Automation to Evaluator",
    "Change Priya Sharma's role on ACME Line Automation from Decision Maker to Evaluator",
    'Add Priya Sharma as the evaluator on ACME Line Automation',
  ])
    expect({ text, kind: (await org.plan(text)).kind }).toEqual({ text, kind: 'clarify' });
});

test('of several records that are called alike all are shown, and the others are told of', async () => {
  expect(await org.plan('Look for Sharma')).toMatchObject({
    kind: 'answer',
    answer: { object: 'Contact', ids: [org.id('Contact', 'Priya Sharma'), org.id('Contact', 'Zoe Sharma')] },
    flags: [expect.stringContaining('Gale Sharma')],
  });
});

test('a sentence about a field behind what a call was about changes the field', async () => {
  expect(
    await org.plan('I talked to Helen Lind about the pilot. Also her title is Head of Plants now'),
  ).toMatchObject({
    kind: 'plan',
    ops: [
      { op: 'create', set: { Description: expect.not.stringContaining('title') } },
      { op: 'update', object: 'Contact', set: { Title: 'Head of Plants' } },
    ],
  });
});

test('a person who is named without a pause has a last name, and nobody is called after a job', async () => {
  expect(
    await org.plan('add a contact at bluewave systems named devon price store systems manager'),
  ).toMatchObject({
    ops: [{ set: { FirstName: 'Devon', LastName: 'Price', Title: 'store systems manager' } }],
  });
  expect((await org.plan('add contact anna berg cfo at bluewave systems')).kind).toBe('clarify');
  expect((await org.plan('Helen Lind wants us to call in May, put that in a note')).kind).toBe('clarify');
});
