import { randomUUID } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SignJWT } from 'jose';
import { installPackage, withPackage } from '../../simulator/src/apex/package.ts';
import { apexRoutes } from '../../simulator/src/apex/routes.ts';
import type { App } from '../../simulator/src/oauth/apps.ts';
import { createSimulator, type Simulator } from '../../simulator/src/server.ts';
import type { World } from '../../simulator/src/world.ts';
import { compose, type ComposeOptions, type Service } from '../src/compose.ts';
import { readConfig, type Environment } from '../src/config.ts';
import { createLog } from '../src/log.ts';
import { findOrgKey } from '../src/orgs/org-keys.ts';
import type { Principal } from '../src/salesforce/types.ts';
import { Browser } from './browser.ts';
import { createTestDatabase, type TestDatabase } from './database.ts';

const WORLD = new URL('../../simulator/worlds/demo.json', import.meta.url);

export const ADMIN = 'grace.whitfield@northlight.example';
export const MARA = 'mara.lindqvist@northlight.example';
export const TOM = 'tom.becker@northlight.example';

export interface TestService {
  service: Service;
  database: TestDatabase;
  simulator: Simulator;
  url: string;
  /** Lines of the log so far. */
  logLines: string[];
  /** The service's data directory: keyring and spool. */
  dataDir: string;
  principal(username: string): Principal;
  pair(username?: string): Promise<Response>;
  connect(username: string): Promise<Response>;
  /** An assertion as Apex signs it; `claims` and `header` override. */
  assertion(
    username: string,
    claims?: Record<string, unknown>,
    header?: Record<string, unknown>,
  ): Promise<string>;
  request(
    method: string,
    path: string,
    username?: string,
    options?: { body?: unknown; headers?: Record<string, string>; claims?: Record<string, unknown> },
  ): Promise<Response>;
  sim<T>(method: string, path: string, body?: unknown): Promise<T>;
  close(): Promise<void>;
}

/** The whole service over a real PostgreSQL, listening, beside a simulated org with the package installed. */
export async function startService(
  options: { environment?: Environment; app?: Partial<App> } & Pick<
    ComposeOptions,
    'onStep' | 'planner'
  > = {},
): Promise<TestService> {
  const database = await createTestDatabase();
  const world = JSON.parse(readFileSync(WORLD, 'utf8')) as World;
  let service: Service | undefined;
  // The port is taken first, because everyone has to know the service's address before it exists.
  const server: Server = createServer((request, response) => service!.app(request, response));
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const serviceUrl = options.environment?.['SERVICE_URL'] ?? url;
  const simulator = await createSimulator({
    world: withPackage(world),
    routes: apexRoutes(installPackage({ serviceUrl, appInstalled: () => simulator.app.installed })),
    apps: [options.app ?? {}],
  });
  const dataDir = mkdtempSync(join(tmpdir(), 'sayso-service-'));
  const logLines: string[] = [];
  const config = readConfig({
    SERVICE_URL: serviceUrl,
    DATABASE_URL: database.url,
    DATA_DIR: dataDir,
    SALESFORCE_LOGIN_URL: simulator.url,
    SALESFORCE_CLIENT_ID: simulator.clientId,
    SALESFORCE_CLIENT_SECRET: simulator.clientSecret,
    ALLOW_LOOPBACK_ORGS: 'true',
    LOG_LEVEL: 'debug',
    ...options.environment,
  });
  const log = createLog({
    level: config.LOG_LEVEL,
    destination: { write: (line) => void logLines.push(line) },
  });
  service = await compose(config, {
    log,
    ...(options.onStep ? { onStep: options.onStep } : {}),
    ...(options.planner ? { planner: options.planner } : {}),
  });
  const composed = service;
  const orgId = simulator.org.id;

  const principal = (username: string): Principal => {
    for (const user of simulator.org.data.rows('User'))
      if (user['Username'] === username) return { orgId, userId: String(user['Id']) };
    throw new Error(`no user ${username}`);
  };

  async function assertion(
    username: string,
    claims: Record<string, unknown> = {},
    header: Record<string, unknown> = {},
  ): Promise<string> {
    const { rows } = await database.pool.query<{ key_id: string }>(
      'select key_id from org_keys where org_id = $1 and retired_at is null',
      [orgId],
    );
    const keyId = rows[0]!.key_id;
    const key = await findOrgKey(database.pool, composed.vault, orgId, keyId);
    const now = Math.floor(Date.now() / 1_000);
    const all = {
      iss: orgId,
      sub: principal(username).userId,
      aud: serviceUrl,
      iat: now,
      exp: now + 120,
      jti: randomUUID(),
      ...(username === ADMIN ? { adm: true } : {}),
      ...claims,
    };
    return new SignJWT(all)
      .setProtectedHeader({ alg: 'HS256', typ: 'JWT', kid: keyId, ...header })
      .sign(key!);
  }

  async function finish(start: URL, username: string): Promise<Response> {
    const browser = new Browser();
    return browser.open(await browser.toCallback(start, username));
  }

  return {
    service: composed,
    database,
    simulator,
    url,
    logLines,
    dataDir,
    principal,
    assertion,
    pair: (username = ADMIN) =>
      finish(
        new URL(`${url}/oauth/start?intent=pair&login_url=${encodeURIComponent(simulator.url)}`),
        username,
      ),
    connect: async (username) =>
      finish(new URL(`${url}/oauth/start?assertion=${await assertion(username)}`), username),
    async request(method, path, username, { body, headers, claims } = {}) {
      return fetch(url + path, {
        method,
        headers: {
          ...(username === undefined ? {} : { authorization: `Bearer ${await assertion(username, claims)}` }),
          ...(body === undefined ? {} : { 'content-type': 'application/json' }),
          ...headers,
        },
        ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
      });
    },
    async sim<T>(method: string, path: string, body?: unknown): Promise<T> {
      const response = await fetch(`${simulator.url}/__sim/${path}`, {
        method,
        ...(body === undefined
          ? {}
          : { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
      });
      const text = await response.text();
      if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${text}`);
      return (text === '' ? undefined : JSON.parse(text)) as T;
    },
    async close() {
      composed.announceClose();
      server.closeAllConnections();
      await new Promise((closed) => server.close(closed));
      await composed.close();
      await simulator.close();
      await database.close();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}
