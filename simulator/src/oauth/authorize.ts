import { createHash, timingSafeEqual } from 'node:crypto';
import type { Context, Reply, Request, Route } from '../http.ts';
import { consentPage } from '../pages/consent.ts';
import { authorizationErrorPage } from '../pages/error.ts';
import { redirect } from '../pages/layout.ts';
import { acceptsCallback, type App } from './apps.ts';
import { formOf, usable } from './clients.ts';
import { browserSession } from './cookies.ts';
import { OAuthError } from './errors.ts';
import { isApproved } from './refresh.ts';
import type { OAuthState } from './state.ts';

interface Wish {
  app: App;
  redirectUri: string;
  state: string | null;
  scope: string;
  codeChallenge: string | undefined;
  nonce: string | undefined;
}

/** `/services/oauth2/authorize`: login if need be, consent unless an admin approved for the user, then a code by redirect. */
export function authorizeRoutes(oauth: OAuthState): Route[] {
  function ask(context: Context): Reply {
    return answer(context, (wish, userId, request, sid) => {
      if (wish.app.approval === 'admin') return grantCode(oauth, wish, userId);
      return consentPage({
        appName: wish.app.name,
        orgName: oauth.org.name,
        username: String(oauth.users.byId(userId)?.['Username']),
        scopes: wish.scope.split(' '),
        action: `${request.path}?${withoutPrompt(request.query)}`,
        confirmation: confirmationOf(sid),
      });
    });
  }

  function decide(context: Context): Reply {
    return answer(context, (wish, userId, request, sid) => {
      const form = formOf(request);
      if (!equal(form.get('confirmation') ?? '', confirmationOf(sid)))
        return authorizationErrorPage('invalid_request', 'the approval did not come from the approval page');
      if (form.get('decision') === 'allow') return grantCode(oauth, wish, userId);
      return backWith(wish, { error: 'access_denied', error_description: 'end-user denied authorization' });
    });
  }

  function answer(
    { request }: Context,
    signedIn: (wish: Wish, userId: string, request: Request, sid: string) => Reply,
  ): Reply {
    const found = wishOf(oauth, request.query);
    if ('reply' in found) return found.reply;
    const { wish } = found;
    const session = browserSession(oauth.sessions, request);
    const prompt = request.query.get('prompt') ?? '';
    if (!session || (request.method !== 'POST' && /\b(?:login|select_account)\b/.test(prompt))) {
      const back = `${request.path}?${withoutPrompt(request.query)}`;
      const hint = request.query.get('login_hint');
      return redirect(
        `/login?retURL=${encodeURIComponent(back)}${hint ? `&un=${encodeURIComponent(hint)}` : ''}`,
      );
    }
    const user = oauth.users.byId(session.userId);
    if (!user || !isApproved(wish.app, user))
      return backWith(wish, {
        error: 'OAUTH_APP_ACCESS_DENIED',
        error_description: 'user is not admin approved to access this app',
      });
    return signedIn(wish, session.userId, request, session.accessToken);
  }

  const path = '/services/oauth2/authorize';
  return [
    { method: 'GET', path, auth: 'none', handle: ask },
    { method: 'POST', path, auth: 'none', handle: decide },
  ];
}

/** The request checked: what is wrong with the client is a page, what is wrong with its wish goes back to it. */
function wishOf(oauth: OAuthState, query: URLSearchParams): { wish: Wish } | { reply: Reply } {
  const app = oauth.apps.find(query.get('client_id') ?? '');
  if (!app) return { reply: authorizationErrorPage('invalid_client_id', 'client identifier invalid') };
  const redirectUri = query.get('redirect_uri') ?? '';
  if (!acceptsCallback(app, redirectUri))
    return {
      reply: authorizationErrorPage('redirect_uri_mismatch', 'redirect_uri must match configuration'),
    };
  const scope = (query.get('scope') ?? '').trim().split(/\s+/).filter(Boolean);
  const codeChallenge = query.get('code_challenge') ?? undefined;
  const wish: Wish = {
    app,
    redirectUri,
    state: query.get('state'),
    scope: (scope.length > 0 ? scope : app.scopes).join(' '),
    codeChallenge,
    nonce: query.get('nonce') ?? undefined,
  };
  const refuse = (error: string, error_description: string) => ({
    reply: backWith(wish, { error, error_description }),
  });

  try {
    usable(app);
  } catch (error) {
    if (error instanceof OAuthError) return refuse(error.error, error.message);
    throw error;
  }
  if (query.get('response_type') !== 'code')
    return refuse('unsupported_response_type', 'response type not supported');
  if (app.pkceRequired && codeChallenge === undefined)
    return refuse('invalid_request', 'missing required code challenge');
  if ((query.get('code_challenge_method') ?? 'S256') !== 'S256')
    return refuse('invalid_request', 'code challenge method must be S256');
  if (scope.some((name) => !app.scopes.includes(name)))
    return refuse('invalid_scope', 'the requested scope is not allowed');
  return { wish };
}

function grantCode(oauth: OAuthState, wish: Wish, userId: string): Reply {
  const { app, redirectUri, scope, nonce, codeChallenge } = wish;
  const code = oauth.codes.issue({
    clientId: app.clientId,
    userId,
    redirectUri,
    scope,
    nonce,
    codeChallenge,
  });
  return backWith(wish, { code });
}

function backWith(wish: Wish, params: Record<string, string>): Reply {
  const url = new URL(wish.redirectUri);
  for (const [name, value] of Object.entries(params)) url.searchParams.set(name, value);
  if (wish.state !== null) url.searchParams.set('state', wish.state);
  return redirect(url.href);
}

function withoutPrompt(query: URLSearchParams): string {
  const rest = new URLSearchParams(query);
  rest.delete('prompt');
  return rest.toString();
}

/** Ties the approval form to the browser session, so that no other site can approve for the user. */
function confirmationOf(sid: string): string {
  return createHash('sha256').update(`approval:${sid}`).digest('base64url');
}

function equal(a: string, b: string): boolean {
  return a.length === b.length && timingSafeEqual(Buffer.from(a), Buffer.from(b));
}
