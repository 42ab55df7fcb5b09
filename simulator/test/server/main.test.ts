import { spawn } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { ADA, WORLD } from './org.ts';

jest.setTimeout(30_000);

const MAIN = fileURLToPath(new URL('../../src/main.ts', import.meta.url));
let folder: string;
let world: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'simulator-'));
  world = await file('world.json', JSON.stringify(WORLD));
});
afterAll(() => rm(folder, { recursive: true }));

async function file(name: string, content: string): Promise<string> {
  const path = join(folder, name);
  await writeFile(path, content);
  return path;
}

/** Starts the program; `ready` is its first line of output, `ended` its end. */
function start(...args: string[]) {
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', MAIN, ...args], {
    env: { PATH: process.env['PATH'] },
  });
  let stdout = '';
  let stderr = '';
  child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
  const ended = new Promise<{ code: number | null; stdout: string; stderr: string }>((resolve) =>
    child.on('close', (code) => resolve({ code, stdout, stderr })),
  );
  const ready = new Promise<Record<string, string>>((resolve, reject) => {
    child.stdout.on('data', (chunk: Buffer) => {
      stdout += chunk.toString();
      if (stdout.includes('\n')) resolve(JSON.parse(stdout) as Record<string, string>);
    });
    void ended.then((end) => reject(new Error(end.stderr)));
  });
  ready.catch(() => {});
  return { child, ready, ended };
}

describe('the program', () => {
  test('says where it is in one line of JSON, serves, and ends on a signal', async () => {
    const { child, ready, ended } = start(
      '--world',
      world,
      '--client-id',
      'mine',
      '--client-secret',
      'known',
    );
    const { url, ...rest } = await ready;
    expect(rest).toEqual({ ready: true, clientId: 'mine', clientSecret: 'known' });
    const answer = await fetch(`${url}/__sim/session`, {
      method: 'POST',
      body: JSON.stringify({ username: ADA.username }),
    });
    expect(answer.status).toBe(200);
    child.kill('SIGTERM');
    expect((await ended).code).toBe(0);
  });

  test('has the package installed, unless told otherwise', async () => {
    const statuses = await Promise.all(
      [[], ['--no-package']].map(async (more) => {
        const { child, ready, ended } = start('--world', world, ...more);
        const { url } = await ready;
        const { status } = await fetch(`${url}/services/apexrest/sayso/v1/pairing`, { method: 'POST' });
        child.kill('SIGTERM');
        await ended;
        return status;
      }),
    );
    expect(statuses).toEqual([401, 404]);
  });

  test('serves TLS with the certificate that it names', async () => {
    const { child, ready, ended } = start('--world', world, '--tls');
    expect(await ready).toMatchObject({
      url: expect.stringMatching(/^https:/),
      ca: expect.stringMatching(/\.pem$/),
    });
    child.kill('SIGTERM');
    await ended;
  });

  test('starts with the faults of a file', async () => {
    const faults = await file('faults.json', '{"rules":[{"action":{"type":"status","status":503}}]}');
    const { child, ready, ended } = start('--world', world, '--faults', faults);
    expect((await fetch(`${(await ready)['url']}/services/data`)).status).toBe(503);
    child.kill('SIGTERM');
    await ended;
  });

  test.each([
    ['no world', () => [], 'Say which world to serve: --world FILE.'],
    ['a world that is not there', () => ['--world', 'nowhere.json'], 'nowhere.json: ENOENT'],
    ['a port that is none', () => ['--world', world, '--port', 'high'], '--port takes a number'],
    ['an option that it does not know', () => ['--worlds', 'x'], "Unknown option '--worlds'"],
    ['an instant that is none', () => ['--world', world, '--now', 'soon'], '--now takes an instant'],
  ])('ends with one sentence for %s', async (_, args, sentence) => {
    const { code, stdout, stderr } = await start(...args()).ended;
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toContain(sentence);
    expect(stderr.trim().split('\n')).toHaveLength(1);
  });
});
