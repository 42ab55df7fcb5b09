import { fork, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { startEmbedded, type EmbeddedPostgres } from '../../service/src/db/embedded.ts';
import { migrate } from '../../service/src/db/migrate.ts';
import { createPool, type Pool } from '../../service/src/db/pool.ts';
import { accessContext, refreshContext } from '../../service/src/grants/store.ts';
import type { Principal } from '../../service/src/salesforce/types.ts';
import { createFileProvider } from '../../service/src/vault/file-provider.ts';
import { createVault, type Vault } from '../../service/src/vault/vault.ts';
import { root } from '../process.ts';
import type { Order, Report, WorkerSettings } from './worker.ts';

const ABORTS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** What the simulator knows of all grants together. */
export interface SimSummary {
  grants: number;
  live: number;
  uses: number;
  rotations: number;
  replays: number;
  undelivered: number;
}

export interface Fleet {
  pool: Pool;
  postgres: EmbeddedPostgres;
  vault: Vault;
  simulatorUrl: string;
  simulatorPid: number;
  directory: string;
  /** So many users with a live grant each; the access token has expired unless `accessTokens` asks for live ones. */
  seed(count: number, options?: { accessTokens?: boolean }): Promise<Principal[]>;
  /** Settings of a service process over this database and org; `DATA_DIR` is each process's own. */
  environment: Record<string, string>;
  /** A service process that has stored what its spool held, and waits for orders. */
  worker(settings?: Partial<WorkerSettings>): Promise<Worker>;
  sim<T>(method: string, path: string, body?: unknown): Promise<T>;
  summary(): Promise<SimSummary>;
  /** Stops the database as a crash does (SIGQUIT) and starts it again after `downMs`. */
  bounceDatabase(downMs: number): Promise<void>;
  close(): Promise<void>;
}

export interface Worker {
  pid: number;
  process: ChildProcess;
  /** Runs an order to its end; rejects when the process ends first. */
  run(order: Order): Promise<Report>;
  /** Ends an order with `keepCalling`. */
  stop(): void;
  /** Resolves when the process is gone. */
  ended: Promise<void>;
}

/** A process with everything in memory that does not know yet whose service it is. */
interface Loaded {
  child: ChildProcess;
  ready: Promise<unknown>;
  ended: Promise<void>;
}

/** A line of the simulator's answer to a seeding. */
interface SeededGrant {
  orgId: string;
  userId: string;
  refresh_token: string;
  access_token?: string;
  instance_url: string;
}

/** Grants per statement: 100,000 take a few seconds. */
const SEED_BATCH = 2_000;

/**
 * One PostgreSQL, one simulated org in a process of its own, and as many service processes as a run wants. `spares` processes are loaded ahead,
 * for runs that use many.
 */
export async function startFleet(options: { reuse: 'strict' | 'lenient'; spares?: number }): Promise<Fleet> {
  const directory = mkdtempSync(path.join(os.tmpdir(), 'sayso-chaos-'));
  chmodSync(directory, 0o755);
  const dataDir = path.join(directory, 'postgres');
  let postgres = await startEmbedded({ dataDir, settings: { max_connections: '300' } });
  const databasePort = Number(new URL(postgres.url).port);
  const pool = createPool(postgres.url);
  await migrate(pool);
  const keyring = path.join(directory, 'keyring');
  const vault = createVault(pool, createFileProvider(keyring, true));
  await vault.verify();

  const simulator = spawn(
    process.execPath,
    [
      '--disable-warning=ExperimentalWarning',
      path.join(root, 'simulator/src/main.ts'),
      '--world',
      path.join(root, 'simulator/worlds/demo.json'),
    ],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  );
  const simulatorEnded = once(simulator, 'exit');
  const [line] = (await once(createInterface(simulator.stdout), 'line')) as [string];
  const { url: simulatorUrl, clientId, clientSecret } = JSON.parse(line) as Record<string, string>;

  async function sim<T>(method: string, name: string, body?: unknown): Promise<T> {
    const response = await fetch(`${simulatorUrl}/__sim/${name}`, {
      method,
      ...(body === undefined
        ? {}
        : { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`${method} ${name}: ${response.status} ${text}`);
    return (text === '' ? undefined : JSON.parse(text)) as T;
  }
  await sim('PATCH', `apps/${clientId}`, { reuse: options.reuse });
  await sim('PATCH', 'settings', { dailyApiRequests: 1e9 });

  const workers = new Set<Worker>();
  const spares: Loaded[] = [];
  const load = (): Loaded => {
    const child = fork(path.join(root, 'scripts/chaos/worker.ts'), [], {
      env: { ...process.env, NODE_COMPILE_CACHE: path.join(directory, 'compiled') },
      execArgv: ['--disable-warning=ExperimentalWarning'],
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    });
    return {
      child,
      ready: once(child, 'message'),
      ended: new Promise<void>((gone) => child.once('exit', () => gone())),
    };
  };
  const fleet: Fleet = {
    pool,
    get postgres() {
      return postgres;
    },
    vault,
    simulatorUrl: simulatorUrl!,
    simulatorPid: simulator.pid!,
    directory,
    sim,
    summary: () => sim<SimSummary>('GET', 'grants?summary=1'),

    environment: {
      SALESFORCE_LOGIN_URL: simulatorUrl!,
      SALESFORCE_CLIENT_ID: clientId!,
      SALESFORCE_CLIENT_SECRET: clientSecret!,
      ALLOW_LOOPBACK_ORGS: 'true',
      DATABASE_URL: postgres.url,
      KEYRING: `file:${keyring}`,
    },

    async seed(count, { accessTokens = false } = {}) {
      const response = await fetch(`${simulatorUrl}/__sim/grants`, {
        method: 'POST',
        body: JSON.stringify({ count, accessTokens }),
        headers: { 'content-type': 'application/json' },
      });
      const seeded = (await response.text())
        .trim()
        .split('\n')
        .map((text) => JSON.parse(text) as SeededGrant);
      const { orgId } = seeded[0]!;
      await pool.query(
        `insert into orgs (org_id, login_url, instance_url, environment, paired_at) values ($1, $2, $2, 'loopback', now()) on conflict do nothing`,
        [orgId, simulatorUrl],
      );
      const seal = await vault.sealer(orgId);
      for (let from = 0; from < seeded.length; from += SEED_BATCH) {
        const batch = seeded.slice(from, from + SEED_BATCH);
        await pool.query(
          `insert into grants (org_id, user_id, status, version, epoch, refresh_token, access_token, instance_url, connected_at, refreshed_at)
           select $1, s.user_id, 'connected', 1, o.epoch, s.refresh_token, s.access_token, s.instance_url, now(), now()
             from unnest($2::text[], $3::bytea[], $4::bytea[], $5::text[]) as s (user_id, refresh_token, access_token, instance_url), orgs o
            where o.org_id = $1`,
          [
            orgId,
            batch.map((grant) => grant.userId),
            batch.map((grant) => seal(refreshContext(grant.userId, 1), grant.refresh_token)),
            batch.map((grant) => seal(accessContext(grant.userId, 1), grant.access_token ?? 'expired')),
            batch.map((grant) => grant.instance_url),
          ],
        );
      }
      return seeded.map(({ userId }) => ({ orgId, userId }));
    },

    async worker(settings = {}) {
      const all: WorkerSettings = {
        databaseUrl: postgres.url,
        keyring,
        spool: path.join(directory, 'spool'),
        clientId: clientId!,
        clientSecret: clientSecret!,
        leaseSeconds: 15,
        ...settings,
      };
      while (spares.length < (options.spares ?? 0) + 1) spares.push(load());
      const loaded = spares.shift()!;
      const { child, ended } = loaded;
      await Promise.race([loaded.ready, ended]);
      const ready = once(child, 'message');
      child.send(all);
      await Promise.race([ready, ended]);
      const worker: Worker = {
        pid: child.pid!,
        process: child,
        ended,
        run(order) {
          return new Promise((done, failed) => {
            child.once('message', (report) => done(report as Report));
            void ended.then(() => failed(new Error('the worker ended')));
            child.send(order);
          });
        },
        stop: () => void child.send('stop'),
      };
      workers.add(worker);
      void ended.then(() => workers.delete(worker));
      return worker;
    },

    async bounceDatabase(downMs) {
      process.kill(postgres.pid, 'SIGQUIT');
      await postgres.stop();
      await new Promise((resume) => setTimeout(resume, downMs));
      postgres = await startEmbedded({ dataDir, port: databasePort, settings: { max_connections: '300' } });
    },

    async close() {
      for (const signal of ABORTS) process.off(signal, abort);
      for (const worker of workers) {
        worker.process.kill('SIGTERM');
        await worker.ended;
      }
      for (const { child, ended } of spares) {
        child.kill('SIGKILL');
        await ended;
      }
      await pool.end();
      await postgres.stop();
      simulator.kill('SIGTERM');
      await simulatorEnded;
      rmSync(directory, { recursive: true, force: true });
    },
  };

  /** A run that is called off leaves nothing behind: neither workers nor the simulator nor PostgreSQL, which has a process group of its own. */
  function abort(): void {
    for (const worker of workers) worker.process.kill('SIGKILL');
    for (const { child } of spares) child.kill('SIGKILL');
    simulator.kill('SIGKILL');
    void postgres
      .stop()
      .catch(() => undefined)
      .finally(() => {
        rmSync(directory, { recursive: true, force: true });
        process.exit(1);
      });
  }
  for (const signal of ABORTS) process.once(signal, abort);
  return fleet;
}

/** Prints the table, writes it as JSON, and sets the exit code by its last column. */
export function publish(
  name: string,
  rows: { what: string; want: string | number; got: string | number; ok: boolean }[],
): void {
  console.table(rows);
  writeFileSync(path.join(root, 'bench-results', `chaos-${name}.json`), JSON.stringify(rows, null, 2) + '\n');
  if (rows.some((row) => !row.ok)) process.exitCode = 1;
}

/** The same numbers for the same seed (mulberry32). */
export function seededRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}
