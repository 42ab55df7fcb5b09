import { randomBytes } from 'node:crypto';
import {
  closeSync,
  existsSync,
  fsyncSync,
  linkSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeSync,
} from 'node:fs';
import { dirname } from 'node:path';
import { z } from 'zod';
import { openFrame, sealFrame } from './frame.ts';
import { KeyProviderError, type KeyProvider } from './provider.ts';

const keyring = z.object({
  keys: z
    .array(z.object({ id: z.string().min(1).max(64), key: z.base64url().length(43), createdAt: z.string() }))
    .min(1),
});
type Keyring = z.infer<typeof keyring>;

const GROUP_AND_OTHERS = 0o077;

/**
 * Wrapping keys in a file that only the service's user can read, the newest first. Replicas share the file (a secret mount, or a copy kept in
 * step); after a rotation they read it again as soon as they meet a key id they do not know.
 *
 * @param mayCreate false when the database already holds keys that a lost file wrapped: a new file would only hide the loss.
 * @throws KeyProviderError with one sentence
 */
export function createFileProvider(path: string, mayCreate: boolean): KeyProvider {
  if (!existsSync(path)) {
    if (!mayCreate)
      throw new KeyProviderError(
        `KEYRING file ${path} is missing, and the database holds data that only it opens: restore it from your backup.`,
      );
    create(path, { keys: [newKey()] });
  }
  let ring = read(path);

  const find = (id: string): Buffer => {
    let entry = ring.keys.find((key) => key.id === id);
    if (!entry) {
      ring = read(path);
      entry = ring.keys.find((key) => key.id === id);
    }
    if (!entry)
      throw new KeyProviderError(
        `KEYRING file ${path} does not hold the key ${id} that this data was wrapped with.`,
        { wrongKey: true },
      );
    return Buffer.from(entry.key, 'base64url');
  };

  return {
    name: 'file',
    async wrap(key, context) {
      const { id } = ring.keys[0]!;
      return { bytes: sealFrame(find(id), id, [context], key), wrappingKey: id };
    },
    async unwrap({ bytes, wrappingKey }, context) {
      const key = find(wrappingKey);
      try {
        return openFrame(key, [context], bytes);
      } catch (cause) {
        throw new KeyProviderError(
          `The key ${wrappingKey} of KEYRING file ${path} does not open this data.`,
          { wrongKey: true, cause },
        );
      }
    },
    async rotate() {
      ring = { keys: [newKey(), ...read(path).keys] };
      replace(path, ring);
    },
  };
}

function newKey(): Keyring['keys'][number] {
  return {
    id: randomBytes(6).toString('hex'),
    key: randomBytes(32).toString('base64url'),
    createdAt: new Date().toISOString(),
  };
}

function read(path: string): Keyring {
  const { mode } = statSync(path);
  if (process.platform !== 'win32' && (mode & GROUP_AND_OTHERS) !== 0)
    throw new KeyProviderError(
      `KEYRING file ${path} can be read by others (mode ${(mode & 0o777).toString(8)}): run chmod 600 on it.`,
    );
  let content: unknown;
  try {
    content = JSON.parse(readFileSync(path, 'utf8'));
  } catch (cause) {
    throw new KeyProviderError(`KEYRING file ${path} cannot be read as JSON.`, { cause });
  }
  const result = keyring.safeParse(content);
  if (!result.success)
    throw new KeyProviderError(
      `KEYRING file ${path} is not a keyring: it needs "keys" with "id" and a "key" of 32 bytes.`,
    );
  return result.data;
}

/** Two replicas may start at once: the first one's file stays (a link fails where the name is taken). */
function create(path: string, ring: Keyring): void {
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  const temporary = writeTemporary(path, ring);
  try {
    linkSync(temporary, path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  } finally {
    rmSync(temporary);
  }
}

function replace(path: string, ring: Keyring): void {
  renameSync(writeTemporary(path, ring), path);
}

function writeTemporary(path: string, ring: Keyring): string {
  const temporary = `${path}.${randomBytes(6).toString('hex')}`;
  const file = openSync(temporary, 'wx', 0o600);
  try {
    writeSync(file, JSON.stringify(ring, null, 2) + '\n');
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
  return temporary;
}
