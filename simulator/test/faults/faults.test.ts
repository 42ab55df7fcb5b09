import { connect } from 'node:net';
import { gunzipSync } from 'node:zlib';
import { afterEach, describe, expect, test } from '@jest/globals';
import type { Route } from '../../src/http.ts';
import { createFaults } from '../../src/faults.ts';
import { ADA, ADMIN, bearer, BEN, openOrg, useOrg } from '../server/org.ts';
import { refreshWith, type Tokens } from '../oauth/browser.ts';

let written = 0;
const routes: Route[] = [
  {
    method: 'POST',
    path: '/services/data/:version/sobjects/:object',
    auth: 'session',
    handle: () => ({ status: 201, body: { n: ++written } }),
  },
  {
    method: 'GET',
    path: '/services/data/:version/long',
    auth: 'session',
    handle: () => ({ status: 200, body: { text: 'y'.repeat(20_000) } }),
  },
];
const org = useOrg({ routes });

const fault = (rule: unknown) => org.sim('POST', 'faults', rule);
const create = async (object = 'Account', username = ADA.username) =>
  org.send(`/services/data/v66.0/sobjects/${object}`, {
    method: 'POST',
    headers: bearer(await org.tokenFor(username)),
    body: '{}',
  });
const long = async (headers: Record<string, string> = {}) =>
  org.send('/services/data/v66.0/long', {
    headers: { ...bearer(await org.tokenFor(ADA.username)), ...headers },
  });

afterEach(() => org.sim('DELETE', 'faults'));

describe('a rule', () => {
  test('answers in place of the org, with any status, body and header', async () => {
    await fault({
      action: {
        type: 'status',
        status: 503,
        body: '<html>Down for maintenance</html>',
        contentType: 'text/html',
        headers: { 'retry-after': '7' },
      },
    });
    const before = written;
    const response = await create();
    expect(response.status).toBe(503);
    expect(response.headers.get('content-type')).toBe('text/html');
    expect(response.headers.get('retry-after')).toBe('7');
    expect(await response.text()).toContain('maintenance');
    expect(written).toBe(before);
  });

  test('answers an error in the REST shape', async () => {
    await fault({
      action: {
        type: 'error',
        status: 403,
        errorCode: 'REQUEST_LIMIT_EXCEEDED',
        message: 'TotalRequests Limit exceeded.',
      },
    });
    const response = await create();
    expect(response.status).toBe(403);
    expect(await response.json()).toEqual([
      { message: 'TotalRequests Limit exceeded.', errorCode: 'REQUEST_LIMIT_EXCEEDED' },
    ]);
  });

  test.each([
    ['method', { method: 'GET' }, false],
    ['method', { method: 'post' }, true],
    ['path', { path: '/sobjects/[A-Z]' }, true],
    ['path', { path: '/query' }, false],
    ['object', { object: 'account' }, true],
    ['object', { object: 'Lead' }, false],
    ['user', { user: 'ADA@harbour.example' }, true],
    ['user', { user: ADA.id }, true],
    ['user', { user: BEN.username }, false],
    ['two parts of which one does not fit', { method: 'POST', object: 'Lead' }, false],
  ])('looks at the %s: %p', async (_, match, fires) => {
    await fault({ match, action: { type: 'status', status: 500 } });
    expect((await create()).status).toBe(fires ? 500 : 201);
  });

  test('looks at the SOQL', async () => {
    await fault({ match: { soql: 'from\\s+lead', object: 'Lead' }, action: { type: 'status', status: 500 } });
    const query = async (soql: string) =>
      (await org.send(`/services/data/v66.0/query?q=${encodeURIComponent(soql)}`)).status;
    expect(await query('SELECT Id FROM Lead')).toBe(500);
    expect(await query('SELECT Id FROM Account')).toBe(401);
  });

  test('fires from the nth occasion, so many times', async () => {
    await fault({ nth: 2, times: 2, action: { type: 'status', status: 500 } });
    const seen = [];
    for (let n = 0; n < 5; n++) seen.push((await create()).status);
    expect(seen).toEqual([201, 500, 500, 201, 201]);
    expect(await org.sim('GET', 'faults')).toMatchObject([{ seen: 5, fired: 2 }]);
  });

  test('by chance fires the same for the same seed', () => {
    const draw = (seed: number) => {
      const rules = createFaults(() => undefined);
      rules.add({ probability: 0.3, seed, action: { type: 'hang' } });
      return Array.from({ length: 300 }, () => rules.request({ method: 'GET', path: '/' }).length);
    };
    expect(draw(7)).toEqual(draw(7));
    expect(draw(7)).not.toEqual(draw(8));
    const fired = draw(7).filter(Boolean).length;
    expect(fired).toBeGreaterThan(60);
    expect(fired).toBeLessThan(120);
  });

  test('is named in the journal', async () => {
    await fault({ id: 'down', action: { type: 'status', status: 500 } });
    await create();
    const entries = (await org.sim('GET', 'journal')) as Record<string, unknown>[];
    expect(entries.at(-1)).toMatchObject({
      status: 500,
      faults: ['down'],
      path: '/services/data/v66.0/sobjects/Account',
    });
  });

  test('with the id of another takes its place, and goes by its id', async () => {
    await fault({ id: 'a', action: { type: 'status', status: 500 } });
    await fault({ id: 'a', action: { type: 'status', status: 502 } });
    expect((await create()).status).toBe(502);
    await org.sim('DELETE', 'faults/a');
    expect((await create()).status).toBe(201);
  });

  test('may hold from the start, from a file', async () => {
    const other = await openOrg({ faults: [{ action: { type: 'status', status: 502 } }] });
    expect((await other.send('/services/data')).status).toBe(502);
    await other.close();
  });
});

describe('a connection', () => {
  test('is cut before anything was done', async () => {
    await fault({ times: 1, action: { type: 'reset' } });
    const before = written;
    await expect(create()).rejects.toThrow();
    expect(written).toBe(before);
  });

  test('is cut after everything was done', async () => {
    await fault({ match: { method: 'POST' }, times: 1, action: { type: 'reset', when: 'after' } });
    const before = written;
    await expect(create()).rejects.toThrow();
    expect(written).toBe(before + 1);
  });

  test.each([
    [{ contentLength: true, how: 'reset' }],
    [{ contentLength: true, how: 'end' }],
    [{ contentLength: false, how: 'reset' }],
    [{ contentLength: false, how: 'end' }],
  ])('is cut in the middle of an answer: %p', async (how) => {
    await fault({ action: { type: 'truncate', afterBytes: 100, ...how } });
    const response = await long({ 'accept-encoding': 'identity' });
    expect(response.headers.has('content-length')).toBe(how.contentLength);
    await expect(response.text()).rejects.toThrow();
  });

  test('is cut inside a compressed answer', async () => {
    await fault({ action: { type: 'truncate', afterBytes: 30 } });
    const token = await org.tokenFor(ADA.username);
    const bytes = await rawBytes(
      `GET /services/data/v66.0/long HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${token}\r\nAccept-Encoding: gzip\r\n\r\n`,
    );
    const body = bytes.subarray(bytes.indexOf('\r\n\r\n') + 4);
    expect(bytes.toString('latin1')).toContain('content-encoding: gzip');
    expect(body.length).toBe(30);
    expect(() => gunzipSync(body)).toThrow();
  });

  test('stays silent until the client gives up', async () => {
    await fault({ match: { path: '/long' }, action: { type: 'hang' } });
    const response = org.send('/services/data/v66.0/long', {
      headers: bearer(await org.tokenFor(ADA.username)),
      signal: AbortSignal.timeout(50),
    });
    await expect(response).rejects.toThrow(/timeout|abort/i);
  });

  test('brings the answer in drops, whole in the end', async () => {
    await fault({ action: { type: 'slowBody', chunkBytes: 5000, everyMs: 1 } });
    expect(((await (await long()).json()) as { text: string }).text).toHaveLength(20_000);
  });

  test.each(['request', 'response'] as const)('waits with the %s while others go on', async (where) => {
    await fault({ match: { object: 'Lead' }, times: 1, action: { type: 'delay', ms: 100, where } });
    const order: string[] = [];
    const slow = create('Lead').then(() => order.push('slow'));
    const reached = async () => ((await org.sim('GET', 'faults')) as { fired: number }[])[0]!.fired === 1;
    while (!(await reached())) continue;
    await create().then(() => order.push('other'));
    await slow;
    expect(order).toEqual(['other', 'slow']);
  });
});

describe('a session', () => {
  test('ends in the middle of a series, and only for the request that meets the rule', async () => {
    const headers = bearer(await org.tokenFor(ADA.username));
    await fault({ match: { path: '/long' }, nth: 2, action: { type: 'endSession' } });
    const statuses = [];
    for (let n = 0; n < 3; n++)
      statuses.push((await org.send('/services/data/v66.0/long', { headers })).status);
    expect(statuses).toEqual([200, 401, 401]);
    expect((await long()).status).toBe(200);
  });
});

describe('a refresh', () => {
  const approve = async (username = ADMIN.username) =>
    (await org.sim('POST', 'session', { username, approve: true })) as Tokens;

  test('answers any error of the table, for one grant type only', async () => {
    await fault({
      match: { grantType: 'refresh_token' },
      times: 1,
      action: {
        type: 'oauthError',
        error: 'invalid_grant',
        error_description: 'token request is already being processed',
      },
    });
    const { refresh_token } = await approve();
    const response = await refreshWith(org, refresh_token);
    expect(response.status).toBe(400);
    expect(await response.json()).toEqual({
      error: 'invalid_grant',
      error_description: 'token request is already being processed',
    });
    expect((await refreshWith(org, refresh_token)).status).toBe(200);
  });

  test('fails for the user whose grant it is, and is journalled under that name', async () => {
    await fault({
      match: { grantType: 'refresh_token', user: BEN.username },
      action: { type: 'status', status: 503 },
    });
    const [ben, admin] = await Promise.all([approve(BEN.username), approve()]);
    expect((await refreshWith(org, ben!.refresh_token)).status).toBe(503);
    expect((await refreshWith(org, admin!.refresh_token)).status).toBe(200);
    const entries = (await org.sim('GET', 'journal')) as { user: string; status: number }[];
    expect(entries.slice(-2)).toMatchObject([
      { user: BEN.username, status: 503 },
      { user: ADMIN.username, status: 200 },
    ]);
  });

  test('whose answer is dropped has rotated: the grant is lost, and the org knows', async () => {
    await fault({
      match: { grantType: 'refresh_token' },
      times: 1,
      action: { type: 'reset', when: 'after' },
    });
    const { refresh_token } = await approve();
    await expect(refreshWith(org, refresh_token)).rejects.toThrow();
    expect((await refreshWith(org, refresh_token)).status).toBe(400);
    const grants = (await org.sim('GET', `grants?username=${ADMIN.username}`)) as unknown[];
    expect(grants.at(-1)).toMatchObject({ rotations: 1, undelivered: 1, replays: 1, revoked: true });
  });

  test('moves the instance: the answer names the new one, the old one refuses the API and keeps the login', async () => {
    const other = await openOrg({ routes });
    const tokens = (await other.sim('POST', 'session', { username: ADA.username, approve: true })) as Tokens;
    await other.sim('POST', 'faults', {
      match: { grantType: 'refresh_token' },
      times: 1,
      action: { type: 'moveInstance', oldHost: '404' },
    });
    const moved = (await (await refreshWith(other, tokens.refresh_token)).json()) as Tokens;
    expect(moved.instance_url).not.toBe(other.url);
    const headers = bearer(moved.access_token);
    expect((await other.send('/services/data/v66.0/long', { headers })).status).toBe(404);
    expect((await fetch(`${moved.instance_url}/services/data/v66.0/long`, { headers })).status).toBe(200);
    expect((await refreshWith(other, moved.refresh_token)).status).toBe(200);
    for (const [oldHost, status] of [
      ['401', 401],
      ['serves', 200],
    ] as const) {
      await other.sim('POST', 'instance', { oldHost });
      expect((await other.send('/services/data/v66.0/long', { headers })).status).toBe(status);
    }
    await other.sim('POST', 'instance', { oldHost: 'reset' });
    await expect(other.send('/services/data/v66.0/long', { headers })).rejects.toThrow();
    await other.close();
  });
});

describe('inside a request', () => {
  const rules = createFaults((userId) => (userId === ADA.id ? ADA.username : undefined));
  const at = { object: 'Account', operation: 'update' as const, userId: ADA.id };
  afterEach(() => rules.remove());

  test('a row fails by its number, object, operation and user', () => {
    rules.add({
      at: 'row',
      match: { row: 3, object: 'account', operation: 'update', user: ADA.username },
      action: {
        type: 'error',
        errorCode: 'UNABLE_TO_LOCK_ROW',
        message: 'unable to obtain exclusive access',
      },
    });
    expect(rules.row({ ...at, row: 2 })).toBeUndefined();
    expect(rules.row({ ...at, row: 3, operation: 'insert' })).toBeUndefined();
    expect(rules.row({ ...at, row: 3, userId: BEN.id })).toBeUndefined();
    expect(rules.row({ ...at, row: 3 })).toMatchObject({ status: 400, errorCode: 'UNABLE_TO_LOCK_ROW' });
    expect(rules.request({ method: 'POST', path: '/', object: 'Account' })).toEqual([]);
  });

  test('a sub-request fails by its reference or its place', () => {
    const subrequest = { method: 'PATCH', path: '/x', userId: ADA.id };
    rules.add([
      {
        at: 'subrequest',
        match: { subrequest: 'opp' },
        action: { type: 'error', errorCode: 'A', message: '' },
      },
      {
        at: 'subrequest',
        match: { subrequest: 2 },
        action: { type: 'error', status: 401, errorCode: 'INVALID_SESSION_ID', message: '' },
      },
    ]);
    expect(rules.subrequest({ ...subrequest, referenceId: 'opp', index: 0 })?.errorCode).toBe('A');
    expect(rules.subrequest({ ...subrequest, referenceId: 'b', index: 2 })?.status).toBe(401);
    expect(rules.subrequest({ ...subrequest, referenceId: 'c', index: 3 })).toBeUndefined();
  });

  test('a Bulk job stops on the way', () => {
    rules.add({
      at: 'bulkJob',
      match: { object: 'Contact', operation: 'insert' },
      times: 1,
      action: { type: 'bulkJob', state: 'Aborted', afterRows: 10 },
    });
    expect(rules.bulkJob({ object: 'Lead', operation: 'insert', userId: ADA.id })).toBeUndefined();
    expect(rules.bulkJob({ object: 'Contact', operation: 'insert', userId: ADA.id })).toMatchObject({
      state: 'Aborted',
      afterRows: 10,
    });
    expect(rules.bulkJob({ object: 'Contact', operation: 'insert', userId: ADA.id })).toBeUndefined();
  });
});

function rawBytes(request: string): Promise<Buffer> {
  return new Promise((resolve) => {
    const chunks: Buffer[] = [];
    const socket = connect(Number(new URL(org.url).port), '127.0.0.1', () => socket.write(request));
    socket.on('data', (chunk) => chunks.push(chunk));
    socket.on('error', () => {});
    socket.on('close', () => resolve(Buffer.concat(chunks)));
  });
}
