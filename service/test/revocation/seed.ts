import type { Pool } from '../../src/db/pool.ts';

export const ORG = '00Dxx0000000001AAA';
export const OTHER_ORG = '00Dxx0000000002AAA';
export const userId = (n: number): string => `005xx${String(n).padStart(10, '0')}AAA`;

export async function seedOrg(pool: Pool, orgId: string): Promise<void> {
  await pool.query(
    `insert into orgs (org_id, name, login_url, instance_url, environment) values ($1, 'Acme', 'http://127.0.0.1:1', 'http://127.0.0.1:1', 'loopback')`,
    [orgId],
  );
}

/** A connected grant whose "sealed" token is the plain text `token-n`: sealing is not this module's. */
export async function seedGrant(pool: Pool, orgId: string, n: number): Promise<void> {
  await pool.query(
    `insert into grants (org_id, user_id, status, username, version, epoch, refresh_token, access_token, instance_url, connected_at, refreshed_at)
     values ($1, $2, 'connected', $3, 1, 1, $4, 'a', 'http://127.0.0.1:1', now(), now())`,
    [orgId, userId(n), `rep${n}@acme.example`, Buffer.from(`token-${n}`)],
  );
}
