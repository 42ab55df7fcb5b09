/**
 * `npm start`: everything for a try on one machine. The simulated org with its page on PORT (4000), the service on the next port, the embedded
 * database beside them. Each start begins with the same sample company; the state of the last run is thrown away.
 */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import net from 'node:net';
import path from 'node:path';
import readline from 'node:readline';
import { startPage } from '../page/server.ts';
import { root } from './process.ts';
import { pairOrg } from './start/pair-org.ts';
import { moveDatesToToday } from './start/world-dates.ts';

const DEFAULT_PORT = 4000;
/** The service stops by itself well within this; after it, something hangs and the terminal matters more. */
const STOP_SECONDS = 15;

let stopping = false;
const port = portOf(process.env.PORT);
const state = path.join(root, '.sayso');
const serviceUrl = `http://127.0.0.1:${port + 1}`;

for (const busy of [port, port + 1].filter(await portsInUse([port, port + 1])))
  stop(`Port ${busy} is in use. End the program that holds it, or choose other ports: PORT=5000 npm start.`);

rmSync(state, { recursive: true, force: true });
mkdirSync(state, { recursive: true, mode: 0o711 });
const world = moveDatesToToday(
  JSON.parse(readFileSync(path.join(root, 'simulator/worlds/demo.json'), 'utf8')),
  new Date(),
);

say('Starting the simulated org and its page (the first start bundles the page, about 15 s) …');
const page = await startPage({ world, port, serviceUrl, dataDir: state, progress: say });

say('Starting the service and its database …');
const service = await startService({
  PORT: String(port + 1),
  SERVICE_URL: serviceUrl,
  SALESFORCE_LOGIN_URL: page.url,
  SALESFORCE_CLIENT_ID: page.clientId,
  SALESFORCE_CLIENT_SECRET: page.clientSecret,
  ALLOW_LOOPBACK_ORGS: 'true',
  KEYRING: `file:${path.join(state, 'keyring')}`,
  DATA_DIR: state,
});

const users = (world.records.User ?? []).filter((user) => user.IsActive !== false);
const admin = users.find((user) => [user.PermissionSets].flat().includes('Sayso_Admin'));
if (!admin) stop('The sample world has no user with the permission set Sayso_Admin.');
say(`Pairing the org with the service, as ${admin.Name} would on the Sayso setup page …`);
await pairOrg(serviceUrl, page.url, String(admin.Username));

console.log(`
Sign in with one of these user names; any password works.
${users.map((user) => `  ${String(user.Username).padEnd(36)} ${user.Name}, ${user.Title}`).join('\n')}

Open a deal, press Alt+S or the Sayso button below it, connect once, and say what should change.
Ctrl-C stops all of it.

Sayso is ready: ${page.url}`);

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => void shutDown(0));
service.once('exit', (code) => {
  if (stopping) return;
  console.error(`The service ended by itself (exit code ${code}); its last lines are above.`);
  void shutDown(1);
});

async function startService(settings: Record<string, string>): Promise<ChildProcess> {
  const { DATABASE_URL: _, ...env } = process.env;
  const child = spawn(
    process.execPath,
    ['--disable-warning=ExperimentalWarning', path.join(root, 'service/src/main.ts')],
    {
      // Not the terminal's process group: Ctrl-C reaches this program first, which then stops the service in order.
      detached: true,
      stdio: ['ignore', 'pipe', 'inherit'],
      env: { ...env, LOG_LEVEL: process.env.LOG_LEVEL ?? 'warn', ...settings },
    },
  );
  const lines = readline.createInterface({ input: child.stdout! });
  const ready = (async () => {
    for await (const line of lines) if (line.includes('"ready":true')) return true;
    return false;
  })();
  if (!(await ready)) stop('The service did not start; the reason is above.');
  lines.on('line', (line) => console.log(line));
  return child;
}

async function shutDown(code: number): Promise<void> {
  if (stopping) return;
  stopping = true;
  say('Stopping …');
  if (service.exitCode === null && service.signalCode === null) {
    const gone = once(service, 'exit');
    service.kill('SIGTERM');
    const timer = setTimeout(() => service.kill('SIGKILL'), STOP_SECONDS * 1000);
    await gone;
    clearTimeout(timer);
  }
  await page.close();
  process.exit(code);
}

function portOf(text: string | undefined): number {
  const value = Number(text ?? DEFAULT_PORT);
  if (!Number.isInteger(value) || value < 1 || value > 65_534)
    stop(`PORT must be a whole number from 1 to 65534, not "${text}".`);
  return value;
}

async function portsInUse(ports: number[]): Promise<(port: number) => boolean> {
  const free = await Promise.all(
    ports.map(
      (candidate) =>
        new Promise<boolean>((resolve) => {
          const probe = net.createServer().once('error', () => resolve(false));
          probe.listen(candidate, '127.0.0.1', () => probe.close(() => resolve(true)));
        }),
    ),
  );
  return (candidate) => !free[ports.indexOf(candidate)];
}

function say(line: string): void {
  console.log(line);
}

function stop(sentence: string): never {
  console.error(sentence);
  process.exit(1);
}
