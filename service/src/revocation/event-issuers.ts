import { createLocalJWKSet, createRemoteJWKSet, type JSONWebKeySet, type JWTVerifyGetKey } from 'jose';
import type { Queryable } from '../db/pool.ts';

/** A transmitter that an org trusts, with its keys ready for use. */
export interface TrustedIssuer {
  orgId: string;
  issuer: string;
  audience: string;
  keys: JWTVerifyGetKey;
}

interface Row {
  org_id: string;
  issuer: string;
  audience: string;
  jwks: JSONWebKeySet | null;
  jwks_uri: string | null;
}

/** Every org that trusts this issuer; usually one, but companies have several orgs behind one identity provider. */
export type FindIssuers = (db: Queryable, issuer: string) => Promise<TrustedIssuer[]>;

/** Remote key sets are kept between events (jose refetches them on an unknown key id), one per address. */
export function createFindIssuers(): FindIssuers {
  const remote = new Map<string, JWTVerifyGetKey>();
  const remoteKeys = (uri: string): JWTVerifyGetKey => {
    const keys = remote.get(uri) ?? createRemoteJWKSet(new URL(uri));
    remote.set(uri, keys);
    return keys;
  };
  return async (db, issuer) => {
    const { rows } = await db.query<Row>(
      'select org_id, issuer, audience, jwks, jwks_uri from event_issuers where issuer = $1 order by org_id',
      [issuer],
    );
    return rows.map((row) => ({
      orgId: row.org_id,
      issuer: row.issuer,
      audience: row.audience,
      keys: row.jwks ? createLocalJWKSet(row.jwks) : remoteKeys(row.jwks_uri!),
    }));
  };
}

/** False when this event was received before. The insert is the replay check: two pushes at once cannot both pass. */
export async function rememberEvent(
  db: Queryable,
  orgId: string,
  issuer: string,
  jti: string,
): Promise<boolean> {
  const { rowCount } = await db.query(
    'insert into security_events (org_id, issuer, jti) values ($1, $2, $3) on conflict do nothing',
    [orgId, issuer, jti],
  );
  return rowCount === 1;
}
