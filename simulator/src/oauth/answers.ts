import { createHash, createHmac } from 'node:crypto';
import { SignJWT } from 'jose';
import type { App } from './apps.ts';
import type { Grant } from './grants.ts';
import type { OAuthState } from './state.ts';

/** Body of a successful token answer: `issued_at` is text, there is no `expires_in`. */
export type TokenAnswer = Record<string, string>;

/** Signs a user in to an app and says so the way the token endpoint does. */
export async function tokenAnswer(
  state: OAuthState,
  at: {
    app: App;
    userId: string;
    scope: string;
    baseUrl: string;
    grant?: Grant;
    /** Hands the live refresh token out. */
    withRefreshToken?: boolean;
    nonce?: string | undefined;
  },
): Promise<TokenAnswer> {
  const { app, userId, scope, baseUrl, grant } = at;
  const orgId = grant?.orgId ?? state.org.id;
  const session = state.sessions.open({
    userId,
    clientId: app.clientId,
    scope,
    timeoutSeconds: app.sessionSeconds,
    orgId,
    ...(grant && { grantId: grant.id }),
  });
  if (grant) {
    grant.accessTokens = grant.accessTokens.filter((token) => state.sessions.peek(token));
    grant.accessTokens.push(session.accessToken);
  }
  const id = `${baseUrl}/id/${orgId}/${userId}`;
  const issuedAt = String(session.issuedAtMs);
  return {
    access_token: session.accessToken,
    ...(grant && at.withRefreshToken && { refresh_token: state.grants.refreshToken(grant) }),
    signature: createHmac('sha256', app.clientSecret)
      .update(id + issuedAt)
      .digest('base64'),
    scope,
    ...(scope.split(' ').includes('openid') && {
      id_token: await idToken(state, { app, sub: id, baseUrl, nonce: at.nonce, session }),
    }),
    instance_url: state.instanceUrl(baseUrl),
    id,
    token_type: 'Bearer',
    issued_at: issuedAt,
  };
}

async function idToken(
  state: OAuthState,
  at: {
    app: App;
    sub: string;
    baseUrl: string;
    nonce: string | undefined;
    session: { accessToken: string; issuedAtMs: number };
  },
): Promise<string> {
  const issuedAt = Math.floor(at.session.issuedAtMs / 1000);
  const half = createHash('sha256').update(at.session.accessToken).digest().subarray(0, 16);
  return new SignJWT({ at_hash: half.toString('base64url'), ...(at.nonce && { nonce: at.nonce }) })
    .setProtectedHeader({ alg: 'RS256', kid: state.signingKey.kid, typ: 'JWT' })
    .setIssuer(at.baseUrl)
    .setAudience(at.app.clientId)
    .setSubject(at.sub)
    .setIssuedAt(issuedAt)
    .setExpirationTime(issuedAt + ID_TOKEN_SECONDS)
    .sign(state.signingKey.privateKey);
}

/** An id token says who has just signed in; it is read at once. */
const ID_TOKEN_SECONDS = 120;
