import { request as plainRequest } from 'node:http';
import { request as tlsRequest } from 'node:https';
import { readFile } from 'node:fs/promises';
import { gzipSync, gunzipSync } from 'node:zlib';
import { describe, expect, test } from '@jest/globals';
import type { Route } from '../../src/http.ts';
import { ADA, ADMIN, bearer, openOrg, useOrg } from './org.ts';

const LONG = 'x'.repeat(5000);
const echo: Route[] = [
  {
    method: 'POST',
    path: '/services/data/:version/echo',
    auth: 'session',
    handle: ({ request, session, params, baseUrl }) => ({
      status: 200,
      body: { text: request.body.toString(), userId: session.userId, ...params, baseUrl },
    }),
  },
  { method: 'PATCH', path: '/test/patched', auth: 'none', handle: () => ({ status: 204 }) },
  { method: 'GET', path: '/test/long', auth: 'none', handle: () => ({ status: 200, body: { LONG } }) },
  {
    method: 'GET',
    path: '/test/page',
    auth: 'cookie',
    handle: ({ session }) => ({ status: 200, body: session.userId }),
  },
  {
    method: 'GET',
    path: '/test/bug',
    auth: 'none',
    handle: () => {
      throw new TypeError('secret detail');
    },
  },
];

describe('the server', () => {
  const reported: unknown[] = [];
  const org = useOrg({ routes: echo, report: (error) => reported.push(error) });

  test('collapses repeated slashes and accepts any version', async () => {
    const token = await org.tokenFor(ADA.username);
    const response = await org.send('//services//data/v31.0/echo', {
      method: 'POST',
      headers: bearer(token),
      body: 'hello',
    });
    expect(await response.json()).toEqual({
      text: 'hello',
      userId: ADA.id,
      version: 'v31.0',
      baseUrl: org.url,
    });
  });

  test.each([undefined, 'Bearer', 'Bearer 00DHs0000000001!AQinvented', 'Basic YTpi'])(
    'refuses the authorization %p with INVALID_SESSION_ID',
    async (authorization) => {
      const response = await org.send('/services/data/v66.0/echo', {
        method: 'POST',
        headers: authorization ? { authorization } : {},
      });
      expect(response.status).toBe(401);
      expect(await response.json()).toEqual([
        { message: 'Session expired or invalid', errorCode: 'INVALID_SESSION_ID' },
      ]);
    },
  );

  test('wants the browser session, not a token, for pages', async () => {
    const token = await org.tokenFor(ADA.username);
    expect((await org.send('/test/page', { headers: bearer(token) })).status).toBe(401);
    const signedIn = await org.send('/test/page', {
      headers: { cookie: `other=1; sid=${encodeURIComponent(token)}` },
    });
    expect(await signedIn.text()).toBe(ADA.id);
  });

  test('compresses a long answer for clients that accept it, and no other', async () => {
    const { headers, body } = await raw(`${org.url}/test/long`, { 'accept-encoding': 'gzip' });
    expect(headers['content-encoding']).toBe('gzip');
    expect(JSON.parse(gunzipSync(body).toString())).toEqual({ LONG });
    const plain = await raw(`${org.url}/test/long`, {});
    expect(plain.headers['content-encoding']).toBeUndefined();
    expect(plain.body.length).toBeGreaterThan(5000);
  });

  test('reads a compressed request', async () => {
    const response = await org.send('/services/data/v66.0/echo', {
      method: 'POST',
      headers: { ...bearer(await org.tokenFor(ADA.username)), 'content-encoding': 'gzip' },
      body: gzipSync('packed'),
    });
    expect(await response.json()).toMatchObject({ text: 'packed' });
  });

  test('answers HEAD with the headers of GET and no body', async () => {
    const head = await raw(`${org.url}/test/long`, {}, 'HEAD');
    expect(Number(head.headers['content-length'])).toBeGreaterThan(5000);
    expect(head.body.length).toBe(0);
  });

  test('takes PATCH from clients that can only POST', async () => {
    expect((await org.send('/test/patched?_HttpMethod=PATCH', { method: 'POST' })).status).toBe(204);
  });

  test('answers a bug of its own with UNKNOWN_EXCEPTION, reports it and tells the client nothing of it', async () => {
    const response = await org.send('/test/bug');
    expect(response.status).toBe(500);
    expect(await response.text()).not.toContain('secret');
    expect(reported).toEqual([expect.any(TypeError)]);
  });

  test('journals requests with user, path and status but no token, and leaves its own endpoints out', async () => {
    const before = (await org.sim('GET', 'journal')) as { n: number }[];
    const since = before.at(-1)?.n ?? 0;
    const token = await org.tokenFor(ADA.username);
    await org.send('/services/data/v66.0/echo', { method: 'POST', headers: bearer(token), body: 'x' });
    await org.send('/services/data/v66.0/query?q=SELECT+Id+FROM+Nothing');
    const entries = await org.sim('GET', `journal?since=${since}`);
    expect(entries).toMatchObject([
      { user: ADA.username, method: 'POST', path: '/services/data/v66.0/echo', status: 200 },
      { user: null, method: 'GET', soql: 'SELECT Id FROM Nothing', status: 401 },
    ]);
    expect(JSON.stringify(entries)).not.toContain(token);
  });

  test('counts API calls, says so in Sforce-Limit-Info and stops at the limit', async () => {
    const headers = bearer(await org.tokenFor(ADA.username));
    const send = () => org.send('/services/data/v66.0/echo', { method: 'POST', headers });
    const [, used = ''] = /^api-usage=(\d+)\/5000000$/.exec(
      (await send()).headers.get('sforce-limit-info')!,
    )!;
    await org.sim('PATCH', 'settings', { dailyApiRequests: Number(used) + 1 });
    expect((await send()).headers.get('sforce-limit-info')).toBe(
      `api-usage=${Number(used) + 1}/${Number(used) + 1}`,
    );
    const refused = await send();
    expect(refused.status).toBe(403);
    expect(await refused.json()).toEqual([
      { message: 'TotalRequests Limit exceeded.', errorCode: 'REQUEST_LIMIT_EXCEEDED' },
    ]);
    await org.sim('POST', 'clock', { advanceSeconds: 25 * 3600 });
    const later = bearer(await org.tokenFor(ADA.username));
    const response = await org.send('/services/data/v66.0/echo', { method: 'POST', headers: later });
    expect(response.headers.get('sforce-limit-info')).toMatch(/^api-usage=1\//);
    await org.sim('PATCH', 'settings', { dailyApiRequests: 5_000_000 });
  });

  test('refuses a token that has no API scope in the words of the platform', async () => {
    const { clientId } = (await org.sim('POST', 'apps', { name: 'Narrow', scopes: ['id'] })) as {
      clientId: string;
    };
    const { access_token } = (await org.sim('POST', 'session', { username: ADA.username, clientId })) as {
      access_token: string;
    };
    const response = await org.send('/services/data/v66.0/echo', {
      method: 'POST',
      headers: bearer(access_token),
    });
    expect(response.status).toBe(401);
    expect(await response.json()).toMatchObject([
      { message: 'This session is not valid for use with the REST API' },
    ]);
  });
});

describe('its own endpoints', () => {
  const org = useOrg();

  test('sign a user in by username or e-mail address', async () => {
    for (const username of [ADMIN.username, 'Ada.Brandt@HARBOUR.example'])
      expect(await org.sim('POST', 'session', { username })).toMatchObject({
        token_type: 'Bearer',
        instance_url: org.url,
      });
    expect((await org.send('/__sim/session', { method: 'POST', body: '{"username":"nobody"}' })).status).toBe(
      404,
    );
  });

  test('refuse what they do not understand', async () => {
    const post = async (path: string, body: string) =>
      (await org.send(`/__sim/${path}`, { method: 'POST', body })).status;
    expect(await post('clock', '{"advanceSeconds":"soon"}')).toBe(400);
    expect(await post('clock', 'not json')).toBe(400);
    expect(await post('faults', '{"action":{"type":"explode"}}')).toBe(400);
    expect(await post('faults', '{"match":{"path":"("},"action":{"type":"hang"}}')).toBe(400);
    expect((await org.send('/__sim/settings', { method: 'PATCH', body: '{"speed":1}' })).status).toBe(400);
    expect(
      (await org.send('/__sim/apps/PlatformCLI', { method: 'PATCH', body: '{"colour":1}' })).status,
    ).toBe(400);
  });

  test('move the clock', async () => {
    const { now } = (await org.sim('GET', 'clock')) as { now: string };
    const moved = (await org.sim('POST', 'clock', { advanceSeconds: 86_400 })) as { now: string };
    const days = (Date.parse(moved.now) - Date.parse(now)) / 86_400_000;
    expect(days).toBeGreaterThanOrEqual(1);
    expect(days).toBeLessThan(1.01);
  });

  test('hand out a world that another simulator opens', async () => {
    const copy = await openOrg({ world: await org.sim('GET', 'world') });
    expect(copy.org.id).toBe(org.org.id);
    expect([...copy.org.data.rows('Account')].map((row) => row['Name'])).toEqual([
      'Nordlicht GmbH',
      'Seawall AG',
    ]);
    await copy.close();
  });
});

describe('with TLS', () => {
  const org = useOrg({ tls: true });

  test('serves https with a certificate that its file vouches for', async () => {
    expect(org.url).toMatch(/^https:\/\/127\.0\.0\.1:\d+$/);
    const ca = await readFile(org.ca!, 'utf8');
    const { status, body } = await raw(`${org.url}/.well-known/openid-configuration`, {}, 'GET', ca);
    expect(status).toBe(200);
    expect(JSON.parse(body.toString())).toMatchObject({ issuer: org.url });
  });
});

/** A request below `fetch`, which inflates answers by itself. */
function raw(
  url: string,
  headers: Record<string, string>,
  method = 'GET',
  ca?: string,
): Promise<{ status: number; headers: Record<string, unknown>; body: Buffer }> {
  return new Promise((resolve, reject) => {
    const send = ca ? tlsRequest : plainRequest;
    send(url, { method, headers, agent: false, ...(ca && { ca }) }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('end', () =>
        resolve({ status: response.statusCode!, headers: response.headers, body: Buffer.concat(chunks) }),
      );
    })
      .on('error', reject)
      .end();
  });
}
