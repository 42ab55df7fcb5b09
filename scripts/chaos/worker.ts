/** A service process of a fault run: the grants of a replica, driven by its parent. */
import { once } from 'node:events';
import { appendFileSync } from 'node:fs';
import { flushCompileCache } from 'node:module';
import pino from 'pino';
import { createPool } from '../../service/src/db/pool.ts';
import { SaysoError } from '../../service/src/errors.ts';
import { createGrants } from '../../service/src/grants/grants.ts';
import { createOAuthClient } from '../../service/src/grants/oauth-client.ts';
import type { RefreshStep } from '../../service/src/grants/exchange.ts';
import { createMetrics } from '../../service/src/metrics.ts';
import { salesforceOrigin } from '../../service/src/orgs/login-hosts.ts';
import { createSalesforce } from '../../service/src/salesforce/client.ts';
import { createDescribeCache } from '../../service/src/salesforce/describe-cache.ts';
import { errorOfAnswer } from '../../service/src/salesforce/errors.ts';
import { createTransport } from '../../service/src/salesforce/transport.ts';
import type { Principal, UseGrant } from '../../service/src/salesforce/types.ts';
import { createFileProvider } from '../../service/src/vault/file-provider.ts';
import { createVault } from '../../service/src/vault/vault.ts';

export interface WorkerSettings {
  databaseUrl: string;
  keyring: string;
  spool: string;
  clientId: string;
  clientSecret: string;
  leaseSeconds: number;
  callerWaitMs?: number;
  /** Gets a line, `user step`, at each step of a refresh; written before the step goes on, so it outlives a kill. */
  trace?: string;
}

export interface Order {
  principals: Principal[];
  /** Callers at once for each grant. */
  callers: number;
  /** The session counts as expired at the first call, whatever the org thinks: a refresh happens for certain. */
  expire?: boolean;
  /** Seconds to keep trying while the answer is "try again". */
  patienceSeconds?: number;
  /** So many callers in all, which take the grants in turn until they are told to stop, whatever the answers. */
  keepCalling?: number;
  /** SIGKILL to itself at this step of the first refresh, after so many milliseconds. */
  killAt?: { step: RefreshStep; afterMs: number };
}

export interface Report {
  ok: number;
  /** Failed callers by code. */
  failed: Record<string, number>;
  lost: Principal[];
  /** Milliseconds from the last byte of each answer to its copy on disk: what a kill in between costs. */
  unkeptMs: number[];
}

// Without its parent, however that ended, it has nothing to do.
process.on('disconnect', () => process.kill(process.pid, 'SIGKILL'));

// Now, because a process that is killed would not at its end.
flushCompileCache();
// Its parent keeps a few that have loaded everything and wait to be told whose service they are.
process.send!('loaded');
const [settings] = (await once(process, 'message')) as [WorkerSettings];
let killAt: Order['killAt'];
let unkeptMs: number[] = [];
const receivedAt = new Map<string, number>();

const pool = createPool(settings.databaseUrl, { applicationName: 'sayso chaos' });
const vault = createVault(pool, createFileProvider(settings.keyring, false));
const { send } = createTransport();
/** As in a service: refreshes have connections of their own. */
const login = createTransport();
const grants = createGrants({
  pool,
  databaseUrl: settings.databaseUrl,
  vault,
  oauth: createOAuthClient({
    clientId: settings.clientId,
    clientSecret: settings.clientSecret,
    redirectUri: 'http://127.0.0.1/oauth/callback',
    send: login.send,
    salesforceOrigin: (value) => salesforceOrigin(value, true),
  }),
  log: pino({ level: process.env['LOG_LEVEL'] ?? 'silent' }),
  metrics: createMetrics(),
  spoolDirectory: settings.spool,
  leaseSeconds: settings.leaseSeconds,
  ...(settings.callerWaitMs === undefined ? {} : { callerWaitMs: settings.callerWaitMs }),
  onStep(step, { userId }) {
    if (step === 'answer-received') receivedAt.set(userId, performance.now());
    if (step === 'answer-kept') unkeptMs.push(performance.now() - receivedAt.get(userId)!);
    if (settings.trace !== undefined) appendFileSync(settings.trace, `${userId} ${step}\n`);
    if (killAt?.step !== step) return;
    const die = (): boolean => process.kill(process.pid, 'SIGKILL');
    if (killAt.afterMs === 0) die();
    else setTimeout(die, killAt.afterMs);
  },
});

const describes = createDescribeCache();

async function callOnce(principal: Principal, expire: boolean): Promise<void> {
  let expired = expire;
  const use: UseGrant = (who, call) =>
    grants.use(who, (access) => {
      if (!expired) return call(access);
      expired = false;
      throw errorOfAnswer(401, [{ errorCode: 'INVALID_SESSION_ID', message: 'Session expired or invalid' }]);
    });
  await createSalesforce(use, principal, describes, send).request('GET', '/limits');
}

async function caller(principal: Principal, order: Order, report: Report): Promise<void> {
  const giveUpAt = performance.now() + (order.patienceSeconds ?? 0) * 1_000;
  for (;;) {
    try {
      await callOnce(principal, order.expire ?? false);
      report.ok += 1;
      return;
    } catch (error) {
      const { code, retryable, message } = error as SaysoError;
      if ((retryable || !(error instanceof SaysoError)) && performance.now() < giveUpAt) {
        await new Promise((resume) => setTimeout(resume, 100 + Math.random() * 200));
        continue;
      }
      const name = error instanceof SaysoError ? code : message;
      report.failed[name] = (report.failed[name] ?? 0) + 1;
      if (code === 'reconnect_required') report.lost.push(principal);
      return;
    }
  }
}

let stopped = false;

const REFUSED_PAUSE_MS = 50;

async function keepCalling(order: Order, report: Report): Promise<void> {
  for (let n = 0; !stopped; n++) {
    try {
      await callOnce(order.principals[n % order.principals.length]!, false);
      report.ok += 1;
    } catch (error) {
      const name = error instanceof SaysoError ? error.code : (error as Error).message;
      report.failed[name] = (report.failed[name] ?? 0) + 1;
      // A panel that was refused does not ask again at once.
      await new Promise((resume) => setTimeout(resume, REFUSED_PAUSE_MS));
    }
  }
}

process.on('message', (order: Order | 'stop') => {
  if (order === 'stop') {
    stopped = true;
    return;
  }
  stopped = false;
  killAt = order.killAt;
  unkeptMs = [];
  const report: Report = { ok: 0, failed: {}, lost: [], unkeptMs };
  const calls = order.keepCalling
    ? Array.from({ length: order.keepCalling }, (_, place) =>
        // Each begins elsewhere, so that all grants are in use.
        keepCalling(
          {
            ...order,
            principals: order.principals.filter((_principal, n) => n % (order.keepCalling ?? 1) === place),
          },
          report,
        ),
      )
    : order.principals.flatMap((principal) =>
        Array.from({ length: order.callers }, () => caller(principal, order, report)),
      );
  void Promise.all(calls).then(() => process.send!(report));
});

process.on('SIGTERM', () => {
  stopped = true;
  void grants
    .close()
    .then(() => pool.end())
    .then(() => process.exit(0));
});

await grants.drainSpool();
process.send!('ready');
