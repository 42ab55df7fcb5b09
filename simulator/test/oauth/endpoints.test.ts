import { describe, expect, test } from '@jest/globals';
import { ADA, ADMIN, bearer, BEN, CALLBACK, useOrg } from '../server/org.ts';
import { createBrowser, refreshWith, type Tokens } from './browser.ts';

const org = useOrg();
const approve = async (username = ADA.username) =>
  (await org.sim('POST', 'session', { username, approve: true })) as Tokens;
const alive = async (accessToken: string) =>
  (await org.send('/services/oauth2/userinfo', { headers: bearer(accessToken) })).status === 200;

describe('revocation', () => {
  test('of an access token leaves the grant alone', async () => {
    const tokens = await approve();
    const response = await org.post('/services/oauth2/revoke', { token: tokens.access_token });
    expect(response.status).toBe(200);
    expect(await alive(tokens.access_token)).toBe(false);
    expect((await refreshWith(org, tokens.refresh_token)).status).toBe(200);
  });

  test('of a refresh token, by GET too, takes its access tokens along', async () => {
    const tokens = await approve();
    const response = await org.send(
      `/services/oauth2/revoke?token=${encodeURIComponent(tokens.refresh_token)}`,
    );
    expect(response.status).toBe(200);
    expect(await alive(tokens.access_token)).toBe(false);
    expect((await refreshWith(org, tokens.refresh_token)).status).toBe(400);
  });

  test('by the delete token that an admin reads from OauthToken', async () => {
    const tokens = await approve();
    const row = [...org.org.data.rows('OauthToken')].at(-1)!;
    expect(row).toMatchObject({ AppName: 'Sayso', UserId: ADA.id, Id: null });
    expect((await org.post('/services/oauth2/revoke', { token: String(row['DeleteToken']) })).status).toBe(
      200,
    );
    expect((await refreshWith(org, tokens.refresh_token)).status).toBe(400);
  });

  test('a query by user finds the rows of OauthToken, which come from no table', async () => {
    const tokens = await approve();
    const soql = `SELECT AppName FROM OauthToken WHERE UserId = '${ADA.id}'`;
    const response = await org.send(`/services/data/v66.0/query?q=${encodeURIComponent(soql)}`, {
      headers: { authorization: `Bearer ${tokens.access_token}` },
    });
    const { records } = (await response.json()) as { records: { AppName: string }[] };
    expect(records.map((record) => record.AppName)).toContain('Sayso');
  });

  test.each([
    [
      'of a dead token',
      async () => {
        const { refresh_token } = await approve();
        await org.post('/services/oauth2/revoke', { token: refresh_token });
        return refresh_token;
      },
      'error=invalid_token&error_description=invalid%20token',
    ],
    [
      'of a token of another kind',
      async () => 'eyJhbGciOi',
      'error=unsupported_token_type&error_description=this%20token%20type%20is%20not%20supported',
    ],
    [
      'of nothing',
      async () => '',
      'error=invalid_request&error_description=missing%20required%20parameter%3A%20token',
    ],
  ])('%s fails with a form-encoded error', async (_, token, body) => {
    const response = await org.post('/services/oauth2/revoke', { token: await token() });
    expect(response.status).toBe(400);
    expect(response.headers.get('content-type')).toBe('application/x-www-form-urlencoded');
    expect(await response.text()).toBe(body);
  });
});

describe('introspection', () => {
  const look = async (token: string, client: Record<string, string> = {}) =>
    (
      await org.post('/services/oauth2/introspect', {
        token,
        client_id: org.clientId,
        client_secret: org.clientSecret,
        ...client,
      })
    ).json() as Promise<Record<string, unknown>>;

  test('describes live tokens of both kinds', async () => {
    const tokens = await approve();
    const access = await look(tokens.access_token);
    expect(access).toMatchObject({
      active: true,
      scope: 'api refresh_token',
      client_id: org.clientId,
      username: ADA.username,
      sub: tokens.id,
      token_type: 'access_token',
    });
    expect((access['exp'] as number) - (access['iat'] as number)).toBe(7200);
    expect(await look(tokens.refresh_token)).toMatchObject({ active: true, token_type: 'refresh_token' });
  });

  test('of a rotated token says it is dead and does no harm to the family', async () => {
    const first = await approve();
    const second = (await (await refreshWith(org, first.refresh_token)).json()) as Tokens;
    expect(await look(first.refresh_token)).toEqual({ active: false });
    expect(await look(second.refresh_token)).toMatchObject({ active: true });
  });

  test('knows nothing of foreign and invented tokens', async () => {
    const { clientId } = (await org.sim('POST', 'apps', { name: 'Other' })) as { clientId: string };
    const other = (await org.sim('POST', 'session', {
      username: ADA.username,
      clientId,
      approve: true,
    })) as Tokens;
    for (const token of [other.access_token, other.refresh_token, 'x', '5Aep8611.0.x'])
      expect(await look(token)).toEqual({ active: false });
  });

  test('wants the secret of the app', async () => {
    const { access_token } = await approve();
    expect(await look(access_token, { client_secret: '' })).toMatchObject({ error: 'invalid_client' });
  });
});

describe('the identity', () => {
  test('names user, org and the addresses of the API', async () => {
    const { access_token, id } = await approve();
    for (const request of [
      org.send(new URL(id).pathname, { headers: bearer(access_token) }),
      org.send(`${new URL(id).pathname}?format=json&oauth_token=${encodeURIComponent(access_token)}`),
    ])
      expect(await (await request).json()).toMatchObject({
        id,
        user_id: ADA.id,
        organization_id: org.org.id,
        username: ADA.username,
        display_name: 'Ada Brandt',
        utcOffset: 3_600_000,
        locale: 'en_GB',
        active: true,
        urls: { rest: `${org.url}/services/data/v{version}/` },
      });
  });

  test.each([
    ['no token', `/id/00DHs0000000001MAA/${ADA.id}`, '', 403, 'Missing_OAuth_Token'],
    ['a bad token', `/id/00DHs0000000001MAA/${ADA.id}`, 'nonsense', 403, 'Bad_OAuth_Token'],
    ['another org', `/id/00DHs0000000009MAA/${ADA.id}`, 'live', 404, 'Wrong_Org'],
    ['another user', `/id/00DHs0000000001MAA/${BEN.id}`, 'live', 404, 'Bad_Id'],
  ])('with %s answers in plain words', async (_, path, token, status, text) => {
    const bearerToken = token === 'live' ? (await approve()).access_token : token;
    const response = await org.send(path, { headers: bearerToken ? bearer(bearerToken) : {} });
    expect(response.status).toBe(status);
    expect(response.headers.get('content-type')).toMatch(/^text\/plain/);
    expect(await response.text()).toBe(text);
  });

  test('of userinfo has the same subject', async () => {
    const { access_token, id } = await approve();
    const response = await org.send('/services/oauth2/userinfo', { headers: bearer(access_token) });
    expect(await response.json()).toMatchObject({
      sub: id,
      user_id: ADA.id,
      preferred_username: ADA.username,
    });
  });
});

describe('the front door', () => {
  test('opens a browser session for a token, once', async () => {
    const { access_token } = await approve();
    const response = await org.send('/services/oauth2/singleaccess?redirect_uri=/lightning/page', {
      headers: bearer(access_token),
    });
    const { frontdoor_uri } = (await response.json()) as { frontdoor_uri: string };
    const browser = createBrowser(org);
    expect((await browser.open(frontdoor_uri)).url.pathname).toBe('/lightning/page');
    expect(browser.cookie).toMatch(/^sid=00D/);
    expect((await createBrowser(org).open(frontdoor_uri)).url.pathname).toBe('/login');
  });
});

describe('SOAP', () => {
  const soap = (body: string, header = '') =>
    org.send('/services/Soap/u/66.0', {
      method: 'POST',
      headers: { 'content-type': 'text/xml', soapaction: '""' },
      body: `<se:Envelope xmlns:se="http://schemas.xmlsoap.org/soap/envelope/"><se:Header>${header}</se:Header><se:Body>${body}</se:Body></se:Envelope>`,
    });
  const login = (username: string, password: string) =>
    soap(
      `<login xmlns="urn:partner.soap.sforce.com"><username>${username}</username><password>${password}</password></login>`,
    );

  test('logs in and out', async () => {
    const answer = await (await login(ADMIN.username, 'x')).text();
    const sessionId = /<sessionId>([^<]+)</.exec(answer)![1]!;
    expect(answer).toContain(`<serverUrl>${org.url}/services/Soap/u/66.0/00DHs0000000001</serverUrl>`);
    expect(answer).toContain(`<userId>${ADMIN.id}</userId>`);
    expect(await alive(sessionId)).toBe(true);
    const out = await soap(
      '<logout xmlns="urn:partner.soap.sforce.com"/>',
      `<SessionHeader xmlns="urn:partner.soap.sforce.com"><sessionId>${sessionId}</sessionId></SessionHeader>`,
    );
    expect(out.status).toBe(200);
    expect(await alive(sessionId)).toBe(false);
  });

  test('refuses a wrong login and an unknown operation with a fault', async () => {
    const wrong = await login('nobody', 'x');
    expect(wrong.status).toBe(500);
    expect(await wrong.text()).toContain('<faultcode>INVALID_LOGIN</faultcode>');
    expect(await (await soap('<merge xmlns="urn:partner.soap.sforce.com"/>')).text()).toContain(
      'NOT_IMPLEMENTED',
    );
  });
});

test('discovery names every endpoint that answers', async () => {
  const configuration = (await (await org.send('/.well-known/openid-configuration')).json()) as Record<
    string,
    string
  >;
  expect(configuration['issuer']).toBe(org.url);
  for (const [name, url] of Object.entries(configuration))
    if (name.endsWith('_endpoint') || name === 'jwks_uri') {
      const response = await org.send(new URL(url).pathname + `?redirect_uri=${CALLBACK}`);
      expect([name, response.status]).not.toEqual([name, 404]);
    }
});
