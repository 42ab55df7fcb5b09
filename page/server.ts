import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { installPackage, withPackage } from '../simulator/src/apex/package.ts';
import { apexRoutes } from '../simulator/src/apex/routes.ts';
import { installSaysoUserTrigger } from '../simulator/src/apex/SaysoUserTrigger.ts';
import type { Org } from '../simulator/src/org.ts';
import { createSimulator, type Simulator } from '../simulator/src/server.ts';
import { parseWorld } from '../simulator/src/world.ts';
import { buildBundle } from './bundle/build.ts';
import { installed, pageDir } from './bundle/locations.ts';
import { placedComponents, readApp } from './data/app.ts';
import { pageRoutes } from './routes.ts';

export interface PageOptions {
  /** A parsed world file. */
  world: unknown;
  /** 0: any free port. */
  port: number;
  /** Where the Sayso service is or will be: what the named credential of the package calls. */
  serviceUrl: string;
  /** Client id and secret of the app; absent ones are drawn. */
  clientId?: string;
  clientSecret?: string;
  /** Keeps what the package stores in the org (its signing key) across restarts; absent: in memory. */
  dataDir?: string;
  /** Told of steps that take long, before they begin. */
  progress?: (line: string) => void;
}

export interface Page {
  /** Base URL of the org and of its page, without a final slash. */
  url: string;
  clientId: string;
  clientSecret: string;
  org: Org;
  close(): Promise<void>;
}

/** A simulated org with the package installed, and its web page. */
export async function startPage(options: PageOptions): Promise<Page> {
  const { world, port, serviceUrl, clientId, clientSecret, dataDir, progress = () => {} } = options;
  const app = readApp();
  const bundle = await buildBundle(placedComponents(app), progress);
  if (dataDir !== undefined) mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  let simulator: Simulator | undefined;
  const installedPackage = installPackage({
    serviceUrl,
    ...(dataDir === undefined ? {} : { keyFile: join(dataDir, 'sayso-key.json') }),
    appInstalled: () => simulator?.app.installed ?? true,
  });
  const files = {
    bundle,
    designSystem: join(installed('@salesforce-ux/design-system'), 'assets'),
    shell: readFileSync(join(pageDir, 'shell.html'), 'utf8'),
    styles: join(pageDir, 'shell.css'),
  };
  simulator = await createSimulator({
    world: withPackage(parseWorld(world)),
    port,
    apps: [
      {
        ...(clientId === undefined ? {} : { clientId }),
        ...(clientSecret === undefined ? {} : { clientSecret }),
      },
    ],
    routes: [...apexRoutes(installedPackage), ...pageRoutes(app, files)],
  });
  const { url, org, close } = simulator;
  installSaysoUserTrigger(org, url, installedPackage);
  return { url, clientId: simulator.clientId, clientSecret: simulator.clientSecret, org, close };
}
