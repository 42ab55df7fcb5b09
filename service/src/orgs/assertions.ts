import { decodeJwt, decodeProtectedHeader, errors, jwtVerify } from 'jose';
import { z } from 'zod';
import type { Pool } from '../db/pool.ts';
import { SaysoError } from '../errors.ts';
import { toOrgId, toUserId } from '../salesforce/ids.ts';
import type { Vault } from '../vault/vault.ts';
import { findOrgKey } from './org-keys.ts';

/** The user that Apex signed for. */
export interface Subject {
  orgId: string;
  userId: string;
  /** Holder of the custom permission Sayso_Admin. */
  admin: boolean;
}

/** From `iat` to `exp`; a longer one is refused. */
const MAX_LIFETIME_SECONDS = 300;
/** Salesforce and the service both keep network time; this is for what is left. */
const CLOCK_TOLERANCE_SECONDS = 10;

const claims = z.object({
  iss: z.string(),
  sub: z.string(),
  iat: z.number(),
  exp: z.number(),
  jti: z.string().min(8).max(128),
  adm: z.boolean().optional(),
});

/**
 * Checks assertions of paired orgs: JWT, HS256, `kid` = key of the org in `iss`, `sub` = user, `aud` = this service, at most 300 s from `iat` to
 * `exp`. `spend` takes the `jti`, so that the same assertion cannot write twice.
 *
 * @throws SaysoError 401 `assertion_missing`, `assertion_invalid`, `assertion_expired`, `assertion_replayed`
 */
export function createAssertions(
  pool: Pool,
  vault: Vault,
  serviceUrl: string,
): (assertion: string, spend: boolean) => Promise<Subject> {
  return async (assertion, spend) => {
    const { keyId, orgId } = claimedKey(assertion);
    const key = await findOrgKey(pool, vault, orgId, keyId);
    if (!key) throw invalid();
    const payload = await verified(assertion, key, serviceUrl);
    const parsed = claims.safeParse(payload);
    if (!parsed.success || parsed.data.exp - parsed.data.iat > MAX_LIFETIME_SECONDS) throw invalid();
    if (parsed.data.iat > Date.now() / 1_000 + CLOCK_TOLERANCE_SECONDS) throw invalid();
    const userId = toUserId(parsed.data.sub);
    if (!userId) throw invalid();
    if (spend) await spendJti(pool, orgId, parsed.data.jti, parsed.data.exp);
    return { orgId, userId, admin: parsed.data.adm === true };
  };
}

/** Bearer token of an Authorization header. */
export function bearerToken(authorization: string | undefined): string {
  const token = /^Bearer +(\S+)$/i.exec(authorization ?? '')?.[1];
  if (token === undefined)
    throw new SaysoError('assertion_missing', 'This request does not say who is asking.', {
      status: 401,
      actions: ['Open Sayso in Salesforce; it signs its requests by itself.'],
    });
  return token;
}

function claimedKey(assertion: string): { keyId: string; orgId: string } {
  try {
    const { kid, alg } = decodeProtectedHeader(assertion);
    const orgId = toOrgId(decodeJwt(assertion).iss ?? '');
    if (alg === 'HS256' && typeof kid === 'string' && orgId) return { keyId: kid, orgId };
  } catch {
    // Not a JWT.
  }
  throw invalid();
}

async function verified(assertion: string, key: Buffer, audience: string): Promise<unknown> {
  try {
    const { payload } = await jwtVerify(assertion, key, {
      algorithms: ['HS256'],
      audience,
      clockTolerance: CLOCK_TOLERANCE_SECONDS,
      requiredClaims: ['iss', 'sub', 'iat', 'exp', 'jti'],
    });
    return payload;
  } catch (cause) {
    if (cause instanceof errors.JWTExpired)
      throw new SaysoError('assertion_expired', 'The proof of who is asking has run out.', {
        status: 401,
        kind: 'transient',
        actions: ['Try again from Salesforce.'],
      });
    throw invalid(cause instanceof errors.JOSEError ? cause.code : undefined);
  }
}

async function spendJti(pool: Pool, orgId: string, jti: string, exp: number): Promise<void> {
  const { rowCount } = await pool.query(
    `insert into assertion_jtis (org_id, jti, expires_at) values ($1, $2, to_timestamp($3::float8) + make_interval(secs => $4))
     on conflict do nothing`,
    [orgId, jti, exp, CLOCK_TOLERANCE_SECONDS],
  );
  if (rowCount === 0)
    throw new SaysoError('assertion_replayed', 'This request was already made once.', {
      status: 401,
      actions: ['Start again from Salesforce; every request is signed anew.'],
    });
}

/** One answer for every reason: it tells a forger nothing. */
function invalid(detail?: string): SaysoError {
  return new SaysoError('assertion_invalid', 'The proof of who is asking is not valid here.', {
    status: 401,
    actions: [
      'Reload the page in Salesforce.',
      'If that does not help, ask your admin to connect Sayso again on its setup page.',
    ],
    ...(detail === undefined ? {} : { detail }),
  });
}
