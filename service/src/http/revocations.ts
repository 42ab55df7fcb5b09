import { z } from 'zod';
import { transaction, type Pool } from '../db/pool.ts';
import { SaysoError } from '../errors.ts';
import {
  settleCutOffs,
  type CutOffInTransaction,
  type RevocationRequest,
  type RevocationScope,
} from '../revocation/cut-off.ts';
import { listReceipts, readReceipt, readReceiptOfAllOrgs } from '../revocation/receipt.ts';
import { route, type Answer, type Route } from './route.ts';
import { orgIdSchema, reasonSchema, userIdSchema } from './schemas.ts';

export interface RevocationDeps {
  pool: Pool;
  cutOff: CutOffInTransaction;
}

const idParams = z.object({ id: z.uuid('must be the id of a revocation') });
const cutOffSchema = z.object({ id: z.uuid(), cutOffAt: z.iso.datetime(), grants: z.int() });
const cutOffAnswer = {
  202: {
    description: 'Cut off; Salesforce is being told. Follow the receipt by its id.',
    schema: cutOffSchema,
  },
};

const adminBody = z.discriminatedUnion('scope', [
  z.object({ scope: z.literal('user'), userId: userIdSchema, reason: reasonSchema }),
  z.object({ scope: z.literal('org'), reason: reasonSchema }),
]);
const operatorBody = z.discriminatedUnion('scope', [
  z.object({ scope: z.literal('user'), orgId: orgIdSchema, userId: userIdSchema, reason: reasonSchema }),
  z.object({ scope: z.literal('org'), orgId: orgIdSchema, reason: reasonSchema }),
  z.object({ scope: z.literal('everyone'), reason: reasonSchema }),
]);

/** Admins end grants of their own org, the operator those of anyone; both follow the receipt. */
export function revocationRoutes({ pool, cutOff }: RevocationDeps): Route[] {
  const revoke = async (request: RevocationRequest): Promise<Answer> => {
    const { id, grants } = await transaction(pool, (client) => cutOff(client, request));
    return { status: 202, body: { id, cutOffAt: await settleCutOffs(pool, [id]), grants } };
  };

  return [
    route({
      method: 'post',
      path: '/v1/admin/revocations',
      who: 'admin',
      summary: 'End the grant of one user, or all grants of the org, at once.',
      body: adminBody,
      answers: cutOffAnswer,
      handle: ({ caller, body, request }) => {
        const target: RevocationScope =
          body.scope === 'user'
            ? { scope: 'user', orgId: caller.orgId, userId: body.userId }
            : { scope: 'org', orgId: caller.orgId };
        return revoke({
          target,
          reason: body.reason,
          trigger: 'admin',
          actor: { type: 'admin', id: caller.userId },
          origin: request.ip,
        });
      },
    }),
    route({
      method: 'get',
      path: '/v1/admin/revocations',
      who: 'admin',
      summary: 'Revocations of the org, newest first.',
      query: z.object({ limit: z.coerce.number().int().min(1).max(100).default(20) }),
      answers: { 200: { description: 'Receipts without their single grants' } },
      handle: async ({ caller, query }) => ({
        status: 200,
        body: { revocations: await listReceipts(pool, caller.orgId, query.limit) },
      }),
    }),
    route({
      method: 'get',
      path: '/v1/admin/revocations/:id',
      who: 'admin',
      summary: 'Receipt: each grant with when it was cut off, revoked and confirmed, or why not yet.',
      params: idParams,
      query: z.object({ after: z.string().default('') }),
      answers: { 200: { description: 'The receipt; `next` continues a long one through `after`' } },
      handle: async ({ caller, params, query }) => ({
        status: 200,
        body: found(await readReceipt(pool, caller.orgId, params.id, query.after)),
      }),
    }),
    route({
      method: 'post',
      path: '/v1/operator/revocations',
      who: 'operator',
      summary:
        'End grants of a user, an org or everyone. Everyone also retires every org key: suspected breach.',
      body: operatorBody,
      answers: cutOffAnswer,
      handle: ({ body: { reason, ...target }, request }) =>
        revoke({ target, reason, trigger: 'operator', actor: { type: 'operator' }, origin: request.ip }),
    }),
    route({
      method: 'get',
      path: '/v1/operator/revocations/:id',
      who: 'operator',
      summary:
        'Receipt over all orgs that the revocation reached; with `orgId`, the single grants of that org.',
      params: idParams,
      query: z.object({ orgId: orgIdSchema.optional(), after: z.string().default('') }),
      answers: { 200: { description: 'The receipt' } },
      handle: async ({ params, query }) => {
        if (query.orgId !== undefined)
          return { status: 200, body: found(await readReceipt(pool, query.orgId, params.id, query.after)) };
        const orgs = await readReceiptOfAllOrgs(pool, params.id);
        found(orgs[0]);
        return {
          status: 200,
          body: {
            id: params.id,
            cutOffAt: orgs[0]!.cutOffAt,
            completedAt: orgs.every((org) => org.completedAt !== null)
              ? (orgs
                  .map((org) => org.completedAt!)
                  .sort()
                  .at(-1) ?? null)
              : null,
            counts: {
              grants: sum(orgs.map((org) => org.counts.grants)),
              revoked: sum(orgs.map((org) => org.counts.revoked)),
              confirmed: sum(orgs.map((org) => org.counts.confirmed)),
            },
            orgs,
          },
        };
      },
    }),
  ];
}

function found<T>(receipt: T | undefined): T {
  if (receipt === undefined)
    throw new SaysoError('revocation_not_found', 'There is no revocation with this id.', {
      status: 404,
      actions: ['Take the id from the answer that started it.'],
    });
  return receipt;
}

function sum(numbers: number[]): number {
  return numbers.reduce((total, n) => total + n, 0);
}
