import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import type { ServerResponse } from 'node:http';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { CLIENT, json, startOAuthStandIn, type StandIn } from './stand-in.ts';
import { createTestDatabase, type TestDatabase } from '../database.ts';
import { connectionOf, connectionsOf } from '../../src/grants/connections.ts';
import { refreshContext } from '../../src/grants/store.ts';
import { startReplica, type Replica } from './replica.ts';

let database: TestDatabase;
let org: StandIn;
let replicas: Replica[];
/** Gives up before the first back-off is over. */
let impatient: Replica;
const principal = { orgId: '00D5g000007abcdEAA', userId: '0055g00000Abc12AAB' };

beforeAll(async () => {
  database = await createTestDatabase();
  org = await startOAuthStandIn();
  impatient = await startReplica(database, org, { n: 9, callerWaitMs: 300 });
  replicas = await Promise.all([
    startReplica(database, org, { n: 0 }),
    startReplica(database, org, { n: 1 }),
  ]);
}, 30_000);
jest.setTimeout(20_000);
afterAll(async () => {
  for (const replica of [impatient, ...replicas]) await replica.close();
  await org.close();
  await database.close();
});
beforeEach(async () => {
  org.reset();
  await replicas[0]!.seed(principal, 'refresh-1', 'access-0');
});

const row = async () =>
  (
    await database.pool.query<Record<string, unknown>>(
      `select status, reason, version, failures, last_failure, retry_at is not null as waiting, refresh_intent_at is not null as intent,
              lease_owner is not null as leased, keep_alive_at from grants`,
    )
  ).rows[0]!;

describe('one refresh', () => {
  test('serves all callers of all replicas, and the new tokens are the ones in use', async () => {
    org.accept('refresh-1', 'access-1', 'refresh-2');
    const results = await Promise.all(
      replicas.flatMap((replica) => Array.from({ length: 8 }, () => replica.call(principal))),
    );
    expect(results).toEqual(Array(16).fill('access-1'));
    expect(org.refreshes()).toEqual(['refresh-1']);
    expect(await row()).toMatchObject({
      status: 'connected',
      version: 2,
      intent: false,
      leased: false,
      failures: 0,
    });
  });

  test('is followed by another when that session has ended, with the rotated token', async () => {
    org.accept('refresh-1', 'access-1', 'refresh-2');
    await replicas[0]!.call(principal);
    org.end('access-1');
    org.accept('refresh-2', 'access-2', 'refresh-3');
    expect(await replicas[1]!.call(principal)).toBe('access-2');
    expect(org.refreshes()).toEqual(['refresh-1', 'refresh-2']);
  });

  test('without rotation keeps the old token, and the org remembers that rotation is off', async () => {
    org.accept('refresh-1', 'access-1', undefined);
    await replicas[0]!.call(principal);
    await replicas[0]!.settled();
    expect((await database.pool.query('select rotation from orgs')).rows).toEqual([{ rotation: 'off' }]);
    org.end('access-1');
    org.accept('refresh-1', 'access-2', undefined);
    expect(await replicas[0]!.call(principal)).toBe('access-2');
  });

  test('that is answered with the same refresh token has not rotated it', async () => {
    org.accept('refresh-1', 'access-1', 'refresh-1');
    org.revive('refresh-1');
    await replicas[0]!.call(principal);
    await replicas[0]!.settled();
    expect((await database.pool.query('select rotation from orgs')).rows).toEqual([{ rotation: 'off' }]);
    org.end('access-1');
    org.accept('refresh-1', 'access-2', 'refresh-2');
    expect(await replicas[0]!.call(principal)).toBe('access-2');
    expect(org.revocations()).toEqual([]);
  });

  test('whose new session is refused again is not repeated', async () => {
    org.answer({ access_token: 'access-dead', refresh_token: 'refresh-2' });
    await expect(replicas[0]!.call(principal)).rejects.toMatchObject({
      code: 'salesforce_session_refused',
      kind: 'configuration',
    });
    expect(org.refreshes()).toHaveLength(1);
  });

  test('is not made for the other 401s', async () => {
    await expect(
      replicas[0]!.callRefused(principal, 'This session is not valid for use with the REST API'),
    ).rejects.toMatchObject({
      code: 'salesforce_session_refused',
    });
    expect(org.refreshes()).toEqual([]);
  });

  test('follows the org to a new instance', async () => {
    const elsewhere = 'http://127.0.0.2:4444';
    org.answer({ access_token: 'access-1', refresh_token: 'refresh-2', instance_url: elsewhere });
    org.live('access-1');
    await replicas[0]!.call(principal);
    const seen = await replicas[1]!.grants.use(principal, async ({ instanceUrl }) => instanceUrl);
    expect(seen).toBe(elsewhere);
  });

  test('that names an instance which is not of Salesforce is refused, and its token goes back', async () => {
    org.answer({
      access_token: 'access-1',
      refresh_token: 'refresh-2',
      instance_url: 'https://evil.example',
    });
    await expect(replicas[0]!.call(principal)).rejects.toMatchObject({ detail: 'instance_refused' });
    await replicas[0]!.settled();
    expect(org.revocations()).toEqual(['refresh-2']);
  });
});

test('refresh and introspection prove which client asks, in the body and nowhere else', async () => {
  org.refuse(503, { error: 'server_error', error_description: 'try later' });
  await expect(impatient.call(principal)).rejects.toMatchObject({ retryable: true });
  await database.pool.query('update grants set retry_at = null');
  org.accept('refresh-1', 'access-1', 'refresh-2');
  await impatient.call(principal);
  const requests = org.requests();
  expect(requests.map(({ url }) => url.split('/').at(-1))).toEqual(['token', 'introspect', 'token']);
  for (const { url, headers, form } of requests) {
    expect(form).toMatchObject({ client_id: CLIENT.id, client_secret: CLIENT.secret });
    expect(headers.authorization).toBeUndefined();
    expect(url).not.toContain('?');
  }
});

describe('each line of the error table', () => {
  test.each([
    ['invalid_grant', 'expired access/refresh token', 'grant_expired'],
    ['invalid_grant', 'inactive user', 'inactive_user'],
    ['invalid_grant', 'authentication failure', 'authentication_failure'],
    ['invalid_grant', 'ip restricted', 'ip_restricted'],
    ['invalid_grant', 'expired authorization code', 'login_expired'],
    ['invalid_grant', 'invalid authorization code', 'login_expired'],
    ['invalid_grant', 'invalid code verifier', 'login_tampered'],
    ['invalid_grant', 'a text that nobody has seen before', 'grant_refused'],
    ['invalid_app_access', 'user is not admin approved to access this app', 'app_access_denied'],
    ['app_not_found', 'External client app is not installed in this org', 'app_not_found'],
    ['app_blocked', 'blocked', 'app_blocked'],
    ['oauth_flow_disabled', 'disabled', 'oauth_flow_disabled'],
    ['inactive_org', 'organization inactive', 'inactive_org'],
  ])(
    '%s "%s" ends the grant as %s: nothing is sent any more, and the row stays',
    async (error, description, reason) => {
      org.refuse(400, { error, error_description: description });
      await expect(replicas[0]!.call(principal)).rejects.toMatchObject({
        code: 'reconnect_required',
        retryable: false,
        detail: reason,
      });
      await expect(replicas[1]!.call(principal)).rejects.toMatchObject({ code: 'reconnect_required' });
      expect(org.refreshes()).toHaveLength(1);
      expect(await row()).toMatchObject({
        status: 'reconnect_required',
        reason,
        intent: false,
        leased: false,
      });
    },
  );

  test.each([
    ['invalid_client_id', 'client identifier invalid', 'client_invalid'],
    ['invalid_client', 'invalid client credentials', 'client_invalid'],
    ['redirect_uri_mismatch', 'redirect_uri must match configuration', 'oauth_misconfigured'],
    ['invalid_request', 'missing required parameter', 'oauth_misconfigured'],
    ['invalid_scope', 'the requested scope is invalid', 'oauth_misconfigured'],
    ['unsupported_grant_type', 'grant type not supported', 'oauth_misconfigured'],
    ['something_new', 'nobody knows', 'oauth_misconfigured'],
  ])(
    '%s "%s" is a matter of settings (%s): the grant lives, and Salesforce is not asked again at once',
    async (error, description, code) => {
      org.refuse(400, { error, error_description: description });
      await expect(replicas[0]!.call(principal)).rejects.toMatchObject({ code, kind: 'configuration' });
      await expect(replicas[1]!.call(principal)).rejects.toMatchObject({ code, kind: 'configuration' });
      expect(org.refreshes()).toHaveLength(1);
      expect(await row()).toMatchObject({ status: 'connected', waiting: true, intent: false });
    },
  );

  test('the client refused with 401 and a challenge, as RFC 6749 §5.2 has it, is a matter of settings, too', async () => {
    org.reply((response) => {
      response.setHeader('www-authenticate', 'Basic realm="salesforce"');
      json(response, 401, { error: 'invalid_client', error_description: 'invalid client credentials' });
    });
    await expect(replicas[0]!.call(principal)).rejects.toMatchObject({
      code: 'client_invalid',
      kind: 'configuration',
    });
    expect(await row()).toMatchObject({ status: 'connected', waiting: true, intent: false });
  });

  test.each([
    [400, 'rate_limit_exceeded', 'login rate exceeded', 'login_rate_exceeded'],
    [400, 'server_error', 'try later', 'salesforce_login_unavailable'],
    [400, 'service_unavailable', 'try later', 'salesforce_login_unavailable'],
    [400, 'system_down', 'try later', 'salesforce_login_unavailable'],
    [503, 'whatever', 'try later', 'salesforce_login_unavailable'],
  ])('HTTP %i %s "%s" passes (%s): the grant lives and waits', async (status, error, description, code) => {
    org.refuse(status, { error, error_description: description });
    await expect(impatient.call(principal)).rejects.toMatchObject({ code, retryable: true });
    expect(await row()).toMatchObject({
      status: 'connected',
      failures: 1,
      last_failure: code,
      waiting: true,
    });
  });

  test('"token request is already being processed" is waited out, after introspection, and the caller never knows', async () => {
    org.refuse(400, {
      error: 'invalid_grant',
      error_description: 'token request is already being processed',
    });
    org.accept('refresh-1', 'access-1', 'refresh-2');
    expect(await replicas[0]!.call(principal)).toBe('access-1');
    expect(org.introspections()).toEqual(['refresh-1']);
  });

  test('an inactive user is looked at again once a day, and connected when active', async () => {
    org.refuse(400, { error: 'invalid_grant', error_description: 'inactive user' });
    await expect(replicas[0]!.call(principal)).rejects.toMatchObject({ detail: 'inactive_user' });
    const { rows } = await database.pool.query(
      `select extract(epoch from keep_alive_at - now())::int as seconds from grants`,
    );
    expect(rows[0].seconds).toBeGreaterThan(86_000);
    await database.pool.query('update grants set keep_alive_at = now()');
    org.accept('refresh-1', 'access-1', 'refresh-2');
    await replicas[0]!.grants.sweep();
    expect(await row()).toMatchObject({ status: 'connected', reason: null, version: 2 });
  });

  test.each<[string, (response: ServerResponse) => void]>([
    ['a page of a proxy', (response) => html(response, 502)],
    ['a page that says that all is well', (response) => html(response, 200)],
    ['nothing at all', (response) => response.writeHead(200).end()],
    ['half an answer', (response) => response.writeHead(200).end('{"access_token":"acc')],
    ['a list', (response) => json(response, 200, [])],
    ['a redirect', (response) => response.writeHead(302, { location: 'https://evil.example/' }).end()],
    ['an error of the server', (response) => json(response, 500, { error: 'invalid_grant' })],
    [
      'headers, and then a reset',
      (response) => {
        response.writeHead(200, { 'content-type': 'application/json', 'content-length': '500' });
        response.write('{"access_token":', () => response.socket!.resetAndDestroy());
      },
    ],
  ])(
    '%s in place of an answer is an unknown outcome: introspection comes before the next try',
    async (_, reply) => {
      org.reply(reply);
      await expect(impatient.call(principal)).rejects.toMatchObject({ retryable: true });
      await impatient.settled();
      expect(await row()).toMatchObject({ intent: true, waiting: true });
      expect(impatient.spool.list()).toEqual([]);
      await database.pool.query('update grants set retry_at = null');
      org.accept('refresh-1', 'access-1', 'refresh-2');
      expect(await replicas[1]!.call(principal)).toBe('access-1');
      expect(org.introspections()).toEqual(['refresh-1']);
    },
  );
});

function html(response: ServerResponse, status: number): void {
  response.writeHead(status, { 'content-type': 'text/html' }).end('<h1>A page</h1>');
}

describe('an answer that may be lost', () => {
  test.each<[string, (response: ServerResponse) => void]>([
    ['refuses the client', (response) => json(response, 401, { error: 'invalid_client' })],
    ['is throttled', (response) => json(response, 429, { error: 'rate_limit_exceeded' })],
    ['is cut off', (response) => response.socket!.destroy()],
  ])(
    'stays in doubt while introspection %s: the old token is not sent before one succeeds',
    async (_, refusal) => {
      org.reply((response) => response.socket!.destroy());
      org.kill('refresh-1');
      org.refuseIntrospection(refusal);
      for (let attempt = 0; attempt < 2; attempt++) {
        await expect(impatient.call(principal)).rejects.toMatchObject({
          code: expect.not.stringMatching('reconnect'),
        });
        expect(await row()).toMatchObject({ intent: true, status: 'connected' });
        await database.pool.query('update grants set retry_at = null');
      }
      await expect(impatient.call(principal)).rejects.toMatchObject({ detail: 'refresh_answer_lost' });
      expect(org.refreshes()).toHaveLength(1);
    },
  );

  test('with the old token dead: the grant is marked, and the dead token is never sent', async () => {
    org.reply((response) => response.socket!.destroy());
    org.kill('refresh-1');
    await expect(impatient.call(principal)).rejects.toMatchObject({ retryable: true });
    await database.pool.query('update grants set retry_at = null');
    await expect(replicas[1]!.call(principal)).rejects.toMatchObject({
      code: 'reconnect_required',
      detail: 'refresh_answer_lost',
    });
    expect(org.refreshes()).toHaveLength(1);
  });

  test('with the old token dead because the user is inactive: a day later introspection is asked again, and the grant goes on', async () => {
    org.reply((response) => response.socket!.destroy());
    org.kill('refresh-1');
    await expect(impatient.call(principal)).rejects.toMatchObject({ retryable: true });
    await database.pool.query('update grants set retry_at = null');
    await expect(impatient.call(principal)).rejects.toMatchObject({ detail: 'refresh_answer_lost' });
    const nextDay = async (): Promise<void> => {
      const { rowCount } = await database.pool.query(
        `update grants set keep_alive_at = now() where keep_alive_at between now() + interval '23 hours' and now() + interval '1 day'`,
      );
      expect(rowCount).toBe(1);
      await replicas[1]!.grants.sweep();
    };
    await nextDay();
    await expect(impatient.call(principal)).rejects.toMatchObject({ detail: 'refresh_answer_lost' });
    expect(org.refreshes()).toHaveLength(1);
    org.revive('refresh-1');
    org.accept('refresh-1', 'access-1', 'refresh-2');
    await nextDay();
    expect(await impatient.call(principal)).toBe('access-1');
    expect(org.refreshes()).toHaveLength(2);
  });

  test('with its owner gone silent: whoever comes next gives it time to be stored before the grant is marked', async () => {
    org.kill('refresh-1');
    await database.pool.query(
      `update grants set refresh_intent_at = now(), lease_owner = gen_random_uuid(), lease_until = now() - interval '1 second'`,
    );
    org.live('access-1');
    const caller = replicas[1]!.call(principal);
    while (org.introspections().length === 0) await delay(20);
    await left({ refresh_token: 'refresh-2' });
    await replicas[0]!.grants.drainSpool();
    expect(await caller).toBe('access-1');
    expect(org.refreshes()).toEqual([]);
  });

  /** What the killed process had in hand. */
  const left = (fields: Record<string, string | undefined>, userId?: string) =>
    replicas[0]!.spoolAnswer(principal, 2, org.body({ access_token: 'access-1', ...fields }, userId));

  test('that comes late all the same heals the grant that was given up', async () => {
    await left({ refresh_token: 'refresh-2' });
    await database.pool.query(
      `update grants set status = 'reconnect_required', reason = 'refresh_answer_lost', access_token = null`,
    );
    org.live('access-1');
    expect(await replicas[0]!.grants.drainSpool()).toBe(1);
    expect(await replicas[1]!.call(principal)).toBe('access-1');
    expect(await replicas[0]!.grants.drainSpool()).toBe(0);
  });

  test('that was left by a killed process, without a new token, keeps the old one in use', async () => {
    await left({});
    await replicas[0]!.grants.drainSpool();
    org.accept('refresh-1', 'access-2', 'refresh-2');
    expect(await replicas[1]!.call(principal)).toBe('access-2');
  });

  test('that was committed before the crash is not stored twice, and not revoked', async () => {
    await left({ refresh_token: 'refresh-2' });
    const copy = replicas[0]!.spool.list()[0]!.kept;
    await replicas[0]!.grants.drainSpool();
    replicas[0]!.spool.put(copy);
    await replicas[0]!.grants.drainSpool();
    expect(await row()).toMatchObject({ version: 2 });
    expect((await database.pool.query('select from discarded_tokens')).rowCount).toBe(0);
  });

  test.each([
    ['somebody else', {}, '0055g00000Abc13AAB'],
    ['nobody known, for its signature is wrong', { signature: 'bm90IHRoZSBzaWduYXR1cmU=' }, undefined],
  ])(
    'that was left by a killed process and is of %s is not stored, and goes back',
    async (_, fields, userId) => {
      await left({ refresh_token: 'refresh-2', ...fields }, userId);
      expect(await replicas[0]!.grants.drainSpool()).toBe(1);
      await replicas[0]!.settled();
      expect(await row()).toMatchObject({ version: 1 });
      expect(org.revocations()).toEqual(['refresh-2']);
      expect(replicas[0]!.spool.list()).toEqual([]);
    },
  );

  test('that was left by a killed process of an org whose key is gone does not keep the service from starting', async () => {
    const shredded = { ...principal, orgId: '00D5g000007abceEAA' };
    await replicas[0]!.spoolAnswer(
      shredded,
      2,
      org.body({ access_token: 'access-1', refresh_token: 'refresh-2' }),
    );
    await replicas[0]!.vault.shred(shredded.orgId);
    expect(await replicas[0]!.grants.drainSpool()).toBe(1);
    expect(org.revocations()).toEqual([]);
    for (const { name } of replicas[0]!.spool.list()) replicas[0]!.spool.remove(name);
  });

  test('lies in the spool among files that are broken or of somebody else: it is stored, they stay', async () => {
    await left({ refresh_token: 'refresh-2' });
    const stray = ['empty.json', 'half.json', 'foreign.json', 'notes.txt'];
    const contents = [
      '',
      '{"orgId":"00D5g',
      '{"orgId":"x","answer":"AA==","sentToken":"AA=="}',
      'not a token answer',
    ];
    for (const [n, name] of stray.entries())
      writeFileSync(join(replicas[0]!.spoolDirectory, name), contents[n]!);
    mkdirSync(join(replicas[0]!.spoolDirectory, 'folder.json'));
    await replicas[0]!.grants.drainSpool();
    org.live('access-1');
    expect(await replicas[1]!.call(principal)).toBe('access-1');
    expect(readdirSync(replicas[0]!.spoolDirectory).sort()).toEqual([...stray, 'folder.json'].sort());
    for (const name of [...stray, 'folder.json'])
      rmSync(join(replicas[0]!.spoolDirectory, name), { recursive: true });
  });

  test('for want of room on the disk is stored without it', async () => {
    const owner = await startReplica(database, org, { n: 4 });
    rmSync(owner.spoolDirectory, { recursive: true });
    org.accept('refresh-1', 'access-1', 'refresh-2');
    expect(await owner.call(principal)).toBe('access-1');
    expect(await row()).toMatchObject({ version: 2, status: 'connected' });
    await owner.close();
  });

  test('with an id token, which nobody asked for, is read without it', async () => {
    org.answer({ access_token: 'access-1', refresh_token: 'refresh-2', id_token: 'of.no.use' });
    org.live('access-1');
    expect(await replicas[0]!.call(principal)).toBe('access-1');
    expect(await row()).toMatchObject({ version: 2, status: 'connected' });
  });

  test('that is no answer by RFC 6749, but holds a token, gives the token back', async () => {
    org.answer({ access_token: 'access-1', refresh_token: 'refresh-2', token_type: 'mac' });
    org.kill('refresh-1');
    await expect(impatient.call(principal)).rejects.toMatchObject({ code: 'salesforce_login_unavailable' });
    await impatient.settled();
    expect(org.revocations()).toEqual(['refresh-2']);
    expect(await row()).toMatchObject({ intent: true, waiting: true });
  });

  test('that comes after its org was shredded is not kept anywhere, and its token is revoked', async () => {
    const owner = await startReplica(database, org, { n: 6 });
    const answered = org.hold('refresh-1', 'access-1', 'refresh-2');
    const caller = owner.call(principal).catch((error: unknown) => error);
    await answered.arrived;
    await replicas[0]!.vault.shred(principal.orgId);
    answered.release();
    expect(await caller).toMatchObject({ code: 'not_connected' });
    await owner.close();
    expect(org.revocations()).toEqual(['refresh-2']);
    expect(owner.spool.list()).toEqual([]);
  });

  test('that comes after a cut-off is not used, and its token is revoked', async () => {
    const answered = org.hold('refresh-1', 'access-1', 'refresh-2');
    const caller = replicas[0]!.call(principal).catch((error: unknown) => error);
    await answered.arrived;
    await database.pool.query(
      `update grants set status = 'revoked', reason = 'revoked_by_admin', version = version + 1, refresh_token = null, access_token = null`,
    );
    answered.release();
    expect(await caller).toMatchObject({ code: 'not_connected' });
    await replicas[0]!.settled();
    expect(org.revocations()).toEqual(['refresh-2']);
  });
});

describe('who waits and who owns', () => {
  test('a caller gives up with a retryable error; the refresh goes on and is stored', async () => {
    const answered = org.hold('refresh-1', 'access-1', 'refresh-2');
    await expect(impatient.call(principal)).rejects.toMatchObject({
      code: 'refresh_pending',
      retryable: true,
    });
    answered.release();
    await impatient.settled();
    expect(await row()).toMatchObject({ version: 2, status: 'connected' });
    expect(await replicas[0]!.call(principal)).toBe('access-1');
  });

  test('an owner that waits longer than its lease keeps it', async () => {
    const owner = await startReplica(database, org, { n: 3, leaseSeconds: 0.4 });
    const answered = org.hold('refresh-1', 'access-1', 'refresh-2');
    const first = owner.call(principal);
    await answered.arrived;
    const second = replicas[1]!.call(principal);
    await delay(1_200);
    expect(org.refreshes()).toHaveLength(1);
    expect(org.introspections()).toEqual([]);
    answered.release();
    expect(await Promise.all([first, second])).toEqual(['access-1', 'access-1']);
    await owner.close();
  });

  test('an owner that was paused until another had refreshed does not send the token that is dead by then', async () => {
    let arrive = (): void => undefined;
    let goOn = (): void => undefined;
    const paused = new Promise<void>((resolve) => (arrive = resolve));
    const resumed = new Promise<void>((resolve) => (goOn = resolve));
    const owner = await startReplica(database, org, {
      n: 5,
      leaseSeconds: 0.4,
      onStep: (step) => {
        if (step !== 'after-intent') return;
        arrive();
        return resumed;
      },
    });
    const first = owner.call(principal);
    await paused;
    // A paused process renews nothing.
    await database.pool.query('update grants set lease_owner = gen_random_uuid(), lease_until = now()');
    org.accept('refresh-1', 'access-1', 'refresh-2');
    expect(await replicas[1]!.call(principal)).toBe('access-1');
    await delay(500);
    goOn();
    expect(await first).toBe('access-1');
    expect(org.refreshes()).toEqual(['refresh-1']);
    await owner.close();
  });

  test('a cut-off of the whole org refuses every call from its commit on', async () => {
    org.live('access-0');
    expect(await replicas[0]!.call(principal)).toBe('access-0');
    await database.pool.query('update orgs set epoch = epoch + 1');
    for (const replica of replicas)
      await expect(replica.call(principal)).rejects.toMatchObject({ code: 'not_connected' });
    expect(org.refreshes()).toEqual([]);
  });

  test('a token of somebody else is never stored, and goes back', async () => {
    org.answer({ access_token: 'access-1', refresh_token: 'refresh-2' }, '0055g00000Abc13AAB');
    await expect(replicas[0]!.call(principal)).rejects.toMatchObject({ detail: 'identity_mismatch' });
    await replicas[0]!.settled();
    expect(org.revocations()).toEqual(['refresh-2']);
  });

  test.each<[string, (response: ServerResponse) => void]>([
    [
      "Salesforce's form",
      (response) =>
        response.writeHead(400).end('error=invalid_token&error_description=token%20is%20not%20valid'),
    ],
    ['the JSON of RFC 7009', (response) => json(response, 400, { error: 'invalid_token' })],
  ])('a token that goes back and is dead already, said in %s, is done with', async (_, reply) => {
    org.answer({ access_token: 'access-1', refresh_token: 'refresh-2' }, '0055g00000Abc13AAB');
    org.answerRevocation(reply);
    await expect(replicas[0]!.call(principal)).rejects.toMatchObject({ detail: 'identity_mismatch' });
    await replicas[0]!.settled();
    expect((await database.pool.query('select last_failure from discarded_tokens')).rows).toEqual([]);
  });

  test('an answer that is not signed with the client secret is refused', async () => {
    org.answer({
      access_token: 'access-1',
      refresh_token: 'refresh-2',
      signature: 'bm90IHRoZSBzaWduYXR1cmU=',
    });
    await expect(replicas[0]!.call(principal)).rejects.toMatchObject({ detail: 'signature_invalid' });
    await replicas[0]!.settled();
    expect(org.revocations()).toEqual(['refresh-2']);
  });
});

describe('keep-alive', () => {
  test('refreshes what is due, spreads the next dates over days 15 to 24, and leaves the rest alone', async () => {
    org.accept('refresh-1', 'access-1', 'refresh-2');
    await replicas[0]!.grants.sweep();
    expect(org.refreshes()).toEqual([]);
    await database.pool.query('update grants set keep_alive_at = now()');
    await Promise.all(replicas.map((replica) => replica.grants.sweep()));
    expect(org.refreshes()).toEqual(['refresh-1']);
    const { rows } = await database.pool.query(
      `select extract(epoch from keep_alive_at - now()) / 86400 as days from grants`,
    );
    expect(Number(rows[0].days)).toBeGreaterThanOrEqual(14.9);
    expect(Number(rows[0].days)).toBeLessThan(25);
  });

  test('asks for the grants of one org one after the other, at most five in a second', async () => {
    const arrivals: number[] = [];
    for (const n of [2, 3]) {
      const userId = `0055g00000Abc1${n}CCC`;
      const token = await replicas[0]!.vault.seal(
        principal.orgId,
        refreshContext(userId, 1),
        `refresh-of-${n}`,
      );
      await database.pool.query(
        `insert into grants (org_id, user_id, status, version, epoch, refresh_token, instance_url, connected_at, refreshed_at)
         values ($1, $2, 'connected', 1, 1, $3, $4, now(), now())`,
        [principal.orgId, userId, token, org.url],
      );
    }
    for (let n = 0; n < 3; n++)
      org.reply((response) => {
        arrivals.push(performance.now());
        json(response, 503, { error: 'server_error' });
      });
    await database.pool.query('update grants set keep_alive_at = now()');
    await replicas[0]!.grants.sweep();
    expect(org.refreshes().sort()).toEqual(['refresh-1', 'refresh-of-2', 'refresh-of-3']);
    // Below the 200 ms between two, and far above what three at once would take.
    for (const n of [1, 2]) expect(arrivals[n]! - arrivals[n - 1]!).toBeGreaterThan(150);
    const told = { status: 'connected', warning: "Salesforce's login service is not available right now." };
    expect(await connectionOf(database.pool, principal)).toMatchObject(told);
    const { connections } = await connectionsOf(database.pool, principal.orgId, {
      after: undefined,
      limit: 9,
    });
    expect(connections).toMatchObject([told, told, told]);
  });
});
