import { afterAll, beforeAll, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { exportJWK, generateKeyPair, SignJWT } from 'jose';
import type { CommandView, Outcome } from '../../src/commands/types.ts';
import type { RevocationReceipt } from '../../src/revocation/receipt.ts';
import { until } from '../execute/harness.ts';
import { ADMIN, MARA, startService, TOM, type TestService } from '../service.ts';

const OPERATOR_TOKEN = 'operator-token-of-the-revocation-tests';
const DEAL = '006Sy0000000001IAA';

/** Back-off after an outage and a machine shared with other suites. */
jest.setTimeout(30_000);

let sayso: TestService;
let planned: Outcome;

beforeAll(async () => {
  sayso = await startService({
    environment: { OPERATOR_TOKEN },
    planner: {
      plan: () => Promise.resolve(planned),
      answer: () => Promise.resolve(planned),
    },
  });
  await sayso.pair();
}, 60_000);
afterAll(() => sayso.close());
beforeEach(() => sayso.sim('DELETE', 'faults'));

interface Answer<T> {
  status: number;
  type: string | null;
  body: T;
}
type Started = { id: string; cutOffAt: string; grants: number };
type Problem = { code: string; actions: string[] };

async function call<T>(method: string, path: string, who: string, body?: unknown): Promise<Answer<T>> {
  return read(await sayso.request(method, path, who, body === undefined ? {} : { body }));
}

async function operator<T>(method: string, path: string, body?: unknown): Promise<Answer<T>> {
  return read(
    await sayso.request(method, path, undefined, {
      headers: { authorization: `Bearer ${OPERATOR_TOKEN}` },
      ...(body === undefined ? {} : { body }),
    }),
  );
}

async function read<T>(response: Response): Promise<Answer<T>> {
  const text = await response.text();
  return {
    status: response.status,
    type: response.headers.get('content-type'),
    body: (text === '' ? undefined : JSON.parse(text)) as T,
  };
}

/** A new login whose first refresh is over: nothing of it is under way any more. */
async function connect(...usernames: string[]): Promise<void> {
  for (const username of usernames) expect((await sayso.connect(username)).status).toBe(200);
  await sayso.service.grants.settled();
}

const confirmed = (id: string): Promise<RevocationReceipt> =>
  until(async () => {
    const { body } = await call<RevocationReceipt>('GET', `/v1/admin/revocations/${id}`, ADMIN);
    return body.completedAt === null ? undefined : body;
  });

const newest = async (): Promise<RevocationReceipt> =>
  (await call<{ revocations: RevocationReceipt[] }>('GET', '/v1/admin/revocations?limit=1', ADMIN)).body
    .revocations[0]!;

/** Whether Salesforce still accepts any grant of the user. */
const livesAtSalesforce = async (username: string): Promise<boolean> =>
  (await sayso.sim<{ revokedAt: string | null }[]>('GET', `grants?username=${username}`)).some(
    (grant) => grant.revokedAt === null,
  );

interface JournalEntry {
  n: number;
  time: string;
  method: string;
  path: string;
  user: string | null;
}
const journal = (since = 0) => sayso.sim<JournalEntry[]>('GET', `journal?since=${since}`);
const journalEnd = async (): Promise<number> => (await journal()).at(-1)?.n ?? 0;
const apiCalls = (entries: JournalEntry[], username: string): JournalEntry[] =>
  entries.filter(
    ({ path, user }) =>
      path.startsWith('/services/data/') && (user === username || user === sayso.principal(username).userId),
  );

const useGrant = (username: string): Promise<unknown> =>
  sayso.service.grants.use(sayso.principal(username), async ({ accessToken, instanceUrl }) => {
    const response = await fetch(`${instanceUrl}/services/data/v66.0/limits`, {
      headers: { authorization: `Bearer ${accessToken}` },
    });
    return response.status;
  });

describe('an admin', () => {
  test('ends the grant of one user: refused from the answer on, dead at Salesforce, others untouched', async () => {
    await connect(MARA, TOM);
    expect(await useGrant(MARA)).toBe(200);
    const started = await call<Started>('POST', '/v1/admin/revocations', ADMIN, {
      scope: 'user',
      userId: sayso.principal(MARA).userId,
      reason: 'lost laptop',
    });
    const since = await journalEnd();
    expect(started).toMatchObject({ status: 202, body: { grants: 1 } });
    await expect(useGrant(MARA)).rejects.toMatchObject({
      code: 'not_connected',
      detail: 'revoked_by_admin',
    });
    expect(await call('GET', '/v1/connection', MARA)).toMatchObject({
      body: {
        status: 'not_connected',
        reasonCode: 'revoked_by_admin',
        reason: expect.stringContaining('admin'),
      },
    });
    const receipt = await confirmed(started.body.id);
    expect(receipt).toMatchObject({
      scope: 'user',
      reason: 'lost laptop',
      trigger: 'admin',
      cutOffAt: started.body.cutOffAt,
      counts: { grants: 1, revoked: 1, confirmed: 1 },
      grants: [{ userId: sayso.principal(MARA).userId, username: MARA }],
    });
    expect(receipt.grants[0]!.pending).toBeUndefined();
    expect(await livesAtSalesforce(MARA)).toBe(false);
    expect(apiCalls(await journal(since), MARA)).toEqual([]);
    expect(await useGrant(TOM)).toBe(200);
  });

  test('ends all grants of the org, the own one included', async () => {
    await connect(ADMIN, MARA, TOM);
    const { body } = await call<Started>('POST', '/v1/admin/revocations', ADMIN, {
      scope: 'org',
      reason: 'end of the trial',
    });
    expect(body.grants).toBe(3);
    for (const who of [ADMIN, MARA, TOM])
      await expect(useGrant(who)).rejects.toMatchObject({ code: 'not_connected' });
    expect(await confirmed(body.id)).toMatchObject({ counts: { grants: 3, revoked: 3, confirmed: 3 } });
    for (const who of [ADMIN, MARA, TOM]) expect(await livesAtSalesforce(who)).toBe(false);
  });

  test('revokes somebody who has no grant: the receipt is complete and empty', async () => {
    const { body } = await call<Started>('POST', '/v1/admin/revocations', ADMIN, {
      scope: 'user',
      userId: sayso.principal('yuki.tanabe@northlight.example').userId,
      reason: 'leaver',
    });
    expect(body.grants).toBe(0);
    expect((await confirmed(body.id)).counts).toEqual({ grants: 0, revoked: 0, confirmed: 0 });
  });

  test.each([
    ['a scope that only the operator has', { scope: 'everyone', reason: 'x' }],
    ['no reason', { scope: 'org' }],
    ['a reason of two lines', { scope: 'org', reason: 'a\nb' }],
    ['a user id that is none', { scope: 'user', userId: 'mara', reason: 'x' }],
    ['a user revocation without a user', { scope: 'user', reason: 'x' }],
  ])('is told what is wrong with %s', async (_what, body) => {
    const answer = await call<Problem>('POST', '/v1/admin/revocations', ADMIN, body);
    expect(answer).toMatchObject({ status: 400, type: expect.stringContaining('application/problem+json') });
    expect(answer.body.code).toBe('invalid_request');
  });

  test('is asked for by name: reps may not revoke, and unknown receipts are 404', async () => {
    expect(await call('POST', '/v1/admin/revocations', MARA, { scope: 'org', reason: 'x' })).toMatchObject({
      status: 403,
    });
    expect(
      await call('GET', '/v1/admin/revocations/00000000-0000-4000-8000-000000000000', ADMIN),
    ).toMatchObject({ status: 404, body: { code: 'revocation_not_found', actions: [expect.any(String)] } });
    expect(await call('GET', '/v1/admin/revocations/nonsense', ADMIN)).toMatchObject({ status: 400 });
  });
});

test('Disconnect cuts off at once and leaves a receipt in the name of the rep', async () => {
  await connect(MARA);
  const answer = await call('DELETE', '/v1/connection', MARA);
  expect(answer).toMatchObject({ status: 200, body: { reasonCode: 'disconnected' } });
  await expect(useGrant(MARA)).rejects.toMatchObject({ code: 'not_connected' });
  const { id } = await newest();
  expect(await confirmed(id)).toMatchObject({
    trigger: 'rep',
    userId: sayso.principal(MARA).userId,
    counts: { grants: 1, confirmed: 1 },
  });
  expect(await livesAtSalesforce(MARA)).toBe(false);
});

test("the package's word that users were deactivated ends their grants", async () => {
  await connect(MARA, TOM);
  const answer = await call<{ revocations: Started[] }>('POST', '/v1/signals/user-deactivated', ADMIN, {
    userIds: [sayso.principal(MARA).userId, sayso.principal(TOM).userId],
  });
  expect(answer).toMatchObject({ status: 202, body: { revocations: [{ grants: 1 }, { grants: 1 }] } });
  for (const { id } of answer.body.revocations)
    expect(await confirmed(id)).toMatchObject({ trigger: 'package', counts: { confirmed: 1 } });
  expect(await call('GET', '/v1/connection', TOM)).toMatchObject({
    body: { reasonCode: 'user_deactivated' },
  });
  expect(await call('POST', '/v1/signals/user-deactivated', ADMIN, { userIds: [] })).toMatchObject({
    status: 400,
    body: { code: 'invalid_request' },
  });
});

describe('while Salesforce is down', () => {
  test('the receipt says why nothing is confirmed yet; afterwards it is', async () => {
    await connect(MARA);
    await sayso.sim('POST', 'faults', [
      {
        match: { path: '/services/oauth2/(revoke|introspect)' },
        action: { type: 'status', status: 503, body: 'Down for maintenance', contentType: 'text/html' },
      },
    ]);
    const { body } = await call<Started>('POST', '/v1/admin/revocations', ADMIN, {
      scope: 'user',
      userId: sayso.principal(MARA).userId,
      reason: 'leaver',
    });
    await expect(useGrant(MARA)).rejects.toMatchObject({ code: 'not_connected' });
    const pending = await until(async () => {
      const receipt = (await call<RevocationReceipt>('GET', `/v1/admin/revocations/${body.id}`, ADMIN)).body;
      return receipt.grants[0]!.pending === 'waiting for its turn' ? undefined : receipt;
    });
    expect(pending).toMatchObject({
      completedAt: null,
      counts: { grants: 1, revoked: 0, confirmed: 0 },
      grants: [{ revokedAt: null, confirmedAt: null, pending: 'salesforce_login_unavailable' }],
    });
    expect(await livesAtSalesforce(MARA)).toBe(true);
    await sayso.sim('DELETE', 'faults');
    expect(await confirmed(body.id)).toMatchObject({ counts: { revoked: 1, confirmed: 1 } });
    expect(await livesAtSalesforce(MARA)).toBe(false);
  });
});

test('a running command stops at its next call after the cut-off and goes on only after a new login', async () => {
  await connect(MARA);
  planned = {
    kind: 'plan',
    ops: [
      {
        op: 'update',
        object: 'Opportunity',
        ids: [DEAL],
        set: { StageName: 'Negotiation/Review' },
        names: { [DEAL]: 'ACME Line Automation' },
      },
      {
        op: 'create',
        object: 'Task',
        set: { Subject: 'After the cut-off', WhatId: { $id: DEAL }, ActivityDate: '2026-11-27' },
      },
    ],
    flags: [],
  };
  const created = await call<CommandView>('POST', '/v1/commands', MARA, {
    text: 'as given',
    timeZone: 'Europe/Berlin',
  });
  expect(created.body.kind).toBe('plan');
  // A call is on its way while the grant ends; the cut-off does not wait for it.
  await sayso.sim('POST', 'faults', [
    {
      match: { method: 'POST', path: '/services/data/', user: MARA },
      nth: 1,
      action: { type: 'delay', ms: 1_500, where: 'response' },
    },
  ]);
  const since = await journalEnd();
  const { id } = created.body;
  await call('POST', `/v1/commands/${id}/confirm`, MARA, {});
  await until(async () =>
    apiCalls(await journal(since), MARA).some(({ method }) => method !== 'GET') ? true : undefined,
  );
  const started = await call<Started>('POST', '/v1/admin/revocations', ADMIN, {
    scope: 'user',
    userId: sayso.principal(MARA).userId,
    reason: 'leaver',
  });
  const cutOff = await journalEnd();
  const stopped = await until(async () => {
    const { body } = await call<CommandView>('GET', `/v1/commands/${id}`, MARA);
    return body.paused === undefined ? undefined : body;
  });
  expect(stopped.paused).toMatchObject({
    code: 'not_connected',
    actions: [expect.stringContaining('Connect')],
  });
  await confirmed(started.body.id);
  expect(apiCalls(await journal(cutOff), MARA)).toEqual([]);
  await connect(MARA);
  const done = await until(async () => {
    const { body } = await call<CommandView>('GET', `/v1/commands/${id}`, MARA);
    return body.status === 'done' ? body : undefined;
  });
  expect(done.headline).toBe('Done. 1 changed, 1 created.');
});

describe('an identity provider', () => {
  const scim = async <T>(method: string, path: string, token: string, body?: unknown): Promise<Answer<T>> =>
    read(
      await sayso.request(method, `/scim/v2${path}`, undefined, {
        headers: { authorization: `Bearer ${token}`, 'content-type': 'application/scim+json' },
        ...(body === undefined ? {} : { body }),
      }),
    );

  test('deprovisions by SCIM with a token of the admin; whoever is inactive or deleted cannot connect again', async () => {
    await connect(MARA);
    const { status, body: made } = await call<{ id: string; token: string; baseUrl: string }>(
      'POST',
      '/v1/admin/scim-tokens',
      ADMIN,
    );
    expect(status).toBe(201);
    expect(made.baseUrl).toBe(`${sayso.url}/scim/v2`);
    const schemas = ['urn:ietf:params:scim:schemas:core:2.0:User'];
    const user = await scim<{ id: string }>('POST', '/Users', made.token, {
      schemas,
      userName: MARA.toUpperCase(),
      active: true,
    });
    expect(user.status).toBe(201);
    const setActive = (active: boolean) =>
      scim('PATCH', `/Users/${user.body.id}`, made.token, {
        schemas: ['urn:ietf:params:scim:api:messages:2.0:PatchOp'],
        Operations: [{ op: 'replace', value: { active } }],
      });
    expect(await setActive(false)).toMatchObject({ status: 200, body: { active: false } });
    await expect(useGrant(MARA)).rejects.toMatchObject({ code: 'not_connected', detail: 'user_deactivated' });
    const receipt = await newest();
    expect(receipt.trigger).toBe('scim');
    await confirmed(receipt.id);

    const refused = await sayso.connect(MARA);
    expect(refused.status).toBe(403);
    const page = await refused.text();
    expect(page).toContain('your user is deactivated');
    expect(page).toContain('Ask your IT department');
    expect(await livesAtSalesforce(MARA)).toBe(false);
    await expect(useGrant(MARA)).rejects.toMatchObject({ code: 'not_connected' });

    await setActive(true);
    await connect(MARA);
    expect(await useGrant(MARA)).toBe(200);
    expect((await scim('DELETE', `/Users/${user.body.id}`, made.token)).status).toBe(204);
    await expect(useGrant(MARA)).rejects.toMatchObject({ code: 'not_connected' });
    expect((await sayso.connect(MARA)).status).toBe(403);

    // Known and active again under the same name, as after a rehire.
    expect(await scim('POST', '/Users', made.token, { schemas, userName: MARA, active: true })).toMatchObject(
      { status: 201 },
    );
    await connect(MARA);
    expect((await call('DELETE', `/v1/admin/scim-tokens/${made.id}`, ADMIN)).status).toBe(204);
    expect((await scim('GET', '/Users', made.token)).status).toBe(401);
  });

  test('that no longer has a token decides about nobody', async () => {
    const { body: made } = await call<{ id: string; token: string }>('POST', '/v1/admin/scim-tokens', ADMIN);
    await scim('POST', '/Users', made.token, {
      schemas: ['urn:ietf:params:scim:schemas:core:2.0:User'],
      userName: TOM,
      active: false,
    });
    expect((await sayso.connect(TOM)).status).toBe(403);
    await call('DELETE', `/v1/admin/scim-tokens/${made.id}`, ADMIN);
    await connect(TOM);
  });

  test('ends sessions by a shared signal from an issuer that the admin trusts; a replay does nothing', async () => {
    const { privateKey, publicKey } = await generateKeyPair('RS256');
    const issuer = 'https://login.northlight.example';
    const trusted = await call<{ audience: string; receiver: string }>(
      'PUT',
      '/v1/admin/event-issuers',
      ADMIN,
      { issuer, jwks: { keys: [{ ...(await exportJWK(publicKey)), kid: 'k', alg: 'RS256' }] } },
    );
    expect(trusted).toMatchObject({ status: 200, body: { receiver: `${sayso.url}/ssf/events` } });
    const event = await new SignJWT({
      sub_id: { format: 'email', email: MARA },
      events: { 'https://schemas.openid.net/secevent/caep/event-type/session-revoked': {} },
    })
      .setProtectedHeader({ alg: 'RS256', typ: 'secevent+jwt', kid: 'k' })
      .setIssuer(issuer)
      .setAudience(trusted.body.audience)
      .setIssuedAt()
      .setJti('signal-1')
      .sign(privateKey);
    const push = () =>
      fetch(trusted.body.receiver, {
        method: 'POST',
        headers: { 'content-type': 'application/secevent+jwt' },
        body: event,
      });
    await connect(MARA);
    expect((await push()).status).toBe(202);
    await expect(useGrant(MARA)).rejects.toMatchObject({ code: 'not_connected', detail: 'session_revoked' });
    const receipt = await newest();
    expect(receipt.trigger).toBe('shared-signals');
    await confirmed(receipt.id);
    await connect(MARA);
    expect((await push()).status).toBe(202);
    expect(await useGrant(MARA)).toBe(200);
    expect((await newest()).id).toBe(receipt.id);
  });
});

describe('the operator', () => {
  test('is refused with a wrong token', async () => {
    const response = await sayso.request('POST', '/v1/operator/revocations', undefined, {
      headers: { authorization: `Bearer ${OPERATOR_TOKEN}x` },
      body: { scope: 'everyone', reason: 'x' },
    });
    expect(response.status).toBe(401);
  });

  test('ends a user of an org and reads the single grants of the receipt', async () => {
    await connect(TOM);
    const { orgId, userId } = sayso.principal(TOM);
    const { body } = await operator<Started>('POST', '/v1/operator/revocations', {
      scope: 'user',
      orgId,
      userId,
      reason: 'asked by the customer',
    });
    await confirmed(body.id);
    expect(await operator('GET', `/v1/operator/revocations/${body.id}?orgId=${orgId}`)).toMatchObject({
      status: 200,
      body: { grants: [{ userId, username: TOM, confirmedAt: expect.any(String) }] },
    });
  });

  test('ends everyone and retires the org keys; the org comes back by pairing again', async () => {
    await connect(ADMIN, MARA);
    const signedBefore = await sayso.assertion(MARA);
    const { body } = await operator<Started>('POST', '/v1/operator/revocations', {
      scope: 'everyone',
      reason: 'suspected breach',
    });
    expect(body.grants).toBeGreaterThanOrEqual(2);
    for (const who of [ADMIN, MARA])
      await expect(useGrant(who)).rejects.toMatchObject({
        code: 'not_connected',
        // By whom is on the grant as soon as it has moved to the receipt.
        detail: expect.stringMatching(/^revoked(_by_operator)?$/),
      });
    const refused = await read<Problem>(
      await sayso.request('GET', '/v1/connection', undefined, {
        headers: { authorization: `Bearer ${signedBefore}` },
      }),
    );
    expect(refused).toMatchObject({ status: 401, body: { code: 'assertion_invalid' } });
    expect(refused.body.actions.join(' ')).toContain('connect Sayso again on its setup page');
    const receipt = await until(async () => {
      const answer = await operator<RevocationReceipt>('GET', `/v1/operator/revocations/${body.id}`);
      return answer.body.completedAt === null ? undefined : answer.body;
    });
    expect(receipt.counts).toEqual({ grants: body.grants, revoked: body.grants, confirmed: body.grants });
    for (const who of [ADMIN, MARA]) expect(await livesAtSalesforce(who)).toBe(false);

    expect((await sayso.pair()).status).toBe(200);
    await connect(MARA);
    expect(await useGrant(MARA)).toBe(200);
    expect(
      (
        await read<Problem>(
          await sayso.request('GET', '/v1/connection', undefined, {
            headers: { authorization: `Bearer ${signedBefore}` },
          }),
        )
      ).status,
    ).toBe(401);
  });
});

describe('a database that ends every connection', () => {
  test('is lost and back in one line each; no process ends, and the next revocation is confirmed as ever', async () => {
    await connect(MARA);
    const from = sayso.logLines.length;
    const logged = (): { level: number; msg: string }[] =>
      sayso.logLines.slice(from).map((line) => JSON.parse(line) as { level: number; msg: string });
    for (let round = 0; round < 3; round++) {
      await sayso.database.pool.query(
        `select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()`,
      );
      // Whoever has its connection back is under way when the next round comes.
      await Promise.allSettled([useGrant(MARA), call('GET', '/v1/connection', MARA)]);
    }
    await until(async () =>
      Promise.resolve(logged().some(({ msg }) => msg === 'the database is back') ? true : undefined),
    );
    expect(await useGrant(MARA)).toBe(200);
    const { body } = await call<Started>('POST', '/v1/admin/revocations', ADMIN, {
      scope: 'user',
      userId: sayso.principal(MARA).userId,
      reason: 'left the company',
    });
    expect((await confirmed(body.id)).counts).toEqual({ grants: 1, revoked: 1, confirmed: 1 });
    const errors = logged().filter(({ level }) => level >= 50);
    expect(new Set(errors.map(({ msg }) => msg))).toEqual(new Set(['the database is lost']));
    const count = (text: string): number => logged().filter(({ msg }) => msg === text).length;
    expect(count('the database is lost')).toBe(count('the database is back'));
  });
});
