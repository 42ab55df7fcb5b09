import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { parseQuery } from '@jetstreamapp/soql-parser-js';
import { answerQuestion } from '../../../src/commands/planner.ts';
import type { ClarifyOutcome } from '../../../src/commands/types.ts';
import { everythingAllowed, testOrg, type TestOrg } from '../org.ts';

let org: TestOrg;
beforeAll(async () => {
  org = await testOrg();
});
afterAll(() => org.close());

async function reply(outcome: unknown, answer: { choice?: string; text?: string }) {
  return answerQuestion((outcome as ClarifyOutcome).dialogue, answer, {
    salesforce: await org.salesforce(),
    policy: everythingAllowed,
    research: { find: async () => undefined },
  });
}

describe('a clarification is a conversation', () => {
  test('the chosen record completes the same plan', async () => {
    const asked = await org.plan('Move the Harborview deal to negotiation');
    expect(asked.kind).toBe('clarify');
    const choice = (asked as ClarifyOutcome).choices[0]!.value;
    expect(await reply(asked, { choice })).toMatchObject({
      kind: 'plan',
      ops: [{ ids: [choice], set: { StageName: 'Negotiation/Review' } }],
    });
  });

  test('of two values for one field the rep chooses one', async () => {
    const asked = await org.plan('Move Granite Outage Map to negotiation, we won it');
    expect(asked).toMatchObject({
      kind: 'clarify',
      choices: [{ value: 'Negotiation/Review' }, { value: 'Closed Won' }],
    });
    for (const choice of ['Negotiation/Review', 'Closed Won'])
      expect(await reply(asked, { choice })).toMatchObject({ ops: [{ set: { StageName: choice } }] });
  });

  test('a typed label or a number is as good as a button', async () => {
    const asked = (await org.plan('Move the Harborview deal to negotiation')) as ClarifyOutcome;
    expect(await reply(asked, { text: asked.choices[1]!.label })).toMatchObject({
      ops: [{ ids: [asked.choices[1]!.value] }],
    });
    expect(await reply(asked, { text: '1' })).toMatchObject({ ops: [{ ids: [asked.choices[0]!.value] }] });
  });

  test('several questions come one after another', async () => {
    const first = await org.plan('Add Reese Anderson as a new lead and assign her to Nobodyknown');
    expect(first).toMatchObject({ kind: 'clarify', clarify: { slot: 'user' } });
    const second = await reply(first, { text: 'Diego' });
    expect(second).toMatchObject({ kind: 'clarify', clarify: { slot: 'field', field: 'Company' } });
    expect(await reply(second, { text: 'Anderson Freight' })).toMatchObject({
      kind: 'plan',
      ops: [{ set: { Company: 'Anderson Freight' } }],
    });
  });

  test('each operation says why: the record, the value, and the day in the rep’s zone', async () => {
    const first = await org.plan(
      'Update opportunity status to negotiation and set the next follow-up for Friday.',
    );
    expect(first).toMatchObject({ kind: 'clarify', question: 'Which opportunity?' });
    const second = (await reply(first, { text: 'Harborview' })) as ClarifyOutcome;
    expect(second).toMatchObject({ kind: 'clarify', question: 'Which Harborview opportunity?' });
    // What tells the choices apart is written as the rep reads it.
    for (const { detail } of second.choices) expect(detail).toMatch(/\$[\d,]+ · \w{3}, \w{3} \d+, \d{4} · /);
    const plan = await reply(second, { choice: second.choices[0]!.value });
    expect(plan).toMatchObject({
      kind: 'plan',
      ops: [
        { op: 'update', why: expect.arrayContaining(["'negotiation' → Negotiation/Review"]) },
        { op: 'create', why: expect.arrayContaining(['Friday = Fri 27 Nov 2026 in Europe/Berlin']) },
      ],
    });
  });

  test('"never mind" ends it', async () => {
    const asked = await org.plan('Move the Harborview deal to negotiation');
    expect(await reply(asked, { text: 'Never mind' })).toMatchObject({
      kind: 'refuse',
      reason: 'cancelled: by the rep',
    });
  });
});

describe('whatever is typed', () => {
  test('no text breaks the planner, and every query it sends is one query with one meaning', async () => {
    const salesforce = await org.salesforce();
    const sent: string[] = [];
    const listening = new Proxy(salesforce, {
      get(target, key, receiver) {
        const value = Reflect.get(target, key, receiver) as unknown;
        if (key === 'query')
          return (soql: string, options: object) => (sent.push(soql), target.query(soql, options));
        return typeof value === 'function' ? (value as (...args: unknown[]) => unknown).bind(target) : value;
      },
    });
    const { planCommand } = await import('../../../src/commands/planner.ts');
    const pieces = fc.constantFrom(
      'Move ',
      'set the amount of ',
      "O'Brien' OR Name != '",
      ' to 5k',
      '\\',
      '"',
      "'; DELETE",
      '{"a":1}',
      '<b>',
      ' and ',
      'Redwood',
      '\u202e',
      '🙂',
      ' note: ',
      '\u0000',
      'é',
      ' friday ',
      '%_',
      '--',
      ' for ',
    );
    await fc.assert(
      fc.asyncProperty(fc.array(pieces, { maxLength: 14 }), async (parts) => {
        const outcome = await planCommand(
          { text: parts.join(''), now: new Date('2026-11-25T09:00:00Z'), timeZone: 'Europe/Berlin' },
          { salesforce: listening, policy: everythingAllowed, research: { find: async () => undefined } },
        );
        expect(['plan', 'clarify', 'refuse', 'answer']).toContain(outcome.kind);
      }),
      { numRuns: 150 },
    );
    for (const soql of sent) expect(() => parseQuery(soql)).not.toThrow();
  }, 60_000);

  test('twenty thousand characters are read; more are refused', async () => {
    expect(
      (await org.plan(`Log a call on Redwood Data Hub: ${'they talked and talked '.repeat(860)}`)).kind,
    ).not.toBe('refuse');
    expect(await org.plan('x'.repeat(20_001))).toMatchObject({
      kind: 'refuse',
      reason: 'unsupported: too long',
    });
  }, 30_000);
});
