import type { Queryable } from '../db/pool.ts';
import type { Environment } from './login-hosts.ts';

export interface Org {
  orgId: string;
  loginUrl: string;
  instanceUrl: string;
  pairedAt: Date | null;
  rotation: 'unknown' | 'on' | 'off';
}

export async function findOrg(db: Queryable, orgId: string): Promise<Org | undefined> {
  const { rows } = await db.query<Org>({
    name: 'org_find',
    text: `select org_id as "orgId", login_url as "loginUrl", instance_url as "instanceUrl", paired_at as "pairedAt", rotation
             from orgs where org_id = $1`,
    values: [orgId],
  });
  return rows[0];
}

/** Makes the org known before it is paired; an org that is known keeps everything but where to reach it. */
export async function rememberOrg(
  db: Queryable,
  org: { orgId: string; loginUrl: string; instanceUrl: string; environment: Environment },
): Promise<void> {
  await db.query(
    `insert into orgs (org_id, login_url, instance_url, environment) values ($1, $2, $3, $4)
     on conflict (org_id) do update set login_url = excluded.login_url, instance_url = excluded.instance_url, environment = excluded.environment`,
    [org.orgId, org.loginUrl, org.instanceUrl, org.environment],
  );
}

export async function markPaired(db: Queryable, orgId: string, userId: string): Promise<void> {
  await db.query('update orgs set paired_at = now(), paired_by = $2 where org_id = $1', [orgId, userId]);
}

/** What a refresh showed about the app registration: a new refresh token (rotation on) or none. */
export async function rememberRotation(db: Queryable, orgId: string, rotated: boolean): Promise<void> {
  await db.query(
    `update orgs set rotation = $2, rotation_seen_at = now()
      where org_id = $1 and (rotation <> $2 or rotation_seen_at is null or rotation_seen_at < now() - interval '1 day')`,
    [orgId, rotated ? 'on' : 'off'],
  );
}
