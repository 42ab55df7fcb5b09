import { createHmac } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { Browser } from '../browser.ts';
import { ADMIN, MARA, startService, TOM, type TestService } from '../service.ts';

let running: TestService;
beforeAll(async () => {
  running = await startService();
}, 30_000);
afterAll(() => running.close());

interface SimGrant {
  userId: string;
  scope: string;
  revokedAt: string | null;
  rotations: number;
}
const grantsOf = (username: string) => running.sim<SimGrant[]>('GET', `grants?username=${username}`);
const rows = async (sql: string, values: unknown[] = []) =>
  (await running.database.pool.query(sql, values)).rows as Record<string, unknown>[];
const setApp = (policies: object) => running.sim('PATCH', `apps/${running.simulator.clientId}`, policies);
/** Statuses of the calls to the revocation endpoint so far. */
const callsToRevoke = async () =>
  (await running.sim<{ path: string; status: number }[]>('GET', 'journal?since=0'))
    .filter(({ path }) => path.includes('/oauth2/revoke'))
    .map(({ status }) => status);
const problemOf = async (response: Response) => {
  expect(response.headers.get('content-type')).toContain('application/problem+json');
  return (await response.json()) as { code: string; status: number; actions: string[]; retryable: boolean };
};

/** Waits for what happens in the background after an answer. */
async function eventually<T>(look: () => Promise<T>, wanted: (value: T) => boolean): Promise<T> {
  for (let n = 0; n < 100; n++) {
    const value = await look();
    if (wanted(value)) return value;
    await new Promise((resume) => setTimeout(resume, 30));
  }
  throw new Error('it did not happen');
}

describe('pairing', () => {
  test('is refused to a user without Sayso_Admin, and what Salesforce granted is given back', async () => {
    const page = await running.pair(MARA);
    expect(page.status).toBe(403);
    expect(await page.text()).toContain('Pairing needs the permission set Sayso_Admin.');
    expect(await rows('select from org_keys')).toEqual([]);
    expect(await rows('select from grants')).toEqual([]);
    const [grant] = await grantsOf(MARA);
    expect(grant!.revokedAt).not.toBeNull();
  });

  test("hands the key to Apex, keeps the admin's grant, and says that the window can be closed", async () => {
    const page = await running.pair();
    const html = await page.text();
    expect(page.status).toBe(200);
    expect(html).toContain('You can close this window');
    expect(html).toContain('<html lang="en">');
    expect(page.headers.get('content-security-policy')).toContain("default-src 'none'");
    expect(page.headers.get('cache-control')).toBe('no-store');
    const connection = await running.request('GET', '/v1/connection', ADMIN);
    expect(await connection.json()).toMatchObject({ status: 'connected' });
  });

  test('a second pairing replaces the key; the first one is accepted for five more minutes', async () => {
    await running.pair();
    const keys = await rows(
      `select retired_at is null as current, extract(epoch from retired_at - now())::int as left from org_keys order by created_at`,
    );
    expect(keys).toHaveLength(2);
    expect(keys[0]!['left']).toBeGreaterThan(290);
    expect(keys[1]!['current']).toBe(true);
  });

  test.each([
    'https://evil.example',
    'http://login.salesforce.com',
    'https://login.salesforce.com.evil.example',
    'https://acme.my.salesforce.com:8443',
    'https://user:pass@login.salesforce.com',
    'https://acme.lightning.force.com',
    'http://169.254.169.254/latest/meta-data',
    'ftp://127.0.0.1',
    'not a url',
  ])('refuses the login host %s before any request leaves', async (host) => {
    const response = await fetch(
      `${running.url}/oauth/start?intent=pair&login_url=${encodeURIComponent(host)}`,
      { redirect: 'manual' },
    );
    expect(response.status).toBe(400);
    expect((await problemOf(response)).code).toBe('login_host_refused');
  });
});

describe('a login', () => {
  test('of the user whom Apex signed for connects them, and the first refresh shows that rotation is on', async () => {
    const page = await running.connect(MARA);
    expect(page.status).toBe(200);
    const [grant] = await rows('select status, epoch, instance_url from grants where user_id = $1', [
      running.principal(MARA).userId,
    ]);
    expect(grant).toMatchObject({ status: 'connected', instance_url: running.simulator.url });
    const live = await eventually(
      async () => (await grantsOf(MARA)).at(-1)!,
      (found) => found.rotations === 1,
    );
    expect(live.revokedAt).toBeNull();
    await eventually(
      () => rows('select rotation from orgs'),
      ([org]) => org!['rotation'] === 'on',
    );
    const admin = await running.request('GET', '/v1/admin/connections', ADMIN);
    expect(await admin.json()).toMatchObject({ app: { rotation: 'on' }, total: 2 });
  });

  test('of another user is refused, and what Salesforce granted is revoked at once', async () => {
    const browser = new Browser();
    const callback = await browser.toCallback(
      new URL(`${running.url}/oauth/start?assertion=${await running.assertion(MARA)}`),
      TOM,
    );
    const page = await browser.open(callback);
    expect(page.status).toBe(403);
    expect(await page.text()).toContain('made by another user');
    expect(await rows('select from grants where user_id = $1', [running.principal(TOM).userId])).toEqual([]);
    expect((await grantsOf(TOM)).at(-1)!.revokedAt).not.toBeNull();
    const trail = await running.request('GET', '/v1/admin/audit?action=grant.connected&limit=1', ADMIN);
    expect(await trail.json()).toMatchObject({
      entries: [
        {
          actor: { type: 'user', id: running.principal(MARA).userId },
          outcome: 'refused',
          details: { reason: 'identity_mismatch' },
        },
      ],
    });
  });

  test('that is refused while Salesforce revokes nothing is revoked as soon as it does', async () => {
    await running.sim('POST', 'faults', [
      {
        match: { path: '/services/oauth2/revoke' },
        times: 1,
        action: { type: 'status', status: 503, body: 'down', contentType: 'text/plain' },
      },
    ]);
    const browser = new Browser();
    const callback = await browser.toCallback(
      new URL(`${running.url}/oauth/start?assertion=${await running.assertion(MARA)}`),
      TOM,
    );
    expect((await browser.open(callback)).status).toBe(403);
    expect((await grantsOf(TOM)).at(-1)!.revokedAt).toBeNull();
    await running.service.grants.sweep();
    expect((await grantsOf(TOM)).at(-1)!.revokedAt).not.toBeNull();
    expect(await rows('select from discarded_tokens')).toEqual([]);
  });

  test.each([
    ['more scopes than were asked for', 'api refresh_token web'],
    ['no right to the API', 'refresh_token'],
    ['no refresh token', 'api'],
  ])('with %s (%s) is refused, and what Salesforce granted is revoked at once', async (_, scope) => {
    await setApp({ scopes: ['api', 'refresh_token', 'web'] });
    try {
      const browser = new Browser();
      const start = await browser.open(
        new URL(`${running.url}/oauth/start?assertion=${await running.assertion(TOM)}`),
      );
      // Nothing that passes through the browser is signed: its owner may ask for other scopes.
      const authorize = new URL(start.headers.get('location')!);
      authorize.searchParams.set('scope', scope);
      const seen = (await grantsOf(TOM)).length;
      const revocations = (await callsToRevoke()).length;
      const page = await browser.open(await browser.toCallback(authorize, TOM));
      expect(page.status).toBe(502);
      expect(await page.text()).toContain('grants other rights');
      const granted = (await grantsOf(TOM)).slice(seen);
      expect(granted.map((grant) => grant.scope)).toEqual(scope === 'api' ? [] : [scope]);
      for (const grant of granted) expect(grant.revokedAt).not.toBeNull();
      expect((await callsToRevoke()).slice(revocations)).toEqual([200]);
      expect(await rows('select from grants where user_id = $1', [running.principal(TOM).userId])).toEqual(
        [],
      );
    } finally {
      await setApp({ scopes: ['api', 'refresh_token'] });
    }
  });

  test.each([
    ['for another org', { org: '00D5g00000FAKE1EAA' }, 'another org'],
    ['for another user of the org', { user: MARA }, 'another user'],
    ['that the client secret did not sign', { secret: 'not the secret' }, 'not signed'],
    ['that names an instance elsewhere', { instance: 'https://evil.example' }, 'not one of its own'],
    ['that say more than was asked for', { idToken: 'of.no.use' }, 'grants other rights'],
  ])('answered with tokens %s is refused, and they are revoked at once', async (_, forged, words) => {
    const tokens = await running.sim<Record<string, string>>('POST', 'session', {
      username: TOM,
      clientId: running.simulator.clientId,
      approve: true,
    });
    const { orgId, userId } = running.principal('user' in forged ? forged.user : TOM);
    const id = `${running.simulator.url}/id/${'org' in forged ? forged.org : orgId}/${userId}`;
    const signature = createHmac(
      'sha256',
      'secret' in forged ? forged.secret : running.simulator.clientSecret,
    )
      .update(id + tokens['issued_at'])
      .digest('base64');
    const answer = {
      ...tokens,
      id,
      signature,
      ...('instance' in forged ? { instance_url: forged.instance } : {}),
      ...('idToken' in forged ? { id_token: forged.idToken, scope: 'api refresh_token openid' } : {}),
    };
    await running.sim('POST', 'faults', [
      {
        match: { grantType: 'authorization_code' },
        times: 1,
        action: {
          type: 'status',
          status: 200,
          body: JSON.stringify(answer),
          contentType: 'application/json',
        },
      },
    ]);
    try {
      const browser = new Browser();
      const callback = await browser.toCallback(
        new URL(`${running.url}/oauth/start?assertion=${await running.assertion(TOM)}`),
        TOM,
      );
      const page = await browser.open(callback);
      expect(page.status).toBe('idToken' in forged ? 502 : 403);
      expect(await page.text()).toContain(words);
    } finally {
      await running.sim('DELETE', 'faults');
    }
    expect((await grantsOf(TOM)).at(-1)!.revokedAt).not.toBeNull();
    expect(await rows('select from grants where user_id = $1', [userId]).then((all) => all.length)).toBe(
      'user' in forged ? 1 : 0,
    );
    expect(await rows('select from grants where user_id = $1', [running.principal(TOM).userId])).toEqual([]);
  });

  test('that the user denies says so', async () => {
    const browser = new Browser();
    const callback = await browser.toCallback(
      new URL(`${running.url}/oauth/start?assertion=${await running.assertion(TOM)}`),
      TOM,
      'deny',
    );
    const page = await browser.open(callback);
    expect(page.status).toBe(403);
    expect(await page.text()).toContain('You did not allow Sayso');
  });

  test.each([
    [
      'app_not_found',
      'External client app is not installed in this org',
      'Ask your Salesforce admin to install',
    ],
    ['OAUTH_APP_BLOCKED', 'this app is blocked by admin', 'unblock it'],
    ['OAUTH_APP_ACCESS_DENIED', 'user is not admin approved to access this app', 'permission set Sayso_User'],
    ['invalid_request', 'missing required code challenge', 'PKCE code challenge'],
    ['invalid_scope', 'the requested scope is not allowed', 'app registration and the service do not agree'],
    ['something_new', '<script>alert(1)</script>', 'app registration'],
  ])('that comes back with %s names the next step', async (error, description, step) => {
    const browser = new Browser();
    const start = await browser.open(
      new URL(`${running.url}/oauth/start?assertion=${await running.assertion(TOM)}`),
    );
    const state = new URL(start.headers.get('location')!).searchParams.get('state')!;
    const callback = new URL(`${running.url}/oauth/callback`);
    callback.search = new URLSearchParams({ error, error_description: description, state }).toString();
    const page = await browser.open(callback);
    const html = await page.text();
    expect(page.status).toBeGreaterThanOrEqual(400);
    expect(page.status).toBeLessThan(503);
    expect(html).toContain(step);
    expect(html).not.toContain('<script>');
  });

  test('sends PKCE S256, exactly two scopes, and the exact redirect URI', async () => {
    const start = await new Browser().open(
      new URL(`${running.url}/oauth/start?assertion=${await running.assertion(TOM)}`),
    );
    const { origin, pathname, searchParams } = new URL(start.headers.get('location')!);
    expect(origin + pathname).toBe(`${running.simulator.url}/services/oauth2/authorize`);
    expect(Object.fromEntries(searchParams)).toMatchObject({
      response_type: 'code',
      scope: 'api refresh_token',
      code_challenge_method: 'S256',
      redirect_uri: `${running.url}/oauth/callback`,
    });
    expect(searchParams.get('code_challenge')).toMatch(/^[\w-]{43}$/);
    const cookie = start.headers.getSetCookie()[0]!;
    expect(cookie).toMatch(/^sayso-login=[\w-]{43};.*HttpOnly.*SameSite=Lax/);
  });
});

describe('the way of the browser', () => {
  const evil = 'https://evil.example/';

  test('leads to the org and back to this service only, whatever the request asks for', async () => {
    const wishes = new URLSearchParams(
      Object.fromEntries(
        ['redirect_uri', 'return_to', 'next', 'state', 'RelayState'].map((name) => [name, evil]),
      ),
    );
    const start = await fetch(
      `${running.url}/oauth/start?assertion=${await running.assertion(TOM)}&${wishes}`,
      {
        redirect: 'manual',
        headers: { 'x-forwarded-host': 'evil.example', forwarded: 'host=evil.example;proto=https' },
      },
    );
    const location = new URL(start.headers.get('location')!);
    expect(location.origin).toBe(running.simulator.url);
    expect(location.searchParams.get('redirect_uri')).toBe(`${running.url}/oauth/callback`);
    expect(location.href).not.toContain('evil');
  });

  test('ends at the callback, which redirects nobody and links to nothing', async () => {
    const browser = new Browser();
    const callback = await browser.toCallback(
      new URL(`${running.url}/oauth/start?assertion=${await running.assertion(TOM)}`),
      TOM,
    );
    const refused = new URL(`${running.url}/oauth/callback?error=access_denied&error_uri=${evil}`);
    for (const url of [callback, refused]) {
      url.searchParams.set('redirect_uri', evil);
      const page = await browser.open(url);
      expect(page.headers.get('location')).toBeNull();
      expect(page.headers.get('refresh')).toBeNull();
      expect(await page.text()).not.toMatch(/evil|<a |http-equiv/);
    }
  });
});

describe('over https, behind a proxy that ends TLS', () => {
  const SERVICE_URL = 'https://sayso.example';
  const cookieName = '__Host-sayso-login';
  let behind: TestService;
  beforeAll(async () => {
    behind = await startService({
      environment: { SERVICE_URL },
      app: { callbacks: [`${SERVICE_URL}/oauth/callback`] },
    });
  }, 30_000);
  afterAll(() => behind.close());

  test('the cookie of a login is a __Host- one, and a plain one of the same value counts for nothing', async () => {
    const browser = new Browser();
    const start = await browser.open(
      new URL(`${behind.url}/oauth/start?intent=pair&login_url=${encodeURIComponent(behind.simulator.url)}`),
    );
    const [pair, ...attributes] = start.headers.getSetCookie()[0]!.split('; ');
    expect(pair).toMatch(/^__Host-sayso-login=[\w-]{43}$/);
    expect(attributes).toEqual(expect.arrayContaining(['Path=/', 'HttpOnly', 'Secure', 'SameSite=Lax']));
    expect(attributes.join()).not.toContain('Domain');
    const callback = await browser.toCallback(new URL(start.headers.get('location')!), ADMIN);
    expect(callback.origin).toBe(SERVICE_URL);
    const finish = (name: string) =>
      fetch(behind.url + callback.pathname + callback.search, {
        headers: { cookie: `${name}=${browser.cookie(behind.url, cookieName)}`, accept: 'text/html' },
      });
    expect((await finish('sayso-login')).status).toBe(400);
    expect((await finish(cookieName)).status).toBe(200);
  });
});

describe('the state of a login', () => {
  const begin = async (browser: Browser): Promise<URL> =>
    browser.toCallback(new URL(`${running.url}/oauth/start?assertion=${await running.assertion(TOM)}`), TOM);

  test('from another browser is refused, and the right browser can still finish', async () => {
    const browser = new Browser();
    const callback = await begin(browser);
    const stranger = await fetch(callback);
    expect(stranger.status).toBe(400);
    expect((await problemOf(stranger)).code).toBe('login_not_recognized');
    expect((await browser.open(callback)).status).toBe(200);
  });

  test('serves once: a replayed callback is refused', async () => {
    const browser = new Browser();
    const callback = await begin(browser);
    expect((await browser.open(callback)).status).toBe(200);
    expect((await browser.open(callback)).status).toBe(400);
  });

  test('runs out after ten minutes', async () => {
    const browser = new Browser();
    const callback = await begin(browser);
    await rows(`update oauth_states set expires_at = now() - interval '1 second'`);
    expect((await browser.open(callback)).status).toBe(400);
  });

  test('two logins in one browser do not disturb each other', async () => {
    const browser = new Browser();
    const first = await begin(browser);
    const second = await begin(browser);
    expect((await browser.open(first)).status).toBe(200);
    expect((await browser.open(second)).status).toBe(200);
  });

  test('is stored as hashes, and the code verifier sealed', async () => {
    const browser = new Browser();
    const callback = await begin(browser);
    const [stored] = await rows(
      'select encode(state_hash, $1) || encode(browser_hash, $1) || encode(code_verifier, $1) as all from oauth_states',
      ['escape'],
    );
    expect(String(stored!['all'])).not.toContain(callback.searchParams.get('state'));
    expect(String(stored!['all'])).not.toContain(browser.cookie(running.url, 'sayso-login'));
  });

  test('without an assertion or an intent there is no login', async () => {
    const response = await fetch(`${running.url}/oauth/start`);
    expect(response.status).toBe(400);
    expect((await problemOf(response)).code).toBe('invalid_request');
  });

  test('an assertion starts one login only', async () => {
    const assertion = await running.assertion(TOM);
    const start = () => fetch(`${running.url}/oauth/start?assertion=${assertion}`, { redirect: 'manual' });
    expect((await start()).status).toBe(302);
    expect((await problemOf(await start())).code).toBe('assertion_replayed');
  });
});

describe('connecting again and disconnecting', () => {
  test("a new login revokes the earlier one's token at Salesforce", async () => {
    await running.connect(MARA);
    await running.connect(MARA);
    await eventually(
      () => grantsOf(MARA),
      (grants) => grants.filter((grant) => grant.revokedAt === null).length === 1,
    );
    await eventually(
      () => rows('select from discarded_tokens'),
      (discarded) => discarded.length === 0,
    );
  });

  test('disconnect refuses at once, revokes at Salesforce, and is in the audit trail', async () => {
    await running.connect(MARA);
    const answer = await running.request('DELETE', '/v1/connection', MARA);
    expect(await answer.json()).toMatchObject({
      status: 'not_connected',
      reason: 'You disconnected Sayso from Salesforce.',
    });
    await expect(
      running.service.grants.use(running.principal(MARA), async () => 'called'),
    ).rejects.toMatchObject({ code: 'not_connected' });
    await eventually(
      () => grantsOf(MARA),
      (grants) => grants.every((grant) => grant.revokedAt !== null),
    );
    const trail = await (await running.request('GET', '/v1/admin/audit?limit=10', ADMIN)).json();
    expect(JSON.stringify(trail)).toContain('"trigger":"rep"');
  });

  test('a user who never connected is not connected', async () => {
    const answer = await running.request('GET', '/v1/connection', 'yuki.tanabe@northlight.example');
    expect(await answer.json()).toEqual({ status: 'not_connected', since: null });
  });
});

test('a rotated org key is in Apex at once: the next login link is signed with it', async () => {
  const before = await rows('select key_id from org_keys where retired_at is null');
  const answer = await running.request('POST', '/v1/admin/org-key/rotate', ADMIN);
  expect(answer.status).toBe(200);
  const { keyId } = (await answer.json()) as { keyId: string };
  expect(before[0]!['key_id']).not.toBe(keyId);
  expect((await running.request('GET', '/v1/connection', ADMIN)).status).toBe(200);
  expect((await running.request('POST', '/v1/admin/org-key/rotate', MARA)).status).toBe(403);
});
