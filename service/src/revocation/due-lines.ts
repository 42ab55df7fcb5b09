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
  /** Null when introspection said that the token is dead. */
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

/*
 * The table goes from nothing to a hundred thousand rows within seconds, so PostgreSQL knows nothing of its size. Hence no statement here is
 * prepared by name, whose plan would be kept, and none joins: each has one way to be carried out, through one index.
 */

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

export async function keepResults(pool: Pool, share: Share, results: LineResult[]): Promise<void> {
  const dead = results.filter((result) => result.failure === null);
  if (dead.length > 0) await confirm(pool, share, dead);
  const failed = results.filter((result) => result.failure !== null);
  if (failed.length > 0) await postpone(pool, share, failed);
}

/**
 * A dead token confirms its line unless another may live: a refresh that was in flight at the cut-off can bring one more token, which
 * grants/ then discards. Until both are over, the line waits.
 */
async function confirm(pool: Pool, { orgId, revocationId }: Share, dead: LineResult[]): Promise<void> {
  await pool.query(
    `update revoked_grants g
        set attempts = attempts + 1,
            revoked_at = coalesce(revoked_at, now()),
            (confirmed_at, refresh_token, failure, due_at) = (
              select case when why is null then now() end, case when why is not null then g.refresh_token end, why, now() + make_interval(secs => $4)
                from (select case
                        when g.user_id in (select user_id from discarded_tokens where org_id = $1)
                          then 'a token that arrived after the cut-off is being revoked'
                        when g.in_flight_until > now() then 'a refresh was under way at the cut-off; waiting for its end'
                      end as why) as wait)
      where org_id = $1 and revocation_id = $2 and user_id = any ($3) and confirmed_at is null`,
    [orgId, revocationId, dead.map((result) => result.userId), WAIT_SECONDS],
  );
}

async function postpone(pool: Pool, { orgId, revocationId }: Share, failed: LineResult[]): Promise<void> {
  await pool.query(
    `update revoked_grants
        set attempts = attempts + 1,
            revoked_at = coalesce(revoked_at, case when ($4::bool[])[array_position($3, user_id)] then now() end),
            failure = ($5::text[])[array_position($3, user_id)],
            due_at = now() + make_interval(secs => ($6::float8[])[array_position($3, user_id)])
      where org_id = $1 and revocation_id = $2 and user_id = any ($3::text[]) and confirmed_at is null`,
    [
      orgId,
      revocationId,
      failed.map((result) => result.userId),
      failed.map((result) => result.revoked),
      failed.map((result) => result.failure),
      failed.map((result) => result.retrySeconds),
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
