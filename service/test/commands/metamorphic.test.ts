import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { Outcome } from '../../src/commands/types.ts';
import { casesOf } from './corpus/cases.ts';
import { wrong } from './corpus/compare.ts';
import { demoWorld, testOrg, type TestOrg, type World } from './org.ts';

/** Few runs: every one plans on a real simulated org. */
const RUNS = 60;

let org: TestOrg;
beforeAll(async () => {
  org = await testOrg();
});
afterAll(() => org.close());

/** The part of a plan that changes records, in a form that can be compared. */
const effect = (outcome: Outcome): unknown =>
  outcome.kind === 'plan'
    ? outcome.ops.map(({ op, object, ids, set }) => ({ op, object, ids, set }))
    : outcome.kind;
const unordered = (outcome: Outcome): unknown =>
  outcome.kind === 'plan'
    ? new Set((effect(outcome) as unknown[]).map((op) => JSON.stringify(op)))
    : outcome.kind;

const DEALS = [
  'Halcyon Observability',
  'Granite Meter Rollout',
  'Minato Loyalty App',
  'Larkspur Cold Chain',
  'Infisical Starter',
];
const deal = fc.constantFrom(...DEALS);
const clause = fc
  .tuple(
    deal,
    fc.constantFrom(
      (name: string) => `move ${name} to negotiation`,
      (name: string) => `set the amount of ${name} to 90k`,
      (name: string) => `set the close date of ${name} to December 18`,
      (name: string) => `add a note to ${name}: "legal has the draft"`,
      (name: string) => `reassign ${name} to Yuki`,
    ),
  )
  .map(([name, say]) => ({ name, text: say(name) }));

describe('a plan depends on what is meant, not on how it is said', () => {
  test('politeness, fillers, case and white space change nothing', async () => {
    const before = fc.constantFrom(
      '',
      'please ',
      'Could you please ',
      'um ',
      'okay so ',
      'Hey, ',
      'can you ',
      '  ',
    );
    const after = fc.constantFrom('', ' please', ', thanks', '.', '!', ' thanks', '  ', '\n');
    const change = fc.constantFrom(
      (text: string) => text,
      (text: string) => text.toLowerCase(),
      (text: string) => text.replaceAll(' ', '  '),
    );
    await fc.assert(
      fc.asyncProperty(clause, before, after, change, async ({ text }, head, tail, noise) => {
        const spoken = text.includes('"') ? text : noise(text);
        const plain = await org.plan(text);
        expect(plain.kind).toBe('plan');
        expect(effect(await org.plan(`${head}${spoken}${text.includes('"') ? '' : tail}`))).toEqual(
          effect(plain),
        );
      }),
      { numRuns: RUNS },
    );
  }, 60_000);

  test('independent clauses in another order are the same operations', async () => {
    const two = fc
      .tuple(clause, clause)
      .filter(([a, b]) => a.name !== b.name && !/note/.test(a.text + b.text));
    await fc.assert(
      fc.asyncProperty(two, async ([a, b]) => {
        const first = await org.plan(`${a.text}. ${b.text}.`);
        expect(first.kind).toBe('plan');
        expect(unordered(await org.plan(`${b.text}. ${a.text}.`))).toEqual(unordered(first));
      }),
      { numRuns: RUNS },
    );
  }, 60_000);

  test('a sentence behind a quoted note is a clause of its own, not part of the note', async () => {
    const outcome = await org.plan(
      'Add a note to Halcyon Observability: "legal has the draft". Move Redwood Data Hub to negotiation.',
    );
    expect(outcome).toMatchObject({
      ops: [
        {
          op: 'note',
          ids: [org.id('Opportunity', 'Halcyon Observability')],
          set: { _text: 'legal has the draft' },
        },
        {
          op: 'update',
          ids: [org.id('Opportunity', 'Redwood Data Hub')],
          set: { StageName: 'Negotiation/Review' },
        },
      ],
    });
  });

  test('records that are called otherwise give the same plan on the same ids', async () => {
    const names: Record<string, string> = {
      'Halcyon Observability': 'Vesper Telemetry',
      'Granite Meter Rollout': 'Basilisk Gauge Upgrade',
      'Minato Loyalty App': 'Quill Rewards Portal',
      'Larkspur Cold Chain': 'Tundra Freezer Link',
      'Infisical Starter': 'Marzipan Kickoff',
    };
    const world = JSON.parse(
      JSON.stringify(demoWorld()).replace(
        new RegExp(Object.keys(names).join('|'), 'g'),
        (name) => names[name]!,
      ),
    ) as World;
    const renamed = await testOrg(world);
    try {
      await fc.assert(
        fc.asyncProperty(clause, async ({ name, text }) => {
          const here = await org.plan(text);
          expect(here.kind).toBe('plan');
          expect(effect(await renamed.plan(text.replaceAll(name, names[name]!)))).toEqual(effect(here));
          expect((await renamed.plan(text)).kind).toBe('clarify');
        }),
        { numRuns: RUNS / 2 },
      );
    } finally {
      await renamed.close();
    }
  }, 60_000);

  test('what was dictated is kept to its last word, however long it is, and a command behind it is one', async () => {
    const sentence = fc.constantFrom(
      'The plant managers like the pilot.',
      'Marcus Klein will send the security questionnaire, and procurement wants a better price by Friday.',
      'They asked whether training is part of the offer, which it is.',
      'The board meets on 12 December at 10.',
      'We talked about two plants, 40k and the budget for next year.',
    );
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom('Log a call with Dana Whitlock: ', 'Add a note to Granite Meter Rollout: '),
        fc.array(sentence, { minLength: 1, maxLength: 60 }),
        fc.boolean(),
        async (head, sentences, more) => {
          const said = sentences.join(' ');
          const outcome = await org.plan(
            `${head}${said}${more ? ' Then create a task for Helen Lind to send the offer by Friday.' : ''}`,
          );
          if (outcome.kind !== 'plan') throw new Error(`${outcome.kind} of ${said}`);
          const { set } = outcome.ops[0]!;
          expect(set!['Description'] ?? set!['_text']).toBe(said.slice(0, -1));
          expect(outcome.ops).toHaveLength(more ? 2 : 1);
        },
      ),
      { numRuns: 20 },
    );
  }, 60_000);

  test('two deals that swap their names swap their plans', async () => {
    const [one, two] = ['Halcyon Observability', 'Granite Meter Rollout'];
    const world = demoWorld();
    for (const row of world.records['Opportunity']!)
      if (row['Name'] === one) row['Name'] = two;
      else if (row['Name'] === two) row['Name'] = one;
    const swapped = await testOrg(world);
    try {
      const ids = async (where: TestOrg, name: string): Promise<unknown> => {
        const outcome = await where.plan(`Move ${name} to negotiation`);
        return outcome.kind === 'plan' ? outcome.ops.map((op) => op.ids) : outcome.kind;
      };
      const [a, b] = [await ids(org, one!), await ids(org, two!)];
      expect(a).not.toEqual(b);
      expect(await ids(swapped, one!)).toEqual(b);
      expect(await ids(swapped, two!)).toEqual(a);
    } finally {
      await swapped.close();
    }
  }, 60_000);

  test('the comparison tells a wrong record, a wrong value and an operation too many', async () => {
    const world = demoWorld();
    const one = casesOf('./demo.txt', world).find(
      (c) => c.text === 'Clear the next step on ACME Line Automation',
    )!;
    const right = (await org.plan(one.text)) as Extract<Outcome, { kind: 'plan' }>;
    expect(wrong(one, right, world)).toBeUndefined();
    const op = right.ops[0]!;
    const other = org.id('Opportunity', 'Bluewave Platform Rollout');
    for (const ops of [
      [{ ...op, ids: [other] }],
      [{ ...op, set: { NextStep: 'soon' } }],
      [op, { op: 'delete' as const, object: 'Opportunity', ids: [other] }],
      [],
    ])
      expect(wrong(one, { ...right, ops }, world)).toBeDefined();
  });
});

describe('a further condition never makes the records more', () => {
  const FIRST = ['open', 'in Qualification', 'of mine', 'closing this quarter'];
  const FURTHER = [
    'with amounts over 90k',
    'with an amount under 200k',
    'where the amount is above 150k',
    'over 150k',
    'that nobody has touched since May',
    'that have no next step',
    'that we have not won',
    'with budget approved',
    'without a next step',
    'whose close date is before March',
    'if the probability is below 40%',
    'which are in Negotiation',
    ', only those over 100k',
    'except the Bluewave ones',
    'and worth more than 120k',
  ];
  const SAID: ((which: string, more: string) => string)[] = [
    (which, more) => `Add a note to ${which} ${more} asking for an update`,
    (which, more) => `Write a comment on ${which} ${more}: any news?`,
    (which, more) => `Note on ${which} ${more} that we need an update`,
    (which, more) => `Log a note on ${which} ${more} saying prices rise in May`,
    (which, more) => `Set the next step of ${which} ${more} to send the quote`,
    (which, more) => `Set the next step of ${which} to send the quote ${more}`,
    (which, more) => `Update the description of ${which} to key deal ${more}`,
    (which, more) => `Move ${which} ${more} to Negotiation`,
    (which, more) => `Move ${which} to Negotiation ${more}`,
    (which, more) => `Reassign ${which} ${more} to Tom Becker`,
    (which, more) => `Reassign ${which} to Tom Becker ${more}`,
    (which, more) => `Push ${which} ${more} by a week`,
    (which, more) => `Create a task for ${which} ${more} to call legal`,
    (which, more) => `Log a call on ${which} ${more}: went well`,
  ];
  const idsOf = (outcome: Outcome): string[] =>
    outcome.kind === 'plan' ? outcome.ops.flatMap(({ ids }) => ids ?? []) : [];

  /** Asked whether the closed ones count, too, the question tells of all that fit. */
  const meantBy = (outcome: Outcome): string[] =>
    outcome.kind === 'clarify' && outcome.clarify.slot === 'scope'
      ? (outcome.clarify.candidates ?? [])
      : idsOf(outcome);

  test('in a note, a value, a new owner or a delete, before or behind it', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...SAID),
        fc.constantFrom(...FIRST),
        fc.constantFrom(...FURTHER),
        async (say, first, further) => {
          const adjective = first === 'open';
          const which = adjective ? 'all open opportunities' : `all opportunities ${first}`;
          const changed = idsOf(await org.plan(say(which, further)));
          const all = new Set(meantBy(await org.plan(say(which, ''))));
          expect(changed.filter((id) => !all.has(id))).toEqual([]);
          // The same as where it stands beside the noun; of a condition that nobody can tell there are none.
          const named = meantBy(await org.plan(`Push ${which} ${further} by two weeks`));
          expect(changed.filter((id) => !named.includes(id))).toEqual([]);
        },
      ),
      { numRuns: RUNS },
    );
  }, 60_000);
});
