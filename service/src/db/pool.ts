import pg from 'pg';

export type Pool = pg.Pool;
export type Client = pg.PoolClient;
/** What one statement needs: a pool, or the client that holds a transaction. */
export type Queryable = Pick<pg.Pool, 'query'>;

/** bigint columns are counters and versions here, far below 2^53: numbers, in this pool only. */
const types: pg.CustomTypesConfig = {
  getTypeParser: (oid, format) =>
    oid === pg.types.builtins.INT8
      ? Number
      : (pg.types.getTypeParser(oid, format) as (value: string) => unknown),
};

/** More connections per replica than this cost PostgreSQL memory and gain nothing on short statements. */
const MAX_CONNECTIONS = 10;
/** A replica that cannot get a connection in this time answers "try again" rather than queue for ever. */
const CONNECT_TIMEOUT_MS = 5_000;
/** No statement of the service is this slow; one that is has lost its peer. */
const STATEMENT_TIMEOUT_MS = 30_000;

/** A pool over `connectionString`. Idle connections that the server closes are dropped quietly and reopened on demand. */
export function createPool(
  connectionString: string,
  options: { max?: number; applicationName?: string } = {},
): Pool {
  const pool = new pg.Pool({
    connectionString,
    types,
    max: options.max ?? MAX_CONNECTIONS,
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    statement_timeout: STATEMENT_TIMEOUT_MS,
    application_name: options.applicationName ?? 'sayso',
  });
  // The statement under way rejects with the same error; without a listener a connection that breaks while it is lent out ends the process.
  pool.on('connect', (client) => client.on('error', () => undefined));
  pool.on('error', () => undefined);
  return pool;
}

/** Runs `work` in one transaction: commit on return, rollback on throw. */
export async function transaction<T>(pool: Pool, work: (client: Client) => Promise<T>): Promise<T> {
  const client = await pool.connect();
  let broken: Error | undefined;
  try {
    await client.query('begin');
    const result = await work(client);
    await client.query('commit');
    return result;
  } catch (error) {
    await client.query('rollback').catch((cause: Error) => {
      broken = cause;
    });
    throw error;
  } finally {
    client.release(broken);
  }
}

/**
 * True when the database, not the statement, failed: no connection, a connection that broke, a server that is
 * starting, stopping or out of slots (SQLSTATE classes 08, 53, 57P).
 */
export function isDatabaseAway(error: unknown): boolean {
  const { code, message } = error as { code?: unknown; message?: unknown };
  if (typeof code === 'string' && /^(08|53|57P)|^E[A-Z]+$/.test(code)) return true;
  return (
    typeof message === 'string' &&
    /^(Connection terminated|timeout exceeded when trying to connect|Client has encountered a connection error|LISTEN\/NOTIFY)/.test(
      message,
    )
  );
}

/** True when a text holds what PostgreSQL cannot (NUL): whoever sent it is at fault. SQLSTATE character_not_in_repertoire, untranslatable_character. */
export function isUnstorableText(error: unknown): boolean {
  const { code } = error as { code?: unknown };
  return code === '22021' || code === '22P05';
}
