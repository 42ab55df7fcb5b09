import { randomBytes } from 'node:crypto';
import type { Queryable } from '../db/pool.ts';

/** Scope of what belongs to no org (logins under way). */
export const SERVICE_SCOPE = 'service';

export interface DataKeyRow {
  orgId: string;
  keyId: string;
  /** null once destroyed. */
  wrapped: Buffer | null;
  provider: string;
  wrappingKey: string;
}

const COLUMNS = `org_id as "orgId", key_id as "keyId", wrapped, provider, wrapping_key as "wrappingKey"`;

export const newKeyId = (): string => randomBytes(9).toString('base64url');

export async function findDataKey(
  db: Queryable,
  orgId: string,
  keyId: string,
): Promise<DataKeyRow | undefined> {
  const { rows } = await db.query<DataKeyRow>({
    name: 'data_key_find',
    text: `select ${COLUMNS} from data_keys where org_id = $1 and key_id = $2`,
    values: [orgId, keyId],
  });
  return rows[0];
}

export async function activeDataKey(db: Queryable, orgId: string): Promise<DataKeyRow | undefined> {
  const { rows } = await db.query<DataKeyRow>({
    name: 'data_key_active',
    text: `select ${COLUMNS} from data_keys where org_id = $1 and active`,
    values: [orgId],
  });
  return rows[0];
}

/** Of two replicas that make an org's first key at once, one wins; the other reads the winner's. */
export async function insertDataKey(db: Queryable, row: DataKeyRow): Promise<void> {
  await db.query(
    `insert into data_keys (org_id, key_id, wrapped, provider, wrapping_key) values ($1, $2, $3, $4, $5)
     on conflict (org_id) where active do nothing`,
    [row.orgId, row.keyId, row.wrapped, row.provider, row.wrappingKey],
  );
}

/** The new key seals from now on; the old one stays for what it sealed. One statement, so there is always an active key. */
export async function replaceActiveDataKey(db: Queryable, row: DataKeyRow): Promise<void> {
  await db.query('update data_keys set active = false where org_id = $1 and active', [row.orgId]);
  await insertDataKey(db, row);
}

export async function rewrapDataKey(db: Queryable, row: DataKeyRow): Promise<void> {
  await db.query(
    'update data_keys set wrapped = $3, provider = $4, wrapping_key = $5 where org_id = $1 and key_id = $2 and destroyed_at is null',
    [row.orgId, row.keyId, row.wrapped, row.provider, row.wrappingKey],
  );
}

export async function liveDataKeys(db: Queryable): Promise<DataKeyRow[]> {
  const { rows } = await db.query<DataKeyRow>(
    `select ${COLUMNS} from data_keys where destroyed_at is null order by org_id, key_id`,
  );
  return rows;
}

/** One key of each wrapping key in use: opening them proves that the provider holds them all. */
export async function oneOfEachWrappingKey(db: Queryable): Promise<DataKeyRow[]> {
  const { rows } = await db.query<DataKeyRow>(
    `select distinct on (provider, wrapping_key) ${COLUMNS} from data_keys where destroyed_at is null order by provider, wrapping_key, created_at desc`,
  );
  return rows;
}

/** What any key of the org sealed is unreadable from this commit on. */
export async function destroyDataKeys(db: Queryable, orgId: string): Promise<number> {
  const { rowCount } = await db.query(
    'update data_keys set wrapped = null, destroyed_at = now(), active = false where org_id = $1 and destroyed_at is null',
    [orgId],
  );
  return rowCount ?? 0;
}
