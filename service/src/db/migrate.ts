import { readdirSync, readFileSync } from 'node:fs';
import { transaction, type Pool } from './pool.ts';

const MIGRATIONS = new URL('./migrations/', import.meta.url);

/** Any fixed number: replicas that start together queue on it, so that each file runs once. */
const LOCK = 7_220_411;

/** Applies the numbered SQL files that this database has not seen, in one transaction. Returns their names. */
export async function migrate(pool: Pool, directory: URL = MIGRATIONS): Promise<string[]> {
  const files = readdirSync(directory)
    .filter((name) => /^\d{4}_\w+\.sql$/.test(name))
    .sort();
  return transaction(pool, async (client) => {
    await client.query('select pg_advisory_xact_lock($1)', [LOCK]);
    await client.query(
      'create table if not exists schema_migrations (name text primary key, applied_at timestamptz not null default now())',
    );
    const { rows } = await client.query<{ name: string }>('select name from schema_migrations');
    const applied = new Set(rows.map((row) => row.name));
    const missing = files.filter((name) => !applied.has(name));
    for (const name of missing) {
      await client.query(readFileSync(new URL(name, directory), 'utf8'));
      await client.query('insert into schema_migrations (name) values ($1)', [name]);
    }
    return missing;
  });
}
