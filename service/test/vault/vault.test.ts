import { randomBytes, createCipheriv, createDecipheriv } from 'node:crypto';
import { chmodSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { openFrame, sealFrame } from '../../src/vault/frame.ts';
import { openProvider } from '../../src/vault/open-provider.ts';
import type { KeyProvider } from '../../src/vault/provider.ts';
import { createVault } from '../../src/vault/vault.ts';
import { createTestDatabase, type TestDatabase } from '../database.ts';

const directory = mkdtempSync(join(tmpdir(), 'sayso-vault-'));
let database: TestDatabase;
let service: Server;
let url: string;
const secret = randomBytes(32);

/** AES-GCM under one secret, as the three key services do it behind their own shapes. */
function encrypt(plain: Buffer, aad: string): Buffer {
  const nonce = randomBytes(12);
  const cipher = createCipheriv('aes-256-gcm', secret, nonce).setAAD(Buffer.from(aad));
  const body = Buffer.concat([cipher.update(plain), cipher.final()]);
  return Buffer.concat([nonce, cipher.getAuthTag(), body]);
}
function decrypt(sealed: Buffer, aad: string): Buffer {
  const decipher = createDecipheriv('aes-256-gcm', secret, sealed.subarray(0, 12)).setAAD(Buffer.from(aad));
  decipher.setAuthTag(sealed.subarray(12, 28));
  return Buffer.concat([decipher.update(sealed.subarray(28)), decipher.final()]);
}

/** Loopback stand-ins of the HTTP interfaces; the services themselves are not called here. */
// eslint-disable-next-line @typescript-eslint/no-explicit-any -- three services, three shapes of body
function answer(path: string, headers: Record<string, unknown>, input: Record<string, any>): object {
  const bytes = (text: string): Buffer => Buffer.from(text, 'base64');
  const target = String(headers['x-amz-target'] ?? '');
  if (target.startsWith('TrentService.')) {
    if (
      !/^AWS4-HMAC-SHA256 Credential=AKID\/\d{8}\/eu-central-1\/kms\/aws4_request, SignedHeaders=[\w;-]+, Signature=[0-9a-f]{64}$/.test(
        String(headers['authorization']),
      )
    )
      throw new Error('unsigned');
    const aad = input.EncryptionContext.sayso as string;
    return target.endsWith('Encrypt')
      ? { CiphertextBlob: encrypt(bytes(input.Plaintext), aad).toString('base64') }
      : { Plaintext: decrypt(bytes(input.CiphertextBlob), aad).toString('base64') };
  }
  if (path.includes('/computeMetadata/')) return { access_token: 'machine', expires_in: 3600 };
  if (path.endsWith(':encrypt'))
    return {
      ciphertext: encrypt(bytes(input.plaintext), input.additionalAuthenticatedData).toString('base64'),
    };
  if (path.endsWith(':decrypt'))
    return {
      plaintext: decrypt(bytes(input.ciphertext), input.additionalAuthenticatedData).toString('base64'),
    };
  if (path.includes('/transit/') && headers['x-vault-namespace'] !== 'sales')
    throw new Error('another namespace');
  if (path.includes('/transit/encrypt/'))
    return {
      data: {
        ciphertext: `vault:v1:${encrypt(bytes(input.plaintext), input.associated_data).toString('base64')}`,
      },
    };
  if (path.includes('/transit/decrypt/'))
    return {
      data: {
        plaintext: decrypt(bytes(input.ciphertext.slice(9)), input.associated_data).toString('base64'),
      },
    };
  return {};
}

beforeAll(async () => {
  database = await createTestDatabase();
  service = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk: Buffer) => (body += chunk.toString()));
    request.on('end', () => {
      try {
        response.end(JSON.stringify(answer(request.url!, request.headers, JSON.parse(body || '{}'))));
      } catch {
        response.writeHead(400).end('{"__type":"InvalidCiphertextException"}');
      }
    });
  });
  await new Promise<void>((listening) => service.listen(0, '127.0.0.1', listening));
  url = `http://127.0.0.1:${(service.address() as AddressInfo).port}`;
}, 30_000);
afterAll(async () => {
  service.closeAllConnections();
  await new Promise((closed) => service.close(closed));
  await database.close();
  rmSync(directory, { recursive: true });
});

function provider(kind: string, mayCreate = true): KeyProvider {
  const keyring = {
    file: `file:${join(directory, 'keyring')}`,
    awskms: 'awskms:arn:aws:kms:eu-central-1:1:key/k',
    gcpkms: 'gcpkms:projects/p/keys/k',
    vault: `vault:${url}#sayso`,
  }[kind]!;
  return openProvider(
    keyring,
    {
      AWS_ACCESS_KEY_ID: 'AKID',
      AWS_SECRET_ACCESS_KEY: 'secret',
      AWS_ENDPOINT_URL_KMS: url,
      CLOUDKMS_ENDPOINT: url,
      GCE_METADATA_HOST: new URL(url).host,
      VAULT_TOKEN: 'token',
      VAULT_NAMESPACE: 'sales',
    },
    mayCreate,
  );
}

describe.each(['file', 'awskms', 'gcpkms', 'vault'])('the key provider %s', (kind) => {
  test('opens what it wrapped, for the same org and key only', async () => {
    const key = randomBytes(32);
    const wrapped = await provider(kind).wrap(key, 'org|key');
    expect(wrapped.bytes.includes(key)).toBe(false);
    expect(await provider(kind).unwrap(wrapped, 'org|key')).toEqual(key);
    await expect(provider(kind).unwrap(wrapped, 'other|key')).rejects.toMatchObject({ wrongKey: true });
  });

  test('still opens it after a rotation', async () => {
    const key = randomBytes(32);
    const wrapped = await provider(kind).wrap(key, 'org|key');
    const other = provider(kind);
    await other.rotate();
    expect(await other.unwrap(wrapped, 'org|key')).toEqual(key);
    const next = await other.wrap(key, 'org|key');
    // A replica that started before the rotation meets the new key.
    expect(await provider(kind).unwrap(next, 'org|key')).toEqual(key);
  });
});

describe('the keyring file', () => {
  test('is made once, readable by its owner alone, and refused when others can read it', () => {
    const path = join(directory, 'other');
    openProvider(`file:${path}`, {}, true);
    expect(statSync(path).mode & 0o777).toBe(0o600);
    const content = readFileSync(path, 'utf8');
    openProvider(`file:${path}`, {}, true);
    expect(readFileSync(path, 'utf8')).toBe(content);
    chmodSync(path, 0o644);
    expect(() => openProvider(`file:${path}`, {}, true)).toThrow(
      /can be read by others \(mode 644\): run chmod 600/,
    );
  });

  test('that is missing while data exists is a refusal, not a new file', () => {
    expect(() => openProvider(`file:${join(directory, 'gone')}`, {}, false)).toThrow(
      /restore it from your backup/,
    );
  });
});

describe('the vault', () => {
  const ORG = '00D5g000007abcdEAA';
  test('opens what it sealed in the same context, and nothing that was moved or changed', async () => {
    const vault = createVault(database.pool, provider('file'));
    const frame = await vault.seal(ORG, ['user', '1'], 'token');
    expect(await vault.open(ORG, ['user', '1'], frame)).toBe('token');
    await expect(vault.open(ORG, ['user', '2'], frame)).rejects.toThrow('does not open');
    await expect(vault.open(ORG, ['use', 'r1'], frame)).rejects.toThrow('does not open');
    frame[frame.length - 1]! ^= 1;
    await expect(vault.open(ORG, ['user', '1'], frame)).rejects.toThrow('does not open');
  });

  test('rotates its keys while other replicas seal and open', async () => {
    const [one, two] = [
      createVault(database.pool, provider('file')),
      createVault(database.pool, provider('file')),
    ];
    const before = await two.seal(ORG, ['user'], 'old');
    const result = await one.rotate();
    expect(result.rewrapped).toBeGreaterThan(0);
    const after = await one.seal(ORG, ['user'], 'new');
    expect(await two.open(ORG, ['user'], after)).toBe('new');
    expect(await createVault(database.pool, provider('file')).open(ORG, ['user'], before)).toBe('old');
  });

  test('rotates once at a time: a second rotation meanwhile is refused', async () => {
    let end = (): void => undefined;
    let begin = (): void => undefined;
    const begun = new Promise<void>((resolve) => (begin = resolve));
    const ended = new Promise<void>((resolve) => (end = resolve));
    const file = provider('file');
    const slow = createVault(database.pool, {
      ...file,
      async rotate() {
        begin();
        await ended;
        await file.rotate();
      },
    });
    const first = slow.rotate();
    await begun;
    const other = createVault(database.pool, provider('file'));
    await expect(other.rotate()).rejects.toMatchObject({ code: 'rotation_under_way' });
    end();
    await first;
    expect((await other.rotate()).rewrapped).toBeGreaterThan(0);
  });

  test('keeps its keys when the key service gives something else back than it was given', async () => {
    const org = '00D5g000007abcfEAA';
    const sound = createVault(database.pool, provider('file'));
    const frame = await sound.seal(org, ['user'], 'token');
    const file = provider('file');
    for (const wrap of [
      async () => ({ bytes: Buffer.from('undefined'), wrappingKey: 'k' }),
      async (key: Buffer, context: string) => file.wrap(key, `${context} of another`),
      async (_: Buffer, context: string) => file.wrap(randomBytes(32), context),
    ]) {
      const broken = createVault(database.pool, { ...file, wrap });
      await expect(broken.rotate()).rejects.toThrow();
      await expect(broken.seal('00D5g000007abcgEAA', ['user'], 'token')).rejects.toThrow();
    }
    expect(await createVault(database.pool, provider('file')).open(org, ['user'], frame)).toBe('token');
    expect(
      (await database.pool.query(`select from data_keys where org_id = '00D5g000007abcgEAA'`)).rowCount,
    ).toBe(0);
  });

  test('with the wrong key refuses to start, with one sentence', async () => {
    const wrong = createVault(database.pool, openProvider(`file:${join(directory, 'wrong')}`, {}, true));
    await expect(wrong.verify()).rejects.toThrow(
      /^KEYRING file .* does not hold the key \w+ that this data was wrapped with\.$/,
    );
  });

  test('shreds an org: what was sealed does not open any more, for anyone', async () => {
    const vault = createVault(database.pool, provider('file'));
    const frame = await vault.seal(ORG, ['user'], 'token');
    await vault.shred(ORG);
    await expect(vault.open(ORG, ['user'], frame)).rejects.toThrow('destroyed');
    await expect(createVault(database.pool, provider('file')).open(ORG, ['user'], frame)).rejects.toThrow(
      'destroyed',
    );
  });

  test('of an org that was shredded and comes back opens what any replica seals from then on', async () => {
    const [one, two] = [
      createVault(database.pool, provider('file')),
      createVault(database.pool, provider('file')),
    ];
    await two.seal(ORG, ['user'], 'before');
    await one.shred(ORG);
    const frame = await two.seal(ORG, ['user'], 'after');
    expect(await one.open(ORG, ['user'], frame)).toBe('after');
  });
});

test('a frame names its key and hides its content', () => {
  const key = randomBytes(32);
  const frame = sealFrame(key, 'k1', ['a'], Buffer.from('secret'));
  expect(frame.subarray(0, 4).toString('latin1')).toBe('\x01\x02k1');
  expect(frame.includes('secret')).toBe(false);
  expect(openFrame(key, ['a'], frame).toString()).toBe('secret');
});
