import { randomUUID } from 'node:crypto';
import { setTimeout } from 'node:timers/promises';
import type { AppendAudit, AuditActor } from '../audit/append.ts';
import type { Client, Pool } from '../db/pool.ts';
import { AUTHORITY_MS } from '../grants/grants.ts';

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

/**
 * A refresh that was under way at the cut-off may still bring a token. Its owner waits at most 120 s for Salesforce (grants/); the rest is
 * for a pause of the owner's process.
 */
const IN_FLIGHT_REFRESH_SECONDS = 180;

/** Makes the durable jobs of a cut-off part of its transaction. */
export type EnqueueRevocations = (
  client: Client,
  work: { orgId: string; revocationId: string; grants: number }[],
) => Promise<void>;

/** A cut-off inside the caller's transaction: it holds from that commit on. */
export type CutOffInTransaction = (client: Client, request: RevocationRequest) => Promise<CutOff>;

/**
 * Ends grants in one transaction: from its commit on every replica refuses them, because `use` compares epoch and status right before each
 * call. What Salesforce still holds is revoked afterwards by durable jobs (work.ts); the sealed tokens move to the receipt for that.
 */
export function createCutOff(audit: AppendAudit, enqueue: EnqueueRevocations): CutOffInTransaction {
  return async (client, request) => {
    const id = randomUUID();
    const orgs = await lockOrgs(client, request.target);
    const { rows } = await client.query<{ now: Date }>('select clock_timestamp() as now');
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
  const userId = request.target.scope === 'user' ? request.target.userId : null;
  await client.query(
    `insert into revocations (org_id, id, scope, user_id, reason, trigger, requested_by, cut_off_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8)`,
    [
      orgId,
      id,
      request.target.scope,
      userId,
      request.reason,
      request.trigger,
      JSON.stringify(request.actor),
      cutOffAt,
    ],
  );
  // The scope's own switch first: for a whole org one row decides, however many grants there are.
  if (userId === null) await client.query('update orgs set epoch = epoch + 1 where org_id = $1', [orgId]);
  // Every stored key is retired: a thief of the signing secrets can open nothing, and admins pair again.
  if (request.target.scope === 'everyone')
    await client.query(
      'update org_keys set retired_at = $2 where org_id = $1 and (retired_at is null or retired_at > $2)',
      [orgId, cutOffAt],
    );
  const { rows } = await client.query<{ grants: number }>(
    `with ended as (
       select g.user_id, g.username, g.display_name, g.refresh_token, g.version, g.refresh_intent_at, o.login_url
         from grants g join orgs o using (org_id)
        where g.org_id = $1 and ($3::text is null or g.user_id = $3) and g.status <> 'revoked'
        for update of g
     ), kept as (
       insert into revoked_grants (org_id, revocation_id, user_id, username, display_name, login_url, refresh_token, version, in_flight_until, due_at)
       select $1, $2, user_id, username, display_name, login_url, refresh_token, version,
              case when refresh_intent_at is not null then $4::timestamptz + make_interval(secs => $5) end, $4
         from ended where refresh_token is not null
       returning user_id
     ), ending as (
       update grants g
          set status = 'revoked', reason = $6, status_since = $4, refresh_token = null, access_token = null, version = g.version + 1,
              keep_alive_at = null, retry_at = null, lease_owner = null, lease_until = null, refresh_intent_at = null
         from ended e
        where g.org_id = $1 and g.user_id = e.user_id
     )
     select count(*)::int as grants from kept`,
    [orgId, id, userId, cutOffAt, IN_FLIGHT_REFRESH_SECONDS, REASONS[request.trigger]],
  );
  return rows[0]!.grants;
}

/** Stable codes that the panel turns into a sentence. */
const REASONS: Record<RevocationTrigger, string> = {
  rep: 'disconnected',
  admin: 'revoked_by_admin',
  operator: 'revoked_by_operator',
  package: 'user_deactivated',
  scim: 'user_deactivated',
  'shared-signals': 'session_revoked',
};
