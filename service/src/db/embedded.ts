import { execFile, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import {
  accessSync,
  chownSync,
  constants,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { createServer } from 'node:net';
import { dirname, join, resolve } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { promisify } from 'node:util';
import { isReachable, postgresBinaries, serverIdentity, type RunAs } from './postgres-binaries.ts';

export interface EmbeddedOptions {
  /** Holds the cluster; `<dataDir>.secret` (0600), `<dataDir>.lock` and `<dataDir>.users` stand beside it. */
  dataDir: string;
  /** Binaries of an installed PostgreSQL instead of the npm package. */
  binDir?: string | undefined;
  /** Any free one if absent. */
  port?: number;
  /** Settings in the spelling of postgresql.conf. */
  settings?: Record<string, string>;
}

export interface EmbeddedPostgres {
  /** Connection URL with the password: never logged. */
  url: string;
  pid: number;
  /** True when the server was already running: another process uses it, or a killed one left it behind. */
  reused: boolean;
  /** Leaves the server; the last to leave stops it (SIGINT: transactions roll back, files are closed cleanly). */
  stop(): Promise<void>;
}

const USER = 'sayso';
/** initdb on a slow disk takes seconds, not minutes. */
const START_TIMEOUT_MS = 60_000;
/** Short enough not to be felt, long enough not to spin while another process runs initdb. */
const LOCK_POLL_MS = 50;

/**
 * Starts the real PostgreSQL of the npm package (or of `binDir`) on a random loopback port, with a random scram password.
 * Several processes may start on one directory at once: the first makes the cluster, the others use the same server, the
 * last to leave stops it. A server that outlived a killed process is taken over.
 *
 * @throws Error with one sentence when there are no binaries, the directory is not reachable or the server does not come up.
 */
export async function startEmbedded(options: EmbeddedOptions): Promise<EmbeddedPostgres> {
  const dataDir = resolve(options.dataDir);
  mkdirSync(dirname(dataDir), { recursive: true });
  const unlock = await lockStart(`${dataDir}.lock`);
  try {
    const runAs = serverIdentity();
    if (runAs.uid !== undefined && !isReachable(dirname(dataDir)))
      throw new Error(
        `PostgreSQL does not run as root, and its user cannot enter ${dirname(dataDir)}: choose another DATA_DIR or set DATABASE_URL.`,
      );
    const bin = postgresBinaries(runAs, options.binDir);
    const secretFile = `${dataDir}.secret`;
    if (!existsSync(join(dataDir, 'PG_VERSION'))) await createCluster(bin, dataDir, secretFile, runAs);
    const password = readFileSync(secretFile, 'utf8').trim();
    const urlAt = (port: number): string => `postgresql://${USER}:${password}@127.0.0.1:${port}/postgres`;

    const live = livePostmaster(dataDir);
    const port = live?.port ?? options.port ?? (await freePort());
    const pid = live?.pid ?? (await startPostmaster(bin, dataDir, port, options.settings ?? {}, runAs));
    const leave = enter(`${dataDir}.users`);
    const stop = async (): Promise<void> => {
      const release = await lockStart(`${dataDir}.lock`);
      try {
        if (leave() === 0) await stopPostmaster(pid);
      } finally {
        release();
      }
    };
    return { url: urlAt(port), pid, reused: live !== undefined, stop };
  } finally {
    unlock();
  }
}

async function createCluster(bin: string, dataDir: string, secretFile: string, runAs: RunAs): Promise<void> {
  // A launcher that died half-way leaves a directory that initdb refuses.
  rmSync(dataDir, { recursive: true, force: true });
  mkdirSync(dataDir, { mode: 0o700 });
  rmSync(secretFile, { force: true });
  writeFileSync(secretFile, randomBytes(24).toString('base64url') + '\n', { mode: 0o600, flag: 'wx' });
  if (runAs.uid !== undefined && runAs.gid !== undefined) {
    chownSync(dataDir, runAs.uid, runAs.gid);
    chownSync(secretFile, runAs.uid, runAs.gid);
  }
  const args = ['-D', dataDir, '-U', USER, '--auth=scram-sha-256', `--pwfile=${secretFile}`];
  args.push('--encoding=UTF8', '--locale=C', '--no-instructions');
  // An empty cluster that a power failure damages is made again; nothing is in it yet.
  args.push('--no-sync');
  await promisify(execFile)(executable(bin, 'initdb'), args, { ...runAs, cwd: '/' }).catch((error: Error) => {
    rmSync(dataDir, { recursive: true, force: true });
    throw new Error(
      `initdb could not create ${dataDir}: ${error.message.split('\n').slice(-3).join(' ').trim()}`,
    );
  });
}

async function startPostmaster(
  bin: string,
  dataDir: string,
  port: number,
  settings: Record<string, string>,
  runAs: RunAs,
): Promise<number> {
  const all = { listen_addresses: '127.0.0.1', unix_socket_directories: '', ...settings };
  const args = ['-D', dataDir, '-p', String(port)];
  for (const [name, value] of Object.entries(all)) args.push('-c', `${name}=${value}`);
  // Its own process group: Ctrl-C in a terminal reaches the service first, which then stops the server in order.
  const child = spawn(executable(bin, 'postgres'), args, {
    ...runAs,
    cwd: '/',
    detached: true,
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let tail = '';
  await new Promise<void>((ready, failed) => {
    const timer = setTimeout(
      () => failed(new Error(`PostgreSQL did not start within ${START_TIMEOUT_MS / 1_000} s`)),
      START_TIMEOUT_MS,
    );
    const settle = (error?: Error): void => {
      clearTimeout(timer);
      if (error) failed(error);
      else ready();
    };
    child.once('error', (error) => settle(new Error(`PostgreSQL could not be started: ${error.message}`)));
    child.once('exit', (code) =>
      settle(new Error(`PostgreSQL stopped with exit code ${code}: ${tail.trim()}`)),
    );
    child.stderr.on('data', (chunk: Buffer) => {
      tail = (tail + chunk.toString()).slice(-2_000);
      if (tail.includes('ready to accept connections')) settle();
    });
  });
  // The pipe stays open, or the server would die of SIGPIPE at its next log line; it must not keep this process alive.
  child.stderr.removeAllListeners('data').resume();
  child.unref();
  (child.stderr as unknown as { unref(): void }).unref();
  return child.pid!;
}

/** Notes this process as a user of the server; the returned function takes the note away and counts the live ones that remain. */
function enter(directory: string): () => number {
  mkdirSync(directory, { recursive: true });
  const own = join(directory, `${process.pid}.${randomBytes(6).toString('hex')}`);
  writeFileSync(own, '', { mode: 0o600 });
  return () => {
    rmSync(own, { force: true });
    const names = readdirSync(directory);
    const dead = names.filter((name) => !isAlive(Number.parseInt(name, 10)));
    for (const name of dead) rmSync(join(directory, name), { force: true });
    return names.length - dead.length;
  };
}

async function stopPostmaster(pid: number): Promise<void> {
  try {
    process.kill(pid, 'SIGINT');
  } catch {
    return;
  }
  while (isAlive(pid)) await delay(10);
}

/** The server of this directory, when one lives and is ready (it may have outlived the process that started it). */
function livePostmaster(dataDir: string): { pid: number; port: number } | undefined {
  let lines: string[];
  try {
    lines = readFileSync(join(dataDir, 'postmaster.pid'), 'utf8').split('\n');
  } catch {
    return undefined;
  }
  const pid = Number(lines[0]);
  if (!(pid > 0) || !isAlive(pid) || !isPostgres(pid)) return undefined;
  return lines[7]?.trim() === 'ready' ? { pid, port: Number(lines[3]) } : undefined;
}

/** After a reboot the number in postmaster.pid may belong to any process. */
function isPostgres(pid: number): boolean {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes('postgres');
  } catch {
    return !existsSync('/proc/self');
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
  try {
    // A child that ended but was not waited for yet.
    return !/^\d+ \(.*\) Z/.test(readFileSync(`/proc/${pid}/stat`, 'utf8'));
  } catch {
    return !existsSync('/proc/self');
  }
}

/** O_EXCL file with the holder's pid; a file whose holder is dead is taken away. */
async function lockStart(file: string): Promise<() => void> {
  const giveUpAt = Date.now() + START_TIMEOUT_MS;
  for (;;) {
    try {
      writeFileSync(file, String(process.pid), { flag: 'wx' });
      return () => rmSync(file, { force: true });
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    }
    if (isStale(file)) rmSync(file, { force: true });
    else if (Date.now() > giveUpAt) throw new Error(`Another process holds ${file}: is a start hanging?`);
    else await delay(LOCK_POLL_MS);
  }
}

function isStale(file: string): boolean {
  try {
    const pid = Number(readFileSync(file, 'utf8'));
    // Empty: its writer is between open and write, or died there.
    if (!(pid > 0)) return Date.now() - statSync(file).mtimeMs > 1_000;
    return !isAlive(pid);
  } catch {
    return false;
  }
}

function executable(bin: string, name: string): string {
  const path = join(bin, process.platform === 'win32' ? `${name}.exe` : name);
  try {
    accessSync(path, constants.X_OK);
  } catch {
    throw new Error(`There is no executable ${path}: check PG_BIN_DIR.`);
  }
  return path;
}

function freePort(): Promise<number> {
  return new Promise((found, failed) => {
    const server = createServer().once('error', failed);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as { port: number };
      server.close(() => found(port));
    });
  });
}
