import type { Context, Reply, Route } from '../http.ts';
import { formOf } from './clients.ts';
import { NO_STORE } from './errors.ts';
import type { OAuthState } from './state.ts';

/** `GET` and `POST /services/oauth2/revoke`: no client authentication, errors form-encoded. */
export function revokeRoutes(oauth: OAuthState): Route[] {
  function handle({ request }: Context): Reply {
    const token = request.query.get('token') ?? formOf(request).get('token') ?? '';
    if (!token) return refuse('invalid_request', 'missing required parameter: token');
    if (revoke(token)) return { status: 200, headers: NO_STORE, body: '' };
    return looksLikeToken(token)
      ? refuse('invalid_token', 'invalid token')
      : refuse('unsupported_token_type', 'this token type is not supported');
  }

  function revoke(token: string): boolean {
    const found = oauth.grants.locate(token);
    if (found) {
      if (found.live) oauth.grants.revoke(found.grant, 'revoked by token');
      return found.live;
    }
    const named = oauth.grants.byDeleteToken(token);
    if (named) {
      const live = named.revokedAtMs === undefined;
      oauth.grants.revoke(named, 'revoked by delete token');
      return live;
    }
    return oauth.sessions.peek(token) !== undefined && oauth.sessions.end(token);
  }

  const path = '/services/oauth2/revoke';
  return ['GET', 'POST'].map((method) => ({ method, path, auth: 'none', handle }));
}

function looksLikeToken(token: string): boolean {
  return /^00D\w{12}!/.test(token) || token.startsWith('5Aep');
}

function refuse(error: string, description: string): Reply {
  return {
    status: 400,
    headers: { ...NO_STORE, 'content-type': 'application/x-www-form-urlencoded' },
    body: `error=${error}&error_description=${encodeURIComponent(description)}`,
  };
}
