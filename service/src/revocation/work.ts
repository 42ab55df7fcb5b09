import type { Pool } from 'pg';
import type { AppendAudit } from '../audit/append.ts';
import { SaysoError } from '../errors.ts';

/** What the work needs of grants/ and vault/: tokens stay inside these three functions. */
export interface RemoteRevocation {
  /** Unseals the refresh token of a receipt line. */
  open(line: { orgId: string; userId: string; version: number; sealed: Buffer }): Promise<string>;
  /** RFC 7009 at the login host; an already dead token counts as done. */
  revoke(loginUrl: string, refreshToken: string): Promise<void>;
  /** RFC 7662 at the login host. */
  isActive(loginUrl: string, refreshToken: string): Promise<boolean>;
}

interface Line {
  user_id: string;
  login_url: string;
  refresh_token: Buffer;
  version: number;
  revoked_at: Date | null;
  attempts: number;
}

interface LineResult {
  userId: string;
  revoked: boolean;
  /** Introspection said that the token is dead. */
  dead: boolean;
  /** Why it is not done; null when it is. */
  failure: string | null;
  retrySeconds: number;
}

/** Lines claimed at once by one worker, and Salesforce calls at once: keeps the connections busy, loses little at a crash. */
const CLAIM_LINES = 64;
const PARALLEL_CALLS = 32;
/** A claimed line is free again after this: above two calls at their time-outs of 30 s. */
const CLAIM_SECONDS = 90;
/** Back-off of a line that Salesforce did not accept: 2 s doubling to 5 min, so an outage of an hour costs about 15 calls. */
const FIRST_RETRY_SECONDS = 2;
const LONGEST_RETRY_SECONDS = 300;

/**
 * Revokes and confirms what is due of one revocation until nothing is due now. Any number of workers and replicas may run it at once.
 * Returns when to come again (seconds), or null when every line is confirmed and the receipt is complete. A crash between Salesforce's
 * answer and its being kept repeats the call, which is harmless: a dead token counts as revoked.
 */
export async function workRevocation(
  pool: Pool,
  audit: AppendAudit,
  remote: RemoteRevocation,
  orgId: string,
  revocationId: string,
  signal: AbortSignal,
): Promise<number | null> {
  while (!signal.aborted) {
    const lines = await claim(pool, orgId, revocationId);
    if (lines.length === 0) break;
    const results: LineResult[] = [];
    const queue = lines.values();
    await Promise.all(
      Array.from({ length: Math.min(PARALLEL_CALLS, lines.length) }, async () => {
        for (const line of queue) results.push(await revokeLine(remote, orgId, line));
      }),
    );
    await keep(pool, orgId, revocationId, results);
  }
  return finishOrWait(pool, audit, orgId, revocationId);
}

/** `array(…)` is looked up once; as a join the planner may repeat the subquery, with its locks, for every row. */
async function claim(pool: Pool, orgId: string, revocationId: string): Promise<Line[]> {
  const { rows } = await pool.query<Line>({
    name: 'revocation_claim',
    text: `update revoked_grants g set due_at = now() + make_interval(secs => $3), attempts = g.attempts + 1
            where g.org_id = $1 and g.revocation_id = $2 and g.user_id = any (array(
                  select user_id from revoked_grants
                   where org_id = $1 and revocation_id = $2 and confirmed_at is null and due_at <= now()
                   order by due_at limit $4 for update skip locked))
        returning g.user_id, g.login_url, g.refresh_token, g.version, g.revoked_at, g.attempts`,
    values: [orgId, revocationId, CLAIM_SECONDS, CLAIM_LINES],
  });
  return rows;
}

async function revokeLine(remote: RemoteRevocation, orgId: string, line: Line): Promise<LineResult> {
  const result = {
    userId: line.user_id,
    revoked: line.revoked_at !== null,
    dead: false,
    retrySeconds: retrySeconds(line.attempts),
  };
  try {
    const token = await remote.open({
      orgId,
      userId: line.user_id,
      version: line.version,
      sealed: line.refresh_token,
    });
    if (!result.revoked) {
      await remote.revoke(line.login_url, token);
      result.revoked = true;
    }
    result.dead = !(await remote.isActive(line.login_url, token));
    return { ...result, failure: result.dead ? null : 'Salesforce still reports the token as live' };
  } catch (error) {
    return { ...result, failure: error instanceof SaysoError ? error.code : 'unexpected_error' };
  }
}

/**
 * A dead token confirms its line unless another may live: a refresh that was in flight at the cut-off can bring one more token, which
 * grants/ then discards. Until both are over, the line waits.
 */
async function keep(pool: Pool, orgId: string, revocationId: string, results: LineResult[]): Promise<void> {
  await pool.query({
    name: 'revocation_keep',
    text: `update revoked_grants g
              set revoked_at = case when r.revoked then coalesce(g.revoked_at, now()) end,
                  confirmed_at = case when late.why is null and r.dead then now() end,
                  refresh_token = case when late.why is null and r.dead then null else g.refresh_token end,
                  failure = coalesce(r.failure, late.why),
                  due_at = now() + make_interval(secs => case when r.dead then $7 else r.retry_seconds end)
             from unnest($3::text[], $4::bool[], $5::bool[], $6::text[], $8::float8[]) as r (user_id, revoked, dead, failure, retry_seconds),
          lateral (select case
                     when exists (select from discarded_tokens d where d.org_id = $1 and d.user_id = r.user_id)
                       then 'a token that arrived after the cut-off is being revoked'
                     when (select in_flight_until from revoked_grants f where f.org_id = $1 and f.revocation_id = $2 and f.user_id = r.user_id) > now()
                       then 'a refresh was under way at the cut-off; waiting for its end'
                   end as why) late
            where g.org_id = $1 and g.revocation_id = $2 and g.user_id = r.user_id`,
    values: [
      orgId,
      revocationId,
      results.map((r) => r.userId),
      results.map((r) => r.revoked),
      results.map((r) => r.dead),
      results.map((r) => r.failure),
      FIRST_RETRY_SECONDS,
      results.map((r) => r.retrySeconds),
    ],
  });
}

/** Jitter of a fifth: lines that failed together do not come back together. */
function retrySeconds(attempts: number): number {
  return (
    Math.min(LONGEST_RETRY_SECONDS, FIRST_RETRY_SECONDS * 2 ** (attempts - 1)) * (0.9 + Math.random() * 0.2)
  );
}

async function finishOrWait(
  pool: Pool,
  audit: AppendAudit,
  orgId: string,
  revocationId: string,
): Promise<number | null> {
  const { rows } = await pool.query<{ wait: number | null }>(
    `select extract(epoch from min(due_at) - now())::float8 as wait
       from revoked_grants where org_id = $1 and revocation_id = $2 and confirmed_at is null`,
    [orgId, revocationId],
  );
  const wait = rows[0]?.wait ?? null;
  if (wait !== null) return Math.max(0, wait);
  const { rowCount } = await pool.query(
    'update revocations set completed_at = now() where org_id = $1 and id = $2 and completed_at is null',
    [orgId, revocationId],
  );
  if (rowCount === 1)
    await audit(pool, {
      orgId,
      actor: { type: 'service' },
      action: 'revocation.confirmed',
      target: revocationId,
      outcome: 'ok',
    });
  return null;
}
