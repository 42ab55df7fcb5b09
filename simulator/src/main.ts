import { readFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { installPackage, withPackage } from './apex/package.ts';
import { apexRoutes } from './apex/routes.ts';
import { installSaysoUserTrigger } from './apex/SaysoUserTrigger.ts';
import type { App } from './oauth/apps.ts';
import { createSimulator } from './server.ts';
import type { World } from './world.ts';

/** Reads the command line, opens the org, says on stdout where it is; what is wrong becomes one sentence on stderr. */
async function main(): Promise<void> {
  const { values } = parseArgs({
    allowNegative: true,
    options: {
      /** `--no-package`: an org without the Sayso package. */
      package: { type: 'boolean', default: true },
      world: { type: 'string' },
      port: { type: 'string', default: '0' },
      tls: { type: 'boolean', default: false },
      faults: { type: 'string' },
      now: { type: 'string' },
      'client-id': { type: 'string', default: process.env['SALESFORCE_CLIENT_ID'] },
      'client-secret': { type: 'string', default: process.env['SALESFORCE_CLIENT_SECRET'] },
      'service-url': { type: 'string', default: process.env['SERVICE_URL'] },
      callback: { type: 'string', multiple: true, default: [] },
    },
  });
  if (!values.world) throw new Error('Say which world to serve: --world FILE.');
  const port = Number(values.port);
  if (!Number.isInteger(port) || port < 0 || port > 65_535)
    throw new Error(`--port takes a number from 0 to 65535, not "${values.port}".`);
  const now = values.now === undefined ? undefined : new Date(values.now);
  if (now && Number.isNaN(now.getTime())) throw new Error(`--now takes an instant, not "${values.now}".`);

  const world = (await readJson(values.world)) as World;
  let app: App | undefined;
  const installed = values.package
    ? installPackage({
        serviceUrl: values['service-url'] ?? null,
        appInstalled: () => app?.installed ?? true,
      })
    : undefined;
  const simulator = await createSimulator({
    world: installed ? withPackage(world) : world,
    port,
    tls: values.tls,
    ...(values.faults && { faults: await readJson(values.faults) }),
    ...(now && { now }),
    routes: installed ? apexRoutes(installed) : [],
    apps: [
      {
        ...(values['client-id'] && { clientId: values['client-id'] }),
        ...(values['client-secret'] && { clientSecret: values['client-secret'] }),
        callbacks: values.callback,
      },
    ],
  });
  app = simulator.app;
  if (installed) installSaysoUserTrigger(simulator.org, simulator.url, installed);
  for (const signal of ['SIGINT', 'SIGTERM'] as const)
    process.once(signal, () => {
      void simulator.close().then(() => process.exit(0));
    });
  const { url, clientId, clientSecret, ca } = simulator;
  console.log(JSON.stringify({ ready: true, url, clientId, clientSecret, ...(ca && { ca }) }));
}

async function readJson(path: string): Promise<unknown> {
  try {
    return JSON.parse(await readFile(path, 'utf8'));
  } catch (error) {
    throw new Error(`${path}: ${(error as Error).message}`);
  }
}

main().catch((error: Error) => {
  console.error(error.message);
  process.exit(1);
});
