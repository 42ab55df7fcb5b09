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
  in_flight_until: Date | null;
  attempts: number;
}

/** Lines claimed at once by one worker: enough to keep the connections busy, few enough to lose little at a crash. */
const CLAIM_LINES = 64;
/** Salesforce calls at once per worker. */
const PARALLEL_CALLS = 16;
/** A claimed line is free again after this: well above two calls at their time-outs. */
const CLAIM_SECONDS = 90;
/** Back-off of a line that Salesforce did not accept: 2 s doubling to 5 min, so an outage of an hour costs about 15 calls. */
const FIRST_RETRY_SECONDS = 2;
const LONGEST_RETRY_SECONDS = 300;

/**
 * Revokes and confirms what is due of one revocation until nothing is due now. Any number of workers and replicas may run it at once.
 * Returns when to come again (seconds), or null when every line is confirmed and the receipt is complete.
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
    const queue = lines.values();
    await Promise.all(
      Array.from({ length: Math.min(PARALLEL_CALLS, lines.length) }, async () => {
        for (const line of queue) await workLine(pool, remote, orgId, revocationId, line);
      }),
    );
  }
  return finishOrWait(pool, audit, orgId, revocationId);
}

async function claim(pool: Pool, orgId: string, revocationId: string): Promise<Line[]> {
  const { rows } = await pool.query<Line>({
    name: 'revocation_claim',
    text: `update revoked_grants g set due_at = now() + make_interval(secs => $3), attempts = g.attempts + 1
             from (select user_id from revoked_grants
                    where org_id = $1 and revocation_id = $2 and confirmed_at is null and due_at <= now()
                    order by due_at limit $4 for update skip locked) due
            where g.org_id = $1 and g.revocation_id = $2 and g.user_id = due.user_id
        returning g.user_id, g.login_url, g.refresh_token, g.version, g.revoked_at, g.in_flight_until, g.attempts`,
    values: [orgId, revocationId, CLAIM_SECONDS, CLAIM_LINES],
  });
  return rows;
}

async function workLine(
  pool: Pool,
  remote: RemoteRevocation,
  orgId: string,
  revocationId: string,
  line: Line,
): Promise<void> {
  const key = [orgId, revocationId, line.user_id];
  try {
    const token = await remote.open({
      orgId,
      userId: line.user_id,
      version: line.version,
      sealed: line.refresh_token,
    });
    if (line.revoked_at === null) {
      await remote.revoke(line.login_url, token);
      await pool.query(
        'update revoked_grants set revoked_at = now() where org_id = $1 and revocation_id = $2 and user_id = $3',
        key,
      );
    }
    if (await remote.isActive(line.login_url, token))
      return await postpone(
        pool,
        key,
        'Salesforce still reports the token as live',
        retrySeconds(line.attempts),
      );
    const late = await lateToken(pool, orgId, line);
    if (late) return await postpone(pool, key, late, FIRST_RETRY_SECONDS);
    await pool.query(
      'update revoked_grants set confirmed_at = now(), failure = null, refresh_token = null where org_id = $1 and revocation_id = $2 and user_id = $3',
      key,
    );
  } catch (error) {
    await postpone(
      pool,
      key,
      error instanceof SaysoError ? error.code : 'unexpected_error',
      retrySeconds(line.attempts),
    );
  }
}

/** A refresh that was in flight at the cut-off can bring one more token, which grants/ then discards; until both are over, nothing is confirmed. */
async function lateToken(pool: Pool, orgId: string, line: Line): Promise<string | undefined> {
  const { rows } = await pool.query<{ late: boolean }>(
    'select exists (select from discarded_tokens where org_id = $1 and user_id = $2) as late',
    [orgId, line.user_id],
  );
  if (rows[0]!.late) return 'a token that arrived after the cut-off is being revoked';
  if (line.in_flight_until !== null && line.in_flight_until > new Date())
    return 'a refresh was under way at the cut-off; waiting for its end';
  return undefined;
}

async function postpone(pool: Pool, key: string[], failure: string, seconds: number): Promise<void> {
  await pool.query(
    'update revoked_grants set failure = $4, due_at = now() + make_interval(secs => $5) where org_id = $1 and revocation_id = $2 and user_id = $3',
    [...key, failure, seconds],
  );
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
