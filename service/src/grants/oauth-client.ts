import { createHmac, timingSafeEqual } from 'node:crypto';
import * as client from 'openid-client';
import { TransportError, type HttpResponse, type Send } from '../salesforce/transport.ts';
import { toOrgId, toUserId } from '../salesforce/ids.ts';
import { rules, ruleOf, TokenError, type GrantedTokens } from './token-errors.ts';

/** A token answer whose signature was verified. */
export interface TokenAnswer {
  accessToken: string;
  /** Absent from a refresh while rotation is off. */
  refreshToken: string | undefined;
  /** Origin of the org's API, checked. */
  instanceUrl: string;
  orgId: string;
  userId: string;
  scopes: ReadonlySet<string>;
}

export interface OAuthClientOptions {
  clientId: string;
  clientSecret: string;
  redirectUri: string;
  send: Send;
  /** Throws for an address that is not Salesforce's. */
  salesforceOrigin(value: string): string;
}

/** Salesforce's OAuth endpoints below a login host, through openid-client. Every failure is a `TokenError`. */
export interface OAuthClient {
  authorizationUrl(loginUrl: string, options: { state: string; codeVerifier: string }): Promise<URL>;
  authorizationCodeGrant(
    loginUrl: string,
    callback: URL,
    checks: { state: string; codeVerifier: string },
  ): Promise<TokenAnswer>;
  /** Waits up to 120 s: giving up on an answer may lose the grant. */
  refreshTokenGrant(loginUrl: string, refreshToken: string, request: RefreshRequest): Promise<TokenAnswer>;
  /** Reads an answer to a refresh that was kept, with the checks of a fresh one; nothing is sent. */
  keptAnswer(loginUrl: string, body: string): Promise<TokenAnswer>;
  /** A token that is already dead counts as revoked. */
  tokenRevocation(loginUrl: string, token: string): Promise<void>;
  /** Whether Salesforce still accepts this refresh token (RFC 7662). Never replays it. */
  isActive(loginUrl: string, refreshToken: string): Promise<boolean>;
}

export interface RefreshRequest {
  /** Gets the body of a 200 in the very turn that brought its last byte, before anything is made of it. */
  keep(body: string): void;
  /** Instant of `performance.now()` after which the request must not start; asked when there is a connection for it. */
  startBefore(): number;
}

/** Least privilege, enforced: what a grant must have, no more and no less. */
export const SCOPES: ReadonlySet<string> = new Set(['api', 'refresh_token']);

/** Longest wait for a refresh; after it the outcome is unknown and introspection decides. */
const REFRESH_TIMEOUT_MS = 120_000;
/** A person is waiting for these. */
const INTERACTIVE_TIMEOUT_MS = 30_000;

export function createOAuthClient(options: OAuthClientOptions): OAuthClient {
  /** One call of the token endpoint. What an answer grants that is not accepted goes with the error. */
  function tokenGrant(
    loginUrl: string,
    fetch: (keep: (body: string) => void) => client.CustomFetch,
    ask: (configuration: client.Configuration) => Promise<client.TokenEndpointResponse>,
  ): Promise<TokenAnswer> {
    let body = '';
    const configuration = configurationOf(
      loginUrl,
      options,
      fetch((kept) => (body = kept)),
    );
    return translated(
      async () => verifiedAnswer(await ask(configuration), options),
      () => tokensIn(body),
    );
  }

  /**
   * Revocation and introspection are one form each, without a token in the answer. A revoked org needs them a hundred thousand times, and
   * openid-client's `Response` and checks take twice the processor time of the request itself.
   */
  const post = (loginUrl: string, path: string, form: Record<string, string>): Promise<HttpResponse> =>
    options.send({
      method: 'POST',
      url: new URL(`${loginUrl}/services/oauth2/${path}`),
      headers: { 'content-type': 'application/x-www-form-urlencoded', accept: 'application/json' },
      body: new URLSearchParams(form).toString(),
      timeoutMs: INTERACTIVE_TIMEOUT_MS,
    });

  return {
    async authorizationUrl(loginUrl, { state, codeVerifier }) {
      const configuration = configurationOf(
        loginUrl,
        options,
        fetchOver(options.send, INTERACTIVE_TIMEOUT_MS),
      );
      return client.buildAuthorizationUrl(configuration, {
        redirect_uri: options.redirectUri,
        scope: [...SCOPES].join(' '),
        state,
        code_challenge: await client.calculatePKCECodeChallenge(codeVerifier),
        code_challenge_method: 'S256',
      });
    },
    authorizationCodeGrant: (loginUrl, callback, { state, codeVerifier }) =>
      tokenGrant(
        loginUrl,
        (keep) => fetchOver(options.send, INTERACTIVE_TIMEOUT_MS, { keep }),
        (configuration) =>
          client.authorizationCodeGrant(configuration, callback, {
            expectedState: state,
            pkceCodeVerifier: codeVerifier,
          }),
      ),
    refreshTokenGrant: (loginUrl, refreshToken, { keep, startBefore }) =>
      tokenGrant(
        loginUrl,
        (see) =>
          fetchOver(options.send, REFRESH_TIMEOUT_MS, {
            startBefore,
            keep(body) {
              keep(body);
              see(body);
            },
          }),
        (configuration) => client.refreshTokenGrant(configuration, refreshToken),
      ),
    keptAnswer: (loginUrl, body) =>
      tokenGrant(
        loginUrl,
        (see) => async () => {
          see(body);
          return readable(200, { 'content-type': 'application/json' }, body);
        },
        (configuration) => client.refreshTokenGrant(configuration, 'sent by an earlier process'),
      ),
    tokenRevocation: (loginUrl, token) =>
      translated(async () => {
        const response = await post(loginUrl, 'revoke', { token });
        if (response.status === 200) return;
        // Salesforce refuses unknown tokens with 400 and a form-encoded body, which RFC 7009 would answer with 200, and other errors with JSON.
        const body = response.body.toString('utf8');
        const { error, error_description } = {
          ...Object.fromEntries(new URLSearchParams(body)),
          ...objectOf(body),
        };
        if (response.status === 400 && error === 'invalid_token') return;
        throw refusal('revoke', response.status, String(error ?? 'unknown'), error_description);
      }),
    isActive: (loginUrl, refreshToken) =>
      translated(async () => {
        const response = await post(loginUrl, 'introspect', {
          token: refreshToken,
          token_type_hint: 'refresh_token',
          client_id: options.clientId,
          client_secret: options.clientSecret,
        });
        const { active, error, error_description } = objectOf(response.body.toString('utf8'));
        if (response.status === 200 && typeof active === 'boolean') return active;
        throw refusal('introspect', response.status, String(error ?? 'unknown'), error_description);
      }),
  };
}

/** Static, one per login host: nothing is discovered over the network, so nothing can be discovered wrong. */
function configurationOf(
  loginUrl: string,
  options: OAuthClientOptions,
  fetch: client.CustomFetch,
): client.Configuration {
  const at = (path: string): string => `${loginUrl}/services/oauth2/${path}`;
  const configuration = new client.Configuration(
    {
      issuer: loginUrl,
      authorization_endpoint: at('authorize'),
      token_endpoint: at('token'),
      code_challenge_methods_supported: ['S256'],
    },
    options.clientId,
    {},
    client.ClientSecretPost(options.clientSecret),
  );
  // `salesforceOrigin` lets http through on loopback only.
  if (loginUrl.startsWith('http:')) client.allowInsecureRequests(configuration);
  // The transport's own time-outs end a request.
  configuration.timeout = undefined;
  configuration[client.customFetch] = fetch;
  return configuration;
}

/** openid-client's fetch over the service's own transport, which knows whether a request had left when it failed. */
function fetchOver(send: Send, timeoutMs: number, request: Partial<RefreshRequest> = {}): client.CustomFetch {
  return async (url, { method, headers, body }) => {
    const response = await send({
      method: method as 'GET' | 'POST',
      url: new URL(url),
      headers,
      body: body === undefined || body === null ? undefined : String(body),
      timeoutMs,
      get startBefore() {
        return request.startBefore?.();
      },
    });
    const text = response.body.toString('utf8');
    if (response.status === 200) request.keep?.(text);
    return readable(response.status, response.headers, text);
  };
}

/**
 * An answer for openid-client. Without an id token: it comes of a scope that nobody asked for, and its checks would hide what the scopes say.
 * Without a challenge: it would hide the error in the body (RFC 6749 §5.2).
 */
function readable(status: number, headers: Record<string, string>, body: string): Response {
  const fields = objectOf(body);
  const { 'www-authenticate': _, 'content-length': __, ...rest } = headers;
  if (!('id_token' in fields)) return new Response(body === '' ? null : body, { status, headers: rest });
  delete fields['id_token'];
  return new Response(JSON.stringify(fields), { status, headers: rest });
}

/** What an answer grants, whatever else is wrong with it. */
function tokensIn(body: string): GrantedTokens | undefined {
  const { access_token, refresh_token } = objectOf(body);
  const text = (value: unknown): string | undefined =>
    typeof value === 'string' && value !== '' ? value : undefined;
  const accessToken = text(access_token) ?? text(refresh_token);
  return accessToken === undefined ? undefined : { accessToken, refreshToken: text(refresh_token) };
}

function verifiedAnswer(answer: client.TokenEndpointResponse, options: OAuthClientOptions): TokenAnswer {
  const { id, issued_at, signature, instance_url } = answer as Record<string, unknown>;
  const broken = (rule: (typeof rules)[keyof typeof rules], detail: string): TokenError =>
    new TokenError(rule, { definite: true, detail, granted: tokensOf(answer) });
  if (!isSigned(String(id), String(issued_at), String(signature), options.clientSecret))
    throw broken(rules.signatureInvalid, 'signature of the token answer');
  const identity = identityOf(String(id), options.salesforceOrigin);
  if (!identity) throw broken(rules.identityMismatch, 'id URL of the token answer');
  let instanceUrl: string;
  try {
    instanceUrl = options.salesforceOrigin(String(instance_url));
  } catch {
    throw broken(rules.instanceRefused, 'instance_url of the token answer');
  }
  return {
    ...tokensOf(answer),
    ...identity,
    instanceUrl,
    scopes: new Set((answer.scope ?? '').split(/\s+/).filter(Boolean)),
  };
}

function tokensOf(answer: client.TokenEndpointResponse): GrantedTokens {
  return { accessToken: answer.access_token, refreshToken: answer.refresh_token };
}

/** `signature` = base64(HMAC-SHA256(client secret, id + issued_at)), compared in constant time. */
function isSigned(id: string, issuedAt: string, signature: string, clientSecret: string): boolean {
  const expected = createHmac('sha256', clientSecret)
    .update(id + issuedAt)
    .digest();
  const given = Buffer.from(signature, 'base64');
  return given.length === expected.length && timingSafeEqual(given, expected);
}

/** `https://login.salesforce.com/id/00D…/005…` */
function identityOf(
  id: string,
  salesforceOrigin: (value: string) => string,
): { orgId: string; userId: string } | undefined {
  try {
    const url = new URL(id);
    salesforceOrigin(url.origin);
    const [, orgId, userId] = /^\/id\/(00D\w+)\/(005\w+)$/.exec(url.pathname) ?? [];
    const org = toOrgId(orgId ?? '');
    const user = toUserId(userId ?? '');
    return org && user ? { orgId: org, userId: user } : undefined;
  } catch {
    return undefined;
  }
}

function objectOf(body: string): Record<string, unknown> {
  try {
    return Object(JSON.parse(body)) as Record<string, unknown>;
  } catch {
    return {};
  }
}

/** Why a token was neither revoked nor looked up. What ends a grant at the token endpoint says nothing of it here: another try follows. */
function refusal(what: string, status: number, error: string, description: unknown): TokenError {
  const rule = ruleOf(error, typeof description === 'string' ? description : undefined, status);
  return new TokenError(rule.kind === 'permanent' ? rules.unavailable : rule, {
    definite: true,
    detail: `${what}: HTTP ${status} ${error}`,
  });
}

async function translated<T>(work: () => Promise<T>, granted?: () => GrantedTokens | undefined): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw tokenError(error, granted?.());
  }
}

function tokenError(error: unknown, granted: GrantedTokens | undefined): TokenError {
  if (error instanceof TokenError) return error;
  for (let cause: unknown = error; cause instanceof Error; cause = cause.cause)
    if (cause instanceof TransportError)
      return new TokenError(rules.unavailable, { definite: !cause.sent, detail: cause.message, cause });
  if (error instanceof client.ResponseBodyError) {
    const rule = ruleOf(error.error, error.error_description, error.status);
    // A 5xx, and "already being processed", do not say whether the token was used up.
    return new TokenError(rule, {
      definite: rule.kind !== 'transient' || error.status === 429 || rule.code === 'login_rate_exceeded',
      detail: `HTTP ${error.status} ${error.error}`,
    });
  }
  if (error instanceof client.AuthorizationResponseError)
    return new TokenError(ruleOf(error.error, error.error_description, 400), {
      definite: true,
      detail: error.error,
    });
  // Neither a token nor an OAuth error: a page of a proxy, half an answer.
  return new TokenError(rules.unavailable, {
    definite: false,
    detail: (error as { code?: string }).code ?? 'unexpected answer',
    cause: error,
    ...(granted ? { granted } : {}),
  });
}
