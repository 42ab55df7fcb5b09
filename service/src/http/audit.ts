import { z } from 'zod';
import { readAudit, verifyAudit } from '../audit/read.ts';
import type { Pool } from '../db/pool.ts';
import { route, type Route } from './route.ts';

const PAGE_ENTRIES = 50;

/** The org's audit trail, for its admins. */
export function auditRoutes({ pool }: { pool: Pool }): Route[] {
  return [
    route({
      method: 'get',
      path: '/v1/admin/audit',
      who: 'admin',
      summary: 'What happened in the org, newest first; `next` is the cursor of the following page.',
      query: z.object({
        cursor: z.coerce.number('must be the "next" of the page before').int().positive().optional(),
        limit: z.coerce.number().int().min(1).max(200).default(PAGE_ENTRIES),
        actor: z.string().max(100).optional(),
        target: z.string().max(100).optional(),
        action: z.string().max(100).optional(),
        outcome: z.enum(['ok', 'refused', 'failed']).optional(),
      }),
      answers: { 200: { description: '`{entries, next?}`' } },
      handle: async ({ caller, query: { cursor, actor, ...query } }) => ({
        status: 200,
        body: await readAudit(pool, caller.orgId, { ...query, before: cursor, actorId: actor }),
      }),
    }),
    route({
      method: 'get',
      path: '/v1/admin/audit/verification',
      who: 'admin',
      summary: 'Recomputes the whole hash chain and says whether every entry follows from the one before.',
      answers: { 200: { description: '`{orgId, checked, brokenAt?, head}`' } },
      handle: async ({ caller }) => ({ status: 200, body: await verifyAudit(pool, caller.orgId) }),
    }),
  ];
}
