import { createHmac } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import { generateKeyPair, SignJWT, exportSPKI } from 'jose';
import { ADA, ADMIN, bearer, BEN, CALLBACK, useOrg } from '../server/org.ts';
import { codeFor, connect, createPkce, refreshWith, type Tokens } from './browser.ts';

const org = useOrg();
const asApp = () => ({ client_id: org.clientId, client_secret: org.clientSecret });
const exchange = (fields: Record<string, string>) =>
  org.post('/services/oauth2/token', {
    grant_type: 'authorization_code',
    redirect_uri: CALLBACK,
    ...asApp(),
    ...fields,
  });
const refusal = async (response: Response) => ({
  status: response.status,
  ...((await response.json()) as { error: string; error_description: string }),
});

describe('the token answer', () => {
  test('has exactly the members of the platform, none of them expires_in', async () => {
    const tokens = await connect(org, ADA.username);
    expect(tokens).toEqual({
      access_token: expect.stringMatching(/^00DHs0000000001![A-Za-z0-9._]{80,}$/),
      refresh_token: expect.stringMatching(/^5Aep861/),
      signature: expect.any(String),
      scope: 'api refresh_token',
      instance_url: org.url,
      id: `${org.url}/id/00DHs0000000001MAA/${ADA.id}`,
      token_type: 'Bearer',
      issued_at: expect.stringMatching(/^\d{13}$/),
    });
    const expected = createHmac('sha256', org.clientSecret)
      .update(tokens.id + tokens.issued_at)
      .digest('base64');
    expect(tokens.signature).toBe(expected);
  });

  test('is never stored by a cache', async () => {
    const response = await exchange({ code: 'x' });
    expect(response.headers.get('cache-control')).toBe('no-cache, no-store');
    expect(response.headers.get('content-type')).toBe('application/json;charset=UTF-8');
  });
});

describe('an authorization code', () => {
  test('works once', async () => {
    const { verifier, challenge } = createPkce();
    const code = await codeFor(org, ADA.username, { code_challenge: challenge });
    expect((await exchange({ code, code_verifier: verifier })).status).toBe(200);
    expect(await refusal(await exchange({ code, code_verifier: verifier }))).toEqual({
      status: 400,
      error: 'invalid_grant',
      error_description: 'expired authorization code',
    });
  });

  test('wants the verifier of its challenge', async () => {
    const code = await codeFor(org, ADA.username, { code_challenge: createPkce().challenge });
    expect(await refusal(await exchange({ code, code_verifier: createPkce().verifier }))).toMatchObject({
      error: 'invalid_grant',
      error_description: 'invalid code verifier',
    });
    expect(await refusal(await exchange({ code }))).toMatchObject({
      error_description: 'invalid code verifier',
    });
  });

  test('wants the same callback', async () => {
    const { verifier, challenge } = createPkce();
    const code = await codeFor(org, ADA.username, { code_challenge: challenge });
    expect(
      await refusal(
        await exchange({
          code,
          code_verifier: verifier,
          redirect_uri: 'http://localhost:4001/oauth/callback',
        }),
      ),
    ).toMatchObject({ error: 'redirect_uri_mismatch' });
  });

  test('is stale after 15 minutes', async () => {
    const { verifier, challenge } = createPkce();
    const code = await codeFor(org, ADA.username, { code_challenge: challenge });
    await org.sim('POST', 'clock', { advanceSeconds: 15 * 60 + 1 });
    expect(await refusal(await exchange({ code, code_verifier: verifier }))).toMatchObject({
      error_description: 'expired authorization code',
    });
  });

  test('belongs to its app', async () => {
    const { verifier, challenge } = createPkce();
    const code = await codeFor(org, ADA.username, { code_challenge: challenge });
    expect(
      await refusal(
        await exchange({ code, code_verifier: verifier, client_id: 'PlatformCLI', client_secret: '' }),
      ),
    ).toMatchObject({ error_description: 'invalid authorization code' });
  });

  test('of the sixth approval evicts the first grant and no other', async () => {
    const families: Tokens[] = [];
    for (let n = 0; n < 6; n++) families.push(await connect(org, BEN.username));
    const [first, second] = families as [Tokens, Tokens];
    expect(await refusal(await refreshWith(org, first.refresh_token))).toMatchObject({
      error_description: 'expired access/refresh token',
    });
    expect((await refreshWith(org, second.refresh_token)).status).toBe(200);
    const userinfo = await org.send('/services/oauth2/userinfo', { headers: bearer(first.access_token) });
    expect(userinfo.status).toBe(403);
    const grants = (await org.sim('GET', `grants?username=${BEN.username}`)) as {
      revokedWhy: string | null;
    }[];
    expect(grants.filter((grant) => grant.revokedWhy === null)).toHaveLength(5);
  });

  test('without the refresh_token scope brings no refresh token', async () => {
    expect(await connect(org, ADA.username, { scope: 'api' })).not.toHaveProperty('refresh_token');
  });
});

describe('a client', () => {
  test.each([
    ['unknown', { client_id: 'nobody' }, 'invalid_client_id', 'client identifier invalid'],
    ['with a wrong secret', { client_secret: 'guess' }, 'invalid_client', 'invalid client credentials'],
    ['without a secret', { client_secret: '' }, 'invalid_client', 'invalid client credentials'],
    [
      'with an unknown grant type',
      { grant_type: 'magic' },
      'unsupported_grant_type',
      'grant type not supported',
    ],
    ['without a code', {}, 'invalid_request', 'missing required parameter: code'],
  ])('%s is refused', async (_, fields, error, error_description) => {
    expect(await refusal(await exchange(fields as Record<string, string>))).toEqual({
      status: 400,
      error,
      error_description,
    });
  });

  test('may send its secret as Basic authentication', async () => {
    const { refresh_token } = await connect(org, ADA.username);
    const response = await org.post(
      '/services/oauth2/token',
      { grant_type: 'refresh_token', refresh_token },
      { authorization: `Basic ${Buffer.from(`${org.clientId}:${org.clientSecret}`).toString('base64')}` },
    );
    expect(response.status).toBe(200);
  });
});

describe('sign-in without a browser', () => {
  test('by JWT: the assertion of a known app for a known user, exp even in milliseconds', async () => {
    const { privateKey, publicKey } = await generateKeyPair('RS256');
    const { clientId } = (await org.sim('POST', 'apps', {
      name: 'Pipeline',
      jwtKeys: [await exportSPKI(publicKey)],
    })) as { clientId: string };
    const assertion = (claims: Record<string, unknown>, key = privateKey) =>
      new SignJWT({ iss: clientId, sub: ADMIN.username, aud: org.url, exp: Date.now() + 300, ...claims })
        .setProtectedHeader({ alg: 'RS256' })
        .sign(key);
    const send = async (jwt: string) =>
      org.post('/services/oauth2/token', {
        grant_type: 'urn:ietf:params:oauth:grant-type:jwt-bearer',
        assertion: jwt,
      });
    await org.sim('POST', 'clock', { advanceSeconds: -((await drift()) / 1000) });
    const good = await send(await assertion({}));
    expect(await good.json()).toMatchObject({ id: expect.stringContaining(ADMIN.id), token_type: 'Bearer' });
    const bad = async (jwt: string) => (await refusal(await send(jwt))).error;
    expect(await bad(await assertion({}, (await generateKeyPair('RS256')).privateKey))).toBe('invalid_grant');
    expect(await bad(await assertion({ sub: 'nobody' }))).toBe('invalid_grant');
    expect(await bad(await assertion({ exp: Math.floor(Date.now() / 1000) - 3600 }))).toBe('invalid_grant');
    expect(await bad(await assertion({ iss: 'nobody' }))).toBe('invalid_client_id');
    expect(await bad('not.a.jwt')).toBe('invalid_grant');
  });

  async function drift(): Promise<number> {
    const { now } = (await org.sim('GET', 'clock')) as { now: string };
    return Date.parse(now) - Date.now();
  }

  test('by client credentials: as the run-as user, if there is one', async () => {
    const send = () => org.post('/services/oauth2/token', { grant_type: 'client_credentials', ...asApp() });
    expect((await refusal(await send())).error).toBe('invalid_grant');
    await org.sim('PATCH', `apps/${org.clientId}`, { clientCredentialsUser: ADMIN.username });
    expect(await (await send()).json()).toMatchObject({ id: expect.stringContaining(ADMIN.id) });
  });

  test('by username and password', async () => {
    const send = (password: string) =>
      org.post('/services/oauth2/token', {
        grant_type: 'password',
        username: ADA.username,
        password,
        ...asApp(),
      });
    expect((await send('any')).status).toBe(200);
    expect(await refusal(await send(''))).toMatchObject({ error_description: 'authentication failure' });
  });
});

describe("the sf CLI's own app", () => {
  test('needs no secret, sends PKCE or not, and keeps its refresh token', async () => {
    const redirect_uri = 'http://localhost:1717/OauthRedirect';
    const client_id = 'PlatformCLI';
    const scope = 'refresh_token api web';
    const code = await codeFor(org, ADA.username, { client_id, redirect_uri, scope });
    const { refresh_token } = (await (
      await exchange({ code, client_id, client_secret: '', redirect_uri })
    ).json()) as Tokens;
    for (let n = 0; n < 2; n++) {
      const again = await refreshWith(org, refresh_token, { client_id, client_secret: '' });
      expect(again.status).toBe(200);
      expect(await again.json()).not.toHaveProperty('refresh_token');
    }
  });
});

describe('the login rate', () => {
  test('stops a user after so many logins in an hour', async () => {
    await org.sim('PATCH', 'settings', { loginsPerHour: 0 });
    const response = await refreshWith(org, (await tokensBeforeLimit()).refresh_token);
    expect(await refusal(response)).toMatchObject({
      error: 'rate_limit_exceeded',
      error_description: 'login rate exceeded',
    });
    await org.sim('PATCH', 'settings', { loginsPerHour: 3600 });
  });

  async function tokensBeforeLimit(): Promise<Tokens> {
    return (await org.sim('POST', 'session', { username: ADA.username, approve: true })) as Tokens;
  }
});

test('an answer that nobody takes is counted as undelivered, and its grant is lost', async () => {
  const tokens = (await org.sim('POST', 'session', { username: ADA.username, approve: true })) as Tokens;
  await org.sim('PATCH', 'settings', { tokenLatencyMs: 200 });
  const abort = new AbortController();
  const asking = fetch(`${org.url}/services/oauth2/token`, {
    method: 'POST',
    body: new URLSearchParams({
      grant_type: 'refresh_token',
      refresh_token: tokens.refresh_token,
      ...asApp(),
    }),
    signal: abort.signal,
  });
  const entries = () => org.sim('GET', 'journal') as Promise<{ path: string; status?: number }[]>;
  await until(async () =>
    (await entries()).some((entry) => entry.path.endsWith('/token') && entry.status === undefined),
  );
  abort.abort();
  await expect(asking).rejects.toThrow();
  const grants = () =>
    org.sim('GET', `grants?username=${ADA.username}`) as Promise<{ undelivered: number }[]>;
  await until(async () => (await grants()).at(-1)!.undelivered === 1);
  expect((await grants()).at(-1)).toMatchObject({ rotations: 1, undelivered: 1, replays: 0 });
  await org.sim('PATCH', 'settings', { tokenLatencyMs: 0 });
  expect(await refusal(await refreshWith(org, tokens.refresh_token))).toMatchObject({
    error: 'invalid_grant',
  });
});

async function until(condition: () => Promise<boolean>): Promise<void> {
  while (!(await condition())) continue;
}
