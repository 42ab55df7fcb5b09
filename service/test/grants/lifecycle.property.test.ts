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
import { connectionOf } from '../../src/grants/connections.ts';
import type { RefreshStep } from '../../src/grants/exchange.ts';
import { createGrants, type Grants } from '../../src/grants/grants.ts';
import { createOAuthClient, SCOPES } from '../../src/grants/oauth-client.ts';
import { createMetrics } from '../../src/metrics.ts';
import { salesforceOrigin } from '../../src/orgs/login-hosts.ts';
import { createCutOff, type RevocationTrigger } from '../../src/revocation/cut-off.ts';
import { createSalesforce } from '../../src/salesforce/client.ts';
import { createDescribeCache } from '../../src/salesforce/describe-cache.ts';
import { createTransport } from '../../src/salesforce/transport.ts';
import type { Principal } from '../../src/salesforce/types.ts';
import { createFileProvider } from '../../src/vault/file-provider.ts';
import { createVault, type Vault } from '../../src/vault/vault.ts';
import { createTestDatabase, type TestDatabase } from '../database.ts';

/** The same lives in every run; others with these two in the environment. */
const SEED = Number(process.env['SAYSO_LIVES_SEED'] ?? 20_261_125);
const LIVES = Number(process.env['SAYSO_LIVES'] ?? 16);
const LONGEST_LIFE = 60;
/** Below the first back-off, so that a transient error reaches the caller. */
const CALLER_WAIT_MS = 700;
/** As the simulated app's policies have it. */
const IDLE_LIMIT_HOURS = 30 * 24;

/** A service process: its own key cache, spool and connection that listens. */
interface Replica {
  grants: Grants;
  vault: Vault;
}

let database: TestDatabase;
let simulator: Simulator;
let directory: string;
const replicas: Replica[] = [];
/** Where the next refresh of a replica ends as if its process had. */
let crash: { replica: number; step: RefreshStep } | undefined;
/** Whose life it is. */
let principal: Principal;
let username: string;
/** Grants that earlier lives of this user left at Salesforce. */
let earlier = 0;
const transport = createTransport();
const describes = createDescribeCache();
const cutOff = createCutOff(appendAudit, async () => undefined);

beforeAll(async () => {
  database = await createTestDatabase();
  const world: unknown = JSON.parse(
    readFileSync(new URL('../../../simulator/worlds/demo.json', import.meta.url), 'utf8'),
  );
  simulator = await createSimulator({ world });
  await sim('PATCH', 'settings', { tokenLatencyMs: 1, loginsPerHour: 1e9, dailyApiRequests: 1e9 });
  directory = mkdtempSync(join(tmpdir(), 'sayso-lifecycle-'));
  await database.pool.query(
    `insert into orgs (org_id, login_url, instance_url, environment, paired_at) values ($1, $2, $2, 'loopback', now())`,
    [simulator.org.id, simulator.url],
  );
}, 30_000);

afterAll(async () => {
  for (const { grants } of replicas) await grants.close();
  await transport.close();
  await simulator.close();
  await database.close();
  rmSync(directory, { recursive: true, force: true });
});

function start(n: number): Replica {
  const vault = createVault(database.pool, createFileProvider(join(directory, 'keyring'), true));
  const grants = createGrants({
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
    spoolDirectory: spoolOf(n),
    leaseSeconds: 15,
    callerWaitMs: CALLER_WAIT_MS,
    onStep(step) {
      if (crash?.replica !== n || crash.step !== step) return;
      crash = undefined;
      throw new Error('the process ends here');
    },
  });
  return { grants, vault };
}

const spoolOf = (n: number): string => join(directory, `spool-${n}`);

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
  /** Code; null for none, undefined where another part decides what is shown. */
  reason: string | null | undefined;
  /** Whether Salesforce still accepts the refresh token in the row. */
  liveAtOrg: boolean;
  /** Whether it accepts the access token in the row. */
  sessionLives: boolean;
  userActive: boolean;
  idleHours: number;
  /** Refreshes that Salesforce carried out for this grant. */
  rotations: number;
  /** A request was sent, or may have been, and nobody knows what came of it. */
  inDoubt: boolean;
  /** An answer on a replica's disk that never came to the database. */
  kept: Kept | undefined;
}

interface Kept {
  replica: number;
  /** Its place among the user's grants at Salesforce. */
  place: number;
  /** False once a login or a cut-off came between. */
  fits: boolean;
  live: boolean;
  sessionLives: boolean;
}

type Step = fc.AsyncCommand<Model, undefined>;

const outcomeOf = ({ grants }: Replica): Promise<string> =>
  createSalesforce(grants.use, principal, describes, transport.send)
    .request('GET', '/limits')
    .then(
      () => 'served',
      (error: { code?: string }) => error.code ?? String(error),
    );

/** What a call must come to, and what it does to the grant. */
function expectedUse(model: Model): string {
  if (model.status === 'never' || model.status === 'revoked') return 'not_connected';
  if (model.status === 'reconnect_required') return 'reconnect_required';
  return model.sessionLives && model.userActive ? 'served' : expectedRefresh(model);
}

function expectedRefresh(model: Model): string {
  // Introspection is asked first; of an inactive user it knows no live token.
  if (model.inDoubt && !(model.liveAtOrg && model.userActive)) return ended(model, 'refresh_answer_lost');
  if (canRefresh(model)) {
    carriedOut(model);
    Object.assign(model, { sessionLives: true, inDoubt: false });
    return 'served';
  }
  if (model.liveAtOrg && !model.userActive) return ended(model, 'inactive_user');
  model.liveAtOrg = false;
  return ended(model, 'grant_expired');
}

function ended(model: Model, reason: string): string {
  Object.assign(model, { status: 'reconnect_required', reason, sessionLives: false, inDoubt: false });
  return 'reconnect_required';
}

function carriedOut(model: Model): void {
  model.rotations += 1;
  model.idleHours = 0;
}

const canRefresh = (model: Readonly<Model>): boolean =>
  model.status === 'connected' && model.liveAtOrg && model.userActive && model.idleHours <= IDLE_LIMIT_HOURS;

const grantsAtOrg = () =>
  sim<{ replays: number; rotations: number; revoked: boolean; revokedWhy: string | null }[]>(
    'GET',
    `grants?username=${username}`,
  );

const VIEWS = {
  never: 'not_connected',
  connected: 'connected',
  reconnect_required: 'reconnect_required',
  revoked: 'not_connected',
} as const;

/** The service's row and Salesforce's count say what the model says; nothing is left half done and no dead token was ever sent. */
async function agrees(model: Model): Promise<void> {
  for (const { grants } of replicas) await grants.settled();
  const { status, reasonCode = null } = await connectionOf(database.pool, principal);
  expect(status).toBe(VIEWS[model.status]);
  if (model.reason !== undefined) expect(reasonCode).toBe(model.reason);
  if (model.status === 'never') return;
  if (model.status !== 'revoked') {
    const { rows } = await database.pool.query(
      `select lease_owner is not null as owned, refresh_intent_at is not null as "inDoubt" from grants`,
    );
    expect(rows).toEqual([{ owned: false, inDoubt: model.inDoubt }]);
  }
  const all = await grantsAtOrg();
  const grants = all.slice(earlier);
  // That an admin revoked a grant at Salesforce shows only when its token is sent once more.
  const allowed = (why: string | null): number => (why === 'revoked by an admin' ? 1 : 0);
  for (const { replays, revokedWhy } of grants) expect(replays).toBeLessThanOrEqual(allowed(revokedWhy));
  expect(grants.at(-1)!.rotations).toBe(model.rotations);
}

/** How often each step was taken. */
const taken = new Map<string, number>();

function step(
  name: string,
  run: (model: Model) => Promise<void>,
  check: (model: Readonly<Model>) => boolean = () => true,
): Step {
  taken.set(name, 0);
  return {
    check: (model) => check(model),
    async run(model) {
      taken.set(name, taken.get(name)! + 1);
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
      replicas[0]!.vault,
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
      { username, name: 'Somebody' },
    );
    if (model.kept) model.kept.fits = false;
    Object.assign(model, {
      status: 'connected',
      reason: null,
      liveAtOrg: true,
      sessionLives: true,
      idleHours: 0,
      rotations: 0,
      inDoubt: false,
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
  if (model.kept) model.kept.sessionLives = false;
}

const together = step('the session ends, and four callers on two replicas notice', async (model) => {
  await endSession(model);
  const expected = expectedUse(model);
  const outcomes = await Promise.all([...replicas, ...replicas].map(outcomeOf));
  expect(outcomes).toEqual(Array(4).fill(expected));
});

const keepAlive = (n: number): Step =>
  step(`replica ${n} keeps the grant alive`, async (model) => {
    await database.pool.query(`update grants set keep_alive_at = now() where status = 'connected'`);
    if (model.status === 'connected') expectedRefresh(model);
    await replicas[n]!.grants.sweep();
  });

/** Back-offs last seconds. */
const backOffIsOver = () => database.pool.query('update grants set retry_at = null');

/** The next refresh meets this error, and its caller hears of it. */
async function refreshFails(n: number, code: string, action?: object): Promise<void> {
  if (action) await sim('POST', 'faults', [{ match: { grantType: 'refresh_token' }, times: 1, action }]);
  expect(await outcomeOf(replicas[n]!)).toBe(code);
  await sim('DELETE', 'faults');
  await backOffIsOver();
}

/** An error that passes: once the back-off is over the next caller is served with the same grant. */
const passing = (name: string, code: string, action: object): Step =>
  step(
    `Salesforce answers a refresh with ${name}`,
    async (model) => {
      await endSession(model);
      await refreshFails(0, code, action);
      const expected = expectedUse(model);
      expect(await outcomeOf(replicas[1]!)).toBe(expected);
    },
    canRefresh,
  );

const oauthError = (error: string) => ({ type: 'oauthError', error, error_description: 'try later' });

const answerLost = step(
  'the answer to a refresh is lost on the way',
  async (model) => {
    await endSession(model);
    await refreshFails(0, 'salesforce_login_unavailable', { type: 'reset', when: 'after' });
    carriedOut(model);
    Object.assign(model, { liveAtOrg: false, inDoubt: true });
  },
  canRefresh,
);

const crashBeforeRequest = step(
  'replica 0 ends between intent and request',
  async (model) => {
    await endSession(model);
    crash = { replica: 0, step: 'after-intent' };
    await refreshFails(0, 'salesforce_login_unavailable');
    model.inDoubt = true;
  },
  canRefresh,
);

const crashBeforeCommit = (n: number): Step =>
  step(
    `replica ${n} ends with an answer on disk`,
    async (model) => {
      await endSession(model);
      crash = { replica: n, step: 'before-commit' };
      await refreshFails(n, 'salesforce_login_unavailable');
      carriedOut(model);
      Object.assign(model, { liveAtOrg: false, inDoubt: true });
      const place = (await grantsAtOrg()).length - 1;
      model.kept = { replica: n, place, fits: true, live: true, sessionLives: true };
    },
    (model) => canRefresh(model) && model.kept === undefined,
  );

const HEALED = 'an answer on disk heals its grant';
const SUPERSEDED = 'an answer on disk is superseded, and its token revoked';
for (const end of [HEALED, SUPERSEDED]) taken.set(end, 0);

const restart = (n: number): Step =>
  step(`replica ${n} is started anew`, async (model) => {
    await replicas[n]!.grants.close();
    replicas[n] = start(n);
    await replicas[n]!.grants.drainSpool();
    const { kept } = model;
    if (kept?.replica !== n) return;
    model.kept = undefined;
    const end = kept.fits ? HEALED : SUPERSEDED;
    taken.set(end, taken.get(end)! + 1);
    if (kept.fits)
      Object.assign(model, {
        status: 'connected',
        reason: null,
        liveAtOrg: kept.live,
        sessionLives: kept.sessionLives,
        inDoubt: false,
      });
    else {
      await replicas[n]!.grants.settled();
      expect((await grantsAtOrg())[kept.place]!.revoked).toBe(true);
    }
  });

const keysRotate = (n: number): Step =>
  step(`replica ${n} rotates the keys`, async () => void (await replicas[n]!.vault.rotate()));

const revokedAtOrg = step('an admin revokes at Salesforce', async (model) => {
  await sim('DELETE', 'grants', { username });
  Object.assign(model, { liveAtOrg: false, sessionLives: false });
  if (model.kept) Object.assign(model.kept, { live: false, sessionLives: false });
});

/** @param reason shown at once; of a whole org the rows follow later */
const cutOffBy = (trigger: RevocationTrigger, scope: 'user' | 'org' | 'everyone', reason?: string): Step =>
  step(
    `${trigger} cuts off: ${scope}`,
    async (model) => {
      await transaction(database.pool, (client) =>
        cutOff(client, {
          target: scope === 'everyone' ? { scope } : { scope, ...principal },
          reason: 'test',
          trigger,
          actor: { type: 'admin' },
        }),
      );
      if (model.kept) model.kept.fits = false;
      Object.assign(model, {
        status: 'revoked',
        reason: model.status === 'revoked' ? undefined : reason,
        inDoubt: false,
      });
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

/** A grant that waits for its user, or whose answer may not be lost after all, is looked at once a day. */
async function dailyLook(model: Model, n: number): Promise<void> {
  await database.pool.query(
    `update grants set keep_alive_at = now() where status = 'reconnect_required' and reason in ('inactive_user', 'refresh_answer_lost')`,
  );
  await replicas[n]!.grants.sweep();
  const { status, reason, liveAtOrg, userActive } = model;
  const stillLost = reason === 'refresh_answer_lost' && !(liveAtOrg && userActive);
  if (status !== 'reconnect_required' || reason === 'grant_expired' || stillLost) return;
  Object.assign(model, { status: 'connected', reason: null });
  expectedUse(model);
}

const reactivated = step(
  'the user is active again, and the daily look finds it',
  async (model) => {
    await sim('PATCH', `users/${username}`, { active: true });
    model.userActive = true;
    await dailyLook(model, 1);
  },
  (model) => !model.userActive,
);

const nextDay = step('replica 0 takes its daily look', (model) => dailyLook(model, 0));

const timePasses = (hours: number): Step =>
  step(`${hours} hours pass at Salesforce`, async (model) => {
    await sim('POST', 'clock', { advanceSeconds: hours * 3_600 });
    model.sessionLives = false;
    if (model.kept) model.kept.sessionLives = false;
    model.idleHours += hours;
  });

const crashes = [crashBeforeCommit(0), crashBeforeCommit(1)];
const restarts = [restart(0), restart(1)];

const steps = [
  connect,
  call(0),
  call(1),
  step('the session ends', endSession),
  together,
  keepAlive(0),
  keepAlive(1),
  passing('server_error', 'salesforce_login_unavailable', oauthError('server_error')),
  passing('invalid_client', 'client_invalid', oauthError('invalid_client')),
  passing('a cut connection', 'salesforce_login_unavailable', { type: 'reset', when: 'before' }),
  answerLost,
  crashBeforeRequest,
  ...crashes,
  ...restarts,
  keysRotate(0),
  keysRotate(1),
  revokedAtOrg,
  cutOffBy('rep', 'user', 'disconnected'),
  cutOffBy('admin', 'user', 'revoked_by_admin'),
  cutOffBy('package', 'user', 'user_deactivated'),
  cutOffBy('admin', 'org'),
  cutOffBy('operator', 'everyone'),
  deactivated,
  reactivated,
  nextDay,
  timePasses(3),
  timePasses(24 * 20),
];
/** What most of life consists of: who is inactive, or has ended, gets no further until somebody acts. */
const usual = [
  ...[connect, connect, connect, connect, connect],
  ...[together, together, answerLost, reactivated, reactivated],
  ...[crashes, restarts, restarts, restarts].flat(),
];

/** Everything but the org begins anew: what earlier lives leave would make each one slower than the one before. */
async function born(n: number): Promise<Model> {
  const users = [...simulator.org.data.rows('User')];
  const user = users[n % users.length]!;
  username = String(user['Username']);
  principal = { orgId: simulator.org.id, userId: String(user['Id']) };
  crash = undefined;
  for (const { grants } of replicas.splice(0)) await grants.close();
  for (const table of ['grants', 'discarded_tokens', 'data_keys'])
    await database.pool.query(`delete from ${table}`);
  for (const place of [0, 1]) {
    rmSync(spoolOf(place), { recursive: true, force: true });
    replicas[place] = start(place);
  }
  await sim('DELETE', 'faults');
  await sim('PATCH', `users/${username}`, { active: true });
  earlier = (await grantsAtOrg()).length;
  return {
    status: 'never',
    reason: null,
    liveAtOrg: false,
    sessionLives: false,
    userActive: true,
    idleHours: 0,
    rotations: 0,
    inDoubt: false,
    kept: undefined,
  };
}

test('whatever happens to a grant, in whatever order, it is what it should be: no dead token sent, no refresh too many', async () => {
  let lives = 0;
  await fc.assert(
    fc.asyncProperty(
      fc.commands(
        [...steps, ...usual].map((each) => fc.constant(each)),
        { maxCommands: LONGEST_LIFE, size: 'max' },
      ),
      async (commands) => {
        const model = await born(lives++);
        await fc.asyncModelRun(() => ({ model, real: undefined }), commands);
      },
    ),
    // Biased ones are short, and most of what goes wrong takes a few steps to get there.
    { seed: SEED, numRuns: LIVES, unbiased: true },
  );
  // A precondition that never holds would make a step no step.
  expect([...taken].filter(([, times]) => times === 0)).toEqual([]);
}, 300_000);
