import type { AddressInfo } from 'node:net';
import { createServer, type Server } from 'node:http';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import express from 'express';
import { exportJWK, generateKeyPair, SignJWT, type CryptoKey, type JWTPayload } from 'jose';
import { appendAudit } from '../../src/audit/append.ts';
import { sharedSignalsRouter } from '../../src/http/shared-signals.ts';
import { createCutOff } from '../../src/revocation/cut-off.ts';
import { createFindIssuers } from '../../src/revocation/event-issuers.ts';
import { createRevokeSubject } from '../../src/revocation/subject.ts';
import { createTestDatabase, type TestDatabase } from '../database.ts';
import { ORG, OTHER_ORG, seedGrant, seedOrg, userId } from './seed.ts';

const ISSUER = 'https://idp.example';
const AUDIENCE = 'https://sayso.example/ssf/events';
const SESSION_REVOKED = 'https://schemas.openid.net/secevent/caep/event-type/session-revoked';
const ACCOUNT_DISABLED = 'https://schemas.openid.net/secevent/risc/event-type/account-disabled';

let database: TestDatabase;
let server: Server;
let url: string;
let key: CryptoKey;
let strangerKey: CryptoKey;

beforeAll(async () => {
  database = await createTestDatabase();
  const pair = await generateKeyPair('RS256');
  key = pair.privateKey;
  strangerKey = (await generateKeyPair('RS256')).privateKey;
  const jwk = { ...(await exportJWK(pair.publicKey)), kid: 'k1', alg: 'RS256', use: 'sig' };
  await database.pool.query(
    `insert into event_issuers (org_id, issuer, audience, jwks, created_by) values ($1, $2, $3, $4, 'admin')`,
    [ORG, ISSUER, AUDIENCE, JSON.stringify({ keys: [jwk] })],
  );
  const app = express();
  app.use(
    '/ssf',
    sharedSignalsRouter({
      pool: database.pool,
      audit: appendAudit,
      findIssuers: createFindIssuers(),
      revokeSubject: createRevokeSubject(createCutOff(appendAudit, async () => undefined)),
      now: () => new Date(),
    }),
  );
  server = app.listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/ssf/events`;
});
afterAll(async () => {
  await new Promise((resolve) => server.close(resolve));
  await database.close();
});
beforeEach(async () => {
  await database.pool.query('delete from orgs; delete from security_events');
  await seedOrg(database.pool, ORG);
  await seedGrant(database.pool, ORG, 1);
});

function token(claims: JWTPayload, signingKey = key, header: Record<string, string> = {}): Promise<string> {
  return new SignJWT({ iss: ISSUER, aud: AUDIENCE, jti: `e-${Math.random()}`, ...claims })
    .setProtectedHeader({ alg: 'RS256', kid: 'k1', typ: 'secevent+jwt', ...header })
    .setIssuedAt(claims.iat)
    .sign(signingKey);
}

async function push(
  body: string,
  contentType = 'application/secevent+jwt',
): Promise<{ status: number; body: string }> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': contentType, accept: 'application/json' },
    body,
  });
  return { status: response.status, body: await response.text() };
}

const status = async (): Promise<unknown> =>
  (await database.pool.query('select status from grants where user_id = $1', [userId(1)])).rows[0].status;

describe('a pushed security event', () => {
  test.each([
    [
      'session-revoked with the subject as sub_id',
      {
        sub_id: { format: 'email', email: 'rep1@acme.example' },
        events: { [SESSION_REVOKED]: { event_timestamp: 1 } },
      },
    ],
    [
      'session-revoked with a complex subject inside the event',
      {
        events: {
          [SESSION_REVOKED]: {
            subject: {
              format: 'complex',
              user: { format: 'iss_sub', iss: ISSUER, sub: 'rep1@acme.example' },
            },
          },
        },
      },
    ],
    [
      'account-disabled by RISC with the Salesforce user id',
      {
        sub_id: { format: 'opaque', id: userId(1) },
        events: { [ACCOUNT_DISABLED]: { reason: 'hijacking' } },
      },
    ],
  ])('%s cuts the user off', async (_what, claims) => {
    expect(await push(await token(claims))).toEqual({ status: 202, body: '' });
    expect(await status()).toBe('revoked');
  });

  test('of a kind that revokes nothing is acknowledged and does nothing', async () => {
    const claims = {
      sub_id: { format: 'email', email: 'rep1@acme.example' },
      events: { 'https://schemas.openid.net/secevent/caep/event-type/token-claims-change': {} },
    };
    expect((await push(await token(claims))).status).toBe(202);
    expect(await status()).toBe('connected');
  });

  test('that is pushed again is acknowledged and does nothing more', async () => {
    const set = await token({
      jti: 'once',
      sub_id: { format: 'email', email: 'rep1@acme.example' },
      events: { [SESSION_REVOKED]: {} },
    });
    expect((await push(set)).status).toBe(202);
    await database.pool.query(`update grants set status = 'connected', reason = null, refresh_token = 'new'`);
    expect((await push(set)).status).toBe(202);
    expect(await status()).toBe('connected');
  });

  const event = {
    sub_id: { format: 'email', email: 'rep1@acme.example' },
    events: { [SESSION_REVOKED]: {} },
  };
  test.each([
    ['signed by a stranger', 'authentication_failed', () => token(event, strangerKey)],
    [
      'signed with a key that the issuer does not have',
      'invalid_key',
      () => token(event, key, { kid: 'other' }),
    ],
    ['of another issuer', 'invalid_issuer', () => token({ ...event, iss: 'https://evil.example' })],
    ['for another receiver', 'invalid_audience', () => token({ ...event, aud: 'https://else.example' })],
    ['without events', 'invalid_request', () => token({ sub_id: event.sub_id })],
    [
      'that is really an id token with an expiry',
      'invalid_request',
      () => token({ ...event, exp: Math.floor(Date.now() / 1000) + 300 }),
    ],
    ['that is not a token', 'invalid_request', async () => 'hello'],
    ['that is typed as another kind of token', 'invalid_request', () => token(event, key, { typ: 'at+jwt' })],
    [
      'from the future',
      'invalid_request',
      () => token({ ...event, iat: Math.floor(Date.now() / 1000) + 300 }),
    ],
    ['without an id', 'invalid_request', () => token({ ...event, jti: undefined })],
    [
      'signed with a secret that looks like a key',
      'invalid_key',
      () =>
        new SignJWT({ ...event, iss: ISSUER, aud: AUDIENCE, jti: 'hmac' })
          .setProtectedHeader({ alg: 'HS256', kid: 'k1', typ: 'secevent+jwt' })
          .setIssuedAt()
          .sign(new TextEncoder().encode('a secret of thirty-two characters')),
    ],
    [
      'without a signature',
      'invalid_key',
      async () =>
        `${Buffer.from('{"alg":"none"}').toString('base64url')}.${(await token({ ...event, jti: 'n' })).split('.')[1]}.`,
    ],
  ])('%s is refused with %s', async (_what, err, make) => {
    const answer = await push(await make());
    expect(answer.status).toBe(400);
    expect(JSON.parse(answer.body)).toMatchObject({ err, description: expect.any(String) });
    expect(await status()).toBe('connected');
  });

  test('is not judged while the keys of one org cannot be fetched: sent again later, it holds there, too', async () => {
    let published: unknown;
    const publisher = createServer((_, response) => {
      response.writeHead(published ? 200 : 503, { 'content-type': 'application/json' });
      response.end(JSON.stringify(published ?? {}));
    }).listen(0, '127.0.0.1');
    await new Promise((resolve) => publisher.once('listening', resolve));
    const { port } = publisher.address() as AddressInfo;
    await seedOrg(database.pool, OTHER_ORG);
    await seedGrant(database.pool, OTHER_ORG, 1);
    await database.pool.query(
      `insert into event_issuers (org_id, issuer, audience, jwks_uri, created_by) values ($1, $2, $3, $4, 'admin')`,
      [OTHER_ORG, ISSUER, AUDIENCE, `http://127.0.0.1:${port}/`],
    );
    const set = await token({ ...event, jti: 'later' });
    const answer = await push(set);
    const statuses = async (): Promise<unknown[]> =>
      (await database.pool.query('select status from grants order by org_id = $1', [OTHER_ORG])).rows;
    expect(answer.status).toBeGreaterThanOrEqual(500);
    expect(await statuses()).toEqual([{ status: 'revoked' }, { status: 'connected' }]);
    const { rows } = await database.pool.query('select jwks from event_issuers where jwks is not null');
    published = rows[0].jwks;
    expect((await push(set)).status).toBe(202);
    expect(await statuses()).toEqual([{ status: 'revoked' }, { status: 'revoked' }]);
    await database.pool.query('delete from event_issuers where org_id = $1', [OTHER_ORG]);
    await new Promise((resolve) => publisher.close(resolve));
  });

  test('with another content type is refused', async () => {
    expect(JSON.parse((await push(await token(event), 'text/plain')).body)).toMatchObject({
      err: 'invalid_request',
    });
  });
});
