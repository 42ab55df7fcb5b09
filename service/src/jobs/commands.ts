import type { Queryable } from '../db/pool.ts';
import type { Boss } from './boss.ts';

/** Commands that one replica runs at once; each waits for Salesforce most of its time. */
const CONCURRENCY = 10;
/** A Bulk API job of a few thousand rows takes minutes, a request limit pauses between runs, so no run takes longer. */
const EXPIRE_SECONDS = 6 * 3_600;

export interface CommandQueue {
  /** Schedules a run of the command; with a transaction's client, exactly when that commits. */
  enqueue(
    orgId: string,
    commandId: string,
    options?: { db?: Queryable; afterSeconds?: number },
  ): Promise<void>;
}

/** Durable runs of commands. `run` answers the seconds after which the command wants another run, or undefined. */
export async function startCommandQueue(
  boss: Boss,
  run: (orgId: string, commandId: string, signal: AbortSignal) => Promise<number | undefined>,
): Promise<CommandQueue> {
  const enqueue = await boss.work<{ orgId: string; commandId: string }>({
    name: 'commands',
    key: ({ orgId, commandId }) => `${orgId} ${commandId}`,
    run: ({ orgId, commandId }, signal) => run(orgId, commandId, signal),
    concurrency: CONCURRENCY,
    expireInSeconds: EXPIRE_SECONDS,
  });
  return { enqueue: (orgId, commandId, options) => enqueue([{ orgId, commandId }], options) };
}
