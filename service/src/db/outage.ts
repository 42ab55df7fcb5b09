import type { Log } from '../log.ts';
import { isDatabaseAway, type Pool } from './pool.ts';

/** One line when the database is lost and one when it is back, however many parts of the service notice. */
export interface Outage {
  /** Logs `error` under `message`, unless it only says that the database is away. */
  report(error: unknown, message: string): void;
  close(): void;
}

/** While it is lost the database is asked this often. */
const PROBE_MS = 1_000;

export function createOutage(pool: Pool, log: Log): Outage {
  let since: number | undefined;
  let timer: NodeJS.Timeout | undefined;

  function lost(error: unknown): void {
    if (since !== undefined) return;
    since = performance.now();
    log.error({ err: error }, 'the database is lost');
    timer = setTimeout(probe, PROBE_MS);
  }

  function probe(): void {
    pool.query('select 1').then(
      () => {
        log.info({ lostMs: Math.round(performance.now() - since!) }, 'the database is back');
        since = undefined;
      },
      () => {
        timer = setTimeout(probe, PROBE_MS);
      },
    );
  }

  return {
    report(error, message) {
      if (isDatabaseAway(error)) lost(error);
      else log.error({ err: error }, message);
    },
    close: () => clearTimeout(timer),
  };
}
