/**
 * `npm run plan -- --world FILE --cases FILE --out FILE [--lists DIR]`: plans every case against that world through the real
 * pipeline's planner and a simulated org, executes nothing, and writes one prediction a line.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { createSimulator } from '../simulator/src/server.ts';
import { createDescribeCache } from '../service/src/salesforce/describe-cache.ts';
import { createSalesforce } from '../service/src/salesforce/client.ts';
import type { Salesforce } from '../service/src/salesforce/types.ts';
import { createResearch } from '../service/src/research/sources.ts';
import { planCommand } from '../service/src/commands/planner.ts';
import { defaultPolicy } from '../service/src/commands/policy.ts';
import type { Operation, Outcome, Policy, Value } from '../service/src/commands/types.ts';

interface Case {
  id: string;
  text: string;
  now: string;
  tz: string;
  user: string;
  context?: { recordId?: string; mentioned?: string[]; notes?: string; previous?: string };
}

/** Everything that a command can do: the question here is what it means, not what one org's admin allows. */
const POLICY: Policy = {
  ...defaultPolicy,
  writable: { ...defaultPolicy.writable, '*__c': '*' },
  allowDelete: true,
};

const { values } = parseArgs({
  options: {
    world: { type: 'string' },
    cases: { type: 'string' },
    out: { type: 'string' },
    lists: { type: 'string' },
  },
});
if (!values.world || !values.cases || !values.out) {
  console.error('npm run plan -- --world FILE --cases FILE --out FILE [--lists DIR]');
  process.exit(2);
}

const world = JSON.parse(readFileSync(values.world, 'utf8')) as {
  records: Record<string, Record<string, unknown>[]>;
};
const cases = readFileSync(values.cases, 'utf8')
  .split('\n')
  .filter((line) => line.trim() !== '')
  .map((line) => JSON.parse(line) as Case);
const lists = values.lists ?? path.dirname(values.world);
const research = createResearch({ ycFile: lists, csvFolder: lists });
const simulator = await createSimulator({ world });
const cache = createDescribeCache();
const reps = new Map<string, Salesforce>();

const lines: string[] = [];
for (const one of cases) {
  let outcome: Outcome | { kind: 'error'; message: string };
  try {
    outcome = await planCommand(
      { text: one.text, now: new Date(one.now), timeZone: one.tz, context: one.context },
      { salesforce: await salesforceOf(one.user), policy: POLICY, research },
    );
  } catch (error) {
    outcome = { kind: 'error', message: (error as Error).stack ?? String(error) };
    console.error(`${one.id}: ${outcome.message}`);
  }
  lines.push(JSON.stringify(predictionOf(one.id, outcome)));
}
writeFileSync(values.out, `${lines.join('\n')}\n`);
await simulator.close();
console.log(`${cases.length} cases planned, written to ${values.out}`);

async function salesforceOf(email: string): Promise<Salesforce> {
  const known = reps.get(email);
  if (known) return known;
  const user = world.records['User']?.find((u) => u['Email'] === email);
  if (!user) throw new Error(`The world has no user ${email}.`);
  const response = await fetch(`${simulator.url}/__sim/session`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ username: user['Username'] }),
  });
  const { access_token: accessToken, instance_url: instanceUrl } = (await response.json()) as Record<
    string,
    string
  >;
  const made = createSalesforce(
    (_principal, call) => call({ accessToken: accessToken!, instanceUrl: instanceUrl! }),
    { orgId: simulator.org.id, userId: String(user['Id']) },
    cache,
  );
  reps.set(email, made);
  return made;
}

function predictionOf(id: string, outcome: Outcome | { kind: 'error'; message: string }): unknown {
  switch (outcome.kind) {
    case 'plan':
      return { id, kind: 'plan', ops: outcome.ops.map(operationOf), flags: outcome.flags };
    case 'clarify':
      return {
        id,
        kind: 'clarify', // "I did not understand" asks for other words, not for a slot.
        clarify: outcome.clarify.slot === 'scope' && !outcome.clarify.object ? {} : outcome.clarify,
        question: outcome.question,
      };
    case 'answer':
      return { id, kind: 'answer', answer: outcome.answer };
    case 'refuse':
      return { id, kind: 'refuse', refuse: { reason: outcome.reason } };
    case 'error':
      return { id, kind: 'error' };
  }
}

function operationOf({ op, object, ids, set, ref, why }: Operation): unknown {
  const plain = (value: Value): unknown =>
    value !== null && typeof value === 'object' && '$id' in value ? value.$id : value;
  return {
    op,
    object,
    ...(ids ? { ids } : {}),
    ...(set ? { set: Object.fromEntries(Object.entries(set).map(([k, v]) => [k, plain(v)])) } : {}),
    ...(ref ? { ref } : {}),
    ...(why ? { why } : {}),
  };
}
