import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { createTestDatabase, type TestDatabase } from '../../service/test/database.ts';
import { installPackage, withPackage } from '../../simulator/src/apex/package.ts';
import { apexRoutes } from '../../simulator/src/apex/routes.ts';
import { createSimulator, type Simulator } from '../../simulator/src/server.ts';
import type { World } from '../../simulator/src/world.ts';
import { root } from '../process.ts';
import { pairOrg } from '../start/pair-org.ts';

/** Each command is a process of its own, on a machine that other suites share. */
jest.setTimeout(120_000);

const OPERATOR_TOKEN = 'operator-token-of-the-command-tests';
const ADMIN = 'grace.whitfield@northlight.example';

let database: TestDatabase;
let simulator: Simulator;
let service: ChildProcess;
let serviceUrl: string;
let dataDir: string;
let orgId: string;

beforeAll(async () => {
  database = await createTestDatabase();
  const port = await freePort();
  serviceUrl = `http://127.0.0.1:${port}`;
  const world = JSON.parse(readFileSync(join(root, 'simulator/worlds/demo.json'), 'utf8')) as World;
  simulator = await createSimulator({
    world: withPackage(world),
    routes: apexRoutes(installPackage({ serviceUrl, appInstalled: () => simulator.app.installed })),
    apps: [{}],
  });
  orgId = simulator.org.id;
  dataDir = mkdtempSync(join(tmpdir(), 'sayso-operator-'));
  service = spawn(
    process.execPath,
    ['--disable-warning=ExperimentalWarning', join(root, 'service/src/main.ts')],
    {
      stdio: ['ignore', 'pipe', 'inherit'],
      env: {
        PATH: process.env['PATH'],
        PORT: String(port),
        DATABASE_URL: database.url,
        DATA_DIR: dataDir,
        SALESFORCE_LOGIN_URL: simulator.url,
        SALESFORCE_CLIENT_ID: simulator.clientId,
        SALESFORCE_CLIENT_SECRET: simulator.clientSecret,
        ALLOW_LOOPBACK_ORGS: 'true',
        OPERATOR_TOKEN,
        LOG_LEVEL: 'error',
      },
    },
  );
  const [line] = (await once(createInterface(service.stdout!), 'line')) as [string];
  expect(JSON.parse(line)).toMatchObject({ ready: true });
  await pairOrg(serviceUrl, simulator.url, ADMIN);
});

afterAll(async () => {
  service.kill('SIGTERM');
  await once(service, 'exit');
  await simulator.close();
  await database.close();
  rmSync(dataDir, { recursive: true, force: true });
});

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const { port } = server.address() as AddressInfo;
  await new Promise((closed) => server.close(closed));
  return port;
}

interface Output {
  code: number;
  out: string;
  err: string;
}

async function sayso(args: string[], environment: Record<string, string> = {}): Promise<Output> {
  const child = spawn(
    process.execPath,
    ['--disable-warning=ExperimentalWarning', join(root, 'scripts/sayso.ts'), ...args],
    {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { PATH: process.env['PATH'], SERVICE_URL: serviceUrl, OPERATOR_TOKEN, ...environment },
    },
  );
  let out = '';
  let err = '';
  child.stdout.on('data', (chunk: Buffer) => (out += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (err += chunk.toString()));
  const [code] = (await once(child, 'close')) as [number];
  return { code, out, err };
}

const jsonOf = async <T>(...args: string[]): Promise<T> => {
  const { code, out, err } = await sayso([...args, '--json']);
  if (code !== 0) throw new Error(err);
  return JSON.parse(out) as T;
};

test('doctor lists the org with its connections', async () => {
  const { code, out } = await sayso(['doctor']);
  expect(code).toBe(0);
  expect(out).toContain(orgId);
  expect(await jsonOf('doctor')).toMatchObject([{ orgId, connected: 1, failing: 0 }]);
});

test('doctor says where refresh tokens are not rotated', async () => {
  await database.pool.query(`update orgs set rotation = 'off'`);
  const { out } = await sayso(['doctor']);
  expect(out).toContain(
    `${orgId} does not rotate refresh tokens: its admin turns on "Refresh Token Rotation"`,
  );
});

test('keys rotate wraps the data keys anew while the service runs', async () => {
  const { code, out } = await sayso(['keys', 'rotate']);
  expect(code).toBe(0);
  const { rewrapped, newDataKeys } = JSON.parse(out) as Record<string, number>;
  expect(rewrapped).toBeGreaterThan(0);
  expect(newDataKeys).toBeGreaterThan(0);
});

test('revoke --wait ends an org and returns when Salesforce has confirmed it; revocation shows the receipt', async () => {
  const { code, out } = await sayso(['revoke', '--org', orgId, '--reason', 'end of the trial', '--wait']);
  expect(code).toBe(0);
  expect(out).toMatch(/^Cut off at 2\d{3}-.*: 1 grants?\. Receipt [0-9a-f-]{36}\./);
  expect(out).toContain('confirmed dead by Salesforce');
  const id = /Receipt ([0-9a-f-]{36})/.exec(out)![1]!;
  const receipt = await sayso(['revocation', id]);
  expect(JSON.parse(receipt.out)).toMatchObject({
    id,
    completedAt: expect.any(String),
    counts: { grants: 1, revoked: 1, confirmed: 1 },
  });
  const grants = await fetch(`${simulator.url}/__sim/grants?username=${ADMIN}`);
  expect(((await grants.json()) as { revokedAt: string | null }[]).map((one) => one.revokedAt)).toEqual([
    expect.any(String),
  ]);
});

test('revoke --everyone retires the org keys', async () => {
  expect(await jsonOf('revoke', '--everyone', '--reason', 'suspected breach', '--wait')).toMatchObject({
    grants: 0,
  });
  const { rows } = await database.pool.query('select from org_keys where retired_at is null');
  expect(rows).toHaveLength(0);
});

test('audit verify proves the chain, and says where it was broken', async () => {
  const { code, out } = await sayso(['audit', 'verify', '--org', orgId]);
  expect(code).toBe(0);
  expect(out).toMatch(/^\d+ entries, each follows from the one before\. Head: \S+/);
  expect(await jsonOf('audit', 'verify', '--org', orgId)).toMatchObject({ orgId });

  // What only the owner of the database can do.
  await database.pool.query('alter table audit_events disable trigger audit_events_append_only');
  await database.pool.query(
    `update audit_events set body = replace(body, 'end of the trial', 'nothing') where org_id = $1`,
    [orgId],
  );
  const broken = await sayso(['audit', 'verify', '--org', orgId]);
  expect(broken.code).toBe(1);
  expect(broken.err).toMatch(/The chain is broken at entry \d+/);
});

test.each([
  ['without a reason', ['revoke', '--everyone'], 'needs a reason'],
  ['without a target', ['revoke', '--reason', 'x'], 'Say whose grants'],
  ['with a user but no org', ['revoke', '--user', '005000000000001', '--reason', 'x'], 'Say whose grants'],
  ['with two targets', ['revoke', '--everyone', '--org', 'x', '--reason', 'x'], 'not both'],
  ['with an org id that is none', ['revoke', '--org', 'acme', '--reason', 'x'], 'organization id'],
  ['with an unknown receipt', ['revocation', '00000000-0000-4000-8000-000000000000'], 'no revocation'],
  ['with a command that is none', ['revok'], 'There is no command'],
  ['with an option that is none', ['revoke', '--all'], '--all'],
  ['for no org', ['audit', 'verify'], 'Say which org'],
])('%s it says what to do and fails', async (_what, args, sentence) => {
  const { code, out, err } = await sayso(args);
  expect(err).toContain(sentence);
  expect(err).not.toMatch(/^\s+at /m);
  expect(out).toBe('');
  expect(code).toBe(1);
});

test('a wrong token, a missing token and a service that is away are told apart', async () => {
  const wrong = await sayso(['doctor'], { OPERATOR_TOKEN: `${OPERATOR_TOKEN}x` });
  expect(wrong.code).toBe(1);
  expect(wrong.err).toMatch(/token/i);
  expect(wrong.err).not.toContain(OPERATOR_TOKEN);
  const missing = await sayso(['doctor'], { OPERATOR_TOKEN: '' });
  expect(missing.err).toContain('OPERATOR_TOKEN is missing');
  const away = await sayso(['doctor'], { SERVICE_URL: `http://127.0.0.1:${await freePort()}` });
  expect(away.code).toBe(1);
  expect(away.err).toContain('does not answer');
  expect(away.err).toContain('Check SERVICE_URL');
});

test('a page of a proxy in place of the service is told in a sentence', async () => {
  const proxy = createServer((socket) => {
    socket.once('data', () =>
      socket.end('HTTP/1.1 502 Bad Gateway\r\ncontent-length: 12\r\n\r\n<h1>502</h1>'),
    );
  });
  await new Promise<void>((listening) => proxy.listen(0, '127.0.0.1', listening));
  const { port } = proxy.address() as AddressInfo;
  const { code, err } = await sayso(['doctor'], { SERVICE_URL: `http://127.0.0.1:${port}` });
  expect(err).toContain('not of Sayso');
  expect(err).toContain('Check SERVICE_URL');
  expect(err).not.toMatch(/^\s+at /m);
  expect(code).toBe(1);
  await new Promise((closed) => proxy.close(closed));
});

test('help lists every command', async () => {
  const { code, out } = await sayso(['--help']);
  expect(code).toBe(0);
  for (const command of ['doctor', 'revoke', 'revocation', 'keys rotate', 'audit verify'])
    expect(out).toContain(command);
});
