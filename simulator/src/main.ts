import { readFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { installPackage, withPackage } from './apex/package.ts';
import { apexRoutes } from './apex/routes.ts';
import type { App } from './oauth/apps.ts';
import { createSimulator } from './server.ts';
import type { World } from './world.ts';

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

if (!values.world) {
  console.error('Say which world to serve: --world FILE');
  process.exit(2);
}

const world = (await readJson(values.world)) as World;
let app: App | undefined;
const simulator = await createSimulator({
  world: values.package ? withPackage(world) : world,
  port: Number(values.port),
  tls: values.tls,
  ...(values.faults && { faults: await readJson(values.faults) }),
  ...(values.now && { now: new Date(values.now) }),
  routes: values.package
    ? apexRoutes(
        installPackage({
          serviceUrl: values['service-url'] ?? null,
          appInstalled: () => app?.installed ?? true,
        }),
      )
    : [],
  apps: [
    {
      ...(values['client-id'] && { clientId: values['client-id'] }),
      ...(values['client-secret'] && { clientSecret: values['client-secret'] }),
      callbacks: values.callback,
    },
  ],
});
app = simulator.app;
for (const signal of ['SIGINT', 'SIGTERM'] as const)
  process.once(signal, () => {
    void simulator.close().then(() => process.exit(0));
  });
const { url, clientId, clientSecret, ca } = simulator;
console.log(JSON.stringify({ ready: true, url, clientId, clientSecret, ...(ca && { ca }) }));

async function readJson(path: string): Promise<unknown> {
  return JSON.parse(await readFile(path, 'utf8'));
}
