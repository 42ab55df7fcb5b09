import type { AppendAudit } from '../audit/append.ts';
import { transaction, type Pool, type Queryable } from '../db/pool.ts';
import { SaysoError } from '../errors.ts';
import type { Principal } from '../salesforce/types.ts';
import type { Policy } from './types.ts';

/** In force until an admin decides: the sales objects and the org's own, no deletes, at most a day to take a command back. */
export const DEFAULT_POLICY: Policy = {
  writable: {
    Account: '*',
    Contact: '*',
    Lead: '*',
    Opportunity: '*',
    OpportunityContactRole: '*',
    Task: '*',
    Event: '*',
    Case: '*',
    Campaign: '*',
    CampaignMember: '*',
    '*__c': '*',
  },
  confirmAbove: 50,
  maxRecords: 5_000,
  allowDelete: false,
  followUp: 'Task',
  notes: 'ContentNote',
  synonyms: {},
  previewMinutes: 15,
  undoHours: 24,
};

export interface PolicyVersion {
  /** 0 = the default, never changed. */
  version: number;
  policy: Policy;
  changedBy: string | null;
  changedAt: string | null;
}

export async function readPolicy(db: Queryable, orgId: string): Promise<PolicyVersion> {
  const { rows } = await db.query<{ version: number; policy: Policy; changedBy: string; changedAt: Date }>({
    name: 'policy_read',
    text: `select version, policy, changed_by as "changedBy", changed_at as "changedAt"
             from policies where org_id = $1 order by version desc limit 1`,
    values: [orgId],
  });
  const row = rows[0];
  return row
    ? { ...row, policy: { ...DEFAULT_POLICY, ...row.policy }, changedAt: row.changedAt.toISOString() }
    : { version: 0, policy: DEFAULT_POLICY, changedBy: null, changedAt: null };
}

/**
 * The next version, if `seen` is still the one in force; audited in the same transaction.
 * @throws policy_changed (412) when another admin was faster
 */
export async function writePolicy(
  pool: Pool,
  audit: AppendAudit,
  admin: Principal,
  seen: number,
  policy: Policy,
  origin?: string,
): Promise<PolicyVersion> {
  return transaction(pool, async (client) => {
    const before = await readPolicy(client, admin.orgId);
    const { rowCount } = await client.query({
      name: 'policy_write',
      text: `insert into policies (org_id, version, policy, changed_by) select $1, $2::int + 1, $3, $4
              where coalesce((select max(version) from policies where org_id = $1), 0) = $2::int
             on conflict do nothing`,
      values: [admin.orgId, seen, JSON.stringify(policy), admin.userId],
    });
    if (rowCount !== 1) {
      throw new SaysoError(
        'policy_changed',
        'Another admin has changed the policy in the meantime. Yours was not saved.',
        {
          status: 412,
          actions: ['Read the policy again, repeat your change, then save.'],
        },
      );
    }
    const changed = (Object.keys(policy) as (keyof Policy)[]).filter(
      (key) => JSON.stringify(policy[key]) !== JSON.stringify(before.policy[key]),
    );
    await audit(client, {
      orgId: admin.orgId,
      actor: { type: 'admin', id: admin.userId },
      action: 'policy.changed',
      target: `version ${seen + 1}`,
      outcome: 'ok',
      origin,
      details: { changed: changed.join(', ') },
    });
    return readPolicy(client, admin.orgId);
  });
}
