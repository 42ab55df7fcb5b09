import type { Pool } from '../db/pool.ts';

/** One part of the lines of a revocation in one org; `share` counts from 0. Parts never overlap. */
export interface Share {
  orgId: string;
  revocationId: string;
  share: number;
  shares: number;
}

export interface Line {
  userId: string;
  loginUrl: string;
  /** Sealed. */
  refreshToken: Buffer;
  version: number;
  revoked: boolean;
  attempts: number;
}

export interface LineResult {
  userId: string;
  revoked: boolean;
  /** Introspection said that the token is dead. */
  dead: boolean;
  /** Why it is not done; null when it is. */
  failure: string | null;
  retrySeconds: number;
}

/** A line that waits for something else than Salesforce is looked at again after this. */
const WAIT_SECONDS = 2;

const MINE = '(hashtext(user_id) & 2147483647) % $4 = $3';
const mine = ({ orgId, revocationId, share, shares }: Share): unknown[] => [
  orgId,
  revocationId,
  share,
  shares,
];

// No statement here is prepared by name: its plan would be kept from when the table was small.

/** Lines that are due now, in order of user id. */
export async function readDue(pool: Pool, share: Share, after: string, limit: number): Promise<Line[]> {
  const { rows } = await pool.query<Line>(
    `select user_id as "userId", login_url as "loginUrl", refresh_token as "refreshToken", version, revoked_at is not null as revoked, attempts
       from revoked_grants
      where org_id = $1 and revocation_id = $2 and confirmed_at is null and user_id > $5 and due_at <= now() and ${MINE}
      order by user_id limit $6`,
    [...mine(share), after, limit],
  );
  return rows;
}

/**
 * A dead token confirms its line unless another may live: a refresh that was in flight at the cut-off can bring one more token, which
 * grants/ then discards. Until both are over, the line waits.
 */
export async function keepResults(
  pool: Pool,
  { orgId, revocationId }: Share,
  results: LineResult[],
): Promise<void> {
  await pool.query(
    `with late as materialized (select distinct user_id from discarded_tokens where org_id = $1)
     update revoked_grants g
        set attempts = g.attempts + 1,
            revoked_at = coalesce(g.revoked_at, case when r.revoked then now() end),
            confirmed_at = case when w.why is null and r.dead then now() end,
            refresh_token = case when w.why is null and r.dead then null else g.refresh_token end,
            failure = coalesce(r.failure, w.why),
            due_at = now() + make_interval(secs => case when r.dead then $8 else r.retry_seconds end)
       from revoked_grants f
       join unnest($3::text[], $4::bool[], $5::bool[], $6::text[], $7::float8[]) as r (user_id, revoked, dead, failure, retry_seconds) using (user_id)
      cross join lateral (select case
               when f.user_id in (select user_id from late) then 'a token that arrived after the cut-off is being revoked'
               when f.in_flight_until > now() then 'a refresh was under way at the cut-off; waiting for its end'
             end as why) w
      where f.org_id = $1 and f.revocation_id = $2 and f.user_id = any ($3)
        and g.org_id = $1 and g.revocation_id = $2 and g.user_id = f.user_id and g.confirmed_at is null`,
    [
      orgId,
      revocationId,
      results.map((r) => r.userId),
      results.map((r) => r.revoked),
      results.map((r) => r.dead),
      results.map((r) => r.failure),
      results.map((r) => r.retrySeconds),
      WAIT_SECONDS,
    ],
  );
}

/** Seconds until a line of the share is due; null when all of them are confirmed. */
export async function secondsToNext(pool: Pool, share: Share): Promise<number | null> {
  const { rows } = await pool.query<{ wait: number | null }>(
    `select extract(epoch from min(due_at) - now())::float8 as wait
       from revoked_grants where org_id = $1 and revocation_id = $2 and confirmed_at is null and ${MINE}`,
    mine(share),
  );
  const wait = rows[0]?.wait ?? null;
  return wait === null ? null : Math.max(0, wait);
}

/** Completes the receipt when no line of any share is open. True for the one that did. */
export async function complete(pool: Pool, { orgId, revocationId }: Share): Promise<boolean> {
  const { rowCount } = await pool.query(
    `update revocations set completed_at = now()
      where org_id = $1 and id = $2 and completed_at is null and listed_at is not null
        and not exists (select from revoked_grants where org_id = $1 and revocation_id = $2 and confirmed_at is null)`,
    [orgId, revocationId],
  );
  return rowCount === 1;
}
