import { describe, expect, test } from '@jest/globals';
import { ADA, BEN, CALLBACK, useOrg } from '../server/org.ts';
import { authorizePath, codeFor, createBrowser, createPkce } from './browser.ts';

const org = useOrg();
const challenge = createPkce().challenge;
const path = (params: Record<string, string | undefined> = {}) =>
  authorizePath(org, { code_challenge: challenge, ...params });

describe('a login', () => {
  test('leads from the login page over the approval page to the callback with code and state', async () => {
    const browser = createBrowser(org);
    const login = await browser.open(path());
    expect(login.url.pathname).toBe('/login');
    expect(login.html).toMatch(/<label for="username">Username<\/label>\s*<input id="username"/);
    const consent = await browser.submit(login, { username: ADA.username, pw: 'secret' });
    expect(consent.html).toContain('Sayso');
    expect(consent.html).toContain('Keep that access until you or an administrator take it back');
    const back = await browser.submit(consent, { decision: 'allow' });
    expect(back.url.origin + back.url.pathname).toBe(CALLBACK);
    expect(back.url.searchParams.get('code')).toMatch(/^aPrx.+==$/);
    expect(back.url.searchParams.get('state')).toBe('xyz');
  });

  test('shows only the approval page to a browser that is signed in', async () => {
    const browser = createBrowser(org);
    const home = await browser.submit(await browser.open('/login?retURL=/lightning'), {
      username: ADA.username,
      pw: 'x',
    });
    expect(home.url.pathname).toBe('/lightning');
    expect((await browser.open(path())).html).toContain('Allow access?');
  });

  test('asks for a new login with prompt=login, and only once', async () => {
    const browser = createBrowser(org);
    await browser.submit(await browser.open('/login'), { username: ADA.username, pw: 'x' });
    const login = await browser.open(path({ prompt: 'login', login_hint: BEN.username }));
    expect(login.url.pathname).toBe('/login');
    expect(login.html).toContain(`value="${BEN.username}"`);
    const consent = await browser.submit(login, { username: BEN.username, pw: 'x' });
    expect(consent.html).toContain(`allow access for ${BEN.username}`);
  });

  test('sets a cookie that scripts cannot read and other sites cannot use', async () => {
    const response = await org.post('/login', { username: ADA.username, pw: 'x' });
    expect(response.headers.get('set-cookie')).toMatch(/^sid=00D[^;]+; Path=\/; HttpOnly; SameSite=Lax$/);
  });

  test.each([
    ['an unknown user', { username: 'mallory', pw: 'x' }],
    ['no password', { username: ADA.username, pw: '' }],
  ])('stays on the page with an alert for %s', async (_, fields) => {
    const browser = createBrowser(org);
    const page = await browser.submit(await browser.open('/login'), fields);
    expect(page.html).toMatch(/role="alert">Please check your username and password/);
    expect(browser.cookie).toBe('');
  });

  test('never leaves the host afterwards', async () => {
    for (const retURL of ['https://evil.example/', '//evil.example', '/\\evil.example']) {
      const response = await org.post('/login', { username: ADA.username, pw: 'x', retURL });
      expect(response.headers.get('location')).toBe('/');
    }
  });

  test('ends with a logout', async () => {
    const browser = createBrowser(org);
    await browser.submit(await browser.open('/login'), { username: ADA.username, pw: 'x' });
    const { cookie } = browser;
    await browser.open('/secur/logout.jsp');
    browser.cookie = cookie;
    expect((await browser.open(path())).url.pathname).toBe('/login');
  });

  test('escapes what it repeats', async () => {
    const response = await org.send('/login?un=%22%3E%3Cscript%3E');
    expect(await response.text()).not.toContain('<script>');
    expect(response.headers.get('content-security-policy')).toContain("default-src 'none'");
  });
});

describe('an approval', () => {
  const signedIn = async () => {
    const browser = createBrowser(org);
    await browser.submit(await browser.open('/login'), { username: ADA.username, pw: 'x' });
    return browser;
  };

  test('that is denied goes back with access_denied', async () => {
    const browser = await signedIn();
    const back = await browser.submit(await browser.open(path()), { decision: 'deny' });
    expect(Object.fromEntries(back.url.searchParams)).toEqual({
      error: 'access_denied',
      error_description: 'end-user denied authorization',
      state: 'xyz',
    });
  });

  test('that another site forges is refused', async () => {
    const browser = await signedIn();
    const page = await browser.open(path());
    const forged = {
      ...page,
      html: page.html.replace(/name="confirmation" value="[^"]*"/, 'name="confirmation" value="guess"'),
    };
    const answer = await browser.submit(forged, { decision: 'allow' });
    expect(answer.status).toBe(400);
    expect(answer.html).toContain('invalid_request');
  });

  test('is not asked for when an admin approved, and refused to everyone else', async () => {
    await org.sim('PATCH', `apps/${org.clientId}`, { approval: 'admin', approvedUsers: [ADA.username] });
    try {
      const back = await (await signedIn()).open(path());
      expect(back.url.searchParams.get('code')).toMatch(/^aPrx/);
      const ben = createBrowser(org);
      const refused = await ben.submit(await ben.open(path()), { username: BEN.username, pw: 'x' });
      expect(refused.url.searchParams.get('error')).toBe('OAUTH_APP_ACCESS_DENIED');
      expect(refused.url.searchParams.get('error_description')).toBe(
        'user is not admin approved to access this app',
      );
    } finally {
      await org.sim('PATCH', `apps/${org.clientId}`, { approval: 'self' });
    }
  });
});

describe('a wrong request', () => {
  test.each([
    ['unknown client', { client_id: 'nobody' }, 'invalid_client_id', 'client identifier invalid'],
    [
      'unknown callback',
      { redirect_uri: 'https://evil.example/cb' },
      'redirect_uri_mismatch',
      'redirect_uri must match configuration',
    ],
    [
      'callback on loopback but another path',
      { redirect_uri: 'http://127.0.0.1:4001/other' },
      'redirect_uri_mismatch',
      '',
    ],
    ['callback with a query', { redirect_uri: `${CALLBACK}?x=1` }, 'redirect_uri_mismatch', ''],
  ])('about the client is a page and no redirect: %s', async (_, params, error, description) => {
    const response = await org.send(path(params));
    expect(response.status).toBe(400);
    expect(response.headers.get('location')).toBeNull();
    const html = await response.text();
    expect(html).toContain(`error=${error}`);
    expect(html).toContain(description);
  });

  test.each([
    [
      'no code challenge',
      { code_challenge: undefined },
      'invalid_request',
      'missing required code challenge',
    ],
    ['challenge in plain text', { code_challenge_method: 'plain' }, 'invalid_request', null],
    ['foreign scope', { scope: 'api full' }, 'invalid_scope', null],
    ['implicit flow', { response_type: 'token' }, 'unsupported_response_type', null],
  ])('about the wish goes back to the client: %s', async (_, params, error, description) => {
    const location = new URL((await org.send(path(params))).headers.get('location')!);
    expect(location.origin + location.pathname).toBe(CALLBACK);
    expect(location.searchParams.get('error')).toBe(error);
    if (description !== null) expect(location.searchParams.get('error_description')).toBe(description);
    expect(location.searchParams.get('state')).toBe('xyz');
  });

  test.each([
    [{ installed: false }, 'app_not_found', 'External client app is not installed in this org'],
    [{ blocked: true }, 'app_blocked', 'this app is blocked by admin'],
  ])('to an app with %p goes back to the client', async (policies, error, description) => {
    const { clientId } = (await org.sim('POST', 'apps', { name: 'Other', ...policies })) as {
      clientId: string;
    };
    const location = new URL((await org.send(path({ client_id: clientId }))).headers.get('location')!);
    expect(location.searchParams.get('error')).toBe(error);
    expect(location.searchParams.get('error_description')).toBe(description);
  });

  test('a missing challenge method means S256', async () => {
    const { verifier, challenge: code_challenge } = createPkce();
    const code = await codeFor(org, ADA.username, { code_challenge, code_challenge_method: undefined });
    const response = await org.post('/services/oauth2/token', {
      grant_type: 'authorization_code',
      code,
      redirect_uri: CALLBACK,
      client_id: org.clientId,
      client_secret: org.clientSecret,
      code_verifier: verifier,
    });
    expect(response.status).toBe(200);
  });
});
