import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { ADA, ADMIN } from '../server/org.ts';
import { KEY, openPackageOrg, type PackageOrg } from './org.ts';

const SERVICE = 'http://127.0.0.1:9';
const dir = mkdtempSync(join(tmpdir(), 'sayso-key-'));
const keyFile = join(dir, 'sayso-key.json');
let org: PackageOrg;

beforeAll(async () => {
  org = await openPackageOrg({ serviceUrl: SERVICE, keyFile });
});
afterAll(async () => {
  await org.close();
  rmSync(dir, { recursive: true });
});

describe('Pairing', () => {
  test('is missing at first, and the panel says what to do', async () => {
    const { body } = await org.aura(ADA.username, 'SaysoController.getConnection');
    expect(JSON.parse(body.message)).toMatchObject({ code: 'not_paired', retryable: false });
    expect(JSON.parse(body.message).actions).toHaveLength(1);
  });

  test('needs the permission of an administrator', async () => {
    const { status, body } = await org.rest(ADA.username, 'pairing', { ...KEY, serviceUrl: SERVICE });
    expect([status, body[0].errorCode]).toEqual([403, 'FORBIDDEN']);
    expect(org.installed.key.get()).toBeUndefined();
  });

  test.each([
    ['no JSON', 'x'],
    ['null', 'null'],
    ['no key id', { ...KEY, keyId: ' ', serviceUrl: SERVICE }],
    ['a short secret', { ...KEY, secret: 'c2hvcnQ', serviceUrl: SERVICE }],
    ['a secret that is no base64url', { ...KEY, secret: '+'.repeat(43), serviceUrl: SERVICE }],
    ['no service', KEY],
  ])('refuses %s', async (_, body) => {
    const answer = await org.rest(ADMIN.username, 'pairing', body);
    expect([answer.status, answer.body[0].errorCode]).toEqual([400, 'INVALID_INPUT']);
  });

  test('refuses a service that the named credential does not call', async () => {
    const answer = await org.rest(ADMIN.username, 'pairing', { ...KEY, serviceUrl: 'https://evil.example' });
    expect([answer.status, answer.body[0].errorCode]).toEqual([409, 'SERVICE_MISMATCH']);
  });

  test('stores the key where only its owner reads it, and no part of the org shows it', async () => {
    const { status, body } = await org.rest(ADMIN.username, 'pairing', { ...KEY, serviceUrl: `${SERVICE}/` });
    expect(status).toBe(200);
    expect(body).toEqual({ paired: true, orgId: org.org.id, keyId: KEY.keyId });
    expect(statSync(keyFile).mode & 0o777).toBe(0o600);
    expect(readFileSync(keyFile, 'utf8')).toContain(KEY.secret);
    expect(JSON.stringify(org.org.data.snapshot())).not.toContain(KEY.secret);
  });

  test('outlives a restart of the org', async () => {
    const again = await openPackageOrg({ serviceUrl: SERVICE, keyFile });
    expect(again.installed.key.get()).toMatchObject({ ...KEY, serviceUrl: SERVICE });
    const { body } = await again.aura(ADA.username, 'SaysoController.getConnection');
    expect(JSON.parse(body.message).code).toBe('service_unreachable');
    await again.close();
  });
});
