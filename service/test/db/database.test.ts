import { existsSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import pg from 'pg';
import { startEmbedded } from '../../src/db/embedded.ts';
import { migrate } from '../../src/db/migrate.ts';
import { createPool, isDatabaseAway, transaction } from '../../src/db/pool.ts';
import { createTestDatabase, type TestDatabase } from '../database.ts';

/** A server is made and started in a second, on a machine shared with other suites in some. */
jest.setTimeout(30_000);

describe('migrate', () => {
  let database: TestDatabase;
  let directory: string;

  beforeAll(async () => {
    database = await createTestDatabase();
    directory = mkdtempSync(join(tmpdir(), 'migrations-'));
    writeFileSync(
      join(directory, '9001_fruit.sql'),
      'create table fruit (name text); insert into fruit values (1);',
    );
    writeFileSync(join(directory, '9002_more.sql'), 'insert into fruit values (2);');
    writeFileSync(join(directory, 'readme.txt'), 'not a migration');
  });
  afterAll(async () => {
    rmSync(directory, { recursive: true });
    await database.close();
  });

  test('many replicas that start together apply each file once', async () => {
    const pools = Array.from({ length: 4 }, () => createPool(database.url, { max: 1 }));
    try {
      const applied = await Promise.all(pools.map((pool) => migrate(pool, pathToFileURL(`${directory}/`))));
      expect(applied.flat().sort()).toEqual(['9001_fruit.sql', '9002_more.sql']);
      expect((await database.pool.query('select count(*)::int as n from fruit')).rows).toEqual([{ n: 2 }]);
    } finally {
      await Promise.all(pools.map((pool) => pool.end()));
    }
  });

  test('a file that fails leaves nothing behind', async () => {
    writeFileSync(join(directory, '9003_half.sql'), 'create table half (a int); select 1/0;');
    await expect(migrate(database.pool, pathToFileURL(`${directory}/`))).rejects.toThrow('division by zero');
    expect((await database.pool.query(`select to_regclass('half') as half`)).rows).toEqual([{ half: null }]);
  });

  test('every table of the service has org_id first in its primary key, except what belongs to no org yet', async () => {
    const { rows } = await database.pool.query<{ table: string; first: string }>(
      `select c.conrelid::regclass::text as table, a.attname as first
         from pg_constraint c join pg_attribute a on a.attrelid = c.conrelid and a.attnum = c.conkey[1]
        where c.contype = 'p' and c.connamespace = 'public'::regnamespace
          and c.conrelid::regclass::text in ('orgs', 'data_keys', 'org_keys', 'grants', 'discarded_tokens', 'assertion_jtis')`,
    );
    expect(rows.map((row) => row.first)).toEqual(Array(6).fill('org_id'));
  });
});

describe('transaction', () => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await createTestDatabase();
    await database.pool.query('create table t (n int)');
  });
  afterAll(() => database.close());

  test('commits what returns and rolls back what throws', async () => {
    await transaction(database.pool, (client) => client.query('insert into t values (1)'));
    const failing = transaction(database.pool, async (client) => {
      await client.query('insert into t values (2)');
      throw new Error('changed my mind');
    });
    await expect(failing).rejects.toThrow('changed my mind');
    expect((await database.pool.query('select n from t')).rows).toEqual([{ n: 1 }]);
  });

  test('bigint columns are numbers', async () => {
    expect((await database.pool.query('select 42::bigint as n')).rows).toEqual([{ n: 42 }]);
  });

  test('tells a database that is away from a statement that is wrong', async () => {
    const wrong = await database.pool.query('select nonsense').catch((error: unknown) => error);
    expect(isDatabaseAway(wrong)).toBe(false);
    const closed = new pg.Pool({ host: '127.0.0.1', port: 1, connectionTimeoutMillis: 500 });
    const away = await closed.query('select 1').catch((error: unknown) => error);
    expect(isDatabaseAway(away)).toBe(true);
    await closed.end();
  });
});

describe('embedded PostgreSQL', () => {
  test('two launchers on one fresh directory share a server, and the last to leave stops it', async () => {
    const dataDir = mkdtempSync(join(tmpdir(), 'sayso-pair-'));
    rmSync(dataDir, { recursive: true });
    const [first, second] = await Promise.all([startEmbedded({ dataDir }), startEmbedded({ dataDir })]);
    expect(second.pid).toBe(first.pid);
    expect([first.reused, second.reused].sort()).toEqual([false, true]);
    expect(statSync(`${dataDir}.secret`).mode & 0o777).toBe(0o600);
    await first.stop();
    const client = new pg.Client({ connectionString: second.url });
    client.on('error', () => undefined);
    await client.connect();
    expect((await client.query('show fsync')).rows).toEqual([{ fsync: 'on' }]);
    expect((await client.query('show listen_addresses')).rows).toEqual([{ listen_addresses: '127.0.0.1' }]);
    await client.end();
    await second.stop();
    // Its own note goes as its last act; the process itself may wait a moment to be reaped.
    expect(existsSync(join(dataDir, 'postmaster.pid'))).toBe(false);

    const again = await startEmbedded({ dataDir });
    expect(again.reused).toBe(false);
    await again.stop();
    for (const suffix of ['', '.secret', '.users'])
      rmSync(`${dataDir}${suffix}`, { recursive: true, force: true });
  });

  test('a start lock whose holder died is taken over', async () => {
    const dataDir = mkdtempSync(join(tmpdir(), 'sayso-lock-'));
    rmSync(dataDir, { recursive: true });
    // Above any pid the kernel hands out.
    writeFileSync(`${dataDir}.lock`, '99999999');
    const server = await startEmbedded({ dataDir });
    await server.stop();
    for (const suffix of ['', '.secret', '.users'])
      rmSync(`${dataDir}${suffix}`, { recursive: true, force: true });
  });

  test('binaries that are not there are one sentence', async () => {
    const start = startEmbedded({ dataDir: join(tmpdir(), 'sayso-none'), binDir: '/nonexistent' });
    await expect(start).rejects.toThrow('There is no executable /nonexistent/initdb: check PG_BIN_DIR.');
    rmSync(join(tmpdir(), 'sayso-none.secret'), { force: true });
  });
});
