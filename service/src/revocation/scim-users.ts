import type { Queryable } from '../db/pool.ts';
import { ScimError, type ScimFilter, type ScimUser, type ScimUserInput } from './scim-protocol.ts';

interface Row {
  id: string;
  user_name: string;
  external_id: string | null;
  email: string | null;
  display_name: string | null;
  active: boolean;
  created_at: Date;
  modified_at: Date;
}

const COLUMNS = 'id, user_name, external_id, email, display_name, active, created_at, modified_at';
const COLUMN_OF: Record<ScimFilter['attribute'], string> = {
  userName: 'lower(user_name)',
  externalId: 'external_id',
  id: 'id::text',
  email: 'lower(email)',
};
/** SQLSTATE unique_violation. */
const UNIQUE_VIOLATION = '23505';
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** 409 `uniqueness` when the user name is taken (RFC 7644 §3.3). */
export async function createScimUser(db: Queryable, orgId: string, user: ScimUserInput): Promise<ScimUser> {
  const { rows } = await db
    .query<Row>(
      `insert into scim_users (org_id, user_name, external_id, email, display_name, active) values ($1, $2, $3, $4, $5, $6) returning ${COLUMNS}`,
      [orgId, user.userName, user.externalId, user.email, user.displayName, user.active],
    )
    .catch(refuseTakenName);
  return userOf(rows[0]!);
}

/** Locks the row for the rest of the transaction, so that two changes of one user follow each other. */
export async function lockScimUser(db: Queryable, orgId: string, id: string): Promise<ScimUser> {
  return one(
    db,
    `select ${COLUMNS} from scim_users where org_id = $1 and id = $2 and deleted_at is null for update`,
    orgId,
    id,
  );
}

export async function getScimUser(db: Queryable, orgId: string, id: string): Promise<ScimUser> {
  return one(
    db,
    `select ${COLUMNS} from scim_users where org_id = $1 and id = $2 and deleted_at is null`,
    orgId,
    id,
  );
}

/** Gone for the identity provider; what is left bars the user from connecting (may-connect.ts). */
export async function deleteScimUser(db: Queryable, orgId: string, id: string): Promise<ScimUser> {
  return one(
    db,
    `update scim_users set active = false, display_name = null, deleted_at = now()
      where org_id = $1 and id = $2 and deleted_at is null returning ${COLUMNS}`,
    orgId,
    id,
  );
}

export async function replaceScimUser(
  db: Queryable,
  orgId: string,
  id: string,
  user: ScimUserInput,
): Promise<ScimUser> {
  const { rows } = await db
    .query<Row>(
      `update scim_users set user_name = $3, external_id = $4, email = $5, display_name = $6, active = $7, modified_at = now()
        where org_id = $1 and id = $2 and deleted_at is null returning ${COLUMNS}`,
      [orgId, id, user.userName, user.externalId, user.email, user.displayName, user.active],
    )
    .catch(refuseTakenName);
  return found(rows[0]);
}

/** `startIndex` counts from 1 (RFC 7644 §3.4.2.4). */
export async function findScimUsers(
  db: Queryable,
  orgId: string,
  filter: ScimFilter | undefined,
  page: { startIndex: number; count: number },
): Promise<{ total: number; users: ScimUser[] }> {
  const condition = filter ? `and ${COLUMN_OF[filter.attribute]} = $2` : 'and $2::text is null';
  const folded =
    filter && (filter.attribute === 'userName' || filter.attribute === 'email')
      ? filter.value.toLowerCase()
      : filter?.value;
  const values = [orgId, folded ?? null];
  const total = await db.query<{ n: number }>(
    `select count(*)::int as n from scim_users where org_id = $1 and deleted_at is null ${condition}`,
    values,
  );
  const { rows } = await db.query<Row>(
    `select ${COLUMNS} from scim_users where org_id = $1 and deleted_at is null ${condition} order by created_at, id offset $3 limit $4`,
    [...values, page.startIndex - 1, page.count],
  );
  return { total: total.rows[0]!.n, users: rows.map(userOf) };
}

/**
 * Salesforce users of the org whom a SCIM or shared-signals subject means: by user name, by e-mail address used as user name, or by a
 * Salesforce user id given as external id.
 */
export async function grantsOfSubject(
  db: Queryable,
  orgId: string,
  names: (string | null | undefined)[],
): Promise<string[]> {
  const wanted = names.flatMap((name) => (name ? [name.toLowerCase()] : []));
  const { rows } = await db.query<{ user_id: string }>(
    `select user_id from grants where org_id = $1 and status <> 'revoked' and (lower(username) = any ($2) or lower(user_id) = any ($2))`,
    [orgId, wanted],
  );
  return rows.map((row) => row.user_id);
}

async function one(db: Queryable, text: string, orgId: string, id: string): Promise<ScimUser> {
  if (!UUID.test(id)) return found(undefined);
  const { rows } = await db.query<Row>(text, [orgId, id]);
  return found(rows[0]);
}

function found(row: Row | undefined): ScimUser {
  if (!row) throw new ScimError(404, 'There is no user with this id.');
  return userOf(row);
}

function refuseTakenName(error: unknown): never {
  if ((error as { code?: string }).code === UNIQUE_VIOLATION)
    throw new ScimError(409, 'A user with this userName exists.', 'uniqueness');
  throw error;
}

function userOf(row: Row): ScimUser {
  return {
    id: row.id,
    userName: row.user_name,
    externalId: row.external_id,
    email: row.email,
    displayName: row.display_name,
    active: row.active,
    createdAt: row.created_at,
    modifiedAt: row.modified_at,
  };
}
