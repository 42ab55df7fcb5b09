import type { Context, Reply, Route } from '../http.ts';
import { tokenAnswer, type TokenAnswer } from './answers.ts';
import type { App } from './apps.ts';
import { authenticateClient, formOf } from './clients.ts';
import { authenticationFailure, inactiveUser, NO_STORE, OAuthError, oauthErrorReply } from './errors.ts';
import { verifyBearer } from './jwt-bearer.ts';
import { admitLogin } from './logins.ts';
import { isApproved, refresh } from './refresh.ts';
import type { OAuthState } from './state.ts';

type Answered = { answer: TokenAnswer; settled?: (delivered: boolean) => void };

/** `POST /services/oauth2/token`, one function per grant type. */
export function tokenRoutes(state: OAuthState): Route[] {
  async function handle({ request, baseUrl }: Context): Promise<Reply> {
    const form = formOf(request);
    const grantType = form.get('grant_type') ?? '';
    const client = (secretRequired: (app: App) => boolean) =>
      authenticateClient(state.apps, request, form, secretRequired);
    try {
      const { answer, settled } = await grant();
      return { status: 200, headers: NO_STORE, body: answer, ...(settled && { settled }) };
    } catch (error) {
      if (error instanceof OAuthError) return oauthErrorReply(error);
      throw error;
    }

    async function grant(): Promise<Answered> {
      switch (grantType) {
        case 'authorization_code':
          return exchangeCode(
            state,
            client((app) => app.secretRequired),
            form,
            baseUrl,
          );
        case 'refresh_token':
          return refresh(state, {
            app: client((app) => app.secretRequiredForRefresh),
            refreshToken: form.get('refresh_token') ?? '',
            baseUrl,
            remoteAddress: request.remoteAddress,
            scope: form.get('scope'),
          });
        case 'urn:ietf:params:oauth:grant-type:jwt-bearer': {
          const { app, user } = await verifyBearer(state, form.get('assertion') ?? '');
          return { answer: await signIn(state, app, String(user['Id']), baseUrl) };
        }
        case 'client_credentials': {
          const app = client(() => true);
          const user = state.users.byLogin(app.clientCredentialsUser);
          if (!user) throw new OAuthError('invalid_grant', 'no client credentials user enabled');
          return { answer: await signIn(state, app, String(user['Id']), baseUrl) };
        }
        case 'password': {
          const app = client((candidate) => candidate.secretRequired);
          const user = state.users.byLogin(form.get('username') ?? '');
          if (!user || !form.get('password')) throw authenticationFailure();
          return { answer: await signIn(state, app, String(user['Id']), baseUrl) };
        }
        case '':
          throw new OAuthError('invalid_request', 'missing required parameter: grant_type');
        default:
          throw new OAuthError('unsupported_grant_type', 'grant type not supported');
      }
    }
  }
  return [{ method: 'POST', path: '/services/oauth2/token', auth: 'none', handle }];
}

async function exchangeCode(
  state: OAuthState,
  app: App,
  form: URLSearchParams,
  baseUrl: string,
): Promise<Answered> {
  const code = form.get('code');
  const redirectUri = form.get('redirect_uri');
  if (!code) throw new OAuthError('invalid_request', 'missing required parameter: code');
  if (!redirectUri) throw new OAuthError('invalid_request', 'missing required parameter: redirect_uri');
  const { userId, scope, nonce } = state.codes.redeem(code, {
    clientId: app.clientId,
    redirectUri,
    codeVerifier: form.get('code_verifier') ?? '',
  });
  active(state, userId);
  admitLogin(state, userId);
  const wantsRefresh = /\b(?:refresh_token|offline_access)\b/.test(scope);
  const grant = wantsRefresh
    ? state.grants.approve({ userId, clientId: app.clientId, scope, maxApprovals: app.maxApprovals })
    : undefined;
  const answer = await tokenAnswer(state, {
    app,
    userId,
    scope,
    baseUrl,
    nonce,
    ...(grant && { grant, withRefreshToken: true }),
  });
  return {
    answer,
    settled(delivered) {
      if (!delivered && grant) grant.undelivered += 1;
    },
  };
}

/** A sign-in without a browser and so without a refresh token. */
async function signIn(state: OAuthState, app: App, userId: string, baseUrl: string): Promise<TokenAnswer> {
  const user = active(state, userId);
  if (!isApproved(app, user))
    throw new OAuthError('invalid_app_access', 'user is not admin approved to access this app');
  admitLogin(state, userId);
  const scope = app.scopes.filter((name) => name !== 'refresh_token').join(' ');
  return tokenAnswer(state, { app, userId, scope, baseUrl });
}

function active(state: OAuthState, userId: string): Record<string, unknown> {
  const user = state.users.byId(userId);
  if (!user || !state.users.maySignIn(userId)) throw inactiveUser();
  return user;
}
