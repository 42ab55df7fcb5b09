import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import fc from 'fast-check';
import pino from 'pino';
import { createSimulator, type Simulator } from '../../../simulator/src/server.ts';
import { appendAudit } from '../../src/audit/append.ts';
import { transaction } from '../../src/db/pool.ts';
import { saveGrant } from '../../src/grants/connect.ts';
import { createGrants, type Grants } from '../../src/grants/grants.ts';
import { createOAuthClient, SCOPES } from '../../src/grants/oauth-client.ts';
import { createMetrics } from '../../src/metrics.ts';
import { salesforceOrigin } from '../../src/orgs/login-hosts.ts';
import { createCutOff } from '../../src/revocation/cut-off.ts';
import { createSalesforce } from '../../src/salesforce/client.ts';
import { createDescribeCache } from '../../src/salesforce/describe-cache.ts';
import { createTransport } from '../../src/salesforce/transport.ts';
import type { Principal } from '../../src/salesforce/types.ts';
import { createFileProvider } from '../../src/vault/file-provider.ts';
import { createVault, type Vault } from '../../src/vault/vault.ts';
import { createTestDatabase, type TestDatabase } from '../database.ts';

const RUNS = 50;
const COMMANDS_PER_RUN = 14;
/** Below the first back-off, so that a transient error reaches the caller. */
const CALLER_WAIT_MS = 700;
/** As the simulated app's policies have it. */
const IDLE_LIMIT_HOURS = 30 * 24;

let database: TestDatabase;
let simulator: Simulator;
let directory: string;
let vault: Vault;
let replicas: Grants[];
let principal: Principal;
let username: string;
const transport = createTransport();
const describes = createDescribeCache();
const cutOff = createCutOff(appendAudit, async () => undefined);

beforeAll(async () => {
  database = await createTestDatabase();
  const world: unknown = JSON.parse(
    readFileSync(new URL('../../../simulator/worlds/demo.json', import.meta.url), 'utf8'),
  );
  simulator = await createSimulator({ world });
  await sim('PATCH', 'settings', { tokenLatencyMs: 2, loginsPerHour: 1e9, dailyApiRequests: 1e9 });
  username = 'tom.becker@northlight.example';
  const user = [...simulator.org.data.rows('User')].find((row) => row['Username'] === username);
  principal = { orgId: simulator.org.id, userId: String(user!['Id']) };
  directory = mkdtempSync(join(tmpdir(), 'sayso-lifecycle-'));
  vault = createVault(database.pool, createFileProvider(join(directory, 'keyring'), true));
  replicas = [0, 1].map((n) =>
    createGrants({
      pool: database.pool,
      databaseUrl: database.url,
      vault,
      oauth: createOAuthClient({
        clientId: simulator.clientId,
        clientSecret: simulator.clientSecret,
        redirectUri: 'http://127.0.0.1/oauth/callback',
        send: transport.send,
        salesforceOrigin: (value) => salesforceOrigin(value, true),
      }),
      log: pino({ level: 'silent' }),
      metrics: createMetrics(),
      spoolDirectory: join(directory, `spool-${n}`),
      leaseSeconds: 15,
      callerWaitMs: CALLER_WAIT_MS,
    }),
  );
}, 30_000);

afterAll(async () => {
  for (const replica of replicas) await replica.close();
  await transport.close();
  await simulator.close();
  await database.close();
  rmSync(directory, { recursive: true, force: true });
});

async function sim<T>(method: string, path: string, body?: unknown): Promise<T> {
  const response = await fetch(`${simulator.url}/__sim/${path}`, {
    method,
    ...(body === undefined
      ? {}
      : { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
  });
  const text = await response.text();
  if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${text}`);
  return (text === '' ? undefined : JSON.parse(text)) as T;
}

/** What the grant should be, told in a few words. */
interface Model {
  status: 'never' | 'connected' | 'reconnect_required' | 'revoked';
  reason: string | null;
  /** Whether Salesforce still accepts the refresh token that the service holds. */
  liveAtOrg: boolean;
  sessionLives: boolean;
  userActive: boolean;
  idleHours: number;
  /** Refreshes that Salesforce carried out for this grant. */
  rotations: number;
}

type Real = undefined;
type Step = fc.AsyncCommand<Model, Real>;

const use = (replica: Grants): Promise<unknown> =>
  createSalesforce(replica.use, principal, describes, transport.send).request('GET', '/limits');

const outcomeOf = (replica: Grants): Promise<string> =>
  use(replica).then(
    () => 'served',
    (error: { code: string }) => error.code,
  );

/** What a call must come to, and what it does to the grant. */
function expectedUse(model: Model): string {
  if (model.status === 'never' || model.status === 'revoked') return 'not_connected';
  if (model.status === 'reconnect_required') return 'reconnect_required';
  if (model.sessionLives && model.userActive) return 'served';
  if (model.userActive && model.liveAtOrg && model.idleHours <= IDLE_LIMIT_HOURS) {
    model.rotations += 1;
    model.sessionLives = true;
    model.idleHours = 0;
    return 'served';
  }
  model.status = 'reconnect_required';
  model.reason = model.liveAtOrg && !model.userActive ? 'inactive_user' : 'grant_expired';
  if (model.userActive) model.liveAtOrg = false;
  model.sessionLives = false;
  return 'reconnect_required';
}

interface Row {
  status: string;
  reason: string | null;
  busy: boolean;
}

/** The service's row and Salesforce's count say what the model says; nothing is left half done and no dead token was ever sent. */
async function agrees(model: Model): Promise<void> {
  for (const replica of replicas) await replica.settled();
  const { rows } = await database.pool.query<Row>(
    `select status, case when status = 'revoked' then null else reason end as reason, lease_owner is not null or refresh_intent_at is not null as busy from grants`,
  );
  expect(rows).toEqual(
    model.status === 'never' ? [] : [{ status: model.status, reason: model.reason, busy: false }],
  );
  const grants = await sim<{ replays: number; rotations: number; revokedWhy: string | null }[]>(
    'GET',
    `grants?username=${username}`,
  );
  // That an admin revoked a grant at Salesforce shows only when its token is sent once more.
  const allowed = (why: string | null): number => (why === 'revoked by an admin' ? 1 : 0);
  for (const { replays, revokedWhy } of grants) expect(replays).toBeLessThanOrEqual(allowed(revokedWhy));
  if (model.status !== 'never') expect(grants.at(-1)!.rotations).toBe(model.rotations);
}

function step(
  name: string,
  run: (model: Model) => Promise<void>,
  check: (model: Readonly<Model>) => boolean = () => true,
): Step {
  return {
    check: (model) => check(model),
    async run(model) {
      await run(model);
      await agrees(model);
    },
    toString: () => name,
  };
}

const connect = step(
  'connect',
  async (model) => {
    const tokens = await sim<Record<string, string>>('POST', 'session', {
      username,
      clientId: simulator.clientId,
      approve: true,
    });
    await saveGrant(
      database.pool,
      vault,
      {
        intent: 'connect',
        loginUrl: simulator.url,
        answer: {
          ...principal,
          accessToken: tokens['access_token']!,
          refreshToken: tokens['refresh_token']!,
          instanceUrl: tokens['instance_url']!,
          scopes: SCOPES,
        },
      },
      { username, name: 'Tom Becker' },
    );
    Object.assign(model, {
      status: 'connected',
      reason: null,
      liveAtOrg: true,
      sessionLives: true,
      idleHours: 0,
      rotations: 0,
    });
  },
  (model) => model.userActive,
);

const call = (n: number): Step =>
  step(`use by replica ${n}`, async (model) => {
    const expected = expectedUse(model);
    expect(await outcomeOf(replicas[n]!)).toBe(expected);
  });

async function endSession(model: Model): Promise<void> {
  await sim('DELETE', 'session', { username });
  model.sessionLives = false;
}

const sessionEnds = step('the session ends', endSession);

const together = step('the session ends, and four callers on two replicas notice', async (model) => {
  await endSession(model);
  const expected = expectedUse(model);
  const outcomes = await Promise.all([...replicas, ...replicas].map(outcomeOf));
  expect(outcomes).toEqual(Array(4).fill(expected));
});

const canRefresh = (model: Readonly<Model>): boolean =>
  model.status === 'connected' && model.liveAtOrg && model.userActive && model.idleHours <= IDLE_LIMIT_HOURS;

/** An error that passes: the caller hears of it, and once the back-off is over the next one is served with the same grant. */
const passing = (error: string, code: string): Step =>
  step(
    `Salesforce answers a refresh with ${error}`,
    async (model) => {
      await endSession(model);
      await sim('POST', 'faults', [
        {
          match: { grantType: 'refresh_token' },
          times: 1,
          action:
            error === 'a cut connection'
              ? { type: 'reset', when: 'before' }
              : { type: 'oauthError', error, error_description: 'try later' },
        },
      ]);
      expect(await outcomeOf(replicas[0]!)).toBe(code);
      await sim('DELETE', 'faults');
      await database.pool.query('update grants set retry_at = null');
      const expected = expectedUse(model);
      expect(await outcomeOf(replicas[1]!)).toBe(expected);
    },
    canRefresh,
  );

const revokedAtOrg = step('an admin revokes at Salesforce', async (model) => {
  await sim('DELETE', 'grants', { username });
  model.liveAtOrg = false;
  model.sessionLives = false;
});

const cutOffUser = step(
  'Sayso cuts the user off',
  async (model) => {
    await transaction(database.pool, (client) =>
      cutOff(client, {
        target: { scope: 'user', ...principal },
        reason: 'test',
        trigger: 'admin',
        actor: { type: 'admin' },
      }),
    );
    model.status = 'revoked';
    model.reason = null;
  },
  (model) => model.status !== 'never',
);

const deactivated = step(
  'the user is deactivated',
  async (model) => {
    await sim('PATCH', `users/${username}`, { active: false });
    model.userActive = false;
  },
  (model) => model.userActive,
);

const reactivated = step(
  'the user is active again, and the daily look finds it',
  async (model) => {
    await sim('PATCH', `users/${username}`, { active: true });
    model.userActive = true;
    const due = model.status === 'reconnect_required' && model.reason === 'inactive_user';
    await database.pool.query(
      `update grants set keep_alive_at = now() where status = 'reconnect_required' and reason = 'inactive_user'`,
    );
    await replicas[1]!.sweep();
    if (!due) return;
    model.status = 'connected';
    model.reason = null;
    expectedUse(model);
  },
  (model) => !model.userActive,
);

const timePasses = (hours: number): Step =>
  step(`${hours} hours pass at Salesforce`, async (model) => {
    await sim('POST', 'clock', { advanceSeconds: hours * 3_600 });
    model.sessionLives = false;
    model.idleHours += hours;
  });

const steps = [
  connect,
  call(0),
  call(1),
  sessionEnds,
  together,
  passing('server_error', 'salesforce_login_unavailable'),
  passing('invalid_client', 'client_invalid'),
  passing('a cut connection', 'salesforce_login_unavailable'),
  revokedAtOrg,
  cutOffUser,
  deactivated,
  reactivated,
  timePasses(3),
  timePasses(24 * 20),
];

test('whatever happens to a grant, in whatever order, it is what it should be: no dead token sent, no refresh too many', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.commands(
        // Connecting and calling are what most of life consists of.
        [...steps, connect, call(0), together].map((each) => fc.constant(each)),
        { maxCommands: COMMANDS_PER_RUN, size: 'max' },
      ),
      async (commands) => {
        await database.pool.query('delete from orgs');
        await database.pool.query(
          `insert into orgs (org_id, login_url, instance_url, environment, paired_at) values ($1, $2, $2, 'loopback', now())`,
          [principal.orgId, simulator.url],
        );
        await sim('DELETE', 'faults');
        await sim('DELETE', 'grants', { username });
        await sim('PATCH', `users/${username}`, { active: true });
        await fc.asyncModelRun(
          () => ({
            model: {
              status: 'never',
              reason: null,
              liveAtOrg: false,
              sessionLives: false,
              userActive: true,
              idleHours: 0,
              rotations: 0,
            } satisfies Model as Model,
            real: undefined,
          }),
          commands,
        );
      },
    ),
    { numRuns: RUNS },
  );
}, 120_000);
