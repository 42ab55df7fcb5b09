import { transaction, type Client, type Pool, type Queryable } from '../db/pool.ts';
import type { RevocationTrigger } from './cut-off.ts';

/**
 * A refresh that was under way at the cut-off may still bring a token. Its owner asks introspection for at most 30 s and waits at most 120 s for
 * the answer (grants/); the rest is for a pause of the owner's process. An owner that ends says so earlier (`refreshEnded`).
 */
const IN_FLIGHT_REFRESH_SECONDS = 180;

/** Grants moved in one transaction: a tenth of a second, so that nobody waits for its locks. */
const LIST_GRANTS = 2_000;

interface Ending {
  orgId: string;
  revocationId: string;
  trigger: RevocationTrigger;
  cutOffAt: Date;
}

/**
 * Grants that a cut-off has ended: one user's, or those of an epoch in order of user id. Epochs begin anew when an org that was shredded is paired
 * again, so the logins of an epoch also came before its cut-off.
 */
type Ended = { userId: string; epoch?: number } | { epoch: number; after: string; limit: number };

/**
 * Moves ended grants to the receipt, with their sealed tokens. Returns how many were looked at, how many of them had a token and so a line, and
 * the last one's user id.
 */
export async function moveToReceipt(
  client: Client,
  { orgId, revocationId, trigger, cutOffAt }: Ending,
  ended: Ended,
): Promise<{ seen: number; lines: number; last: string | null }> {
  const one = 'userId' in ended;
  // Planned anew each time: the table may have grown a thousandfold since the last revocation.
  const { rows } = await client.query<{ seen: number; lines: number; last: string | null }>(
    `with ended as (
       select g.user_id, g.username, g.display_name, g.refresh_token, g.version, g.refresh_intent_at, o.login_url
         from grants g join orgs o using (org_id)
        where g.org_id = $1 and ($3::text is null or g.user_id = $3) and g.user_id > $4 and g.status <> 'revoked'
          and g.epoch = coalesce($5::bigint, o.epoch) and ($5::bigint is null or g.connected_at <= $9)
        order by g.user_id limit $6
          for update of g
     ), kept as (
       insert into revoked_grants (org_id, revocation_id, user_id, username, display_name, login_url, refresh_token, version, in_flight_until, due_at)
       select $1, $2, user_id, username, display_name, login_url, refresh_token, version,
              refresh_intent_at + make_interval(secs => $7), now()
         from ended where refresh_token is not null
       returning 1
     ), ending as (
       update grants g
          set status = 'revoked', reason = $8, status_since = $9, refresh_token = null, access_token = null, version = g.version + 1,
              keep_alive_at = null, retry_at = null, lease_owner = null, lease_until = null, refresh_intent_at = null
         from ended e
        where g.org_id = $1 and g.user_id = e.user_id
     )
     select count(*)::int as seen, max(user_id) as last, (select count(*)::int from kept) as lines from ended`,
    [
      orgId,
      revocationId,
      one ? ended.userId : null,
      one ? '' : ended.after,
      ended.epoch ?? null,
      one ? 1 : ended.limit,
      IN_FLIGHT_REFRESH_SECONDS,
      REASONS[trigger],
      cutOffAt,
    ],
  );
  return rows[0]!;
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

interface OrgRevocation {
  revocationId: string;
  trigger: RevocationTrigger;
  cutOffAt: Date;
  epoch: number;
  listedTo: string;
}

const COLUMNS =
  'r.id as "revocationId", r.trigger, r.cut_off_at as "cutOffAt", r.ended_epoch as epoch, r.listed_to as "listedTo"';

/**
 * For this transaction: in order of the primary key is the one way through a table of any size. The planner prefers others when it has not yet
 * counted the rows, and sorts an org for each batch.
 */
const THROUGH_THE_INDEX = `select set_config(name, 'off', true)
   from unnest(array['enable_sort', 'enable_seqscan', 'enable_bitmapscan', 'enable_hashjoin', 'enable_mergejoin']) as name`;

/**
 * The next batch of an org's cut-off. `done`: every grant is on the receipt; `more`: a batch was moved; `busy`: another worker is at it.
 * Grants of the ended epoch become no more, so going through them once, in order, finds all.
 */
export async function listNext(
  pool: Pool,
  orgId: string,
  revocationId: string,
  limit = LIST_GRANTS,
): Promise<'done' | 'more' | 'busy'> {
  const { rows } = await pool.query<{ listed: boolean }>(
    'select listed_at is not null as listed from revocations where org_id = $1 and id = $2',
    [orgId, revocationId],
  );
  if (rows[0]?.listed ?? true) return 'done';
  return transaction(pool, async (client) => {
    const locked = await client.query<OrgRevocation>(
      `select ${COLUMNS} from revocations r where org_id = $1 and id = $2 and listed_at is null for update skip locked`,
      [orgId, revocationId],
    );
    const [revocation] = locked.rows;
    if (!revocation) return 'busy';
    const { epoch, listedTo: after } = revocation;
    await client.query(THROUGH_THE_INDEX);
    const { seen, last } = await moveToReceipt(client, { orgId, ...revocation }, { epoch, after, limit });
    const complete = seen < limit;
    await client.query(
      `update revocations r
          set listed_to = coalesce($3, listed_to), listed_at = case when $4 then now() end,
              grants = case when $4 then (select count(*) from revoked_grants g where g.org_id = $1 and g.revocation_id = $2) else grants end
        where org_id = $1 and id = $2`,
      [orgId, revocationId, last, complete],
    );
    return complete ? 'done' : 'more';
  });
}

/**
 * Before a login replaces a grant: when a cut-off of its org has ended it and nobody has moved it yet, its token goes to that receipt. Holds back
 * further cut-offs of the org until the transaction ends, so that the new grant is either before or after each.
 */
export async function moveEnded(client: Client, orgId: string, userId: string): Promise<void> {
  await client.query('select from orgs where org_id = $1 for share', [orgId]);
  const { rows } = await client.query<OrgRevocation>(
    `select ${COLUMNS} from revocations r join grants g using (org_id)
      where g.org_id = $1 and g.user_id = $2 and g.status <> 'revoked'
        and r.listed_at is null and r.ended_epoch = g.epoch and r.cut_off_at >= g.connected_at`,
    [orgId, userId],
  );
  if (rows[0]) await moveToReceipt(client, { orgId, ...rows[0] }, { userId, epoch: rows[0].epoch });
}

/**
 * The owner of a refresh has ended without a token that could be kept: what waits for it on a receipt need not wait any longer, and a grant that
 * is still to be moved to one need not begin to.
 */
export async function refreshEnded(
  db: Queryable,
  { orgId, userId }: { orgId: string; userId: string },
): Promise<void> {
  // Two statements: the first waits for a move under way, the second sees what it made.
  await db.query({
    name: 'revocation_refresh_over',
    text: `update grants g set lease_owner = null, lease_until = null, refresh_intent_at = null
             from orgs o
            where o.org_id = g.org_id and g.org_id = $1 and g.user_id = $2 and g.epoch < o.epoch and g.refresh_intent_at is not null`,
    values: [orgId, userId],
  });
  await db.query({
    name: 'revocation_refresh_ended',
    text: `update revoked_grants set in_flight_until = null, due_at = least(due_at, now())
            where org_id = $1 and user_id = $2 and confirmed_at is null and in_flight_until is not null`,
    values: [orgId, userId],
  });
}
