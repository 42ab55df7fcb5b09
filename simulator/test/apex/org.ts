import { randomBytes } from 'node:crypto';
import { installPackage, withPackage, type PackageOptions } from '../../src/apex/package.ts';
import { apexRoutes } from '../../src/apex/routes.ts';
import type { InstalledPackage } from '../../src/apex/runtime.ts';
import { installSaysoUserTrigger } from '../../src/apex/SaysoUserTrigger.ts';
import { createBrowser } from '../oauth/browser.ts';
import { ADA, ADMIN, bearer, openOrg, WORLD, type TestOrg } from '../server/org.ts';

const [ada, ben, admin] = WORLD.records.User;

/** Ada may use Sayso, the admin may administer it, Ben has heard of it. One lead waits to be converted. */
const PACKAGE_WORLD = withPackage({
  ...WORLD,
  records: {
    ...WORLD.records,
    User: [
      { ...ada!, PermissionSets: ['Sayso_User'] },
      ben!,
      { ...admin!, PermissionSets: ['Sayso_User', 'Sayso_Admin'] },
    ],
    Lead: [
      {
        Id: '00QHs0000000001MAA',
        FirstName: 'Nora',
        LastName: 'Falk',
        Company: 'Falk Optik',
        Status: 'Working - Contacted',
        OwnerId: ADA.id,
      },
    ],
  },
});

export const LEAD = '00QHs0000000001MAA';

export const KEY = { keyId: 'key-1', secret: randomBytes(32).toString('base64url') };

export interface PackageOrg extends TestOrg {
  installed: InstalledPackage;
  /** Calls an `@AuraEnabled` method from a browser in which the user is signed in. */
  aura(username: string, method: string, parameters?: object): Promise<{ status: number; body: any }>; // eslint-disable-line @typescript-eslint/no-explicit-any -- JSON of many shapes
  /** Calls an Apex REST resource with a token of the user. */
  rest(username: string, path: string, body: unknown): Promise<{ status: number; body: any }>; // eslint-disable-line @typescript-eslint/no-explicit-any -- JSON of many shapes
  pair(serviceUrl: string): Promise<void>;
}

/** An org with the package installed. */
export async function openPackageOrg(options: Partial<PackageOptions>): Promise<PackageOrg> {
  const installed = installPackage({ serviceUrl: null, appInstalled: () => true, ...options });
  const org = await openOrg({ world: PACKAGE_WORLD, routes: apexRoutes(installed) });
  installSaysoUserTrigger(org.org, org.url, installed);
  const cookies = new Map<string, string>();

  async function cookieOf(username: string): Promise<string> {
    if (!cookies.has(username)) {
      const browser = createBrowser(org);
      await browser.submit(await browser.open('/login'), { username, pw: 'x' });
      cookies.set(username, browser.cookie);
    }
    return cookies.get(username)!;
  }

  const self: PackageOrg = {
    ...org,
    installed,
    async aura(username, method, parameters = {}) {
      const response = await org.send(`/apex/${method.replace('.', '/')}`, {
        method: 'POST',
        headers: { cookie: await cookieOf(username), 'content-type': 'application/json' },
        body: JSON.stringify(parameters),
      });
      return { status: response.status, body: await response.json() };
    },
    async rest(username, path, body) {
      const response = await org.send(`/services/apexrest/sayso/v1/${path}`, {
        method: 'POST',
        headers: { ...bearer(await org.tokenFor(username)), 'content-type': 'application/json' },
        body: typeof body === 'string' ? body : JSON.stringify(body),
      });
      return { status: response.status, body: await response.json() };
    },
    async pair(serviceUrl) {
      const { status } = await self.rest(ADMIN.username, 'pairing', { ...KEY, serviceUrl });
      if (status !== 200) throw new Error(`Pairing answered ${status}.`);
    },
  };
  return self;
}
