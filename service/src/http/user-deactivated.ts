import { z } from 'zod';
import { transaction, type Pool } from '../db/pool.ts';
import { settleCutOffs, type CutOffInTransaction } from '../revocation/cut-off.ts';
import { route, type Route } from './route.ts';
import { userIdSchema } from './schemas.ts';

/** One user update of Salesforce touches at most 200 records per trigger call. */
const MOST_USERS = 200;

/** `POST /v1/signals/user-deactivated`: the package's User trigger says who was deactivated or frozen. */
export function userDeactivatedRoute({ pool, cutOff }: { pool: Pool; cutOff: CutOffInTransaction }): Route {
  return route({
    method: 'post',
    path: '/v1/signals/user-deactivated',
    who: 'rep',
    summary: 'Users of the org were deactivated or frozen: end their grants.',
    body: z.union([
      z.object({ userIds: z.array(userIdSchema).min(1).max(MOST_USERS) }),
      z.object({ userId: userIdSchema }).transform(({ userId }) => ({ userIds: [userId] })),
    ]),
    answers: {
      202: {
        description: 'Cut off',
        schema: z.object({
          revocations: z.array(z.object({ id: z.uuid(), cutOffAt: z.iso.datetime(), grants: z.int() })),
        }),
      },
    },
    handle: async ({ caller, body, request }) => {
      const revocations = await transaction(pool, async (client) => {
        const results = [];
        for (const userId of [...new Set(body.userIds)].sort())
          results.push(
            await cutOff(client, {
              target: { scope: 'user', orgId: caller.orgId, userId },
              reason: 'deactivated or frozen in Salesforce',
              trigger: 'package',
              actor: { type: 'package', id: caller.userId },
              origin: request.ip,
            }),
          );
        return results;
      });
      const cutOffAt = await settleCutOffs(
        pool,
        revocations.map(({ id }) => id),
      );
      return { status: 202, body: { revocations: revocations.map((one) => ({ ...one, cutOffAt })) } };
    },
  });
}
