import type { Queryable } from '../db/pool.ts';
import { SaysoError } from '../errors.ts';
import type { Principal } from '../salesforce/types.ts';

/**
 * False when the org's identity provider knows the user by this Salesforce username or user id, and knows nobody of that name who is active.
 * Its word holds while the org has a live SCIM token: an admin who withdraws the last one decides alone again. The rows stay locked until the
 * transaction ends, so a deactivation at the same moment is either seen here or finds the new grant.
 */
export async function mayConnect(
  db: Queryable,
  { orgId, userId }: Principal,
  username: string,
): Promise<boolean> {
  const { rows } = await db.query<{ active: boolean }>(
    `select active and deleted_at is null as active from scim_users u
      where org_id = $1 and (lower(user_name) = any ($2) or lower(email) = any ($2) or lower(external_id) = any ($2))
        and exists (select from scim_tokens t where t.org_id = $1 and t.revoked_at is null)
        for share of u`,
    [orgId, [username.toLowerCase(), userId.toLowerCase()]],
  );
  return rows.length === 0 || rows.some((row) => row.active);
}

export function deactivatedError(): SaysoError {
  return new SaysoError(
    'user_deactivated',
    "Your company's login system says that your user is deactivated, so Sayso cannot be connected.",
    {
      status: 403,
      actions: [
        'Ask your IT department to activate your user for Sayso, then connect again.',
        "Salesforce admins can look at the users of the identity provider, or withdraw its token, on Sayso's setup page.",
      ],
    },
  );
}
