import type { Client } from '../db/pool.ts';
import type { EnqueueRevocations } from '../revocation/cut-off.ts';
import type { Boss } from './boss.ts';

/** Jobs per revocation in one org: so many replicas (or workers of one) share the calls of a large one. */
const SHARES = 4;
/** 100,000 grants at Salesforce's pace take hours; a share that is given up early is continued by another. */
const EXPIRE_SECONDS = 6 * 3_600;

interface Share {
  orgId: string;
  revocationId: string;
  share: number;
}

/** Durable work on revocations. `work` answers the seconds after which something is due again, or null when all is confirmed. */
export async function startRevocationQueue(
  boss: Boss,
  work: (orgId: string, revocationId: string, signal: AbortSignal) => Promise<number | null>,
): Promise<EnqueueRevocations> {
  const enqueue = await boss.work<Share>({
    name: 'revocations',
    key: ({ orgId, revocationId, share }) => `${orgId} ${revocationId} ${share}`,
    run: async ({ orgId, revocationId }, signal) => (await work(orgId, revocationId, signal)) ?? undefined,
    concurrency: SHARES,
    expireInSeconds: EXPIRE_SECONDS,
  });
  return async (client: Client, revocations) => {
    for (const { orgId, revocationId, grants } of revocations)
      for (let share = 0; share < Math.min(SHARES, Math.max(1, grants)); share++)
        await enqueue({ orgId, revocationId, share }, { db: client });
  };
}
