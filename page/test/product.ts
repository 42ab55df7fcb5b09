import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { moveDatesToToday } from '../../scripts/start/world-dates.ts';
import { root } from '../bundle/locations.ts';
import { startPage, type Page } from '../server.ts';
import { demoWorld } from './world.ts';

/** All of it, as `npm start` runs it: the org with its page, and the service as a process with its embedded database. */
export interface Product {
  /** The org and its page. */
  url: string;
  page: Page;
  serviceUrl: string;
  /** Asks the org's own test endpoints below `/__sim/`. */
  sim(method: 'GET' | 'POST' | 'DELETE', path: string, body?: unknown): Promise<unknown>;
  close(): Promise<void>;
}

export async function startProduct(): Promise<Product> {
  const state = mkdtempSync(join(tmpdir(), 'sayso-browser-'));
  // PostgreSQL gives up root's rights and must still pass through.
  chmodSync(state, 0o711);
  const port = await freePort();
  const serviceUrl = `http://127.0.0.1:${port}`;
  const page = await startPage({
    world: moveDatesToToday(demoWorld(), new Date()),
    port: 0,
    serviceUrl,
    dataDir: join(state, 'org'),
  });
  const service = spawn(
    process.execPath,
    ['--disable-warning=ExperimentalWarning', join(root, 'service/src/main.ts')],
    {
      stdio: ['ignore', 'pipe', 'inherit'],
      env: {
        PATH: process.env['PATH'],
        HOME: process.env['HOME'],
        PORT: String(port),
        SERVICE_URL: serviceUrl,
        SALESFORCE_LOGIN_URL: page.url,
        SALESFORCE_CLIENT_ID: page.clientId,
        SALESFORCE_CLIENT_SECRET: page.clientSecret,
        ALLOW_LOOPBACK_ORGS: 'true',
        DATA_DIR: join(state, 'service'),
        LOG_LEVEL: 'error',
      },
    },
  );
  await ready(service);
  return {
    url: page.url,
    page,
    serviceUrl,
    async sim(method, path, body) {
      const response = await fetch(`${page.url}/__sim/${path}`, {
        method,
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
      if (!response.ok)
        throw new Error(`/__sim/${path} answered ${response.status}: ${await response.text()}`);
      const text = await response.text();
      return text === '' ? undefined : (JSON.parse(text) as unknown);
    },
    async close() {
      if (service.exitCode === null) {
        const gone = once(service, 'exit');
        service.kill('SIGTERM');
        await gone;
      }
      await page.close();
      rmSync(state, { recursive: true, force: true });
    },
  };
}

async function ready(service: ChildProcess): Promise<void> {
  for await (const line of createInterface({ input: service.stdout! }))
    if (line.includes('"ready":true')) return;
  throw new Error('The service ended before it was ready; its reason is above.');
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}
