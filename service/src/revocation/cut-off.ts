import { randomUUID } from 'node:crypto';
import { setTimeout } from 'node:timers/promises';
import type { AppendAudit, AuditActor } from '../audit/append.ts';
import type { Client, Pool } from '../db/pool.ts';
import { AUTHORITY_MS } from '../grants/grants.ts';
import { moveToReceipt } from './lines.ts';

export type RevocationTrigger = 'rep' | 'admin' | 'operator' | 'package' | 'scim' | 'shared-signals';

export type RevocationScope =
  | { scope: 'user'; orgId: string; userId: string }
  | { scope: 'org'; orgId: string }
  | { scope: 'everyone' };

export interface RevocationRequest {
  target: RevocationScope;
  reason: string;
  trigger: RevocationTrigger;
  actor: AuditActor;
  /** Network address that it came from. */
  origin?: string | undefined;
}

export interface CutOff {
  id: string;
  /** ISO instant of the transaction; `settleCutOffs` tells from when on no replica begins a Salesforce call with these grants. */
  cutOffAt: string;
  /** Grants that this revocation ends. */
  grants: number;
}

/** Makes the durable jobs of a cut-off part of its transaction. */
export type EnqueueRevocations = (
  client: Client,
  work: { orgId: string; revocationId: string; grants: number }[],
) => Promise<void>;

/** A cut-off inside the caller's transaction: it holds from that commit on. */
export type CutOffInTransaction = (client: Client, request: RevocationRequest) => Promise<CutOff>;

/**
 * Ends grants in one transaction: from its commit on every replica refuses them, because `use` compares epoch and status right before each
 * call. For a whole org one row decides, its epoch, however many grants there are; they move to the receipt afterwards. What Salesforce still
 * holds is revoked by durable jobs (work.ts).
 */
export function createCutOff(audit: AppendAudit, enqueue: EnqueueRevocations): CutOffInTransaction {
  return async (client, request) => {
    const id = randomUUID();
    const orgs = await lockOrgs(client, request.target);
    // Rounded up, because a Date has no microseconds: every login that this cut-off ends came before it.
    const { rows } = await client.query<{ now: Date }>(
      `select date_trunc('milliseconds', clock_timestamp() + interval '1 millisecond') as now`,
    );
    const cutOffAt = rows[0]!.now;
    const ended =
      request.target.scope === 'user'
        ? [await cutOffUser(client, id, request, request.target, cutOffAt)]
        : await cutOffOrgs(client, id, request, orgs, cutOffAt);
    await audit(
      client,
      ...ended.map(({ orgId, grants }) => ({
        orgId,
        actor: request.actor,
        action: 'revocation.cut_off',
        target: request.target.scope === 'user' ? request.target.userId : id,
        outcome: 'ok' as const,
        origin: request.origin,
        details: {
          revocation: id,
          scope: request.target.scope,
          trigger: request.trigger,
          reason: request.reason,
          grants,
        },
      })),
    );
    await enqueue(
      client,
      ended.map(({ orgId, grants }) => ({ orgId, revocationId: id, grants })),
    );
    return {
      id,
      cutOffAt: cutOffAt.toISOString(),
      grants: ended.reduce((sum, { grants }) => sum + grants, 0),
    };
  };
}

/**
 * Waits until every read of a grant that came before the commit has lapsed as authority to call Salesforce, then notes that instant as the
 * time of these cut-offs: no call begins after it. Returns it. To be called after the commit, and before the answer to whoever asked.
 */
export async function settleCutOffs(pool: Pool, ids: string[]): Promise<string> {
  await setTimeout(AUTHORITY_MS);
  const { rows } = await pool.query<{ at: Date }>(
    `with t as (select clock_timestamp() as at), settled as (
       update revocations r set cut_off_at = t.at from t where r.id = any ($1))
     select at from t`,
    [ids],
  );
  return rows[0]!.at.toISOString();
}

/** In id order, so that two cut-offs at once queue instead of deadlocking. */
async function lockOrgs(client: Client, target: RevocationScope): Promise<string[]> {
  if (target.scope === 'user') return [target.orgId];
  const { rows } = await client.query<{ org_id: string }>(
    'select org_id from orgs where $1::text is null or org_id = $1 order by org_id for update',
    [target.scope === 'org' ? target.orgId : null],
  );
  return rows.map((row) => row.org_id);
}

interface Ended {
  orgId: string;
  grants: number;
}

async function cutOffUser(
  client: Client,
  id: string,
  { reason, trigger, actor }: RevocationRequest,
  { orgId, userId }: { orgId: string; userId: string },
  cutOffAt: Date,
): Promise<Ended> {
  await client.query(
    `insert into revocations (org_id, id, scope, user_id, reason, trigger, requested_by, cut_off_at) values ($1, $2, 'user', $3, $4, $5, $6, $7)`,
    [orgId, id, userId, reason, trigger, JSON.stringify(actor), cutOffAt],
  );
  const { lines } = await moveToReceipt(client, { orgId, revocationId: id, trigger, cutOffAt }, { userId });
  await client.query('update revocations set grants = $3, listed_at = $4 where org_id = $1 and id = $2', [
    orgId,
    id,
    lines,
    cutOffAt,
  ]);
  return { orgId, grants: lines };
}

/** Statements for all orgs together: a breach that concerns ten thousand of them is cut off in seconds. */
async function cutOffOrgs(
  client: Client,
  id: string,
  { target, reason, trigger, actor }: RevocationRequest,
  orgs: string[],
  cutOffAt: Date,
): Promise<Ended[]> {
  // Every stored key is retired: a thief of the signing secrets can open nothing, and admins pair again.
  if (target.scope === 'everyone')
    await client.query('update org_keys set retired_at = $1 where retired_at is null or retired_at > $1', [
      cutOffAt,
    ]);
  const { rows } = await client.query<Ended>(
    `with ended as (
       update orgs set epoch = epoch + 1 where org_id = any ($1) returning org_id, epoch - 1 as epoch
     ), cut_off as (
       insert into revocations (org_id, id, scope, reason, trigger, requested_by, cut_off_at, ended_epoch, grants)
       select e.org_id, $2, $3, $4, $5, $6, $7, e.epoch,
              (select count(*) from grants g
                where g.org_id = e.org_id and g.epoch = e.epoch and g.status <> 'revoked' and g.refresh_token is not null)
         from ended e
       returning org_id, grants
     )
     select org_id as "orgId", grants from cut_off order by org_id`,
    [orgs, id, target.scope, reason, trigger, JSON.stringify(actor), cutOffAt],
  );
  return rows;
}
