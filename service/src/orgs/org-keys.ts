import { randomBytes } from 'node:crypto';
import type { Queryable } from '../db/pool.ts';
import type { Vault } from '../vault/vault.ts';

/** The longest that an assertion may live: those signed with the old key just before a rotation stay valid to their end. */
const OVERLAP_SECONDS = 300;

const contextOf = (keyId: string): string[] => ['org key', keyId];

export interface OrgKey {
  keyId: string;
  /** 32 random bytes, base64url; Apex signs with the bytes. */
  secret: string;
}

export function newOrgKey(): OrgKey {
  return { keyId: randomBytes(12).toString('base64url'), secret: randomBytes(32).toString('base64url') };
}

/** Accepted from now on: stored before Apex gets it, so that no assertion is signed with a key that nobody knows. */
export async function storeOrgKey(db: Queryable, vault: Vault, orgId: string, key: OrgKey): Promise<void> {
  const sealed = await vault.seal(orgId, contextOf(key.keyId), key.secret);
  await db.query('insert into org_keys (org_id, key_id, secret) values ($1, $2, $3)', [
    orgId,
    key.keyId,
    sealed,
  ]);
}

/** The bytes to verify with, unless the key is unknown or retired. */
export async function findOrgKey(
  db: Queryable,
  vault: Vault,
  orgId: string,
  keyId: string,
): Promise<Buffer | undefined> {
  const { rows } = await db.query<{ secret: Buffer }>({
    name: 'org_key_find',
    text: 'select secret from org_keys where org_id = $1 and key_id = $2 and (retired_at is null or retired_at > now())',
    values: [orgId, keyId],
  });
  if (!rows[0]) return undefined;
  return Buffer.from(await vault.open(orgId, contextOf(keyId), rows[0].secret), 'base64url');
}

/** Every key but this one ends when the last assertion signed with it has run out. */
export async function retireOtherKeys(db: Queryable, orgId: string, keyId: string): Promise<void> {
  await db.query(
    `update org_keys set retired_at = now() + make_interval(secs => $3)
      where org_id = $1 and key_id <> $2 and retired_at is null`,
    [orgId, keyId, OVERLAP_SECONDS],
  );
}

/** Apex did not take it. */
export async function dropOrgKey(db: Queryable, orgId: string, keyId: string): Promise<void> {
  await db.query('delete from org_keys where org_id = $1 and key_id = $2', [orgId, keyId]);
}
