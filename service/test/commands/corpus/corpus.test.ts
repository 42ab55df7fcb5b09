import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Outcome, Value } from '../../../src/commands/types.ts';
import { testOrg, type TestOrg } from '../org.ts';
import { CORPUS, type Sentence } from './sentences.ts';

let org: TestOrg;
beforeAll(async () => {
  org = await testOrg();
});
afterAll(() => org.close());

const plain = (value: Value | undefined): unknown =>
  value !== null && typeof value === 'object' && '$id' in value ? value.$id : value;

/** Why the outcome is not what the sentence means; undefined when it is. */
function wrong(sentence: Sentence, outcome: Outcome): string | undefined {
  const wanted = sentence.expect;
  if ('kind' in wanted)
    return outcome.kind === wanted.kind ? undefined : `${outcome.kind} instead of ${wanted.kind}`;
  if (outcome.kind !== 'plan') return outcome.kind === 'clarify' ? `asks: ${outcome.question}` : outcome.kind;
  if (outcome.ops.length !== wanted.ops.length) return `${outcome.ops.length} operations`;
  for (const [n, op] of wanted.ops.entries()) {
    const got = outcome.ops[n]!;
    if (got.op !== op.op || got.object !== op.object) return `${got.op} ${got.object}`;
    for (const [field, value] of Object.entries(op.set ?? {}))
      if (plain(got.set?.[field]) !== value) return `${field} = ${JSON.stringify(got.set?.[field])}`;
    const id = wanted.target === undefined ? undefined : org.id('Opportunity', wanted.target);
    const about = got.op === 'create' ? [plain(got.set?.['WhatId'])] : (got.ids ?? []);
    if (id !== undefined && (about.length !== 1 || about[0] !== id)) return `about ${JSON.stringify(about)}`;
  }
  return undefined;
}

/** Every fifth sentence is held out: it counts, but nobody tunes the grammar by it. */
const heldOut = CORPUS.filter((_, n) => n % 5 === 4);
const seen = CORPUS.filter((_, n) => n % 5 !== 4);

async function judge(
  sentences: readonly Sentence[],
): Promise<{ right: number; harmful: string[]; misses: string[] }> {
  const result = { right: 0, harmful: [] as string[], misses: [] as string[] };
  for (const sentence of sentences) {
    const outcome = await org.plan(sentence.text);
    const why = wrong(sentence, outcome);
    if (why === undefined) result.right++;
    else {
      result.misses.push(`[${sentence.category}] ${sentence.text} → ${why}`);
      if (outcome.kind === 'plan') result.harmful.push(`${sentence.text} → ${why}`);
    }
  }
  return result;
}

describe('what reps say about the deals of the demo org', () => {
  test('the corpus has at least six hundred sentences', () => {
    expect(CORPUS.length).toBeGreaterThanOrEqual(600);
  });

  test('at least 97 of 100 come to the plan that was meant, and none to a harmful one', async () => {
    const { right, harmful, misses } = await judge(seen);
    if (process.env['SHOW_MISSES']) console.log(misses.join('\n'));
    expect(harmful).toEqual([]);
    expect(right / seen.length).toBeGreaterThanOrEqual(0.97);
  }, 120_000);

  test('the held-out fifth fares as well', async () => {
    const { right, harmful } = await judge(heldOut);
    expect(harmful).toHaveLength(0);
    expect(right / heldOut.length).toBeGreaterThanOrEqual(0.95);
  }, 60_000);
});
