import { afterAll, beforeAll } from '@jest/globals';
import { createSimulator, type Simulator, type SimulatorOptions } from '../../src/server.ts';

/** Two reps and an admin with a few records: enough for tests that are not about data. */
export const WORLD = {
  meta: {
    name: 'Harbour Ltd',
    organization: { id: '00DHs0000000001', name: 'Harbour Ltd', timeZone: 'Europe/Berlin' },
    profilePermissions: {
      'Standard User': { create: true, edit: true, delete: true },
      'System Administrator': { create: true, edit: true, delete: true },
    },
  },
  picklists: {},
  records: {
    User: [
      {
        Id: '005Hs0000000001IAA',
        FirstName: 'Ada',
        LastName: 'Brandt',
        Name: 'Ada Brandt',
        Username: 'ada@harbour.example',
        Email: 'ada.brandt@harbour.example',
        Alias: 'abran',
        ProfileName: 'Standard User',
        TimeZoneSidKey: 'Europe/Berlin',
        LocaleSidKey: 'en_GB',
        IsActive: true,
      },
      {
        Id: '005Hs0000000002IAA',
        FirstName: 'Ben',
        LastName: 'Okoro',
        Name: 'Ben Okoro',
        Username: 'ben@harbour.example',
        Email: 'ben.okoro@harbour.example',
        Alias: 'bokor',
        ProfileName: 'Standard User',
        TimeZoneSidKey: 'Europe/Berlin',
        LocaleSidKey: 'en_GB',
        IsActive: true,
      },
      {
        Id: '005Hs0000000003IAA',
        FirstName: 'Root',
        LastName: 'Admin',
        Name: 'Root Admin',
        Username: 'admin@harbour.example',
        Email: 'admin@harbour.example',
        Alias: 'radmi',
        ProfileName: 'System Administrator',
        TimeZoneSidKey: 'Europe/Berlin',
        LocaleSidKey: 'en_GB',
        IsActive: true,
      },
    ],
    Account: [
      { Id: '001Hs0000000001IAA', Name: 'Nordlicht GmbH', OwnerId: '005Hs0000000001IAA' },
      { Id: '001Hs0000000002IAA', Name: 'Seawall AG', OwnerId: '005Hs0000000002IAA' },
    ],
  },
};

export const ADA = { id: '005Hs0000000001IAA', username: 'ada@harbour.example' };
export const BEN = { id: '005Hs0000000002IAA', username: 'ben@harbour.example' };
export const ADMIN = { id: '005Hs0000000003IAA', username: 'admin@harbour.example' };

export const CALLBACK = 'http://127.0.0.1:4001/oauth/callback';

export interface TestOrg extends Simulator {
  /** A request to the org; redirects are not followed. */
  send(path: string, init?: RequestInit): Promise<Response>;
  post(path: string, fields: Record<string, string>, headers?: Record<string, string>): Promise<Response>;
  /** A request to `/__sim/`, which must succeed. */
  sim(method: string, path: string, body?: unknown): Promise<unknown>;
  /** Access token of a user, signed in without a browser. */
  tokenFor(username: string): Promise<string>;
}

/** One org for all tests of a file. */
export function useOrg(options: Partial<SimulatorOptions> = {}): TestOrg {
  const org = {} as TestOrg;
  beforeAll(async () => {
    Object.assign(org, await openOrg(options));
  });
  afterAll(() => org.close());
  return org;
}

export async function openOrg(options: Partial<SimulatorOptions> = {}): Promise<TestOrg> {
  const simulator = await createSimulator({ world: WORLD, ...options });
  const send = (path: string, init: RequestInit = {}) =>
    fetch(simulator.url + path, { redirect: 'manual', ...init });
  const sim = async (method: string, path: string, body?: unknown) => {
    const response = await send(`/__sim/${path}`, {
      method,
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`/__sim/${path} answered ${response.status}: ${text}`);
    return text ? (JSON.parse(text) as unknown) : undefined;
  };
  return {
    ...simulator,
    send,
    post: (path, fields, headers = {}) =>
      send(path, { method: 'POST', body: new URLSearchParams(fields), headers }),
    sim,
    async tokenFor(username) {
      return ((await sim('POST', 'session', { username })) as { access_token: string }).access_token;
    },
  };
}

export function bearer(token: string): { authorization: string } {
  return { authorization: `Bearer ${token}` };
}
