import type { Client } from '../db/pool.ts';
import type { EnqueueRevocations } from '../revocation/cut-off.ts';
import type { Share } from '../revocation/due-lines.ts';
import type { Boss } from './boss.ts';

/** Jobs per revocation in one org at most: so many workers, of any replica, share the calls of a large one. */
const MOST_SHARES = 8;
/** Below this a revocation is not worth another share. */
const GRANTS_PER_SHARE = 250;
/** Shares that one replica works on at once. */
const CONCURRENCY = 4;
/** A run steps back after 15 s; its last calls wait for Salesforce for a minute at most, its statements for half a one. */
const EXPIRE_SECONDS = 300;

/** Durable work on revocations. `work` answers the seconds after which something of the share is due again, or null when all is confirmed. */
export async function startRevocationQueue(
  boss: Boss,
  work: (share: Share, signal: AbortSignal) => Promise<number | null>,
): Promise<EnqueueRevocations> {
  const enqueue = await boss.work<Share>({
    name: 'revocations',
    key: ({ orgId, revocationId, share }) => `${orgId} ${revocationId} ${share}`,
    run: async (share, signal) => (await work(share, signal)) ?? undefined,
    concurrency: CONCURRENCY,
    expireInSeconds: EXPIRE_SECONDS,
  });
  return (client: Client, revocations) =>
    enqueue(
      revocations.flatMap(({ orgId, revocationId, grants }) => {
        const shares = Math.min(MOST_SHARES, Math.max(1, Math.ceil(grants / GRANTS_PER_SHARE)));
        return Array.from({ length: shares }, (_, share) => ({ orgId, revocationId, share, shares }));
      }),
      { db: client },
    );
}
