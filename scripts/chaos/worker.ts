/** A service process of a fault run: the grants of a replica, driven by its parent. */
import { appendFileSync } from 'node:fs';
import pino from 'pino';
import { createPool } from '../../service/src/db/pool.ts';
import { SaysoError } from '../../service/src/errors.ts';
import { createGrants } from '../../service/src/grants/grants.ts';
import { createOAuthClient } from '../../service/src/grants/oauth-client.ts';
import type { RefreshStep } from '../../service/src/grants/refresh.ts';
import { createMetrics } from '../../service/src/metrics.ts';
import { salesforceOrigin } from '../../service/src/orgs/login-hosts.ts';
import { createSalesforce } from '../../service/src/salesforce/client.ts';
import { createDescribeCache } from '../../service/src/salesforce/describe-cache.ts';
import { errorOfAnswer } from '../../service/src/salesforce/errors.ts';
import { createTransport, type Send } from '../../service/src/salesforce/transport.ts';
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
  /** Gets a line, the user's id, for each refresh answer that this process has read. */
  answersRead?: string;
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
  /**
   * End like a power cut at this step of the first refresh, after so many milliseconds; at the next step if the answer was read meanwhile, so
   * that a lost answer is always one that nobody has read.
   */
  killAt?: { step: RefreshStep; afterMs: number };
}

export interface Report {
  ok: number;
  /** Failed callers by code. */
  failed: Record<string, number>;
  lost: Principal[];
}

// Without its parent, however that ended, it has nothing to do.
process.on('disconnect', () => process.kill(process.pid, 'SIGKILL'));

const settings = JSON.parse(process.env['SAYSO_CHAOS']!) as WorkerSettings;
let killAt: Order['killAt'];
let hasRead = false;
/** Its moment came with the answer read, but not yet kept. */
let overdue = false;

const pool = createPool(settings.databaseUrl, { applicationName: 'sayso chaos' });
const vault = createVault(pool, createFileProvider(settings.keyring, false));
const { send } = createTransport();
/** Notes what was read before anyone can act on it; an appended line outlives a kill. */
const sendNoting: Send = async (request) => {
  const response = await send(request);
  if (response.status !== 200 || !request.url.pathname.endsWith('/token')) return response;
  hasRead = true;
  const { id } = JSON.parse(response.body.toString('utf8')) as { id: string };
  if (settings.answersRead !== undefined) appendFileSync(settings.answersRead, `${id.split('/').at(-1)}\n`);
  return response;
};
const grants = createGrants({
  pool,
  databaseUrl: settings.databaseUrl,
  vault,
  oauth: createOAuthClient({
    clientId: settings.clientId,
    clientSecret: settings.clientSecret,
    redirectUri: 'http://127.0.0.1/oauth/callback',
    send: sendNoting,
    salesforceOrigin: (value) => salesforceOrigin(value, true),
  }),
  log: pino({ level: process.env['LOG_LEVEL'] ?? 'silent' }),
  metrics: createMetrics(),
  spoolDirectory: settings.spool,
  leaseSeconds: settings.leaseSeconds,
  ...(settings.callerWaitMs === undefined ? {} : { callerWaitMs: settings.callerWaitMs }),
  onStep(step) {
    const die = (): boolean => process.kill(process.pid, 'SIGKILL');
    if (overdue) die();
    if (killAt?.step !== step) return;
    if (killAt.afterMs === 0) die();
    else
      setTimeout(() => {
        if (hasRead) overdue = true;
        else die();
      }, killAt.afterMs);
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

async function keepCalling(order: Order, report: Report): Promise<void> {
  for (let n = 0; !stopped; n++) {
    try {
      await callOnce(order.principals[n % order.principals.length]!, false);
      report.ok += 1;
    } catch (error) {
      const name = error instanceof SaysoError ? error.code : (error as Error).message;
      report.failed[name] = (report.failed[name] ?? 0) + 1;
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
  const report: Report = { ok: 0, failed: {}, lost: [] };
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
  void grants
    .close()
    .then(() => pool.end())
    .then(() => process.exit(0));
});

await grants.drainSpool();
process.send!('ready');
