import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { SaysoError } from '../../src/errors.ts';
import { createSalesforce } from '../../src/salesforce/client.ts';
import { createDescribeCache } from '../../src/salesforce/describe-cache.ts';
import { SalesforceError } from '../../src/salesforce/errors.ts';
import { createTransport } from '../../src/salesforce/transport.ts';
import type { Access, Salesforce, UseGrant } from '../../src/salesforce/types.ts';

const principal = { orgId: '00D5g000007abcdEAA', userId: '0055g00000Abc12AAB' };

/** Answers in the order given; the requests are kept. */
let answers: ((request: IncomingMessage, response: ServerResponse) => void)[];
let requests: { method: string; url: string; headers: IncomingMessage['headers']; body: string }[];
let server: Server;
let instanceUrl: string;
const transport = createTransport();

beforeAll(async () => {
  server = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk: Buffer) => (body += chunk.toString()));
    request.on('end', () => {
      requests.push({ method: request.method!, url: request.url!, headers: request.headers, body });
      answers.shift()!(request, response);
    });
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  instanceUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(async () => {
  await transport.close();
  await new Promise((closed) => server.close(closed));
});
beforeEach(() => {
  answers = [];
  requests = [];
});

const json =
  (status: number, body: unknown, headers: Record<string, string> = {}) =>
  (_: IncomingMessage, response: ServerResponse) => {
    response.writeHead(status, { 'content-type': 'application/json;charset=UTF-8', ...headers });
    response.end(body === undefined ? undefined : JSON.stringify(body));
  };
const refusal = (status: number, errorCode: string, message: string, extra = {}) =>
  json(status, [{ errorCode, message, ...extra }]);
const reset = (request: IncomingMessage) => request.socket.destroy();

function salesforce(use: UseGrant = (_, call) => call({ accessToken: 'token', instanceUrl })): Salesforce {
  return createSalesforce(use, principal, createDescribeCache(), transport.send);
}

async function failure(work: Promise<unknown>): Promise<SalesforceError> {
  const error = await work.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(SaysoError);
  return error as SalesforceError;
}

describe('request', () => {
  test('goes to the instance with the token, JSON in and JSON out', async () => {
    answers = [json(201, { id: '00T', success: true }, { location: '/x' })];
    const sf = salesforce();
    const response = await sf.request('POST', '/sobjects/Task', {
      body: { Subject: 'Call' },
      headers: { 'Sforce-Auto-Assign': 'FALSE' },
    });
    expect(response).toMatchObject({
      status: 201,
      body: { id: '00T', success: true },
      headers: { location: '/x' },
    });
    expect(requests[0]).toMatchObject({
      method: 'POST',
      url: '/services/data/v66.0/sobjects/Task',
      body: '{"Subject":"Call"}',
    });
    expect(requests[0]!.headers).toMatchObject({
      authorization: 'Bearer token',
      'sforce-auto-assign': 'FALSE',
      'content-type': 'application/json',
    });
    expect(sf.calls).toBe(1);
  });

  test('an empty answer has no body, and text stays text', async () => {
    answers = [
      (_, response) => response.writeHead(204).end(),
      (_, response) => response.writeHead(200, { 'content-type': 'text/csv' }).end('"Id"\n"1"\n'),
    ];
    expect((await salesforce().request('PATCH', '/sobjects/Task/00T', { body: {} })).body).toBeUndefined();
    expect((await salesforce().request('GET', '/jobs/ingest/750/successfulResults')).body).toBe(
      '"Id"\n"1"\n',
    );
  });

  test('text bodies go out as they are, under their own content type', async () => {
    answers = [json(201, undefined)];
    await salesforce().request('PUT', '/jobs/ingest/750/batches', {
      body: 'Id\n1',
      headers: { 'Content-Type': 'text/csv' },
    });
    expect(requests[0]).toMatchObject({ body: 'Id\n1', headers: { 'content-type': 'text/csv' } });
  });

  test.each([
    '//evil.example/services/x',
    '/services/../../..//evil',
    'https://evil.example/',
    '\\\\evil.example\\x',
  ])('never leaves the instance: %s', async (path) => {
    answers = [json(200, {})];
    await salesforce()
      .request('GET', path)
      .catch(() => undefined);
    for (const request of requests) expect(request.headers.host).toBe(new URL(instanceUrl).host);
  });

  test('a redirect is not followed', async () => {
    answers = Array(3).fill(json(302, undefined, { location: 'http://127.0.0.1:1/' }));
    expect((await failure(salesforce().request('POST', '/x'))).code).toBe('salesforce_unexpected_answer');
    expect(requests).toHaveLength(1);
  });
});

describe('what an answer means', () => {
  test.each([
    [401, 'INVALID_SESSION_ID', 'Session expired or invalid', 'salesforce_session_expired', true],
    [
      401,
      'INVALID_SESSION_ID',
      'This session is not valid for use with the REST API',
      'salesforce_session_refused',
      false,
    ],
    [401, 'INVALID_AUTH', 'Connected app is not attached to Agent', 'salesforce_session_refused', false],
    [403, 'REQUEST_LIMIT_EXCEEDED', 'TotalRequests Limit exceeded.', 'salesforce_daily_limit', true],
    [403, 'REQUEST_LIMIT_EXCEEDED', 'ConcurrentPerOrgLongTxn Limit exceeded.', 'salesforce_busy', true],
    [403, 'API_DISABLED_FOR_ORG', 'API is not enabled', 'salesforce_access_denied', false],
    [403, 'INSUFFICIENT_ACCESS', 'no', 'salesforce_access_denied', false],
    [400, 'UNABLE_TO_LOCK_ROW', 'unable to obtain exclusive access', 'salesforce_row_locked', true],
    [404, 'NOT_FOUND', 'The requested resource does not exist', 'salesforce_not_found', false],
    [404, 'ENTITY_IS_DELETED', 'entity is deleted', 'salesforce_not_found', false],
    [412, 'PRECONDITION_FAILED', 'changed', 'salesforce_conflict', false],
    [503, 'SERVER_UNAVAILABLE', 'down', 'salesforce_unavailable', true],
    [400, 'QUERY_TIMEOUT', 'too slow', 'salesforce_query_timeout', true],
    [400, 'FIELD_CUSTOM_VALIDATION_EXCEPTION', 'Primary contact required.', 'salesforce_refused', false],
    [
      400,
      'INSUFFICIENT_ACCESS_OR_READONLY',
      'insufficient access rights on object id',
      'salesforce_refused',
      false,
    ],
  ])('%i %s "%s" is %s', async (status, errorCode, message, code, retryable) => {
    answers = [refusal(status, errorCode, message)];
    const error = await failure(salesforce().request('PATCH', '/sobjects/Task/00T', { body: {} }));
    expect({ code: error.code, retryable: error.retryable }).toEqual({ code, retryable });
    expect(error.entries).toEqual([{ errorCode, message }]);
    expect(error.actions.length).toBeGreaterThan(0);
  });

  test('a rule of the org is told in its own words, which do not reach the log', async () => {
    answers = [
      refusal(400, 'FIELD_CUSTOM_VALIDATION_EXCEPTION', 'Amount of Jane Doe is secret', {
        fields: ['Amount'],
      }),
    ];
    const error = await failure(salesforce().request('PATCH', '/sobjects/Opportunity/006', { body: {} }));
    expect(error.message).toBe('Amount of Jane Doe is secret');
    expect(error.entries[0]!.fields).toEqual(['Amount']);
    expect(error.detail).toBe('HTTP 400 FIELD_CUSTOM_VALIDATION_EXCEPTION');
    expect(JSON.stringify({ ...error })).not.toContain('Jane');
  });

  test('a page of a proxy in place of JSON is an unavailable Salesforce', async () => {
    answers = [
      (_, response) => response.writeHead(502, { 'content-type': 'text/html' }).end('<h1>Bad gateway</h1>'),
    ];
    expect(await failure(salesforce().request('POST', '/x'))).toMatchObject({
      code: 'salesforce_unavailable',
      outcome: 'unknown',
    });
  });
});

describe('several queries', () => {
  const page = (...names: string[]) => ({
    totalSize: names.length,
    done: true,
    records: names.map((Name) => ({ Name })),
  });
  const together = (...results: [number, unknown][]) =>
    json(200, { compositeResponse: results.map(([httpStatusCode, body]) => ({ httpStatusCode, body })) });

  test('travel five to a call', async () => {
    answers = [
      together([200, page('a')], [200, page()], [200, page('c')], [200, page()], [200, page()]),
      together([200, page('f')]),
    ];
    expect(await salesforce().queries(['1', '2', '3', '4', '5', '6'])).toEqual([
      [{ Name: 'a' }],
      [],
      [{ Name: 'c' }],
      [],
      [],
      [{ Name: 'f' }],
    ]);
    expect(requests.map(({ url }) => url)).toEqual(Array(2).fill('/services/data/v66.0/composite'));
  });

  test('are read to their last page', async () => {
    const more = '/services/data/v66.0/query/01g-2000';
    answers = [
      together([200, { ...page('a'), done: false, nextRecordsUrl: more, totalSize: 2 }], [200, page('c')]),
      json(200, page('b')),
    ];
    expect(await salesforce().queries(['1', '2'])).toEqual([[{ Name: 'a' }, { Name: 'b' }], [{ Name: 'c' }]]);
    expect(requests[1]).toMatchObject({ method: 'GET', url: more });
  });

  test('fail with the first refusal: none counts as empty', async () => {
    answers = [
      together([200, page('a')], [400, [{ errorCode: 'INVALID_FIELD', message: 'No such column' }]]),
    ];
    expect(await failure(salesforce().queries(['1', '2']))).toMatchObject({ httpStatus: 400 });
  });

  test('change nothing, so they survive a lost connection', async () => {
    answers = [reset, together([200, page('a')], [200, page()])];
    expect(await salesforce().queries(['1', '2'])).toEqual([[{ Name: 'a' }], []]);
  });

  test('a long one goes in a body, a short one in the URL', async () => {
    answers = [together([200, page('a')]), json(200, page('b'))];
    expect(await salesforce().queries([`SELECT ${'x'.repeat(20_000)}`])).toEqual([[{ Name: 'a' }]]);
    expect(await salesforce().queries(['SELECT Id'])).toEqual([[{ Name: 'b' }]]);
    expect(requests.map(({ method }) => method)).toEqual(['POST', 'GET']);
  });
});

describe('repeats', () => {
  test('a read survives two failures', async () => {
    answers = [refusal(503, 'SERVER_UNAVAILABLE', 'down'), reset, json(200, { ok: 1 })];
    expect((await salesforce().request('GET', '/limits')).body).toEqual({ ok: 1 });
    expect(requests).toHaveLength(3);
  });

  test('a write is sent once, and a lost answer is an unknown outcome', async () => {
    answers = [reset];
    const error = await failure(salesforce().request('PATCH', '/sobjects/Task/00T', { body: {} }));
    expect(error).toMatchObject({ code: 'salesforce_no_answer', outcome: 'unknown', status: 504 });
    expect(requests).toHaveLength(1);
  });

  test('a write that could not connect did certainly not happen', async () => {
    const nowhere: UseGrant = (_, call) => call({ accessToken: 'token', instanceUrl: 'http://127.0.0.1:1' });
    expect(await failure(salesforce(nowhere).request('POST', '/x'))).toMatchObject({
      code: 'salesforce_unreachable',
      outcome: 'refused',
    });
  });

  test('the daily limit is not repeated', async () => {
    answers = [refusal(403, 'REQUEST_LIMIT_EXCEEDED', 'TotalRequests Limit exceeded.')];
    expect((await failure(salesforce().request('GET', '/limits'))).retryAfterSeconds).toBe(3600);
    expect(requests).toHaveLength(1);
  });

  test('no answer in time is an unknown outcome', async () => {
    answers = [() => undefined];
    expect((await failure(salesforce().request('POST', '/x', { timeoutMs: 50 }))).code).toBe(
      'salesforce_no_answer',
    );
  });
});

test('a request whose permission has lapsed before it could start is not sent', async () => {
  const use: UseGrant = (_, call) =>
    call({ accessToken: 'token', instanceUrl, startBefore: performance.now() - 1 } satisfies Access);
  await expect(salesforce(use).request('GET', '/limits')).rejects.toMatchObject({
    lapsed: true,
    sent: false,
  });
  expect(requests).toEqual([]);
});

test('a request that lapsed while its connection was made leaves the connection to the next one', async () => {
  let connections = 0;
  const org = createServer((_, response) => response.end('{}'));
  org.on('connection', () => (connections += 1));
  await new Promise<void>((listening) => org.listen(0, '127.0.0.1', listening));
  const url = new URL(`http://127.0.0.1:${(org.address() as AddressInfo).port}/`);
  const { send, close } = createTransport();
  const request = { method: 'GET', url, headers: {}, timeoutMs: 5_000 } as const;
  await expect(send({ ...request, startBefore: performance.now() - 1 })).rejects.toMatchObject({
    lapsed: true,
  });
  // Whoever comes next reads the grant first.
  await new Promise(setImmediate);
  expect((await send(request)).status).toBe(200);
  await close();
  await new Promise((closed) => org.close(closed));
  expect(connections).toBe(1);
});

describe('query', () => {
  test('follows nextRecordsUrl to the end', async () => {
    answers = [
      json(200, {
        totalSize: 3,
        done: false,
        nextRecordsUrl: '/services/data/v66.0/query/01g-2',
        records: [{ Id: '1' }, { Id: '2' }],
      }),
      json(200, { totalSize: 3, done: true, records: [{ Id: '3' }] }),
    ];
    expect(await salesforce().query("SELECT Id FROM Account WHERE Name = 'A & B'")).toEqual([
      { Id: '1' },
      { Id: '2' },
      { Id: '3' },
    ]);
    expect(requests.map((request) => request.url)).toEqual([
      '/services/data/v66.0/query/?q=SELECT%20Id%20FROM%20Account%20WHERE%20Name%20%3D%20%27A%20%26%20B%27',
      '/services/data/v66.0/query/01g-2',
    ]);
  });

  test('more rows than allowed is an error before they are fetched', async () => {
    answers = [
      json(200, {
        totalSize: 50,
        done: false,
        nextRecordsUrl: '/services/data/v66.0/query/01g-2',
        records: [{ Id: '1' }],
      }),
    ];
    expect((await failure(salesforce().query('SELECT Id FROM Account', { maxRows: 10 }))).code).toBe(
      'salesforce_too_many_rows',
    );
    expect(requests).toHaveLength(1);
  });

  test('a nextRecordsUrl on another host is not followed', async () => {
    answers = [
      json(200, { totalSize: 3, done: false, nextRecordsUrl: '/services/@evil.example//x', records: [] }),
      json(200, { totalSize: 3, done: true, records: [] }),
    ];
    await salesforce().query('SELECT Id FROM Account');
    expect(requests[1]!.headers.host).toBe(new URL(instanceUrl).host);
  });
});

describe('the signed-in user', () => {
  const user = json(200, {
    totalSize: 1,
    done: true,
    records: [{ Id: principal.userId, Name: 'Ada', TimeZoneSidKey: 'Europe/Berlin', LocaleSidKey: 'de_DE' }],
  });
  const organization = (features: object) => json(200, { features });

  test.each([
    ['the currency of the org', organization({ multiCurrency: false, defaultCurrencyIsoCode: 'EUR' }), 'EUR'],
    [
      'no currency where each record has its own',
      organization({ multiCurrency: true, defaultCurrencyIsoCode: 'EUR' }),
      null,
    ],
    ['no currency where the Connect API is closed', refusal(403, 'FUNCTIONALITY_NOT_ENABLED', 'no'), null],
  ])('reads %s', async (_, answer, currency) => {
    // Both requests leave at once: the answer goes by what was asked.
    const either = (request: IncomingMessage, response: ServerResponse) =>
      (request.url!.includes('/connect/') ? answer : user)(request, response);
    answers = [either, either];
    const sf = salesforce();
    expect(await sf.user()).toMatchObject({ name: 'Ada', locale: 'de_DE', currency });
    await sf.user();
    expect(requests).toHaveLength(2);
  });
});

describe('describes', () => {
  test('are asked once, also by callers at the same time', async () => {
    answers = [json(200, { name: 'Task', fields: [] }, { 'last-modified': 'Mon, 23 Nov 2026 09:30:00 GMT' })];
    const sf = salesforce();
    const all = await Promise.all([sf.describe('Task'), sf.describe('task'), sf.describe('Task')]);
    expect(all.map((one) => one.name)).toEqual(['Task', 'Task', 'Task']);
    await sf.describe('Task');
    expect(requests).toHaveLength(1);
  });

  test('are revalidated with If-Modified-Since when they are old', async () => {
    const cache = createDescribeCache();
    const sf = createSalesforce(
      (_, call) => call({ accessToken: 'token', instanceUrl }),
      principal,
      cache,
      transport.send,
    );
    const lastModified = 'Mon, 23 Nov 2026 09:30:00 GMT';
    const key = `${principal.orgId}|${principal.userId}|/sobjects/task/describe`;
    cache.set(key, { value: { name: 'Task' }, lastModified, checkedAt: performance.now() - 400_000 });
    answers = [json(304, undefined)];
    expect(await sf.describe('Task')).toEqual({ name: 'Task' });
    expect(requests[0]!.headers['if-modified-since']).toBe(lastModified);
    await sf.describe('Task');
    expect(requests).toHaveLength(1);
  });

  test('of two users are not shared, because they see different fields', async () => {
    const cache = createDescribeCache();
    answers = [json(200, { name: 'Task', fields: [1] }), json(200, { name: 'Task', fields: [] })];
    const use: UseGrant = (_, call) => call({ accessToken: 'token', instanceUrl });
    const first = createSalesforce(use, principal, cache, transport.send);
    const second = createSalesforce(
      use,
      { ...principal, userId: '0055g00000Abc13AAB' },
      cache,
      transport.send,
    );
    expect((await first.describe('Task')).fields).toHaveLength(1);
    expect((await second.describe('Task')).fields).toHaveLength(0);
  });
});
