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

/** The answer to a refresh as it came, sealed, with what it takes to make a row of it. */
export interface KeptAnswer {
  orgId: string;
  userId: string;
  /** Version that the answer makes; the row must hold the one before. */
  version: number;
  loginUrl: string;
  /** Body of the answer, sealed in `answerContext`. */
  answer: Buffer;
  /** The token that was sent, sealed for `version`: stays in use if the answer brings no other. */
  sentToken: Buffer;
}

/**
 * Refresh answers between the wire and the database. Each is written the moment it is in, before it is read, so that a process that is killed
 * before its commit loses nothing, and stays until the database has it.
 */
export interface Spool {
  /** In the page cache when it returns: a killed process keeps it, a power failure does not yet. */
  put(kept: KeptAnswer): string;
  /** Forces it to the disk: for a wait whose end nobody knows. */
  sync(name: string): void;
  remove(name: string): void;
  /** What earlier processes left. A file that cannot be read is left where it is, and named. */
  list(unreadable?: (name: string) => void): { name: string; kept: KeptAnswer }[];
}

const SUFFIX = '.json';

export function createSpool(directory: string): Spool {
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  const pathOf = (name: string): string => join(directory, name);
  return {
    put(kept) {
      const name = `${kept.orgId}.${kept.userId}.${kept.version}.${randomUUID()}${SUFFIX}`;
      const file = openSync(pathOf(`${name}.new`), 'wx', 0o600);
      try {
        writeSync(file, JSON.stringify(encode(kept)));
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
    list(unreadable = () => undefined) {
      return readdirSync(directory)
        .filter((name) => name.endsWith(SUFFIX))
        .flatMap((name) => {
          try {
            return [{ name, kept: decode(JSON.parse(readFileSync(pathOf(name), 'utf8')) as Encoded) }];
          } catch {
            unreadable(name);
            return [];
          }
        });
    },
  };
}

type Encoded = Omit<KeptAnswer, 'answer' | 'sentToken'> & { answer: string; sentToken: string };

function encode(kept: KeptAnswer): Encoded {
  return {
    ...kept,
    answer: kept.answer.toString('base64'),
    sentToken: kept.sentToken.toString('base64'),
  };
}

function decode(encoded: Encoded): KeptAnswer {
  return {
    ...encoded,
    answer: Buffer.from(encoded.answer, 'base64'),
    sentToken: Buffer.from(encoded.sentToken, 'base64'),
  };
}
