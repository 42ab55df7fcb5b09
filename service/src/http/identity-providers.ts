import { createHash, randomBytes } from 'node:crypto';
import { z } from 'zod';
import type { AppendAudit } from '../audit/append.ts';
import { transaction, type Pool } from '../db/pool.ts';
import { SaysoError } from '../errors.ts';
import { route, type Caller, type Route } from './route.ts';

export interface IdentityProviderDeps {
  pool: Pool;
  audit: AppendAudit;
  serviceUrl: string;
}

/** 256 bits: guessing is not a threat, so the token needs no slow hash. */
const SCIM_TOKEN_BYTES = 32;

/** Key material as an issuer publishes it; only public members may be sent. */
const jwks = z.object({
  keys: z
    .array(
      z
        .looseObject({ kty: z.enum(['RSA', 'EC', 'OKP']) })
        .refine((key) => !('d' in key), 'must hold public keys only'),
    )
    .min(1)
    .max(20),
});
/** The service fetches this address, so it must be a public https host by name, never an address inside the operator's network. */
const jwksUri = z
  .url({
    protocol: /^https$/,
    hostname: z.regexes.domain,
    error: 'must be an https address with a public host name',
  })
  .refine(
    (url) => !/\.(local|internal|localhost|lan|home|corp)$/i.test(new URL(url).hostname),
    'must be a public host name',
  );

/** Admins connect their identity provider: SCIM tokens, and issuers of security events. */
export function identityProviderRoutes({ pool, audit, serviceUrl }: IdentityProviderDeps): Route[] {
  const change = (
    caller: Caller,
    action: string,
    target: string,
    origin: string | undefined,
    statement: { text: string; values: unknown[] },
  ) =>
    transaction(pool, async (client) => {
      const { rowCount } = await client.query(statement);
      if (rowCount)
        await audit(client, {
          orgId: caller.orgId,
          actor: { type: 'admin', id: caller.userId },
          action,
          target,
          outcome: 'ok',
          origin,
        });
      return rowCount ?? 0;
    });

  return [
    route({
      method: 'post',
      path: '/v1/admin/scim-tokens',
      who: 'admin',
      summary: 'Create the bearer token that the identity provider sends to /scim/v2. It is shown once.',
      answers: { 201: { description: '`{id, token, baseUrl}`' } },
      handle: async ({ caller, request }) => {
        const token = randomBytes(SCIM_TOKEN_BYTES).toString('base64url');
        const { rows } = await pool.query<{ id: string }>('select gen_random_uuid() as id');
        const id = rows[0]!.id;
        await change(caller, 'scim_token.created', id, request.ip, {
          text: 'insert into scim_tokens (org_id, id, token_hash, created_by) values ($1, $2, $3, $4)',
          values: [caller.orgId, id, createHash('sha256').update(token).digest(), caller.userId],
        });
        return { status: 201, body: { id, token, baseUrl: `${serviceUrl}/scim/v2` } };
      },
    }),
    route({
      method: 'get',
      path: '/v1/admin/scim-tokens',
      who: 'admin',
      summary: 'SCIM tokens of the org: when made and last used, never the tokens themselves.',
      answers: { 200: { description: '`{tokens}`' } },
      handle: async ({ caller }) => {
        const { rows } = await pool.query(
          `select id, created_by as "createdBy", created_at as "createdAt", last_used_at as "lastUsedAt", revoked_at as "revokedAt"
             from scim_tokens where org_id = $1 order by created_at desc`,
          [caller.orgId],
        );
        return { status: 200, body: { tokens: rows } };
      },
    }),
    route({
      method: 'delete',
      path: '/v1/admin/scim-tokens/:id',
      who: 'admin',
      summary: 'Withdraw a SCIM token.',
      params: z.object({ id: z.uuid() }),
      answers: { 204: { description: 'Withdrawn' } },
      handle: async ({ caller, params, request }) => {
        const changed = await change(caller, 'scim_token.revoked', params.id, request.ip, {
          text: 'update scim_tokens set revoked_at = now() where org_id = $1 and id = $2 and revoked_at is null',
          values: [caller.orgId, params.id],
        });
        if (changed === 0)
          throw notThere('scim_token_not_found', 'There is no live SCIM token with this id.');
        return { status: 204 };
      },
    }),
    route({
      method: 'put',
      path: '/v1/admin/event-issuers',
      who: 'admin',
      summary: 'Trust an issuer of security events (Shared Signals); replaces what was known of it.',
      body: z
        .object({
          issuer: z.url({ protocol: /^https?$/ }),
          audience: z.string().min(1).max(500).optional(),
          jwks: jwks.optional(),
          jwksUri: jwksUri.optional(),
        })
        .refine(
          (body) => (body.jwks === undefined) !== (body.jwksUri === undefined),
          'needs either "jwks" or "jwksUri"',
        ),
      answers: { 200: { description: '`{issuer, audience, receiver}`' } },
      handle: async ({ caller, body, request }) => {
        const receiver = `${serviceUrl}/ssf/events`;
        const audience = body.audience ?? receiver;
        await change(caller, 'event_issuer.trusted', body.issuer, request.ip, {
          text: `insert into event_issuers (org_id, issuer, audience, jwks, jwks_uri, created_by) values ($1, $2, $3, $4, $5, $6)
                 on conflict (org_id, issuer) do update set audience = excluded.audience, jwks = excluded.jwks, jwks_uri = excluded.jwks_uri, created_by = excluded.created_by, created_at = now()`,
          values: [
            caller.orgId,
            body.issuer,
            audience,
            body.jwks ? JSON.stringify(body.jwks) : null,
            body.jwksUri ?? null,
            caller.userId,
          ],
        });
        return { status: 200, body: { issuer: body.issuer, audience, receiver } };
      },
    }),
    route({
      method: 'delete',
      path: '/v1/admin/event-issuers',
      who: 'admin',
      summary: 'Trust an issuer of security events no longer.',
      query: z.object({ issuer: z.string() }),
      answers: { 204: { description: 'Not trusted any more' } },
      handle: async ({ caller, query, request }) => {
        const changed = await change(caller, 'event_issuer.removed', query.issuer, request.ip, {
          text: 'delete from event_issuers where org_id = $1 and issuer = $2',
          values: [caller.orgId, query.issuer],
        });
        if (changed === 0)
          throw notThere('event_issuer_not_found', 'The org does not trust an issuer of this name.');
        return { status: 204 };
      },
    }),
  ];
}

function notThere(code: string, message: string): SaysoError {
  return new SaysoError(code, message, {
    status: 404,
    actions: ['List what there is and take the name from there.'],
  });
}
