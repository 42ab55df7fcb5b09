import { createHash } from 'node:crypto';
import type { AddressInfo } from 'node:net';
import type { Server } from 'node:http';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import express from 'express';
import { appendAudit } from '../../src/audit/append.ts';
import { scimRouter } from '../../src/http/scim.ts';
import { createCutOff } from '../../src/revocation/cut-off.ts';
import {
  applyScimPatch,
  parseScimFilter,
  PATCH_SCHEMA,
  USER_SCHEMA,
} from '../../src/revocation/scim-protocol.ts';
import { createRevokeSubject } from '../../src/revocation/subject.ts';
import { createTestDatabase, type TestDatabase } from '../database.ts';
import { ORG, OTHER_ORG, seedGrant, seedOrg, userId } from './seed.ts';

let database: TestDatabase;
let server: Server;
let base: string;

beforeAll(async () => {
  database = await createTestDatabase();
  const app = express();
  const revokeSubject = createRevokeSubject(createCutOff(appendAudit, async () => undefined));
  app.use(
    '/scim/v2',
    scimRouter({
      pool: database.pool,
      audit: appendAudit,
      revokeSubject,
      serviceUrl: 'https://sayso.example',
    }),
  );
  server = app.listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}/scim/v2`;
});
afterAll(async () => {
  await new Promise((resolve) => server.close(resolve));
  await database.close();
});
beforeEach(async () => {
  await database.pool.query('delete from orgs; delete from scim_users; delete from scim_tokens');
  for (const org of [ORG, OTHER_ORG]) await seedOrg(database.pool, org);
  for (const [org, token] of [
    [ORG, 'okta'],
    [OTHER_ORG, 'entra'],
  ] as const)
    await database.pool.query(
      `insert into scim_tokens (org_id, token_hash, created_by) values ($1, $2, 'admin')`,
      [org, createHash('sha256').update(token).digest()],
    );
  await seedGrant(database.pool, ORG, 1);
});

async function call(
  method: string,
  path: string,
  body?: unknown,
  token = 'okta',
): Promise<{ status: number; body: Record<string, unknown>; type: string | null }> {
  const response = await fetch(base + path, {
    method,
    headers: {
      authorization: `Bearer ${token}`,
      ...(body !== undefined && { 'content-type': 'application/scim+json' }),
    },
    ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  });
  const text = await response.text();
  return {
    status: response.status,
    body: text ? JSON.parse(text) : {},
    type: response.headers.get('content-type'),
  };
}

const user = (over = {}): unknown => ({
  schemas: [USER_SCHEMA],
  userName: 'rep1@acme.example',
  name: { givenName: 'Rep' },
  emails: [{ primary: true, value: 'rep1@acme.example', type: 'work' }],
  active: true,
  ...over,
});
const patch = (...Operations: unknown[]): unknown => ({ schemas: [PATCH_SCHEMA], Operations });
const grantStatus = async (): Promise<unknown> =>
  (
    await database.pool.query('select status from grants where org_id = $1 and user_id = $2', [
      ORG,
      userId(1),
    ])
  ).rows[0].status;
const create = async (): Promise<string> => (await call('POST', '/Users', user())).body['id'] as string;

describe('deprovisioning by SCIM', () => {
  test.each([
    ['Okta, which sends a value without a path', patch({ op: 'replace', value: { active: false } })],
    [
      'Entra, which sends "Replace" and the text "False"',
      patch({ op: 'Replace', path: 'active', value: 'False' }),
    ],
    ['a client that removes the attribute', patch({ op: 'remove', path: 'active' })],
  ])('a PATCH to inactive by %s cuts the user off', async (_who, body) => {
    const id = await create();
    expect(await grantStatus()).toBe('connected');
    const answer = await call('PATCH', `/Users/${id}`, body);
    expect(answer).toMatchObject({ status: 200, body: { id, active: false } });
    expect(await grantStatus()).toBe('revoked');
  });

  test('a PUT to inactive cuts the user off', async () => {
    const id = await create();
    expect(await call('PUT', `/Users/${id}`, user({ active: false }))).toMatchObject({
      status: 200,
      body: { active: false },
    });
    expect(await grantStatus()).toBe('revoked');
  });

  test('a DELETE cuts the user off and forgets the user', async () => {
    const id = await create();
    expect((await call('DELETE', `/Users/${id}`)).status).toBe(204);
    expect(await grantStatus()).toBe('revoked');
    expect((await call('GET', `/Users/${id}`)).status).toBe(404);
  });

  test.each([
    ['PUT', user({ active: false, userName: 'left-rep1@acme.example', emails: [] })],
    [
      'PATCH',
      patch({ op: 'replace', value: { active: false, userName: 'left-rep1@acme.example', emails: [] } }),
    ],
  ])(
    'a %s that renames the user with the deactivation cuts off whoever had the name',
    async (method, body) => {
      const id = await create();
      expect(await call(method, `/Users/${id}`, body)).toMatchObject({
        status: 200,
        body: { active: false },
      });
      expect(await grantStatus()).toBe('revoked');
    },
  );

  test.each([
    ['a path of its own', { op: 'add', path: 'emails', value: [{ value: 'rep1@acme.example' }] }],
    ['no path', { op: 'add', value: { emails: [{ value: 'rep1@acme.example', primary: true }] } }],
    ['a filter', { op: 'add', path: 'emails[type eq "work"].value', value: 'rep1@acme.example' }],
    ['the primary one', { op: 'add', path: 'emails[primary eq true].value', value: 'rep1@acme.example' }],
  ])('an e-mail address set by PATCH with %s is one that the user is known by', async (_how, operation) => {
    const { body } = await call('POST', '/Users', { schemas: [USER_SCHEMA], userName: 'rep1' });
    const path = `/Users/${String(body['id'])}`;
    expect((await call('PATCH', path, patch(operation))).body).toMatchObject({
      emails: [{ value: 'rep1@acme.example' }],
    });
    await call('PATCH', path, patch({ op: 'replace', path: 'active', value: false }));
    expect(await grantStatus()).toBe('revoked');
  });

  test('a change that leaves the user active cuts nobody off', async () => {
    const id = await create();
    await call('PATCH', `/Users/${id}`, patch({ op: 'add', path: 'displayName', value: 'Rep One' }));
    expect(await grantStatus()).toBe('connected');
  });

  test('the token of one org cannot see or touch the users of another', async () => {
    const id = await create();
    for (const method of ['GET', 'DELETE'])
      expect((await call(method, `/Users/${id}`, undefined, 'entra')).status).toBe(404);
    expect((await call('GET', '/Users', undefined, 'entra')).body).toMatchObject({ totalResults: 0 });
    expect(await grantStatus()).toBe('connected');
  });
});

describe('the SCIM protocol', () => {
  test('a lookup by user name, as both identity providers start with, is a list of none or one', async () => {
    const path = `/Users?filter=${encodeURIComponent('userName eq "REP1@acme.example"')}`;
    expect((await call('GET', path)).body).toMatchObject({ totalResults: 0, Resources: [] });
    const id = await create();
    const found = await call('GET', path);
    expect(found.type).toMatch(/^application\/scim\+json/);
    expect(found.body).toMatchObject({
      totalResults: 1,
      Resources: [
        {
          id,
          userName: 'rep1@acme.example',
          meta: { location: `https://sayso.example/scim/v2/Users/${id}` },
        },
      ],
    });
  });

  test('a user name that is taken is a uniqueness conflict', async () => {
    await create();
    expect(await call('POST', '/Users', user({ userName: 'Rep1@Acme.example' }))).toMatchObject({
      status: 409,
      body: { scimType: 'uniqueness', status: '409' },
    });
  });

  test.each([
    ['no token', 'GET', '/Users', undefined, '', 401],
    ['a foreign token', 'GET', '/Users', undefined, 'guess', 401],
    ['a filter that is not supported', 'GET', '/Users?filter=active%20eq%20true', undefined, 'okta', 400],
    [
      'a filter with a broken escape',
      'GET',
      '/Users?filter=userName%20eq%20%22%5Cx%22',
      undefined,
      'okta',
      400,
    ],
    ['a filter with a NUL', 'GET', '/Users?filter=userName%20eq%20%22%5Cu0000%22', undefined, 'okta', 400],
    ['a user name with a NUL', 'POST', '/Users', user({ userName: 'a\u0000b' }), 'okta', 400],
    ['a user without a name', 'POST', '/Users', { schemas: [USER_SCHEMA] }, 'okta', 400],
    ['a body that is not JSON', 'POST', '/Users', '{', 'okta', 400],
    ['a PATCH without operations', 'PATCH', '/Users/x', patch(), 'okta', 404],
    ['an unknown user', 'GET', '/Users/6f1b7f2e-0000-4000-8000-000000000000', undefined, 'okta', 404],
    ['groups', 'GET', '/Groups', undefined, 'okta', 404],
  ])('%s gets a SCIM error', async (_what, method, path, body, token, status) => {
    const answer = await call(method, path, body, token);
    expect(answer).toMatchObject({
      status,
      body: {
        schemas: ['urn:ietf:params:scim:api:messages:2.0:Error'],
        status: String(status),
        detail: expect.any(String),
      },
    });
  });

  test('a page beyond every number is empty', async () => {
    await create();
    const answer = await call('GET', '/Users?startIndex=99999999999999999999&count=99999999999999999999');
    expect(answer).toMatchObject({ status: 200, body: { totalResults: 1, itemsPerPage: 0, Resources: [] } });
  });

  test('a withdrawn token is refused', async () => {
    await database.pool.query('update scim_tokens set revoked_at = now()');
    expect((await call('GET', '/Users')).status).toBe(401);
  });

  test('a filter value may hold quotes and backslashes', () => {
    expect(parseScimFilter(String.raw`userName eq "a\"b\\c"`)).toEqual({
      attribute: 'userName',
      value: String.raw`a"b\c`,
    });
  });

  test('operations apply in order, and attributes that are not kept are ignored', () => {
    const before = { userName: 'a', externalId: null, email: null, displayName: null, active: true };
    const after = applyScimPatch(
      before,
      patch(
        { op: 'replace', path: 'title', value: 'x' },
        { op: 'replace', path: 'userName', value: 'b' },
        { op: 'add', value: { userName: 'c', nickName: 'n' } },
      ),
    );
    expect(after).toEqual({ ...before, userName: 'c' });
  });
});
