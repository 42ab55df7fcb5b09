import { forgetCommands } from './commands/store.ts';
import type { Pool } from './db/pool.ts';
import type { Outage } from './db/outage.ts';
import type { Grants } from './grants/grants.ts';

/** Due grants and tokens are looked for this often, by every replica; rows are claimed, so none is worked on twice. */
const SWEEP_MS = 15_000;
/** Expired states and assertion ids are small and harmless; they only must not pile up. */
const CLEAN_MS = 600_000;

/** Recurring work of a replica that needs no queue: it is found by looking, so a missed round costs nothing. */
export function startJanitor({ pool, grants, outage }: { pool: Pool; grants: Grants; outage: Outage }): {
  stop(): Promise<void>;
} {
  const running = new Set<Promise<void>>();
  const every = (ms: number, work: () => Promise<unknown>): NodeJS.Timeout => {
    let busy = false;
    return setInterval(() => {
      if (busy) return;
      busy = true;
      const round = work()
        .then(() => undefined)
        .catch((error: unknown) => {
          outage.report(error, 'recurring work failed');
        })
        .finally(() => {
          busy = false;
          running.delete(round);
        });
      running.add(round);
    }, ms);
  };
  const timers = [every(SWEEP_MS, () => grants.sweep()), every(CLEAN_MS, () => clean(pool))];
  return {
    async stop() {
      timers.forEach(clearInterval);
      await Promise.all(running);
    },
  };
}

/** Receipts are for the rep's memory of a quarter; what must last is in the audit trail. */
const COMMANDS_DAYS = 90;

/** Removes what has run out. */
export async function clean(pool: Pool): Promise<void> {
  await pool.query('delete from oauth_states where expires_at < now()');
  await pool.query('delete from assertion_jtis where expires_at < now()');
  await forgetCommands(pool, COMMANDS_DAYS);
  // Long enough to explain a refused assertion, short enough to hold no secret for ever.
  await pool.query(`delete from org_keys where retired_at < now() - interval '7 days'`);
}
