import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { answerQuestion } from '../../../src/commands/planner.ts';
import { numberOf } from '../../../src/commands/resolve/amounts.ts';
import type { Outcome } from '../../../src/commands/types.ts';
import { demoWorld, everythingAllowed, testOrg, type TestOrg } from '../org.ts';

const RENEWAL = '012Sy0000000001AAA';
const READER = 'noel.ferrand@northlight.example';

/** The demo org with record types: renewals, as the pinecrest deal is one, skip the early stages. */
function worldWithRecordTypes() {
  const world = demoWorld();
  const deal = world.records['Opportunity']!.find((row) => row['Name'] === 'Pinecrest Seat Expansion')!;
  deal['RecordTypeId'] = RENEWAL;
  return {
    ...world,
    recordTypes: [
      {
        object: 'Opportunity',
        developerName: 'Renewal',
        id: RENEWAL,
        picklists: { StageName: ['Proposal/Price Quote', 'Closed Won', 'Closed Lost'] },
      },
    ],
  };
}

let org: TestOrg;
beforeAll(async () => {
  org = await testOrg(worldWithRecordTypes());
});
afterAll(() => org.close());

async function reply(outcome: Outcome, text: string): Promise<Outcome> {
  if (outcome.kind !== 'clarify') throw new Error(`Nothing was asked: ${outcome.kind}`);
  return answerQuestion(
    outcome.dialogue,
    { text },
    {
      salesforce: await org.salesforce(),
      policy: everythingAllowed,
      research: { find: async () => undefined },
    },
  );
}

const labels = (outcome: Outcome) =>
  outcome.kind === 'clarify' ? outcome.choices.map(({ label }) => label) : [];

describe("a record type's own picklist", () => {
  test('a stage that the record type does not offer is asked about, with the stages that it offers', async () => {
    const asked = await org.plan('Move Pinecrest Seat Expansion to negotiation');
    expect(asked).toMatchObject({
      kind: 'clarify',
      question: '"negotiation" is no Stage of "Renewal" opportunities. Which one?',
      clarify: { slot: 'value', object: 'Opportunity', field: 'StageName' },
    });
    expect(labels(asked)).toEqual(['Proposal/Price Quote', 'Closed Won', 'Closed Lost']);
    expect(await reply(asked, 'Closed Won')).toMatchObject({
      kind: 'plan',
      ops: [{ set: { StageName: 'Closed Won' } }],
    });
  });

  test('the next stage is the next one that the record type offers', async () => {
    expect(await org.plan('Move Pinecrest Seat Expansion to the next stage')).toMatchObject({
      ops: [{ set: { StageName: 'Closed Won' } }],
    });
  });

  test('records of no type take every stage of the org', async () => {
    expect(await org.plan('Move Redwood Data Hub to negotiation')).toMatchObject({
      ops: [{ set: { StageName: 'Negotiation/Review' } }],
    });
  });

  test("a new deal begins at a stage of the rep's own record type", async () => {
    expect(
      await org.plan('Create an opportunity called "Renewal 2027" for Lumen Optik closing March 1'),
    ).toMatchObject({ kind: 'plan', ops: [{ set: { StageName: 'Proposal/Price Quote' } }] });
  });

  test('one record costs one call once describes and record types are known', async () => {
    const salesforce = await org.salesforce();
    await org.plan('Move Pinecrest Seat Expansion to closed won');
    const before = salesforce.calls;
    await org.plan('Move the Pinecrest Seat Expansion opportunity to closed lost');
    expect(salesforce.calls - before).toBeLessThanOrEqual(2);
  });
});

describe('a profile without the right', () => {
  test.each([
    ['create a lead Ben Ott from Ottwerk', 'create Lead'],
    ['create an account', 'create Account'],
    ['Move the Harborview deal to negotiation', 'change Opportunity'],
    ['Move the Zeppelin deal to negotiation', 'change Opportunity'],
    ['Log a call with Julia: no news', 'create records'],
    ['Schedule a meeting with Dana Whitlock', 'create Event'],
    ['Delete the contact Olivia', 'delete records'],
    ['Add a note to Zeppelin: hello', 'notes'],
  ])('is told so before any question: %s', async (text, what) => {
    expect(await org.plan(text, undefined, READER)).toMatchObject({
      kind: 'refuse',
      reason: `not permitted: ${what}`,
    });
  });
});

describe('a value that nothing can take', () => {
  test('is asked about with the values of the picklist, before which of several records', async () => {
    const asked = await org.plan("Set the Harborview deal's stage to Legal Review");
    expect(asked).toMatchObject({ clarify: { slot: 'value', object: 'Opportunity', field: 'StageName' } });
    expect(labels(asked)).toContain('Negotiation/Review');
    const second = await reply(asked, 'negotiation');
    expect(second).toMatchObject({ clarify: { slot: 'record' } });
    expect(await reply(second, '1')).toMatchObject({
      kind: 'plan',
      ops: [{ set: { StageName: 'Negotiation/Review' } }],
    });
  });
});

test('a name that exists already is asked about, and the answer goes with the plan to Salesforce', async () => {
  const asked = await org.plan('New contact Dana Whitlock at ACME Corp');
  expect(asked).toMatchObject({ clarify: { slot: 'duplicate', object: 'Contact' } });
  expect(await reply(asked, 'yes')).toMatchObject({ kind: 'plan', ops: [{ allowDuplicate: true }] });
  expect(await org.plan('New contact Dana Whitstone at ACME Corp')).not.toHaveProperty(
    'ops.0.allowDuplicate',
  );
});

test('a contact beside a new account works there', async () => {
  expect(
    await org.plan('Please open an account for Stonecrop Labs and add Ida Moss, their CTO, as a contact'),
  ).toMatchObject({
    ops: [
      { object: 'Account', ref: 'account1' },
      { object: 'Contact', set: { LastName: 'Moss', AccountId: { $new: 'account1' } } },
    ],
  });
});

test('whoever is to be called back is one of the people of that name', async () => {
  expect(await org.plan('remind me tomorrow to call Helen back')).toMatchObject({
    kind: 'clarify',
    clarify: { slot: 'record', object: 'Contact' },
  });
});

describe('an amount', () => {
  test.each(['$182,500', '182.500 €', "CHF 182'500", '182 500,00 EUR', '182.5k'])(
    'is read from an answer as it is written anywhere: %s',
    async (text) => {
      const asked = await org.plan('Set the amount of Redwood Data Hub to unknown');
      expect(asked).toMatchObject({ clarify: { slot: 'value', field: 'Amount' } });
      expect(await reply(asked, text)).toMatchObject({ ops: [{ set: { Amount: 182_500 } }] });
    },
  );

  test('far below the one before asks whether thousands are meant', async () => {
    const asked = await org.plan('Bump Pinecrest Seat Expansion to ninety two');
    expect(labels(asked)).toEqual(['92000', '92']);
    expect(await reply(asked, '92')).toMatchObject({ ops: [{ set: { Amount: 92 } }] });
    expect(await org.plan('Set the amount of Pinecrest Seat Expansion to $92')).toMatchObject({
      ops: [{ set: { Amount: 92 } }],
    });
  });

  test('with a point before three digits is thousands in a command too', async () => {
    expect(await org.plan('Set the amount of Redwood Data Hub to 182.500')).toMatchObject({
      ops: [{ set: { Amount: 182_500 } }],
    });
  });

  test('reads back as what was written, in every country', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 2_000_000_000 }),
        fc.constantFrom('en-US', 'de-DE', 'fr-FR', 'de-CH', 'sv-SE'),
        fc.constantFrom('USD', 'EUR', 'CHF', 'SEK'),
        fc.boolean(),
        (cents, locale, currency, whole) => {
          const sum = whole ? Math.round(cents / 100) : cents / 100;
          const text = sum.toLocaleString(locale, {
            style: 'currency',
            currency,
            currencyDisplay: 'code',
            minimumFractionDigits: whole ? 0 : 2,
          });
          expect(numberOf(text, 2)).toBeCloseTo(sum, 2);
        },
      ),
    );
  });

  test.each(['twelve', '12 or 13', '1,23,456', '2026-12-31', '1.250.5', ''])(
    '"%s" is no number alone',
    (text) => {
      expect(numberOf(text, 2)).toBeUndefined();
    },
  );
});

test.each([
  ['Remind me on Friday to compare', 'Task'],
  ['Schedule a meeting on Friday at 3pm about', 'Event'],
])('%s … in more letters than a subject holds keeps every word in the description', async (how, object) => {
  const words = Array.from({ length: 14 }, (_, n) => `Internationalisation${n}`).join(' ');
  const outcome = await org.plan(`${how} ${words}`);
  expect(outcome).toMatchObject({ kind: 'plan', ops: [{ op: 'create', object }] });
  const { Subject, Description } = (outcome as Extract<Outcome, { kind: 'plan' }>).ops[0]!.set as Record<
    string,
    string
  >;
  expect(Subject!.length).toBeLessThanOrEqual(255);
  expect(Description).toContain(words);
});

test.each([
  [
    'Remind me on Friday to compare offers with the ones of last year',
    '2026-11-27',
    'Compare offers with the ones of last year',
  ],
  ['Remind me tomorrow to prepare the pitch on Friday', '2026-11-26', 'Prepare the pitch on Friday'],
  [
    'Remind me to chase legal on Friday about the audit on Monday',
    '2026-11-27',
    'Chase legal on Friday about the audit on Monday',
  ],
  [
    'Remind me to compare offers with the ones of last year',
    undefined,
    'Compare offers with the ones of last year',
  ],
])('%s: of two days the first is due and the other stays in the subject', async (text, day, subject) => {
  const outcome = await org.plan(text);
  expect(outcome).toMatchObject({ kind: 'plan', ops: [{ op: 'create', object: 'Task' }] });
  const { set } = (outcome as Extract<Outcome, { kind: 'plan' }>).ops[0]!;
  expect([set!['ActivityDate'], set!['Subject']]).toEqual([day, subject]);
});
