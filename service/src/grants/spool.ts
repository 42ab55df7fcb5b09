import { randomUUID } from 'node:crypto';
import {
  closeSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import type { RefreshedTokens } from './store.ts';

/**
 * Refresh answers between the wire and the database. Each is written the moment it arrives, so that a process that is killed before its commit
 * loses nothing, and stays until the database has it. Tokens in it are sealed exactly as the row will hold them.
 */
export interface Spool {
  /** In the page cache when it returns: a killed process keeps it, a power failure does not yet. */
  put(tokens: RefreshedTokens): string;
  /** Forces it to the disk: for a wait whose end nobody knows. */
  sync(name: string): void;
  remove(name: string): void;
  /** What earlier processes left. A file that cannot be read is left where it is. */
  list(): { name: string; tokens: RefreshedTokens }[];
}

const SUFFIX = '.json';

export function createSpool(directory: string): Spool {
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  const pathOf = (name: string): string => join(directory, name);
  return {
    put(tokens) {
      const name = `${tokens.orgId}.${tokens.userId}.${tokens.version}.${randomUUID()}${SUFFIX}`;
      const file = openSync(pathOf(`${name}.new`), 'wx', 0o600);
      try {
        writeSync(file, JSON.stringify(encode(tokens)));
      } finally {
        closeSync(file);
      }
      // Readers see whole files only.
      renameSync(pathOf(`${name}.new`), pathOf(name));
      return name;
    },
    sync(name) {
      for (const path of [pathOf(name), directory]) {
        const file = openSync(path, 'r');
        try {
          fsyncSync(file);
        } finally {
          closeSync(file);
        }
      }
    },
    remove: (name) => rmSync(pathOf(name), { force: true }),
    list() {
      return readdirSync(directory)
        .filter((name) => name.endsWith(SUFFIX))
        .flatMap((name) => {
          try {
            return [{ name, tokens: decode(JSON.parse(readFileSync(pathOf(name), 'utf8')) as Encoded) }];
          } catch {
            return [];
          }
        });
    },
  };
}

type Encoded = Omit<RefreshedTokens, 'refreshToken' | 'accessToken'> & {
  refreshToken: string;
  accessToken: string;
};

function encode(tokens: RefreshedTokens): Encoded {
  return {
    ...tokens,
    refreshToken: tokens.refreshToken.toString('base64'),
    accessToken: tokens.accessToken.toString('base64'),
  };
}

function decode(encoded: Encoded): RefreshedTokens {
  return {
    ...encoded,
    refreshToken: Buffer.from(encoded.refreshToken, 'base64'),
    accessToken: Buffer.from(encoded.accessToken, 'base64'),
  };
}
