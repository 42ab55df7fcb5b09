import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createClock } from '../src/clock.ts';
import { createData } from '../src/data.ts';
import { makeId } from '../src/schema/ids.ts';
import { createSimulator } from '../src/server.ts';
import { heapBytes, time, type Measurement } from './measure.ts';
import { worldOf } from './world.ts';

const V = '/services/data/v66.0';
const RECORDS = 25_000;

/** The data half: what a request costs beside a bare JSON server, what a record costs, how long a start takes. */
export async function bench(): Promise<Measurement[]> {
  return [...(await requests()), ...starts()];
}

/**
 * The same client, bodies of the same size and the same machine: the bare server parses what it is sent and answers a value that it
 * serialises anew, which is the least that any JSON API does.
 */
async function requests(): Promise<Measurement[]> {
  const simulator = await createSimulator({ world: worldOf(RECORDS) });
  const bare = await bareServer();
  try {
    const signedIn = await fetch(`${simulator.url}/__sim/session`, {
      method: 'POST',
      body: JSON.stringify({ username: 'bench@bench.example' }),
    });
    const { access_token: token } = (await signedIn.json()) as { access_token: string };
    const send = async (base: string, path: string, body?: unknown): Promise<unknown> => {
      const response = await fetch(base + path, {
        method: body === undefined ? 'GET' : 'PATCH',
        headers: { authorization: `Bearer ${token}`, 'accept-encoding': 'identity' },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
      if (!response.ok) throw new Error(`${path} answered ${response.status}: ${await response.text()}`);
      return response.json();
    };
    const cases: [string, number, string, (n: number) => unknown][] = [
      ['point read', 500, `${V}/sobjects/Opportunity/${makeId('006', 7)}`, () => undefined],
      [
        '2,000-row query',
        40,
        `${V}/query?q=${encodeURIComponent('SELECT Id, Name, StageName, Amount, CloseDate FROM Opportunity LIMIT 2000')}`,
        () => undefined,
      ],
      ['200-row collections update', 40, `${V}/composite/sobjects`, (n) => updateOf200(n)],
    ];
    const measurements: Measurement[] = [];
    for (const [name, n, path, body] of cases) {
      bare.answer = await send(simulator.url, path, body(0));
      const own = await time(n, (index) => send(simulator.url, path, body(index)));
      const least = await time(n, (index) => send(bare.url, path, body(index)));
      measurements.push({
        name,
        value: own.p50,
        unit: 'ms',
        note: `p95 ${own.p95.toFixed(1)} ms; bare JSON server ${least.p50.toFixed(1)} ms, p95 ${least.p95.toFixed(1)} ms; n = ${n}`,
      });
    }
    return measurements;
  } finally {
    await simulator.close();
    await bare.close();
  }
}

function updateOf200(n: number): unknown {
  const records = Array.from({ length: 200 }, (_, index) => ({
    attributes: { type: 'Opportunity' },
    id: makeId('006', index + 1),
    NextStep: `Step ${n}`,
    Amount: 1000 * n + index,
  }));
  return { allOrNone: true, records };
}

async function bareServer() {
  const bare = { url: '', answer: undefined as unknown, close: () => Promise.resolve() };
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      if (chunks.length > 0) JSON.parse(Buffer.concat(chunks).toString());
      response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(bare.answer));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  bare.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  bare.close = () =>
    new Promise((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
  return bare;
}

function starts(): Measurement[] {
  const measurements: Measurement[] = [];
  for (const records of [1000, 100_000]) {
    const world = worldOf(records);
    const before = heapBytes();
    const start = performance.now();
    const data = createData(world, createClock());
    const took = performance.now() - start;
    const bytes = heapBytes() - before;
    const count = ['Account', 'Contact', 'Opportunity', 'Task'].reduce(
      (sum, object) => sum + data.store.count(object),
      0,
    );
    measurements.push({ name: `start with ${count.toLocaleString('en')} records`, value: took, unit: 'ms' });
    if (records >= 100_000)
      measurements.push({
        name: 'memory per 100,000 records',
        value: ((bytes / count) * 100_000) / 1e6,
        unit: 'MB',
      });
  }
  return measurements;
}
