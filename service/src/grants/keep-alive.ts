import { setTimeout as delay } from 'node:timers/promises';
import type { Pool } from '../db/pool.ts';
import type { Log } from '../log.ts';
import type { Principal } from '../salesforce/types.ts';
import type { Refresher } from './refresh.ts';

/** Grants taken at once by one replica. */
const BATCH = 50;
/** A grant that was taken and not refreshed (killed replica, Salesforce away) is due again after this. */
const CLAIM_SECONDS = 600;
/** At most this many refreshes per org and second from one replica, whatever has piled up. */
const PER_ORG_PER_SECOND = 5;
/** Orgs served at the same time by one replica. */
const PARALLEL_ORGS = 8;

/** Refreshes what is due for its own sake, and looks again at users who were inactive. Returns how many grants were due. */
export async function sweepKeepAlive(pool: Pool, refresher: Refresher, log: Log): Promise<number> {
  const { rows } = await pool.query<Principal & { recheck: boolean }>(
    `update grants g set keep_alive_at = now() + make_interval(secs => $1)
       from (select org_id, user_id from grants where keep_alive_at <= now() order by keep_alive_at limit $2 for update skip locked) due
      where g.org_id = due.org_id and g.user_id = due.user_id
  returning g.org_id as "orgId", g.user_id as "userId", g.status = 'reconnect_required' as recheck`,
    [CLAIM_SECONDS, BATCH],
  );
  const orgs = Map.groupBy(rows, (row) => row.orgId).values();
  const worker = async (): Promise<void> => {
    for (const grants of orgs)
      for (const [n, grant] of grants.entries()) {
        if (n > 0) await delay(1_000 / PER_ORG_PER_SECOND);
        await refresher.tryOnce({ orgId: grant.orgId, userId: grant.userId }, grant.recheck);
      }
  };
  await Promise.all(Array.from({ length: PARALLEL_ORGS }, worker));
  if (rows.length > 0) log.info({ grants: rows.length }, 'keep-alive refreshes');
  return rows.length;
}
