import type { Context, Reply, Route } from '../http.ts';
import type { App } from './apps.ts';
import { authenticateClient, formOf } from './clients.ts';
import { NO_STORE, OAuthError, oauthErrorReply } from './errors.ts';
import type { OAuthState } from './state.ts';

/** `POST /services/oauth2/introspect` for the app's own tokens; a foreign one is as dead as a dead one. */
export function introspectRoutes(oauth: OAuthState): Route[] {
  function handle({ request, baseUrl }: Context): Reply {
    const form = formOf(request);
    try {
      const app = authenticateClient(oauth.apps, request, form, () => true);
      return { status: 200, headers: NO_STORE, body: look(app, form.get('token') ?? '', baseUrl) };
    } catch (error) {
      if (error instanceof OAuthError) return oauthErrorReply(error);
      throw error;
    }
  }

  function look(app: App, token: string, baseUrl: string): Record<string, unknown> {
    const found = oauth.grants.locate(token);
    if (found) {
      const { grant, live } = found;
      const user = oauth.users.byId(grant.userId);
      if (!live || grant.clientId !== app.clientId || !oauth.users.maySignIn(grant.userId))
        return { active: false };
      const minted = seconds(grant.lastUsedMs);
      return {
        active: true,
        scope: grant.scope,
        client_id: app.clientId,
        username: user?.['Username'],
        sub: `${baseUrl}/id/${grant.orgId}/${grant.userId}`,
        token_type: 'refresh_token',
        iat: minted,
        nbf: minted,
        ...(app.idleSeconds > 0 && { exp: minted + app.idleSeconds }),
      };
    }
    const session = oauth.sessions.peek(token);
    if (!session || session.clientId !== app.clientId) return { active: false };
    const orgId = oauth.grants.byId(session.grantId ?? 0)?.orgId ?? oauth.org.id;
    return {
      active: true,
      scope: session.scope,
      client_id: app.clientId,
      username: oauth.users.byId(session.userId)?.['Username'],
      sub: `${baseUrl}/id/${orgId}/${session.userId}`,
      token_type: 'access_token',
      exp: seconds(session.expiresAtMs),
      iat: seconds(session.issuedAtMs),
      nbf: seconds(session.issuedAtMs),
    };
  }

  return [{ method: 'POST', path: '/services/oauth2/introspect', auth: 'none', handle }];
}

function seconds(ms: number): number {
  return Math.floor(ms / 1000);
}
