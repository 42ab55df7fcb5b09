import { spawn } from 'node:child_process';
import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { TestOrg } from '../server/org.ts';

const ROOT = fileURLToPath(new URL('../../..', import.meta.url));
const RUN = join(ROOT, 'tools/node_modules/@salesforce/cli/bin/run.js');

/** A command may find both cores taken by other tests; it never takes so long by itself. */
export const CLI_TIMEOUT_MS = 180_000;

export interface Outcome<T = Record<string, unknown>> {
  /** 0 for success. */
  status: number;
  result: T;
  /** Of a failure: the platform's error code. */
  name?: string;
  message?: string;
  warnings?: string[];
}

/** The real `sf` command line with a HOME and a project of its own. */
export interface Sf {
  project: string;
  /** Runs `sf ARGS --json`. */
  run<T = Record<string, unknown>>(args: string[], env?: Record<string, string>): Promise<Outcome<T>>;
  /** Signs a user in with an access token, as default org and Dev Hub. */
  login(org: TestOrg, username: string): Promise<Outcome>;
  file(name: string, content: string): Promise<string>;
  read(name: string): Promise<string>;
  close(): Promise<void>;
}

export async function createSf(settings: Record<string, unknown> = {}): Promise<Sf> {
  const home = await mkdtemp(join(tmpdir(), 'sf-'));
  const project = join(home, 'project');
  await mkdir(join(project, 'force-app'), { recursive: true });
  await writeFile(
    join(project, 'sfdx-project.json'),
    JSON.stringify({
      packageDirectories: [{ path: 'force-app', default: true }],
      namespace: '',
      sourceApiVersion: '66.0',
      ...settings,
    }),
  );

  const sf: Sf = {
    project,
    run: (args, env = {}) => run(args, { home, project, env }),
    login: (org, username) =>
      org
        .tokenFor(username)
        .then((token) =>
          sf.run(
            [
              ...['org', 'login', 'access-token', '--instance-url', org.url, '--no-prompt'],
              ...['--alias', 'sim', '--set-default', '--set-default-dev-hub'],
            ],
            { SF_ACCESS_TOKEN: token },
          ),
        ),
    async file(name, content) {
      const path = join(project, name);
      await mkdir(dirname(path), { recursive: true });
      await writeFile(path, content);
      return path;
    },
    read: (name) => readFile(join(project, name), 'utf8'),
    close: () => rm(home, { recursive: true, force: true, maxRetries: 5 }),
  };
  return sf;
}

/** Copies a part of this repository's package into the project. */
export async function copySource(sf: Sf, from: string, to: string): Promise<void> {
  await cp(join(ROOT, from), join(sf.project, to), { recursive: true });
}

function run<T>(
  args: string[],
  at: { home: string; project: string; env: Record<string, string> },
): Promise<Outcome<T>> {
  const env: Record<string, string> = {
    PATH: process.env['PATH'] ?? '',
    HOME: at.home,
    SF_AUTOUPDATE_DISABLE: 'true',
    SF_SKIP_NEW_VERSION_CHECK: 'true',
    SF_DISABLE_TELEMETRY: 'true',
    SF_DISABLE_LOG_FILE: 'true',
    SF_USE_GENERIC_UNIX_KEYCHAIN: 'true',
    ...at.env,
  };
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [RUN, ...args, '--json'], { cwd: at.project, env });
    let stdout = '';
    let stderr = '';
    child.stdout.on('data', (chunk: Buffer) => (stdout += chunk.toString()));
    child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
    child.on('error', reject);
    child.on('close', (code) => {
      try {
        const answer = JSON.parse(stdout.slice(stdout.indexOf('{'))) as Outcome<T> & { exitCode?: number };
        resolve({ ...answer, status: answer.status ?? answer.exitCode ?? code ?? 1 });
      } catch {
        reject(new Error(`sf ${args.join(' ')} ended with ${code}:\n${stdout}\n${stderr}`));
      }
    });
  });
}
