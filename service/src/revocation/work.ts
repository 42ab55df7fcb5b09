import { setTimeout as delay } from 'node:timers/promises';
import type { AppendAudit } from '../audit/append.ts';
import type { Pool } from '../db/pool.ts';
import { SaysoError } from '../errors.ts';
import {
  complete,
  keepResults,
  readDue,
  secondsToNext,
  type Line,
  type LineResult,
  type Share,
} from './due-lines.ts';
import { FrameError } from '../vault/frame.ts';
import { listNext } from './lines.ts';

/** What the work needs of grants/ and vault/: tokens stay inside these three functions. */
export interface RemoteRevocation {
  /** Unseals the refresh token of a receipt line. */
  open(line: { orgId: string; userId: string; version: number; sealed: Buffer }): Promise<string>;
  /** RFC 7009 at the login host; an already dead token counts as done. */
  revoke(loginUrl: string, refreshToken: string): Promise<void>;
  /** RFC 7662 at the login host. */
  isActive(loginUrl: string, refreshToken: string): Promise<boolean>;
}

export interface RevocationWork {
  pool: Pool;
  audit: AppendAudit;
  remote: RemoteRevocation;
}

/** Salesforce calls at once for one share. A replica works on four shares, so that they fill the connections to one host. */
const PARALLEL_CALLS = 16;
/** Lines in memory per share: a few hundred bytes each. */
const READ_LINES = 512;
/** Results written together: what a crash makes the next worker ask again, and a hundredth of the cost of writing them one by one. */
const KEEP_LINES = 128;
/** A large revocation steps back after this, so that a small one behind it waits no longer. */
const RUN_MS = 15_000;
/** Another worker's batch of lines is there by then. */
const LISTING_MS = 100;
/** Back-off of a line that Salesforce did not accept: 2 s doubling to 5 min, so an outage of an hour costs about 15 calls. */
const FIRST_RETRY_SECONDS = 2;
const LONGEST_RETRY_SECONDS = 300;
/** A token that does not open will not open later, unless a backup of the keys is put back. */
const UNREADABLE_RETRY_SECONDS = 86_400;

/**
 * Moves the grants of a cut-off to its receipt, then revokes and confirms those of one share until nothing is due now. Returns when to come again
 * (seconds), or null when every line of the share is confirmed; the last share completes the receipt. A crash between Salesforce's answer and its
 * being kept, or two workers on one share, repeat calls, which is harmless: a dead token counts as revoked.
 */
export async function workRevocation(
  { pool, audit, remote }: RevocationWork,
  share: Share,
  signal: AbortSignal,
): Promise<number | null> {
  const stopAt = performance.now() + RUN_MS;
  const isOver = (): boolean => signal.aborted || performance.now() > stopAt;
  for (;;) {
    const listed = await listNext(pool, share.orgId, share.revocationId);
    const worked = await revokeDue(pool, remote, share, isOver);
    if (isOver()) return 0;
    if (listed === 'done' && worked === 0) break;
    if (listed === 'busy' && worked === 0) await delay(LISTING_MS);
  }
  const wait = await secondsToNext(pool, share);
  if (wait === null && (await complete(pool, share)))
    await audit(pool, {
      orgId: share.orgId,
      actor: { type: 'service' },
      action: 'revocation.confirmed',
      target: share.revocationId,
      outcome: 'ok',
    });
  return wait;
}

/** Goes through the share once, with as many calls under way as allowed all the time; results are kept meanwhile. Returns how many lines it tried. */
async function revokeDue(
  pool: Pool,
  remote: RemoteRevocation,
  share: Share,
  isOver: () => boolean,
): Promise<number> {
  let tried = 0;
  let results: LineResult[] = [];
  let kept = Promise.resolve();
  /** One statement after the other; a caller that comes to the next batch waits for it. */
  function keep(): Promise<void> {
    const batch = results;
    results = [];
    tried += batch.length;
    kept = kept.then(() => keepResults(pool, share, batch));
    return kept;
  }
  const lines = dueLines(pool, share, isOver);
  await Promise.all(
    Array.from({ length: PARALLEL_CALLS }, async () => {
      for await (const line of lines) {
        const result = await revokeLine(remote, share.orgId, line);
        results.push(result);
        if (results.length >= KEEP_LINES) await keep();
      }
    }),
  );
  if (results.length > 0) await keep();
  await kept;
  return tried;
}

async function* dueLines(pool: Pool, share: Share, isOver: () => boolean): AsyncGenerator<Line> {
  for (let after = ''; ; ) {
    const lines = await readDue(pool, share, after, READ_LINES);
    for (const line of lines) {
      if (isOver()) return;
      yield line;
    }
    if (lines.length < READ_LINES) return;
    after = lines.at(-1)!.userId;
  }
}

async function revokeLine(remote: RemoteRevocation, orgId: string, line: Line): Promise<LineResult> {
  const { userId, version, refreshToken: sealed, loginUrl } = line;
  const result: LineResult = {
    userId,
    revoked: line.revoked,
    failure: null,
    retrySeconds: retrySeconds(line.attempts + 1),
  };
  try {
    const token = await remote.open({ orgId, userId, version, sealed });
    if (!result.revoked) {
      await remote.revoke(loginUrl, token);
      result.revoked = true;
    }
    if (await remote.isActive(loginUrl, token)) result.failure = 'Salesforce still reports the token as live';
  } catch (error) {
    result.failure = error instanceof SaysoError ? error.code : 'unexpected_error';
    if (error instanceof FrameError) {
      result.failure =
        'the key that seals the token was destroyed; Salesforce ends it after 30 days without use';
      result.retrySeconds = UNREADABLE_RETRY_SECONDS;
    }
  }
  return result;
}

/** Jitter of a fifth: lines that failed together do not come back together. */
function retrySeconds(attempts: number): number {
  return (
    Math.min(LONGEST_RETRY_SECONDS, FIRST_RETRY_SECONDS * 2 ** (attempts - 1)) * (0.9 + Math.random() * 0.2)
  );
}
