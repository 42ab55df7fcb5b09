import { createHash, randomBytes } from 'node:crypto';
import type { Clock } from '../org.ts';
import { OAuthError } from './errors.ts';

export interface Authorization {
  clientId: string;
  userId: string;
  redirectUri: string;
  scope: string;
  nonce: string | undefined;
  /** S256 challenge; undefined when the client sent none. */
  codeChallenge: string | undefined;
}

export interface Codes {
  issue(authorization: Authorization): string;
  /** Uses a code up; throws the token endpoint's error when it is unknown, spent, stale or not this client's. */
  redeem(code: string, by: { clientId: string; redirectUri: string; codeVerifier: string }): Authorization;
}

/** A code is good for 15 minutes. */
const CODE_LIFETIME_MS = 15 * 60_000;
/** Spent codes are remembered for a while, so that a replay is told apart from an invented code. */
const REMEMBERED = 10_000;

export function createCodes(clock: Clock): Codes {
  const codes = new Map<string, Authorization & { issuedAtMs: number; spent: boolean }>();

  return {
    issue(authorization) {
      const code = `aPrx${randomBytes(44).toString('base64url').replaceAll('-', '.')}==`;
      codes.set(code, { ...authorization, issuedAtMs: clock.now().getTime(), spent: false });
      if (codes.size > REMEMBERED) codes.delete(codes.keys().next().value!);
      return code;
    },
    redeem(code, { clientId, redirectUri, codeVerifier }) {
      const found = codes.get(code);
      if (!found || found.clientId !== clientId)
        throw new OAuthError('invalid_grant', 'invalid authorization code');
      const age = clock.now().getTime() - found.issuedAtMs;
      if (found.spent || age > CODE_LIFETIME_MS)
        throw new OAuthError('invalid_grant', 'expired authorization code');
      if (found.redirectUri !== redirectUri)
        throw new OAuthError('redirect_uri_mismatch', 'redirect_uri must match configuration');
      if (found.codeChallenge !== undefined && s256(codeVerifier) !== found.codeChallenge)
        throw new OAuthError('invalid_grant', 'invalid code verifier');
      found.spent = true;
      return found;
    },
  };
}

function s256(codeVerifier: string): string {
  return createHash('sha256').update(codeVerifier).digest('base64url');
}
