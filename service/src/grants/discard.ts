import type { Log } from '../log.ts';
import type { Pool, Queryable } from '../db/pool.ts';
import type { Principal } from '../salesforce/types.ts';
import type { Vault } from '../vault/vault.ts';
import type { OAuthClient } from './oauth-client.ts';
import { refreshContext } from './store.ts';
import { TokenError } from './token-errors.ts';

export interface Discarded {
  orgId: string;
  userId: string;
  version: number;
  /** Sealed for that version. */
  refreshToken: Buffer;
  loginUrl: string;
  /** disconnected, replaced, superseded, refused. */
  why: string;
}

/** Notes a token that must die at Salesforce, in the transaction that takes it out of use. False when its org is not known (any more). */
export async function discardToken(db: Queryable, token: Discarded): Promise<boolean> {
  const { rowCount } = await db.query(
    `insert into discarded_tokens (org_id, user_id, version, refresh_token, login_url, why)
     select org_id, $2, $3, $4, $5, $6 from orgs where org_id = $1 for share`,
    [token.orgId, token.userId, token.version, token.refreshToken, token.loginUrl, token.why],
  );
  return rowCount === 1;
}

/** The version that no grant has: what a refused login brought never was one. */
const NO_VERSION = 0;

/** Revokes what a refused login granted at once; where Salesforce does not take it now and the org is known, as soon as it does. Never throws. */
export async function giveTokenBack(
  { pool, vault, oauth, log }: { pool: Pool; vault: Vault; oauth: OAuthClient; log: Log },
  { loginUrl, token, principal }: { loginUrl: string; token: string; principal: Principal | undefined },
): Promise<void> {
  try {
    await oauth.tokenRevocation(loginUrl, token);
  } catch (error) {
    log.error(
      { ...principal, code: error instanceof TokenError ? error.code : 'unexpected_error' },
      'a refused login could not be revoked at Salesforce',
    );
    if (!principal) return;
    const { orgId, userId } = principal;
    try {
      const refreshToken = await vault.seal(orgId, refreshContext(userId, NO_VERSION), token);
      await discardToken(pool, {
        orgId,
        userId,
        version: NO_VERSION,
        refreshToken,
        loginUrl,
        why: 'refused',
      });
    } catch (error) {
      log.error({ orgId, userId, err: error }, 'a refused login could not be noted for revocation');
    }
  }
}

/** Tokens worked on at once per replica. */
const BATCH = 20;
/** A claimed token is free again after this: above one call at its time-out. */
const CLAIM_SECONDS = 60;
/** Failed tries double from here to an hour. */
const FIRST_RETRY_SECONDS = 5;
const LONGEST_RETRY_SECONDS = 3_600;

/** Revokes what is due at Salesforce, until each is gone. Any number of replicas may run it at once. Returns how many are done. */
export async function revokeDiscarded(
  pool: Pool,
  vault: Vault,
  oauth: OAuthClient,
  log: Log,
): Promise<number> {
  const { rows } = await pool.query<Discarded & { id: string; attempts: number }>(
    // Materialized, because the planner may otherwise repeat the subquery, with its locks, for every row.
    `with due as materialized (
       select org_id, id from discarded_tokens where due_at <= now() order by due_at limit $2 for update skip locked)
     update discarded_tokens d set due_at = now() + make_interval(secs => $1), attempts = d.attempts + 1
       from due
      where d.org_id = due.org_id and d.id = due.id
  returning d.org_id as "orgId", d.id, d.user_id as "userId", d.version, d.refresh_token as "refreshToken", d.login_url as "loginUrl", d.why, d.attempts`,
    [CLAIM_SECONDS, BATCH],
  );
  const done = await Promise.all(
    rows.map(async (row) => {
      try {
        const token = await vault.open(row.orgId, refreshContext(row.userId, row.version), row.refreshToken);
        await oauth.tokenRevocation(row.loginUrl, token);
        await pool.query('delete from discarded_tokens where org_id = $1 and id = $2', [row.orgId, row.id]);
        return 1;
      } catch (error) {
        const failure = error instanceof TokenError ? error.code : 'unexpected_error';
        const retrySeconds = Math.min(LONGEST_RETRY_SECONDS, FIRST_RETRY_SECONDS * 2 ** (row.attempts - 1));
        await pool.query(
          'update discarded_tokens set last_failure = $3, due_at = now() + make_interval(secs => $4) where org_id = $1 and id = $2',
          [row.orgId, row.id, failure, retrySeconds],
        );
        log.warn(
          { orgId: row.orgId, userId: row.userId, why: row.why, failure, retrySeconds },
          'a discarded token is not revoked yet',
        );
        return 0;
      }
    }),
  );
  return done.reduce((sum: number, n) => sum + n, 0);
}
