import { readFileSync } from 'node:fs';
import { PgBoss } from 'pg-boss';
import { appendAudit } from '../../src/audit/append.ts';
import { runCommand } from '../../src/commands/job.ts';
import { createCommands, type Commands } from '../../src/commands/pipeline.ts';
import { DEFAULT_POLICY } from '../../src/commands/policy-store.ts';
import type { Timing } from '../../src/commands/run.ts';
import type { CommandView, Operation, Outcome, Policy } from '../../src/commands/types.ts';
import { startBoss, type Boss } from '../../src/jobs/boss.ts';
import { startCommandQueue } from '../../src/jobs/commands.ts';
import { createResearch } from '../../src/research/sources.ts';
import { createSalesforce } from '../../src/salesforce/client.ts';
import { createDescribeCache } from '../../src/salesforce/describe-cache.ts';
import { createTransport } from '../../src/salesforce/transport.ts';
import type { Access, Principal, Salesforce, UseGrant } from '../../src/salesforce/types.ts';
import { createTestDatabase, type TestDatabase } from '../database.ts';
import { installPackage, withPackage } from '../../../simulator/src/apex/package.ts';
import { apexRoutes } from '../../../simulator/src/apex/routes.ts';
import type { World } from '../../../simulator/src/world.ts';
import { createSimulator, type Simulator } from '../../../simulator/src/server.ts';

const WORLD = new URL('../../../simulator/worlds/demo.json', import.meta.url);

export const MARA = '005Sy0000000001IAA';
export const TOM = '005Sy0000000002IAA';

export const QUICK: Timing = { settleMs: 20, retryMs: 5, bulkPollMs: 20 };

export interface WorldRecords {
  [object: string]: Record<string, unknown>[];
}

/** The demo world with the package installed, or without it: an org whose records have no key field. */
export function demoWorld(
  change: (records: WorldRecords) => void = () => undefined,
  installed = true,
): World {
  const world = JSON.parse(readFileSync(WORLD, 'utf8')) as World & { records: WorldRecords };
  change(world.records);
  return installed ? withPackage(world) : world;
}

export interface Change {
  n: number;
  object: string;
  id: string;
  field: string | null;
  old: unknown;
  new: unknown;
  userId: string;
}

export interface Bench {
  database: TestDatabase;
  simulator: Simulator;
  commands: Commands;
  boss: Boss;
  mara: Principal;
  /** Decides what the next `create` plans. */
  next(outcome: Outcome): void;
  /** Plans the operations, confirms, and waits for the end. */
  run(ops: Operation[], options?: { leaveOut?: number[]; typed?: number }): Promise<CommandView>;
  plan(ops: Operation[]): Promise<CommandView>;
  ended(id: string, status?: CommandView['status'][]): Promise<CommandView>;
  salesforceOf(userId: string): Salesforce;
  sim<T>(method: string, path: string, body?: unknown): Promise<T>;
  changes(since?: number): Promise<Change[]>;
  journal(): Promise<{ n: number; method: string; path: string; status: number }[]>;
  /** Stands between the commands and their grants. */
  grants: { failure: Error | undefined };
  close(): Promise<void>;
}

/** Commands over a real PostgreSQL, a real job queue and a simulated org; only what is planned is given. */
export async function startBench(
  options: {
    world?: World;
    policy?: Partial<Policy>;
    timing?: Partial<Timing>;
    /** false: jobs are sent, and left to other processes. */
    works?: boolean;
  } = {},
): Promise<Bench> {
  const database = await createTestDatabase();
  const simulator = await createSimulator({
    world: options.world ?? demoWorld(),
    routes: apexRoutes(installPackage({ serviceUrl: null, appInstalled: () => true })),
  });
  const transport = createTransport();
  const sessions = new Map<string, Access>();
  const grants: Bench['grants'] = { failure: undefined };
  const use: UseGrant = async ({ userId }, call) => {
    if (grants.failure) throw grants.failure;
    let access = sessions.get(userId);
    if (access === undefined) {
      const answer = await sim<{ access_token: string; instance_url: string }>('POST', 'session', {
        username: userId,
      });
      access = { accessToken: answer.access_token, instanceUrl: answer.instance_url };
      sessions.set(userId, access);
    }
    return call(access);
  };
  const describes = createDescribeCache();
  const orgId = simulator.org.id;
  const salesforceFor = (principal: Principal): Salesforce =>
    createSalesforce(use, principal, describes, transport.send);
  const { pool } = database;
  const jobDeps = { pool, salesforceFor, audit: appendAudit, timing: { ...QUICK, ...options.timing } };
  const unforeseen: unknown[] = [];
  const boss =
    options.works === false
      ? await startSender(database.url)
      : await startBoss(database.url, (error) => unforeseen.push(error));
  const queue = await startCommandQueue(boss, (org, id, signal) => runCommand(jobDeps, org, id, signal));
  if (options.policy)
    await pool.query('insert into policies (org_id, version, policy, changed_by) values ($1, 1, $2, $3)', [
      orgId,
      JSON.stringify({ ...DEFAULT_POLICY, ...options.policy }),
      MARA,
    ]);
  let planned: Outcome | undefined;
  const given = (): Promise<Outcome> => {
    if (planned === undefined) throw new Error('nothing was planned');
    return Promise.resolve(planned);
  };
  const commands = createCommands({
    pool,
    salesforceFor,
    queue,
    audit: appendAudit,
    planner: { plan: given, answer: given },
    research: createResearch(),
  });
  const mara = { orgId, userId: MARA };

  async function sim<T>(method: string, path: string, body?: unknown): Promise<T> {
    const response = await fetch(`${simulator.url}/__sim/${path}`, {
      method,
      ...(body === undefined
        ? {}
        : { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`${path}: ${response.status} ${text}`);
    return (text === '' ? undefined : JSON.parse(text)) as T;
  }

  const ended: Bench['ended'] = (id, status = ['done', 'failed', 'cancelled', 'undone']) =>
    until(async () => {
      if (unforeseen.length > 0) throw unforeseen[0];
      const view = await commands.read(mara, id);
      return status.includes(view.status) ? view : undefined;
    });
  const plan: Bench['plan'] = (ops) => {
    planned = { kind: 'plan', ops, flags: [] };
    return commands.create(mara, { text: 'as given', timeZone: 'Europe/Berlin' });
  };

  return {
    database,
    simulator,
    commands,
    boss,
    mara,
    grants,
    sim,
    plan,
    ended,
    next: (outcome) => void (planned = outcome),
    async run(ops, confirm = {}) {
      const { id, typeToConfirm } = await plan(ops);
      await commands.confirm(mara, id, { typed: typeToConfirm, ...confirm });
      return ended(id);
    },
    salesforceOf: (userId) => salesforceFor({ orgId, userId }),
    changes: (since = 0) => sim<Change[]>('GET', `changes?since=${since}`),
    journal: () => sim('GET', 'journal'),
    async close() {
      await boss.stop();
      await transport.close();
      await simulator.close();
      await database.close();
    },
  };
}

/** The sending half of {@link startBoss}. */
async function startSender(connectionString: string): Promise<Boss> {
  const boss = await new PgBoss({
    connectionString,
    schema: 'jobs',
    supervise: false,
    schedule: false,
  }).start();
  return {
    async work({ name, key }) {
      await boss.createQueue(name, {
        policy: 'singleton',
        heartbeatSeconds: 10,
        notify: true,
        retryLimit: 3,
      });
      return async (jobs) => {
        for (const job of jobs) await boss.send(name, job, { singletonKey: key(job) });
      };
    },
    stop: () => boss.stop({ graceful: false }),
  };
}

/** Asks again until there is an answer; fails after 60 s. */
export async function until<T>(ask: () => Promise<T | undefined>): Promise<T> {
  const deadline = Date.now() + 60_000;
  for (;;) {
    const answer = await ask();
    if (answer !== undefined) return answer;
    if (Date.now() > deadline) throw new Error('it did not happen within 60 s');
    await new Promise((resolve) => setTimeout(resolve, 15));
  }
}
