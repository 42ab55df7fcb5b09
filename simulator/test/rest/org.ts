import { afterAll, beforeAll } from '@jest/globals';
import { createSimulator, type Simulator, type SimulatorOptions } from '../../src/server.ts';
import type { World } from '../../src/world.ts';

export const V = '/services/data/v66.0';

export const ADA = '005Hs0000000001IAA';
export const BEN = '005Hs0000000002IAA';
/** May read, and write nothing. */
export const RITA = '005Hs0000000003IAA';
/** System administrator. */
export const ADMIN = '005Hs0000000004IAA';
/** Was deactivated. */
export const OLD = '005Hs0000000005IAA';

export const ACME = '001Hs0000000001IAA';
export const GLOBEX = '001Hs0000000002IAA';
export const KAREN = '003Hs0000000001IAA';
export const DEAL = '006Hs0000000001IAA';
export const LEAD = '00QHs0000000001MAA';

const person = (id: string, first: string, last: string, profile: string, more: object = {}) => ({
  Id: id,
  FirstName: first,
  LastName: last,
  Username: `${first.toLowerCase()}@harbour.example`,
  Email: `${first.toLowerCase()}@harbour.example`,
  ProfileName: profile,
  TimeZoneSidKey: 'Europe/Berlin',
  ...more,
});

/** A small sales team; tests take what they need and add to it. */
export function world(more: Partial<World> = {}): World {
  const base: World = {
    meta: {
      name: 'harbour',
      asOf: '2026-11-23',
      organization: { name: 'Harbour Ltd', timeZone: 'Europe/Berlin', currency: 'EUR' },
      profilePermissions: {
        'Standard User': { create: true, edit: true, delete: true },
        'Read Only': { create: false, edit: false, delete: false },
      },
    },
    records: {
      User: [
        person(ADA, 'Ada', 'Brandt', 'Standard User'),
        person(BEN, 'Ben', 'Okoro', 'Standard User'),
        person(RITA, 'Rita', 'Lund', 'Read Only'),
        person(ADMIN, 'Root', 'Admin', 'System Administrator'),
        person(OLD, 'Olaf', 'Gone', 'Standard User', { IsActive: false }),
      ],
      Account: [
        { Id: ACME, Name: 'Acme Corp', Industry: 'Technology', BillingCity: 'Bremen', OwnerId: ADA },
        { Id: GLOBEX, Name: 'Globex', OwnerId: BEN },
      ],
      Contact: [
        {
          Id: KAREN,
          FirstName: 'Karen',
          LastName: 'Whitfield',
          AccountId: ACME,
          Email: 'karen@acme.example',
          OwnerId: ADA,
        },
      ],
      Opportunity: [
        {
          Id: DEAL,
          Name: 'Acme Pilot',
          AccountId: ACME,
          StageName: 'Qualification',
          CloseDate: '2026-12-18',
          Amount: 50000,
          OwnerId: ADA,
        },
      ],
      Lead: [
        {
          Id: LEAD,
          FirstName: 'Alex',
          LastName: 'Green',
          Company: 'Initech',
          Status: 'Open - Not Contacted',
          OwnerId: ADA,
        },
      ],
    },
  };
  return {
    ...base,
    ...more,
    meta: { ...base.meta, ...more.meta },
    records: { ...base.records, ...more.records },
  };
}

export interface Answer {
  status: number;
  // The wire is untyped on purpose: tests look at what really came.
  // eslint-disable-next-line @typescript-eslint/no-explicit-any
  body: any;
  headers: Headers;
}

export interface TestOrg extends Simulator {
  /** A request as a user, below `/services/data/v66.0` unless the path starts with a slash; objects go out as JSON. */
  call(
    method: string,
    path: string,
    body?: unknown,
    options?: { as?: string; headers?: Record<string, string> },
  ): Promise<Answer>;
  /** Signs everybody in anew at the next call, after the clock ended the sessions. */
  renew(): void;
  /** The record as stored, whoever may see it. */
  stored(object: string, id: string): Record<string, unknown> | undefined;
}

/** One org for all tests of a file. */
export function useOrg(input: Partial<World> = {}, options: Partial<SimulatorOptions> = {}): TestOrg {
  const org = {} as TestOrg;
  beforeAll(async () => {
    Object.assign(org, await openOrg(input, options));
  });
  afterAll(() => org.close());
  return org;
}

export async function openOrg(
  input: Partial<World> = {},
  options: Partial<SimulatorOptions> = {},
): Promise<TestOrg> {
  const simulator = await createSimulator({ world: world(input), ...options });
  const tokens = new Map<string, string>();
  const token = async (userId: string) => {
    const known = tokens.get(userId);
    if (known !== undefined) return known;
    const username = String(simulator.org.data.record('User', userId)!.Username);
    const response = await fetch(`${simulator.url}/__sim/session`, {
      method: 'POST',
      body: JSON.stringify({ username }),
    });
    const { access_token: made } = (await response.json()) as { access_token: string };
    tokens.set(userId, made);
    return made;
  };
  return {
    ...simulator,
    renew: () => tokens.clear(),
    stored: (object, id) => simulator.org.data.record(object, id),
    async call(method, path, body, { as = ADA, headers = {} } = {}) {
      const url = simulator.url + (path.startsWith('/') ? path : `${V}/${path}`);
      const text = body === undefined || typeof body === 'string' ? body : JSON.stringify(body);
      const response = await fetch(url, {
        method,
        headers: { authorization: `Bearer ${await token(as)}`, ...headers },
        ...(text === undefined ? {} : { body: text }),
      });
      const answer = await response.text();
      const isJson = response.headers.get('content-type')?.includes('json') === true;
      return {
        status: response.status,
        body: isJson ? JSON.parse(answer) : answer,
        headers: response.headers,
      };
    },
  };
}
