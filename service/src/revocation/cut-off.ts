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
    const work: { orgId: string; revocationId: string; grants: number }[] = [];
    for (const orgId of orgs) {
      const grants = await cutOffOrg(client, id, orgId, request, cutOffAt);
      work.push({ orgId, revocationId: id, grants });
      await audit(client, {
        orgId,
        actor: request.actor,
        action: 'revocation.cut_off',
        target: request.target.scope === 'user' ? request.target.userId : id,
        outcome: 'ok',
        origin: request.origin,
        details: {
          revocation: id,
          scope: request.target.scope,
          trigger: request.trigger,
          reason: request.reason,
          grants,
        },
      });
    }
    await enqueue(client, work);
    return {
      id,
      cutOffAt: cutOffAt.toISOString(),
      grants: work.reduce((sum, { grants }) => sum + grants, 0),
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

async function cutOffOrg(
  client: Client,
  id: string,
  orgId: string,
  request: RevocationRequest,
  cutOffAt: Date,
): Promise<number> {
  const { target, reason, trigger, actor } = request;
  await client.query(
    `insert into revocations (org_id, id, scope, user_id, reason, trigger, requested_by, cut_off_at) values ($1, $2, $3, $4, $5, $6, $7, $8)`,
    [
      orgId,
      id,
      target.scope,
      target.scope === 'user' ? target.userId : null,
      reason,
      trigger,
      JSON.stringify(actor),
      cutOffAt,
    ],
  );
  // Every stored key is retired: a thief of the signing secrets can open nothing, and admins pair again.
  if (target.scope === 'everyone')
    await client.query(
      'update org_keys set retired_at = $2 where org_id = $1 and (retired_at is null or retired_at > $2)',
      [orgId, cutOffAt],
    );
  if (target.scope === 'user') {
    const { lines } = await moveToReceipt(
      client,
      { orgId, revocationId: id, trigger, cutOffAt },
      { userId: target.userId },
    );
    await client.query('update revocations set grants = $3, listed_at = $4 where org_id = $1 and id = $2', [
      orgId,
      id,
      lines,
      cutOffAt,
    ]);
    return lines;
  }
  const { rows } = await client.query<{ grants: number }>(
    `with ended as (update orgs set epoch = epoch + 1 where org_id = $1 returning epoch - 1 as epoch)
     update revocations r
        set ended_epoch = e.epoch,
            grants = (select count(*) from grants g
                       where g.org_id = $1 and g.epoch = e.epoch and g.status <> 'revoked' and g.refresh_token is not null)
       from ended e
      where r.org_id = $1 and r.id = $2
  returning grants`,
    [orgId, id],
  );
  return rows[0]?.grants ?? 0;
}
