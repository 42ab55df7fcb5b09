import { z } from 'zod';
import type { AppendAudit } from '../audit/append.ts';
import type { Pool } from '../db/pool.ts';
import { connectionsOf } from '../grants/connections.ts';
import { findOrg } from '../orgs/orgs.ts';
import type { Caller } from './route.ts';
import { route, type Route } from './route.ts';

const PAGE = 500;

const connections = z.object({
  connections: z.array(
    z.object({
      userId: z.string(),
      name: z.string().nullable(),
      username: z.string().nullable(),
      status: z.enum(['connected', 'reconnect_required', 'not_connected']),
      reason: z.string().optional(),
      reasonCode: z.string().optional(),
      warning: z.string().optional(),
      since: z.iso.datetime().nullable(),
      lastUsedAt: z.iso.datetime().nullable(),
      refreshedAt: z.iso.datetime(),
    }),
  ),
  next: z.string().nullable(),
  total: z.int(),
  app: z.object({ rotation: z.enum(['unknown', 'on', 'off']), advice: z.string().optional() }),
});

export interface AdminParts {
  pool: Pool;
  audit: AppendAudit;
  /** New signing key, given to Apex with the admin's own rights. */
  rotateOrgKey(caller: Caller): Promise<{ keyId: string }>;
}

export function adminRoutes({ pool, audit, rotateOrgKey }: AdminParts): Route[] {
  return [
    route({
      method: 'get',
      path: '/v1/admin/connections',
      who: 'admin',
      summary: 'Who of the org is connected, and what the app registration shows.',
      query: z.object({
        after: z.string().max(18).optional().describe('`next` of the page before.'),
        limit: z.coerce.number().int().min(1).max(PAGE).default(PAGE),
      }),
      answers: { 200: { description: 'A page of connections', schema: connections } },
      async handle({ caller, query }) {
        const page = await connectionsOf(pool, caller.orgId, { after: query.after, limit: query.limit });
        const rotation = (await findOrg(pool, caller.orgId))?.rotation ?? 'unknown';
        return {
          status: 200,
          body: { ...page, app: { rotation, ...(rotation === 'off' ? { advice: ROTATION_OFF } : {}) } },
        };
      },
    }),
    route({
      method: 'post',
      path: '/v1/admin/org-key/rotate',
      who: 'admin',
      summary: 'Replaces the key that the package signs with; the old one ends after five minutes.',
      answers: { 200: { description: 'The new key is in use', schema: z.object({ keyId: z.string() }) } },
      async handle({ caller, request }) {
        const { keyId } = await rotateOrgKey(caller);
        await audit(pool, {
          orgId: caller.orgId,
          actor: { type: 'admin', id: caller.userId },
          action: 'org_key.rotated',
          target: keyId,
          outcome: 'ok',
          origin: request.ip,
        });
        return { status: 200, body: { keyId } };
      },
    }),
  ];
}

const ROTATION_OFF =
  'Refresh token rotation is off. Turn it on in the policies of the Sayso app (Refresh Token Rotation), so that a stolen token is noticed and ended.';
