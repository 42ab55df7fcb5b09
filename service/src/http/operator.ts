import { z } from 'zod';
import { appendAudit } from '../audit/append.ts';
import { verifyAudit } from '../audit/read.ts';
import type { Pool } from '../db/pool.ts';
import { SaysoError } from '../errors.ts';
import { findOrg } from '../orgs/orgs.ts';
import type { Vault } from '../vault/vault.ts';
import { route, type Route } from './route.ts';
import { orgIdSchema } from './schemas.ts';

/** What the people who run the service need: orgs and their health, key rotation, proof of the audit chain. */
export function operatorRoutes({ pool, vault }: { pool: Pool; vault: Vault }): Route[] {
  return [
    route({
      method: 'get',
      path: '/v1/operator/orgs',
      who: 'operator',
      summary:
        'Every org: paired when, grants by status, and whether its app registration rotates refresh tokens.',
      query: z.object({
        after: z.string().max(18).default(''),
        limit: z.coerce.number().int().min(1).max(500).default(100),
      }),
      answers: { 200: { description: '`{orgs, next?}`' } },
      async handle({ query }) {
        const { rows } = await pool.query<{ orgId: string }>(
          `select o.org_id as "orgId", o.name, o.environment, o.instance_url as "instanceUrl", o.paired_at as "pairedAt", o.rotation,
                  count(g.user_id) filter (where g.status = 'connected' and g.epoch = o.epoch)::int as connected,
                  count(g.user_id) filter (where g.status = 'reconnect_required')::int as "reconnectRequired",
                  count(g.user_id) filter (where g.failures > 0)::int as failing
             from orgs o left join grants g on g.org_id = o.org_id
            where o.org_id > $1 group by o.org_id order by o.org_id limit $2`,
          [query.after, query.limit + 1],
        );
        const orgs = rows.slice(0, query.limit);
        return {
          status: 200,
          body: { orgs, ...(rows.length > query.limit && { next: orgs.at(-1)!.orgId }) },
        };
      },
    }),
    route({
      method: 'delete',
      path: '/v1/operator/orgs/:orgId/keys',
      who: 'operator',
      summary:
        'Shreds an org: destroys its data keys, so that none of its tokens can be opened again, here or in a backup.',
      params: z.object({ orgId: orgIdSchema }),
      answers: { 204: { description: 'Shredded' } },
      async handle({ params, request }) {
        await known(pool, params.orgId);
        await vault.shred(params.orgId);
        await appendAudit(pool, {
          orgId: params.orgId,
          actor: { type: 'operator' },
          action: 'org.shredded',
          outcome: 'ok',
          origin: request.ip,
        });
        return { status: 204 };
      },
    }),
    route({
      method: 'post',
      path: '/v1/operator/keys/rotate',
      who: 'operator',
      summary:
        'A new wrapping key and new data keys, while traffic runs; frames move to them with their next refresh.',
      answers: {
        200: { description: 'Rotated', schema: z.object({ rewrapped: z.int(), newDataKeys: z.int() }) },
      },
      handle: async () => ({ status: 200, body: await vault.rotate() }),
    }),
    route({
      method: 'get',
      path: '/v1/operator/orgs/:orgId/audit/verification',
      who: 'operator',
      summary: "Recomputes the org's audit chain.",
      params: z.object({ orgId: orgIdSchema }),
      answers: { 200: { description: '`{orgId, checked, brokenAt?, head}`' } },
      handle: async ({ params }) => ({ status: 200, body: await verifyAudit(pool, params.orgId) }),
    }),
  ];
}

async function known(pool: Pool, orgId: string): Promise<void> {
  if (!(await findOrg(pool, orgId)))
    throw new SaysoError('org_not_found', 'This service does not know the org.', {
      status: 404,
      actions: ['GET /v1/operator/orgs lists the orgs.'],
    });
}
