import { randomBytes } from 'node:crypto';
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { startEmbedded } from '../src/db/embedded.ts';
import { migrate } from '../src/db/migrate.ts';
import { createPool, type Pool } from '../src/db/pool.ts';

export interface TestDatabase {
  pool: Pool;
  url: string;
  /** Closes the pool, drops the database, and fails when a connection or a transaction was left open. */
  close(): Promise<void>;
}

const MIGRATIONS = new URL('../src/db/migrations/', import.meta.url);

/** Any fixed number: test processes that start together make the template once. */
const TEMPLATE_LOCK = 7_220_412;

/**
 * A database of its own, cloned from a migrated template, on one embedded server that all test files of the run share.
 * `SAYSO_TEST_DATABASE_URL` brings another server (a superuser's URL).
 */
export async function createTestDatabase(): Promise<TestDatabase> {
  const given = process.env.SAYSO_TEST_DATABASE_URL;
  const server =
    given === undefined
      ? await startEmbedded({
          dataDir: join(tmpdir(), `sayso-test-postgres-${userInfo().uid}`),
          binDir: process.env.PG_BIN_DIR,
          // Nothing here must outlive a power loss.
          settings: { fsync: 'off', full_page_writes: 'off', max_connections: '300' },
        })
      : { url: given, stop: async () => undefined };
  const admin = new pg.Client({ connectionString: server.url });
  // A server that stops under a run makes the next statement fail, instead of ending the process.
  admin.on('error', () => undefined);
  await admin.connect();
  const template = await ensureTemplate(admin, server.url);
  const name = `test_${randomBytes(8).toString('hex')}`;
  await clone(admin, name, template);
  const url = databaseUrl(server.url, name);
  const pool = createPool(url, { applicationName: name });

  const close = async (): Promise<void> => {
    await pool.end();
    const leaks = await leftOpen(admin, name);
    await admin.query(`drop database ${name} with (force)`);
    await admin.end();
    await server.stop();
    if (leaks.length > 0) throw new Error(`left open in ${name}: ${leaks.join('; ')}`);
  };
  return { pool, url, close };
}

/** One template per set of migrations, so that a changed file makes a new one. */
async function ensureTemplate(admin: pg.Client, url: string): Promise<string> {
  const hash = createHash('sha256');
  for (const file of readdirSync(MIGRATIONS).sort())
    hash.update(file).update(readFileSync(new URL(file, MIGRATIONS)));
  const template = `template_${hash.digest('hex').slice(0, 16)}`;
  await admin.query('select pg_advisory_lock($1)', [TEMPLATE_LOCK]);
  try {
    const { rowCount } = await admin.query('select from pg_database where datname = $1', [template]);
    if (rowCount === 0) {
      const unfinished = `${template}_new`;
      await admin.query(`drop database if exists ${unfinished} with (force)`);
      await admin.query(`create database ${unfinished}`);
      const pool = createPool(databaseUrl(url, unfinished), { max: 1 });
      await migrate(pool).finally(() => pool.end());
      await admin.query(`alter database ${unfinished} rename to ${template}`);
    }
  } finally {
    await admin.query('select pg_advisory_unlock($1)', [TEMPLATE_LOCK]);
  }
  return template;
}

async function clone(admin: pg.Client, name: string, template: string): Promise<void> {
  // Two clones of one template at once are refused ("source database is being accessed by other users").
  await admin.query('select pg_advisory_lock($1)', [TEMPLATE_LOCK]);
  try {
    await admin.query(`create database ${name} template ${template} strategy file_copy`);
  } finally {
    await admin.query('select pg_advisory_unlock($1)', [TEMPLATE_LOCK]);
  }
}

/** Connections that a closed service should have given back; the server needs a moment to see closed sockets. */
async function leftOpen(admin: pg.Client, name: string): Promise<string[]> {
  for (let attempt = 0; ; attempt++) {
    const { rows } = await admin.query<{ what: string }>(
      `select application_name || ' ' || state || ': ' || left(query, 80) as what from pg_stat_activity where datname = $1`,
      [name],
    );
    if (rows.length === 0 || attempt === 40) return rows.map((row) => row.what);
    await admin.query('select pg_sleep(0.05)');
  }
}

function databaseUrl(server: string, name: string): string {
  const url = new URL(server);
  url.pathname = `/${name}`;
  return url.href;
}
