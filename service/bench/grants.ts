/**
 * `npm run bench grants [N]`: `grants.use` against a loopback call that takes no time, with 1,000 and N grants (1,000,000) in the table, beside
 * the least that any design has to do: one read by key, one AES-GCM decryption, the same call. What is compared takes turns of a fraction of a
 * second side by side, in one order and then in the other, after every grant in use was read once: a database that has been up for a while.
 */
import { randomBytes } from 'node:crypto';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { isMainThread, parentPort, Worker } from 'node:worker_threads';
import pino from 'pino';
import { startEmbedded } from '../src/db/embedded.ts';
import { migrate } from '../src/db/migrate.ts';
import { createPool, type Pool } from '../src/db/pool.ts';
import { createGrants, type Grants } from '../src/grants/grants.ts';
import { createOAuthClient } from '../src/grants/oauth-client.ts';
import { accessContext } from '../src/grants/store.ts';
import { createMetrics } from '../src/metrics.ts';
import { salesforceOrigin } from '../src/orgs/login-hosts.ts';
import { createTransport } from '../src/salesforce/transport.ts';
import { createFileProvider } from '../src/vault/file-provider.ts';
import { openFrame, sealFrame } from '../src/vault/frame.ts';
import { createVault } from '../src/vault/vault.ts';

const ORG = '00D000000000001AAA';
const SMALL = 1_000;
/** Grants that are called, spread evenly over the table; only these are sealed one by one. */
const USED = 20_000;
const CALLERS = [1, 16];
/** Turns of each variant; short ones, so that what else the machine does hits all of them alike. */
const ROUNDS = 60;
const CALLS_PER_TURN = 100;
/** At once, while every grant in use is read for the first time. */
const WARMING_CALLERS = 16;
const CALL_TIMEOUT_MS = 5_000;
const TOKEN = `00D000000000001!${'x'.repeat(96)}`;

interface Variant {
  what: 'grants.use' | 'bare read + decrypt + call';
  grants: number;
  callers: number;
  call(userId: string): Promise<unknown>;
  users: string[];
}

interface Figures {
  what: string;
  grants: number;
  callers: number;
  p50Ms: number;
  p95Ms: number;
  perSecond: number;
}

if (isMainThread) await main(Number(process.argv[2] ?? 1_000_000));
else serve();

function serve(): void {
  const server = createServer((_, response) => response.end('{}'));
  server.listen(0, '127.0.0.1', () => parentPort!.postMessage((server.address() as AddressInfo).port));
}

async function main(large: number): Promise<void> {
  const directory = mkdtempSync(path.join(os.tmpdir(), 'sayso-bench-'));
  chmodSync(directory, 0o755);
  // Seeding a million rows is not what is measured.
  const postgres = await startEmbedded({
    dataDir: path.join(directory, 'postgres'),
    settings: { fsync: 'off', max_wal_size: '4GB' },
  });
  const worker = new Worker(new URL(import.meta.url));
  const port = await new Promise<number>((ready) => worker.once('message', ready));
  const transport = createTransport();
  const opened: { grants: Grants; pool: Pool }[] = [];

  async function variantsOf(count: number): Promise<Variant[]> {
    const url = new URL(postgres.url);
    const admin = createPool(postgres.url, { max: 1 });
    await admin.query(`create database grants_${count}`);
    await admin.end();
    url.pathname = `/grants_${count}`;
    const pool = createPool(url.href);
    await migrate(pool);
    const vault = createVault(pool, createFileProvider(path.join(directory, `keyring-${count}`), true));
    const bareKey = randomBytes(32);
    const instanceUrl = `http://127.0.0.1:${port}`;
    const users = await seed(pool, await vault.sealer(ORG), { count, instanceUrl, bareKey });
    const send = (accessToken: string, origin: string, startBefore?: number) =>
      transport.send({
        method: 'GET',
        url: new URL('/services/data/v66.0/limits', origin),
        headers: { authorization: `Bearer ${accessToken}` },
        timeoutMs: CALL_TIMEOUT_MS,
        startBefore,
      });
    const grants = createGrants({
      pool,
      databaseUrl: url.href,
      vault,
      oauth: createOAuthClient({
        clientId: 'bench',
        clientSecret: 'bench',
        redirectUri: 'http://127.0.0.1/oauth/callback',
        send: transport.send,
        salesforceOrigin: (value) => salesforceOrigin(value, true),
      }),
      log: pino({ level: 'error' }),
      metrics: createMetrics(),
      spoolDirectory: path.join(directory, `spool-${count}`),
      leaseSeconds: 15,
    });
    opened.push({ grants, pool });
    const use = (userId: string) =>
      grants.use({ orgId: ORG, userId }, (access) =>
        send(access.accessToken, access.instanceUrl, access.startBefore),
      );
    const bare = async (userId: string) => {
      const { rows } = await pool.query<{ token: Buffer; url: string }>({
        name: 'bare',
        text: 'select refresh_token as token, instance_url as url from grants where org_id = $1 and user_id = $2',
        values: [ORG, userId],
      });
      const token = openFrame(bareKey, [ORG, userId], rows[0]!.token).toString('utf8');
      return send(token, rows[0]!.url);
    };
    return CALLERS.flatMap((callers) => [
      { what: 'grants.use' as const, grants: count, callers, call: use, users },
      { what: 'bare read + decrypt + call' as const, grants: count, callers, call: bare, users },
    ]);
  }

  try {
    const variants = [...(await variantsOf(SMALL)), ...(await variantsOf(large))];
    await warm(variants.filter(({ callers }) => callers === CALLERS[0]));
    // Neighbours are compared: small with large, and large with bare.
    const turns: Turns[] = [];
    for (const callers of CALLERS) {
      const [useSmall, bareSmall, useLarge, bareLarge] = variants.filter(
        (variant) => variant.callers === callers,
      ) as [Variant, Variant, Variant, Variant];
      turns.push(...(await takeTurns([bareSmall, useSmall, useLarge, bareLarge])));
    }
    const ratios = CALLERS.map((callers) => {
      const turnsOf = (what: Variant['what'], grants: number): Turns =>
        turns.find(
          ({ variant }) => variant.what === what && variant.grants === grants && variant.callers === callers,
        )!;
      const use = turnsOf('grants.use', large);
      return {
        callers,
        toSmall: ratioOf(use, turnsOf('grants.use', SMALL)),
        toBare: ratioOf(use, turnsOf('bare read + decrypt + call', large)),
      };
    });
    const figures = turns.map(figuresOf);
    console.table(figures);
    console.table(
      ratios.map(({ callers, toSmall, toBare }) => ({
        callers,
        [`${large} : ${SMALL} grants (≤ 1.2)`]: shown(toSmall),
        [`grants.use : bare, ${large} grants (≤ 1.5)`]: shown(toBare),
      })),
    );
    writeFileSync(
      new URL('../../bench-results/grants.json', import.meta.url),
      JSON.stringify({ figures, ratios }, null, 2) + '\n',
    );
  } finally {
    for (const { grants, pool } of opened) {
      await grants.close();
      await pool.end();
    }
    await transport.close();
    await worker.terminate();
    await postgres.stop();
    rmSync(directory, { recursive: true, force: true });
  }
}

/** Fills the table and returns the users whose tokens open. Their `refresh_token` is sealed with the key of the bare variant. */
async function seed(
  pool: Pool,
  seal: (context: readonly string[], text: string) => Buffer,
  to: { count: number; instanceUrl: string; bareKey: Buffer },
): Promise<string[]> {
  await pool.query(
    `insert into orgs (org_id, login_url, instance_url, environment, paired_at) values ($1, $2, $2, 'loopback', now())`,
    [ORG, to.instanceUrl],
  );
  const columns = `org_id, user_id, status, version, epoch, refresh_token, access_token, instance_url, connected_at, refreshed_at, last_used_at, keep_alive_at`;
  const stride = Math.max(1, Math.floor(to.count / USED));
  const filler = seal(accessContext('nobody', 1), TOKEN);
  const block = 50_000;
  for (let from = 0; from < to.count; from += block)
    await pool.query(
      `insert into grants (${columns})
       select $1, '005' || lpad(n::text, 15, '0'), 'connected', 1, 1, $2, $2, $3, now(), now(), now(), now() + interval '20 days'
         from generate_series($4::int, $5::int) n where n % $6::int <> 0`,
      [ORG, filler, to.instanceUrl, from, Math.min(to.count, from + block) - 1, stride],
    );
  const users: string[] = [];
  for (let n = 0; n < to.count; n += stride) users.push(`005${String(n).padStart(15, '0')}`);
  for (let from = 0; from < users.length; from += 1_000) {
    const batch = users.slice(from, from + 1_000);
    await pool.query(
      `insert into grants (${columns})
       select $1, user_id, 'connected', 1, 1, bare, access, $2, now(), now(), now(), now() + interval '20 days'
         from unnest($3::text[], $4::bytea[], $5::bytea[]) as used (user_id, bare, access)`,
      [
        ORG,
        to.instanceUrl,
        batch,
        batch.map((userId) => sealFrame(to.bareKey, 'bench', [ORG, userId], Buffer.from(TOKEN))),
        batch.map((userId) => seal(accessContext(userId, 1), TOKEN)),
      ],
    );
  }
  await pool.query('vacuum analyze grants');
  return users;
}

interface Turns {
  variant: Variant;
  /** Milliseconds of each call. */
  calls: number[];
  /** Milliseconds of each turn. */
  turns: number[];
}

async function warm(variants: Variant[]): Promise<void> {
  for (const { users, call } of variants) {
    const left = users.values();
    const caller = async (): Promise<void> => {
      for (const userId of left) await call(userId);
    };
    await Promise.all(Array.from({ length: WARMING_CALLERS }, caller));
  }
}

async function takeTurns(variants: Variant[]): Promise<Turns[]> {
  const all = variants.map((variant): Turns => ({ variant, calls: [], turns: [] }));
  // The first round warms connections and compiled code, and is not counted.
  for (let round = 0; round <= ROUNDS; round++)
    for (const { variant, calls, turns } of round % 2 === 0 ? all : all.toReversed()) {
      const startedAt = performance.now();
      let left = CALLS_PER_TURN;
      const caller = async (): Promise<void> => {
        while (left-- > 0) {
          const userId = variant.users[Math.floor(Math.random() * variant.users.length)]!;
          const calledAt = performance.now();
          await variant.call(userId);
          if (round > 0) calls.push(performance.now() - calledAt);
        }
      };
      await Promise.all(Array.from({ length: variant.callers }, caller));
      if (round > 0) turns.push(performance.now() - startedAt);
    }
  return all;
}

interface Ratio {
  median: number;
  /** A quarter of the rounds was below the one, a quarter above the other. */
  quartiles: [number, number];
}

/** Of the time that one took to the time that the other took in the same round. */
function ratioOf(one: Turns, other: Turns): Ratio {
  const ratios = one.turns.map((ms, round) => ms / other.turns[round]!);
  const at = (q: number): number => rounded(quantile(ratios, q));
  return { median: at(0.5), quartiles: [at(0.25), at(0.75)] };
}

function shown({ median, quartiles: [lower, upper] }: Ratio): string {
  return `${median} (${lower} to ${upper})`;
}

function figuresOf({ variant, calls, turns }: Turns): Figures {
  return {
    what: variant.what,
    grants: variant.grants,
    callers: variant.callers,
    p50Ms: rounded(quantile(calls, 0.5)),
    p95Ms: rounded(quantile(calls, 0.95)),
    perSecond: Math.round((calls.length / turns.reduce((sum, ms) => sum + ms, 0)) * 1_000),
  };
}

function quantile(values: number[], q: number): number {
  const sorted = [...values].sort((left, right) => left - right);
  return sorted[Math.floor(sorted.length * q)]!;
}

function rounded(value: number): number {
  return Math.round(value * 1_000) / 1_000;
}
