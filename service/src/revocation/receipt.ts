import type { Pool } from 'pg';

export interface RevokedGrant {
  userId: string;
  username: string | null;
  name: string | null;
  cutOffAt: string;
  /** Salesforce accepted the revocation of the refresh token. */
  revokedAt: string | null;
  /** Introspection said that the token is dead. */
  confirmedAt: string | null;
  /** Why it is not confirmed yet. */
  pending?: string;
  attempts: number;
}

export interface RevocationReceipt {
  id: string;
  orgId: string;
  scope: 'user' | 'org' | 'everyone';
  userId?: string;
  reason: string;
  trigger: string;
  cutOffAt: string;
  completedAt: string | null;
  /** `grants` counts all from the cut-off on. */
  counts: { grants: number; revoked: number; confirmed: number };
  /** Those of a whole org appear within seconds to a minute of the cut-off. */
  grants: RevokedGrant[];
  /** `after` of the next page of grants; absent on the last. */
  next?: string;
}

/** Grants per page of a receipt; an org may have 100,000. */
const RECEIPT_PAGE_GRANTS = 500;

interface RevocationRow {
  org_id: string;
  id: string;
  scope: RevocationReceipt['scope'];
  user_id: string | null;
  reason: string;
  trigger: string;
  cut_off_at: Date;
  completed_at: Date | null;
  grants: number;
  revoked: number;
  confirmed: number;
}

const SUMMARY = `
  select r.org_id, r.id, r.scope, r.user_id, r.reason, r.trigger, r.cut_off_at, r.completed_at, r.grants,
         count(g.revoked_at) as revoked, count(g.confirmed_at) as confirmed
    from revocations r left join revoked_grants g on g.org_id = r.org_id and g.revocation_id = r.id`;

/** The receipt of one revocation in one org, or undefined. `after` is the user id that the previous page ended with. */
export async function readReceipt(
  pool: Pool,
  orgId: string,
  id: string,
  after = '',
): Promise<RevocationReceipt | undefined> {
  const { rows } = await pool.query<RevocationRow>(
    `${SUMMARY} where r.org_id = $1 and r.id = $2 group by r.org_id, r.id`,
    [orgId, id],
  );
  const row = rows[0];
  if (!row) return undefined;
  const page = await pool.query<{
    user_id: string;
    username: string | null;
    display_name: string | null;
    revoked_at: Date | null;
    confirmed_at: Date | null;
    attempts: number;
    failure: string | null;
  }>(
    `select user_id, username, display_name, revoked_at, confirmed_at, attempts, failure
       from revoked_grants where org_id = $1 and revocation_id = $2 and user_id > $3 order by user_id limit $4`,
    [orgId, id, after, RECEIPT_PAGE_GRANTS + 1],
  );
  const grants = page.rows.slice(0, RECEIPT_PAGE_GRANTS).map((grant) => ({
    userId: grant.user_id,
    username: grant.username,
    name: grant.display_name,
    cutOffAt: row.cut_off_at.toISOString(),
    revokedAt: grant.revoked_at?.toISOString() ?? null,
    confirmedAt: grant.confirmed_at?.toISOString() ?? null,
    ...(grant.confirmed_at === null && { pending: grant.failure ?? 'waiting for its turn' }),
    attempts: grant.attempts,
  }));
  const last = grants.at(-1);
  return {
    ...summaryOf(row),
    grants,
    ...(page.rows.length > RECEIPT_PAGE_GRANTS && last && { next: last.userId }),
  };
}

/** Newest first, without the single grants. */
export async function listReceipts(
  pool: Pool,
  orgId: string,
  limit: number,
): Promise<Omit<RevocationReceipt, 'grants' | 'next'>[]> {
  const { rows } = await pool.query<RevocationRow>(
    `${SUMMARY} where r.org_id = $1 group by r.org_id, r.id order by r.cut_off_at desc limit $2`,
    [orgId, limit],
  );
  return rows.map(summaryOf);
}

/** One revocation over all orgs that it reached: the operator's view of `everyone`. */
export async function readReceiptOfAllOrgs(
  pool: Pool,
  id: string,
): Promise<Omit<RevocationReceipt, 'grants' | 'next'>[]> {
  const { rows } = await pool.query<RevocationRow>(
    `${SUMMARY} where r.id = $1 group by r.org_id, r.id order by r.org_id`,
    [id],
  );
  return rows.map(summaryOf);
}

function summaryOf(row: RevocationRow): Omit<RevocationReceipt, 'grants' | 'next'> {
  return {
    id: row.id,
    orgId: row.org_id,
    scope: row.scope,
    ...(row.user_id !== null && { userId: row.user_id }),
    reason: row.reason,
    trigger: row.trigger,
    cutOffAt: row.cut_off_at.toISOString(),
    completedAt: row.completed_at?.toISOString() ?? null,
    counts: { grants: row.grants, revoked: row.revoked, confirmed: row.confirmed },
  };
}
