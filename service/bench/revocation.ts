/**
 * `npm run bench revocation [N]`: everyone in ten thousand orgs is cut off, jobs and audit included. An org with N grants (1,000,000) is cut off; then its receipt is written and a part of it worked off against a
 * Salesforce that answers at once, which leaves what the service and PostgreSQL themselves take per grant.
 */
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { appendAudit } from '../src/audit/append.ts';
import { startEmbedded } from '../src/db/embedded.ts';
import { migrate } from '../src/db/migrate.ts';
import { createPool, transaction, type Pool } from '../src/db/pool.ts';
import { refreshContext } from '../src/grants/store.ts';
import { startBoss } from '../src/jobs/boss.ts';
import { startRevocationQueue } from '../src/jobs/revocations.ts';
import { createCutOff } from '../src/revocation/cut-off.ts';
import { listNext } from '../src/revocation/lines.ts';
import { workRevocation } from '../src/revocation/work.ts';
import { createFileProvider } from '../src/vault/file-provider.ts';
import { createVault, type Seal } from '../src/vault/vault.ts';
import { cpuSeconds } from './cpu.ts';

const ORG = '00D000000000001AAA';
/** Lines worked off; only these hold a token that opens. */
const WORKED = 40_000;
/** Shares that one replica works on at once. */
const SHARES = 4;
const SEED_BATCH = 10_000;
const ORGS = 10_000;
const GRANTS_PER_ORG = 10;
const TOKEN = `5Aep861${'x'.repeat(80)}`;

const userId = (n: number): string => `005${String(n).padStart(12, '0')}AAA`;

async function seed(pool: Pool, seal: Seal, count: number): Promise<void> {
  await pool.query(
    `insert into orgs (org_id, login_url, instance_url, environment) values ($1, 'http://127.0.0.1:1', 'http://127.0.0.1:1', 'loopback')`,
    [ORG],
  );
  for (let from = 0; from < count; from += SEED_BATCH) {
    const users = Array.from({ length: Math.min(SEED_BATCH, count - from) }, (_, n) => from + n);
    const frames = users.map((n) =>
      n < WORKED || n === from ? seal(refreshContext(userId(n), 1), TOKEN) : undefined,
    );
    await pool.query(
      `insert into grants (org_id, user_id, status, version, epoch, refresh_token, access_token, instance_url, connected_at, refreshed_at, keep_alive_at)
       select $1, s.user_id, 'connected', 1, 1, coalesce(s.token, $4), $4, 'http://127.0.0.1:1', now(), now(), now() + random() * interval '20 days'
         from unnest($2::text[], $3::bytea[]) as s (user_id, token)`,
      [ORG, users.map(userId), frames, frames[0]],
    );
  }
  await pool.query('vacuum analyze grants');
}

/** The suspected breach: milliseconds until the cut-off of every org is committed. */
async function cutOffEveryone(pool: Pool, url: string, seal: Seal): Promise<number> {
  await pool.query(
    `insert into orgs (org_id, login_url, instance_url, environment)
     select '00D' || lpad(n::text, 15, '0'), 'http://127.0.0.1:1', 'http://127.0.0.1:1', 'loopback' from generate_series(1, $1) as n`,
    [ORGS],
  );
  await pool.query(
    `insert into grants (org_id, user_id, status, version, epoch, refresh_token, access_token, instance_url, connected_at, refreshed_at, keep_alive_at)
     select org_id, '005' || lpad(n::text, 15, '0'), 'connected', 1, 1, $1, $1, 'http://127.0.0.1:1', now(), now(), now()
       from orgs, generate_series(1, $2) as n`,
    [seal(refreshContext(userId(0), 1), TOKEN), GRANTS_PER_ORG],
  );
  const boss = await startBoss(url, (error) => console.error(error));
  try {
    const cutOff = createCutOff(appendAudit, await startRevocationQueue(boss, async () => null));
    const from = performance.now();
    await transaction(pool, (client) =>
      cutOff(client, {
        target: { scope: 'everyone' },
        reason: 'bench',
        trigger: 'operator',
        actor: { type: 'operator' },
      }),
    );
    return performance.now() - from;
  } finally {
    await boss.stop();
    await pool.query('delete from grants');
    await pool.query('delete from orgs');
  }
}

async function main(count: number): Promise<void> {
  const directory = mkdtempSync(path.join(os.tmpdir(), 'sayso-bench-'));
  chmodSync(directory, 0o755);
  const postgres = await startEmbedded({
    dataDir: path.join(directory, 'postgres'),
    settings: { max_wal_size: '4GB' },
  });
  const pool = createPool(postgres.url);
  try {
    await migrate(pool);
    const vault = createVault(pool, createFileProvider(path.join(directory, 'keyring'), true));
    const everyoneMs = await cutOffEveryone(pool, postgres.url, await vault.sealer(ORG));
    const seeder = createPool(`${postgres.url}?statement_timeout=0`);
    await seed(seeder, await vault.sealer(ORG), count);
    await seeder.end();

    const cutOff = createCutOff(appendAudit, async () => undefined);
    const askedAt = performance.now();
    const { id, grants } = await transaction(pool, (client) =>
      cutOff(client, {
        target: { scope: 'org', orgId: ORG },
        reason: 'bench',
        trigger: 'operator',
        actor: { type: 'operator' },
      }),
    );
    const cutOffMs = performance.now() - askedAt;

    const listedFrom = performance.now();
    const listedCpu = cpuSeconds(postgres.pid)!;
    let longestMs = 0;
    for (let state = 'more'; state !== 'done'; ) {
      const from = performance.now();
      state = await listNext(pool, ORG, id);
      longestMs = Math.max(longestMs, performance.now() - from);
    }
    const listSeconds = (performance.now() - listedFrom) / 1_000;
    const listCpu = Math.round(((cpuSeconds(postgres.pid)! - listedCpu) / count) * 1e6);

    const enough = new AbortController();
    let worked = 0;
    const remote = {
      open: (line: { orgId: string; userId: string; version: number; sealed: Buffer }) =>
        vault.open(line.orgId, refreshContext(line.userId, line.version), line.sealed),
      revoke: async () => undefined,
      async isActive() {
        if (++worked === Math.min(WORKED, count)) enough.abort();
        return Promise.resolve(false);
      },
    };
    const cpu = [process.pid, postgres.pid].map(cpuSeconds);
    const workedFrom = performance.now();
    await Promise.all(
      Array.from({ length: SHARES }, (_, share) =>
        workRevocation(
          { pool, audit: appendAudit, remote },
          { orgId: ORG, revocationId: id, share, shares: SHARES },
          enough.signal,
        ),
      ),
    );
    const workSeconds = (performance.now() - workedFrom) / 1_000;
    const [serviceCpu, databaseCpu] = [process.pid, postgres.pid].map((pid, n) =>
      Math.round(((cpuSeconds(pid)! - cpu[n]!) / worked) * 1e6),
    );
    const figures = {
      grants,
      'cut-off of everyone in 10,000 orgs (ms)': Math.round(everyoneMs),
      'cut-off (ms)': Math.round(cutOffMs),
      'receipt written (grants/s)': Math.round(count / listSeconds),
      'longest batch of it (ms)': Math.round(longestMs),
      'worked off (grants/s)': Math.round(worked / workSeconds),
      'processor time of PostgreSQL for the receipt (µs/grant)': listCpu,
      'processor time of PostgreSQL for the work (µs/grant)': databaseCpu,
      'processor time of the service for the work (µs/grant)': serviceCpu,
    };
    console.table(figures);
    writeFileSync(
      new URL('../../bench-results/revocation.json', import.meta.url),
      JSON.stringify(figures, null, 2) + '\n',
    );
  } finally {
    await pool.end();
    await postgres.stop();
    rmSync(directory, { recursive: true, force: true });
  }
}

await main(Number(process.argv[2] ?? 1_000_000));
