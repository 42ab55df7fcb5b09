import { readFileSync } from 'node:fs';
import { createSimulator, type Simulator } from '../../../simulator/src/server.ts';
import { createSalesforce } from '../../src/salesforce/client.ts';
import { createDescribeCache } from '../../src/salesforce/describe-cache.ts';
import type { Salesforce } from '../../src/salesforce/types.ts';
import { planCommand } from '../../src/commands/planner.ts';
import { defaultPolicy } from '../../src/commands/policy.ts';
import type { CommandContext, Outcome, Policy } from '../../src/commands/types.ts';

export interface World {
  meta: Record<string, unknown>;
  /** Values by `Object.Field`. */
  picklists?: Record<string, unknown>;
  records: Record<string, Record<string, unknown>[]>;
}

export function demoWorld(): World {
  return JSON.parse(
    readFileSync(new URL('../../../simulator/worlds/demo.json', import.meta.url), 'utf8'),
  ) as World;
}

export const everythingAllowed: Policy = {
  ...defaultPolicy,
  writable: { ...defaultPolicy.writable, '*__c': '*' },
  allowDelete: true,
};

/** Wednesday, in Berlin. */
export const WEDNESDAY = new Date('2026-11-25T09:30:00+01:00');

export interface TestOrg {
  world: World;
  simulator: Simulator;
  salesforce(email?: string): Promise<Salesforce>;
  plan(text: string, context?: CommandContext, email?: string): Promise<Outcome>;
  id(object: string, name: string): string;
  close(): Promise<void>;
}

/** A simulated org with that world, and the planner in front of it. */
export async function testOrg(world: World = demoWorld()): Promise<TestOrg> {
  const simulator = await createSimulator({ world, now: WEDNESDAY });
  const cache = createDescribeCache();
  const reps = new Map<string, Salesforce>();
  const standard = String(world.records['User']![0]!['Email']);
  const org: TestOrg = {
    world,
    simulator,
    async salesforce(email = standard) {
      const known = reps.get(email);
      if (known) return known;
      const user = world.records['User']!.find((u) => u['Email'] === email)!;
      const response = await fetch(`${simulator.url}/__sim/session`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ username: user['Username'] }),
      });
      const token = (await response.json()) as { access_token: string; instance_url: string };
      const made = createSalesforce(
        (_principal, call) => call({ accessToken: token.access_token, instanceUrl: token.instance_url }),
        { orgId: simulator.org.id, userId: String(user['Id']) },
        cache,
      );
      reps.set(email, made);
      return made;
    },
    async plan(text, context, email) {
      return planCommand(
        { text, now: WEDNESDAY, timeZone: 'Europe/Berlin', context },
        {
          salesforce: await org.salesforce(email),
          policy: everythingAllowed,
          research: { find: async () => undefined },
        },
      );
    },
    id(object, name) {
      const row = world.records[object]!.find((r) => (r['Name'] ?? r['Subject']) === name);
      if (!row) throw new Error(`The world has no ${object} "${name}".`);
      return String(row['Id']);
    },
    close: () => simulator.close(),
  };
  return org;
}
