import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { jwtVerify } from 'jose';
import { ADA, ADMIN, BEN } from '../server/org.ts';
import { KEY, openPackageOrg, type PackageOrg } from './org.ts';
import { openServiceStandIn, type ServiceStandIn } from './service-stand-in.ts';

let service: ServiceStandIn;
let org: PackageOrg;

beforeAll(async () => {
  service = await openServiceStandIn();
  org = await openPackageOrg({ serviceUrl: service.url });
  await org.pair(service.url);
});
afterAll(async () => {
  await org.close();
  await service.close();
});
beforeEach(() => {
  service.received = [];
  service.answer = { status: 200, body: '{}' };
});

async function claimsOf(assertion: string) {
  return jwtVerify(assertion, Buffer.from(KEY.secret, 'base64url'), {
    audience: service.url,
    issuer: org.org.id,
  });
}

describe('SaysoController', () => {
  test('calls the service with an assertion of the running user, and hands on its JSON', async () => {
    service.answer.body = JSON.stringify({ status: 'connected', since: '2026-11-24T10:00:00Z' });
    const { status, body } = await org.aura(ADA.username, 'SaysoController.getConnection');
    expect(status).toBe(200);
    expect(body).toMatchObject({ status: 'connected', since: '2026-11-24T10:00:00Z' });
    expect(body).toMatchObject({ userName: expect.any(String), orgName: expect.any(String) });
    const [{ method, path, headers }] = service.received as [(typeof service.received)[0]];
    expect([method, path]).toEqual(['GET', '/v1/connection']);
    const { payload, protectedHeader } = await claimsOf(headers.authorization!.replace('Bearer ', ''));
    expect(protectedHeader).toEqual({ alg: 'HS256', typ: 'JWT', kid: KEY.keyId });
    expect(payload).toMatchObject({ sub: ADA.id, iss: org.org.id, aud: service.url });
    expect(payload.exp! - payload.iat!).toBe(120);
    expect(payload['adm']).toBeUndefined();
  });

  test('never signs twice with the same jti', async () => {
    await org.aura(ADA.username, 'SaysoController.getConnection');
    await org.aura(ADA.username, 'SaysoController.getConnection');
    const ids = await Promise.all(
      service.received.map(
        async ({ headers }) => (await claimsOf(headers.authorization!.slice(7))).payload.jti,
      ),
    );
    expect(new Set(ids).size).toBe(2);
  });

  test('marks the assertion of an administrator', async () => {
    await org.aura(ADMIN.username, 'SaysoController.getConnection');
    const { payload } = await claimsOf(service.received[0]!.headers.authorization!.slice(7));
    expect(payload['adm']).toBe(true);
  });

  test('sends text, time zone and context of a command', async () => {
    await org.aura(ADA.username, 'SaysoController.submitCommand', {
      text: 'Move it to Negotiation',
      timeZone: 'Europe/Berlin',
      contextJson: '{"recordId":"006Hs0000000001IAA"}',
    });
    expect(service.received[0]).toMatchObject({ method: 'POST', path: '/v1/commands' });
    expect(JSON.parse(service.received[0]!.body)).toEqual({
      text: 'Move it to Negotiation',
      timeZone: 'Europe/Berlin',
      context: { recordId: '006Hs0000000001IAA' },
    });
  });

  test.each([
    [
      'answerCommand',
      { commandId: 'c1', answerJson: '{"choice":"x"}' },
      'POST',
      '/v1/commands/c1/answer',
      '{"choice":"x"}',
    ],
    ['confirmCommand', { commandId: 'c1' }, 'POST', '/v1/commands/c1/confirm', '{}'],
    [
      'confirmCommand',
      { commandId: 'c1', bodyJson: '{"typed":7}' },
      'POST',
      '/v1/commands/c1/confirm',
      '{"typed":7}',
    ],
    ['cancelCommand', { commandId: 'c1' }, 'POST', '/v1/commands/c1/cancel', '{}'],
    ['undoCommand', { commandId: 'c1' }, 'POST', '/v1/commands/c1/undo', '{}'],
    ['getCommand', { commandId: 'a/../b' }, 'GET', '/v1/commands/a%2F..%2Fb', ''],
    ['getCommand', {}, 'GET', '/v1/commands/-', ''],
    ['listCommands', { howMany: 500 }, 'GET', '/v1/commands?limit=50', ''],
    ['listCommands', { howMany: -1 }, 'GET', '/v1/commands?limit=1', ''],
    ['listCommands', {}, 'GET', '/v1/commands?limit=10', ''],
    ['disconnect', {}, 'DELETE', '/v1/connection', ''],
  ])('%s(%j) is %s %s', async (name, parameters, method, path, body) => {
    await org.aura(ADA.username, `SaysoController.${name}`, parameters);
    expect(service.received).toEqual([expect.objectContaining({ method, path, body })]);
  });

  test('hands out a login link that is good for five minutes', async () => {
    const before = Date.now();
    const { body } = await org.aura(ADA.username, 'SaysoController.getConnectUrl');
    const url = new URL(body.url);
    expect(url.origin + url.pathname).toBe(`${service.url}/oauth/start`);
    const { payload } = await claimsOf(url.searchParams.get('assertion')!);
    expect(payload.exp! - payload.iat!).toBe(300);
    expect(Date.parse(body.expiresAt)).toBeGreaterThanOrEqual(before + 300_000);
    expect(service.received).toEqual([]);
  });

  test('turns a problem document into the exception that a component gets', async () => {
    service.answer = {
      status: 409,
      body: JSON.stringify({
        type: 'urn:sayso:problem:reconnect_required',
        code: 'reconnect_required',
        detail: 'Sign in again.',
        actions: ['Press Reconnect.'],
        retryable: false,
        instance: 'req-7',
      }),
    };
    const { status, body } = await org.aura(ADA.username, 'SaysoController.getConnection');
    expect(status).toBe(500);
    expect(body).toMatchObject({
      exceptionType: 'System.AuraHandledException',
      isUserDefinedException: false,
    });
    expect(JSON.parse(body.message)).toEqual({
      code: 'reconnect_required',
      message: 'Sign in again.',
      actions: ['Press Reconnect.'],
      retryable: false,
      reference: 'req-7',
    });
  });

  test.each([
    ['a page of HTML', { status: 502, body: '<html>Bad gateway</html>' }],
    ['JSON without a code', { status: 500, body: '{"error":"x"}' }],
    ['a list', { status: 200, body: '[1]' }],
  ])('calls %s from the service unreachable, and worth another try', async (_, answer) => {
    service.answer = answer;
    const { body } = await org.aura(ADA.username, 'SaysoController.getConnection');
    expect(JSON.parse(body.message)).toMatchObject({ code: 'service_unreachable', retryable: true });
  });

  test('answers an empty object where the service answers nothing', async () => {
    service.answer = { status: 204, body: '' };
    expect(await org.aura(ADA.username, 'SaysoController.disconnect')).toEqual({ status: 200, body: {} });
  });

  test('refuses malformed context as Apex does', async () => {
    const { status, body } = await org.aura(ADA.username, 'SaysoController.submitCommand', {
      contextJson: '{',
    });
    expect(status).toBe(500);
    expect(body.exceptionType).toBe('System.JSONException');
  });
});

describe('Who may call', () => {
  test('nobody without the permission set, and the service is not asked', async () => {
    const { status, body } = await org.aura(BEN.username, 'SaysoController.getConnection');
    expect(status).toBe(500);
    expect(body.message).toBe("You do not have access to the Apex class named 'SaysoController'.");
    expect(service.received).toEqual([]);
  });

  test('no rep the admin page', async () => {
    const { body } = await org.aura(ADA.username, 'SaysoAdminController.getConnections');
    expect(body.message).toBe("You do not have access to the Apex class named 'SaysoAdminController'.");
  });

  test('nobody who is not signed in', async () => {
    const response = await org.send('/apex/SaysoController/getConnection', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: '{}',
    });
    expect(response.status).toBe(401);
  });

  test.each([
    'SaysoController.requirePermission',
    'SaysoController.constructor',
    'SaysoService.call',
    'toString.call',
  ])('nobody the method %s, which is not @AuraEnabled', async (method) => {
    expect((await org.aura(ADA.username, method)).status).toBe(404);
  });
});

describe('SaysoAdminController', () => {
  test.each([
    ['getConnections', {}, 'GET', '/v1/admin/connections', ''],
    ['getConnections', { after: '005A' }, 'GET', '/v1/admin/connections?after=005A', ''],
    ['listRevocations', {}, 'GET', '/v1/admin/revocations', ''],
    ['revoke', { requestJson: '{"scope":"org"}' }, 'POST', '/v1/admin/revocations', '{"scope":"org"}'],
    ['getRevocation', { revocationId: 'r1' }, 'GET', '/v1/admin/revocations/r1', ''],
    ['getPolicy', {}, 'GET', '/v1/admin/policy', ''],
    ['getAudit', {}, 'GET', '/v1/admin/audit', ''],
    [
      'getAudit',
      { cursor: 'a b', filterJson: '{"outcome":"refused","actor":"","target":"r/1","other":"x"}' },
      'GET',
      '/v1/admin/audit?cursor=a+b&target=r%2F1&outcome=refused',
      '',
    ],
    ['verifyAudit', {}, 'GET', '/v1/admin/audit/verification', ''],
  ])('%s(%j) is %s %s', async (name, parameters, method, path, body) => {
    await org.aura(ADMIN.username, `SaysoAdminController.${name}`, parameters);
    expect(service.received).toEqual([expect.objectContaining({ method, path, body })]);
  });

  test('saves a policy only where it is the one that was read', async () => {
    await org.aura(ADMIN.username, 'SaysoAdminController.savePolicy', {
      policyJson: '{"a":1}',
      etag: '"v3"',
    });
    expect(service.received[0]).toMatchObject({ method: 'PUT', path: '/v1/admin/policy', body: '{"a":1}' });
    expect(service.received[0]!.headers['if-match']).toBe('"v3"');
  });

  test('names who changed the policy, and the people of the audit trail', async () => {
    service.answer.body = JSON.stringify({
      changedBy: ADA.id,
      entries: [{ actor: { type: 'user', id: ADA.id }, target: ADMIN.id }, { actor: { type: 'service' } }],
    });
    const policy = await org.aura(ADMIN.username, 'SaysoAdminController.getPolicy');
    expect(policy.body['changedByName']).toEqual(expect.any(String));
    const { body } = await org.aura(ADMIN.username, 'SaysoAdminController.getAudit');
    expect(Object.keys(body['names']).sort()).toEqual([ADA.id, ADMIN.id].sort());
    expect(body['names'][ADA.id]).toBe(policy.body['changedByName']);
  });

  test('offers the objects with records, and the fields that can be written', async () => {
    const { body } = await org.aura(ADMIN.username, 'SaysoAdminController.getWritableObjects');
    const names = (body.objects as { name: string }[]).map(({ name }) => name);
    expect(names).toEqual(expect.arrayContaining(['Account', 'Opportunity', 'Task']));
    expect(names).not.toContain('PermissionSet');
    const fields = await org.aura(ADMIN.username, 'SaysoAdminController.getWritableFields', {
      objectName: 'Account',
    });
    const fieldNames = (fields.body.fields as { name: string }[]).map(({ name }) => name);
    expect(fieldNames).toContain('Industry');
    expect(fieldNames).not.toContain('CreatedDate');
    expect(
      (await org.aura(ADMIN.username, 'SaysoAdminController.getWritableFields', { objectName: 'No__c' }))
        .body,
    ).toEqual({ fields: [] });
    expect(service.received).toEqual([]);
  });

  test('shows the set-up as it is', async () => {
    const { body } = await org.aura(ADMIN.username, 'SaysoAdminController.getSetup');
    expect(body).toMatchObject({ serviceUrl: service.url, paired: true, myDomainUrl: org.url });
    expect(
      Object.fromEntries(body.checks.map((check: { id: string; state: string }) => [check.id, check.state])),
    ).toEqual({
      service: 'ok',
      app: 'ok',
      users: 'ok',
      admins: 'ok',
      pairing: 'ok',
      signals: 'ok',
    });
  });

  test('leads to the pairing page of the service with the address of this org', async () => {
    const { body } = await org.aura(ADMIN.username, 'SaysoAdminController.getPairUrl');
    const url = new URL(body.url);
    expect(url.href.startsWith(`${service.url}/oauth/start?intent=pair`)).toBe(true);
    expect(url.searchParams.get('login_url')).toBe(org.url);
  });
});
