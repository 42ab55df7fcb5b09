import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { redactShapes } from '../../src/log.ts';
import { ADMIN, MARA, startService, type TestService } from '../service.ts';

let running: TestService;
beforeAll(async () => {
  running = await startService({ environment: { OPERATOR_TOKEN: 'operator-token-0123456789abcdefghij' } });
  await running.pair();
  await running.connect(MARA);
}, 30_000);
afterAll(() => running.close());

interface Problem {
  status: number;
  code: string;
  actions: string[];
}
async function problem(response: Response): Promise<Problem> {
  expect(response.headers.get('content-type')).toContain('application/problem+json');
  const body = (await response.json()) as Problem;
  expect(body.status).toBe(response.status);
  expect(JSON.stringify(body)).not.toMatch(/\bat .*\.ts:\d+/);
  return body;
}
const get = (path: string, authorization?: string) =>
  fetch(running.url + path, { headers: authorization === undefined ? {} : { authorization } });

describe('bad input is a problem document, never a 500', () => {
  test.each([
    ['GET', '/nowhere', 404, 'not_found'],
    ['PATCH', '/v1/connection', 405, 'method_not_allowed'],
    ['GET', '/%E0%A4%A', 404, 'not_found'],
    ['GET', '/v1/connection', 401, 'assertion_missing'],
    ['GET', '/v1/operator/orgs', 401, 'operator_token_invalid'],
  ])('%s %s → %i %s', async (method, path, status, code) => {
    const response = await fetch(running.url + path, { method });
    expect(response.status).toBe(status);
    expect((await problem(response)).code).toBe(code);
  });

  test('a megabyte, broken JSON, and a body of the wrong shape', async () => {
    const post = (body: string) => running.request('POST', '/v1/admin/revocations', ADMIN, { body });
    expect((await problem(await post(JSON.stringify({ reason: 'x'.repeat(1_000_000) })))).code).toBe(
      'too_large',
    );
    expect((await problem(await post('{"scope":'))).code).toBe('malformed_json');
    expect((await problem(await post('{"scope":"planet"}'))).code).toBe('invalid_request');
  });

  test.each([
    ['GET', '/v1/admin/audit?target=%00', undefined],
    ['GET', '/v1/admin/connections?after=%00', undefined],
    ['DELETE', '/v1/admin/event-issuers?issuer=%00', undefined],
    ['POST', '/v1/admin/revocations', { scope: 'org', reason: 'a\ud800b' }],
    ['POST', '/v1/admin/revocations', { scope: 'org', reason: 'a\u0000b' }],
  ])('%s %s with a text that no database holds', async (method, path, body) => {
    const response = await running.request(method, path, ADMIN, body === undefined ? {} : { body });
    expect(response.status).toBe(400);
    expect((await problem(response)).code).toBe('invalid_request');
  });

  test('every answer carries a reference, and keeps a reasonable one that came with the request', async () => {
    expect((await get('/livez')).headers.get('x-request-id')).toMatch(/^[\w-]{36}$/);
    const response = await fetch(`${running.url}/nowhere`, {
      headers: { 'x-request-id': 'from-the-caller' },
    });
    expect(await response.json()).toMatchObject({ instance: 'from-the-caller' });
  });
});

describe('an assertion is refused', () => {
  const now = () => Math.floor(Date.now() / 1_000);
  test.each([
    ['that has expired', () => ({ iat: now() - 200, exp: now() - 60 }), 'assertion_expired'],
    ['that lives longer than five minutes', () => ({ exp: now() + 400 }), 'assertion_invalid'],
    ['for another service', () => ({ aud: 'https://elsewhere.example' }), 'assertion_invalid'],
    ['of another org', () => ({ iss: '00D5g000007abcdEAA' }), 'assertion_invalid'],
    ['without a user', () => ({ sub: '003000000000001AAA' }), 'assertion_invalid'],
    ['from the future', () => ({ iat: now() + 120, exp: now() + 240 }), 'assertion_invalid'],
    ['without an id', () => ({ jti: '' }), 'assertion_invalid'],
  ])('%s', async (_, claims, code) => {
    const response = await get('/v1/connection', `Bearer ${await running.assertion(MARA, claims())}`);
    expect(response.status).toBe(401);
    expect((await problem(response)).code).toBe(code);
  });

  test('with another signature, another key, or no algorithm', async () => {
    const [header, payload, signature] = (await running.assertion(MARA)).split('.') as [
      string,
      string,
      string,
    ];
    const none = Buffer.from('{"alg":"none","kid":"x"}').toString('base64url');
    for (const forged of [
      `${header}.${payload}.${signature.split('').reverse().join('')}`,
      `${none}.${payload}.`,
      'not.a.jwt',
      '💥'.repeat(2).length.toString(),
    ])
      expect((await problem(await get('/v1/connection', `Bearer ${forged}`))).code).toBe('assertion_invalid');
    const other = await running.assertion(MARA, {}, { kid: 'unknown' });
    expect((await problem(await get('/v1/connection', `Bearer ${other}`))).code).toBe('assertion_invalid');
  });

  test('a second time where it writes; reading with it stays possible', async () => {
    const assertion = `Bearer ${await running.assertion(ADMIN)}`;
    const rotate = () =>
      fetch(`${running.url}/v1/admin/org-key/rotate`, {
        method: 'POST',
        headers: { authorization: assertion },
      });
    expect((await rotate()).status).toBe(200);
    expect((await problem(await rotate())).code).toBe('assertion_replayed');
    expect((await get('/v1/connection', assertion)).status).toBe(200);
  });

  test('of a rep where an admin is asked for', async () => {
    expect((await problem(await running.request('GET', '/v1/admin/connections', MARA))).code).toBe(
      'admins_only',
    );
  });
});

test('/livez, /readyz, /metrics and /openapi.json answer', async () => {
  expect(await (await get('/livez')).json()).toEqual({ status: 'ok' });
  expect(await (await get('/readyz')).json()).toEqual({ status: 'ok' });
  expect(await (await get('/metrics')).text()).toContain('sayso_refreshes_total{outcome="refreshed"}');
  const document = (await (await get('/openapi.json')).json()) as {
    openapi: string;
    paths: Record<string, object>;
  };
  expect(document.openapi).toBe('3.1.0');
  expect(Object.keys(document.paths)).toEqual(
    expect.arrayContaining(['/v1/connection', '/v1/admin/connections', '/oauth/start']),
  );
});

test('the logger cuts secrets out by their shape', () => {
  for (const secret of [
    '00D5g000007abcd!AQ0AQabcdefghijklmnopqrstuvwxyz',
    '5Aep861abcdefghijklmnop',
    'eyJhbGciOi.eyJpc3Mi.c2ln',
    'Bearer abcdefghijkl',
  ])
    expect(redactShapes(`{"msg":"failed with ${secret} at the end"}`)).not.toContain(secret);
  expect(redactShapes('postgresql://sayso:hunter2@127.0.0.1/db')).toBe(
    'postgresql://sayso:[password]@127.0.0.1/db',
  );
});
