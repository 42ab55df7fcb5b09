import { describe, expect, test } from '@jest/globals';
import * as client from 'openid-client';
import { ADA, BEN, CALLBACK, useOrg } from '../server/org.ts';
import { createBrowser } from '../oauth/browser.ts';

const org = useOrg({ apps: [{ scopes: ['api', 'refresh_token', 'openid'] }] });

async function configuration(): Promise<client.Configuration> {
  return client.discovery(
    new URL(org.url),
    org.clientId,
    undefined,
    client.ClientSecretPost(org.clientSecret),
    { execute: [client.allowInsecureRequests] },
  );
}

/** The whole code flow: what the rep does in the browser, what the client does around it. */
async function login(
  config: client.Configuration,
  username: string,
  decision: 'allow' | 'deny' = 'allow',
): Promise<client.TokenEndpointResponse & client.TokenEndpointResponseHelpers> {
  const pkceCodeVerifier = client.randomPKCECodeVerifier();
  const expectedState = client.randomState();
  const expectedNonce = client.randomNonce();
  const url = client.buildAuthorizationUrl(config, {
    redirect_uri: CALLBACK,
    scope: 'openid api refresh_token',
    code_challenge: await client.calculatePKCECodeChallenge(pkceCodeVerifier),
    code_challenge_method: 'S256',
    state: expectedState,
    nonce: expectedNonce,
  });
  const browser = createBrowser(org);
  const page = await browser.submit(await browser.open(url.href), { username, pw: 'x' });
  const back = await browser.submit(page, { decision });
  return client.authorizationCodeGrant(config, back.url, {
    pkceCodeVerifier,
    expectedState,
    expectedNonce,
    idTokenExpected: true,
  });
}

const refused = (error: string, description?: string) =>
  expect.objectContaining({
    name: 'ResponseBodyError',
    error,
    ...(description && { error_description: description }),
  });

describe('openid-client', () => {
  test('discovers the org, logs in and verifies the id token', async () => {
    const config = await configuration();
    const tokens = await login(config, ADA.username);
    expect(tokens.expires_in).toBeUndefined();
    expect(tokens['instance_url']).toBe(org.url);
    const claims = tokens.claims()!;
    expect(claims.sub).toBe(tokens['id']);
    client.enableNonRepudiationChecks(config);
    const info = await client.fetchUserInfo(config, tokens.access_token, claims.sub);
    expect(info).toMatchObject({ user_id: ADA.id, organization_id: org.org.id });
  });

  test('verifies the signature of id tokens with the published keys', async () => {
    const config = await configuration();
    client.enableNonRepudiationChecks(config);
    expect((await login(config, ADA.username)).claims()!.aud).toBe(org.clientId);
  });

  test('keeps the rotated refresh token and loses the family when an old one is used', async () => {
    const config = await configuration();
    const first = await login(config, ADA.username);
    const second = await client.refreshTokenGrant(config, first.refresh_token!);
    expect(second.refresh_token).not.toBe(first.refresh_token);
    const third = await client.refreshTokenGrant(config, second.refresh_token!);
    await expect(client.refreshTokenGrant(config, first.refresh_token!)).rejects.toEqual(
      refused('invalid_grant', 'expired access/refresh token'),
    );
    await expect(client.refreshTokenGrant(config, third.refresh_token!)).rejects.toEqual(
      refused('invalid_grant'),
    );
    expect(await client.tokenIntrospection(config, third.access_token)).toEqual({ active: false });
  });

  test('introspects and revokes; a second revocation is an error of the platform', async () => {
    const config = await configuration();
    const tokens = await login(config, ADA.username);
    expect(await client.tokenIntrospection(config, tokens.refresh_token!)).toMatchObject({
      active: true,
      username: ADA.username,
    });
    await client.tokenRevocation(config, tokens.refresh_token!, { token_type_hint: 'refresh_token' });
    expect(await client.tokenIntrospection(config, tokens.access_token)).toEqual({ active: false });
    await expect(client.tokenRevocation(config, tokens.refresh_token!)).rejects.toThrow();
    await expect(client.refreshTokenGrant(config, tokens.refresh_token!)).rejects.toEqual(
      refused('invalid_grant'),
    );
  });

  test('is told when the user denies', async () => {
    await expect(login(await configuration(), ADA.username, 'deny')).rejects.toMatchObject({
      name: 'AuthorizationResponseError',
      error: 'access_denied',
      error_description: 'end-user denied authorization',
    });
  });

  test('finds the first of six grants evicted', async () => {
    const config = await configuration();
    const grants = [];
    for (let n = 0; n < 6; n++) grants.push(await login(config, BEN.username));
    await expect(client.refreshTokenGrant(config, grants[0]!.refresh_token!)).rejects.toEqual(
      refused('invalid_grant'),
    );
    for (const grant of grants.slice(1))
      expect((await client.refreshTokenGrant(config, grant.refresh_token!)).access_token).toMatch(/^00D/);
  });

  test('is refused a wrong verifier and a wrong secret', async () => {
    const config = await configuration();
    const url = client.buildAuthorizationUrl(config, {
      redirect_uri: CALLBACK,
      scope: 'api',
      code_challenge: await client.calculatePKCECodeChallenge(client.randomPKCECodeVerifier()),
    });
    const browser = createBrowser(org);
    const page = await browser.submit(await browser.open(url.href), { username: ADA.username, pw: 'x' });
    const back = await browser.submit(page, { decision: 'allow' });
    await expect(
      client.authorizationCodeGrant(config, back.url, { pkceCodeVerifier: client.randomPKCECodeVerifier() }),
    ).rejects.toEqual(refused('invalid_grant', 'invalid code verifier'));
    const stranger = new client.Configuration(
      config.serverMetadata(),
      org.clientId,
      undefined,
      client.ClientSecretPost('guess'),
    );
    client.allowInsecureRequests(stranger);
    await expect(client.refreshTokenGrant(stranger, 'x')).rejects.toEqual(refused('invalid_client'));
  });
});
