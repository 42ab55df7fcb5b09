import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, describe, expect, test } from '@jest/globals';
import type { Operation } from '../../src/commands/types.ts';
import { id18 } from '../../../simulator/src/schema/ids.ts';
import { demoWorld, MARA, startBench, until, type Bench, type Change } from './harness.ts';

const ROWS = 2_400;
const leadId = (n: number): string => id18(`00QSy0000${String(100_000 + n)}`);
const world = demoWorld((records) => {
  for (let n = 0; n < ROWS + 600; n++)
    records['Lead']?.push({
      Id: leadId(n),
      LastName: `Bulk ${n}`,
      Company: 'Bulk Inc',
      Status: 'Open - Not Contacted',
      Rating: null,
      OwnerId: MARA,
    });
});

let bench: Bench;
afterEach(() => bench.close());

function rating(from: number, count: number, value: string): Operation {
  const ids = Array.from({ length: count }, (_, n) => leadId(from + n));
  return {
    op: 'update',
    object: 'Lead',
    ids,
    set: { Rating: value },
    before: Object.fromEntries(ids.map((id) => [id, { Rating: null }])),
  };
}

function ratingsOf(changes: readonly Change[]): Change[] {
  return changes.filter(({ object, field }) => object === 'Lead' && field === 'Rating');
}

describe('more than 2,000 records', () => {
  test('go through one Bulk job, with conflicts and refusals row by row, and are taken back the same way', async () => {
    bench = await startBench({ world, policy: { confirmAbove: 10_000, maxRecords: 10_000 } });
    await bench
      .salesforceOf(MARA)
      .request('PATCH', `/sobjects/Lead/${leadId(5)}`, { body: { Rating: 'Cold' } });
    await bench.sim('POST', 'faults', {
      at: 'row',
      match: { object: 'Lead', row: 7 },
      times: 1,
      action: { type: 'error', errorCode: 'FIELD_CUSTOM_VALIDATION_EXCEPTION', message: 'Not this one.' },
    });
    const done = await bench.run([rating(0, ROWS, 'Hot')]);
    expect(done).toMatchObject({
      status: 'done',
      headline: `Done. ${ROWS - 2} changed, 1 conflict, 1 refused.`,
    });
    expect(done.results?.find(({ outcome }) => outcome === 'refused')?.reason).toBe('Not this one.');
    const jobs = (await bench.journal()).filter(
      ({ method, path }) => method === 'POST' && path.endsWith('/jobs/ingest'),
    );
    expect(jobs).toHaveLength(1);

    await bench.commands.undo(bench.mara, done.id);
    expect((await bench.ended(done.id, ['undone'])).headline).toBe(`Undone. ${ROWS - 2} taken back.`);
    const [{ expr0 }] = (await bench
      .salesforceOf(MARA)
      .query("SELECT COUNT(Id) FROM Lead WHERE Company = 'Bulk Inc' AND Rating = 'Hot'")) as [
      { expr0: number },
    ];
    expect(expr0).toBe(0);
  }, 120_000);

  test('an aborted Bulk job is finished by another one, no row twice', async () => {
    bench = await startBench({ world, policy: { confirmAbove: 10_000 } });
    await bench.sim('POST', 'faults', {
      at: 'bulkJob',
      times: 1,
      action: { type: 'bulkJob', state: 'Aborted', afterRows: 300 },
    });
    const done = await bench.run([rating(0, ROWS, 'Hot')]);
    expect(done.headline).toBe(`Done. ${ROWS} changed.`);
    const changes = ratingsOf(await bench.changes());
    expect(changes).toHaveLength(ROWS);
    expect(new Set(changes.map(({ id }) => id)).size).toBe(ROWS);
  }, 120_000);

  test('are refused in words, each of them, when Salesforce takes no Bulk job for them', async () => {
    bench = await startBench({ world, policy: { confirmAbove: 10_000 } });
    await bench.sim('POST', 'faults', {
      match: { method: 'POST', path: '/jobs/ingest$' },
      action: {
        type: 'error',
        errorCode: 'INVALIDENTITY',
        message: 'Entity is not supported by the Bulk API.',
      },
    });
    const done = await bench.run([rating(0, ROWS, 'Hot')]);
    expect(done).toMatchObject({ status: 'failed', headline: `Nothing was changed. ${ROWS} refused.` });
    expect(done.results?.[0]?.reason).toBe('Entity is not supported by the Bulk API.');
  }, 120_000);
});

describe('a worker killed in the middle', () => {
  const workers: ChildProcess[] = [];
  afterAll(() => {
    for (const worker of workers) worker.kill('SIGKILL');
  });

  async function startWorker(): Promise<ChildProcess> {
    const script = fileURLToPath(new URL('./worker.ts', import.meta.url));
    const worker = spawn(
      process.execPath,
      ['--disable-warning=ExperimentalWarning', script, bench.database.url, bench.simulator.url],
      {
        stdio: ['ignore', 'pipe', 'inherit'],
      },
    );
    workers.push(worker);
    await once(worker.stdout!, 'data');
    return worker;
  }

  test('loses nothing: another one finishes both a Bulk job and a collections run, no record changed twice', async () => {
    bench = await startBench({ world, policy: { confirmAbove: 10_000 }, works: false });
    const first = await startWorker();
    await bench.sim('POST', 'faults', {
      match: { path: '/composite/sobjects$' },
      action: { type: 'delay', ms: 150, where: 'response' },
    });
    const small = await bench.plan([rating(ROWS, 600, 'Warm')]);
    const large = await bench.plan([rating(0, ROWS, 'Hot')]);
    for (const { id } of [small, large]) await bench.commands.confirm(bench.mara, id, {});
    // Killed while the second call of the small command is under way and the Bulk job exists.
    await until(async () => {
      const entries = await bench.journal();
      const calls = entries.filter(
        ({ method, path }) => method === 'PATCH' && path.endsWith('/composite/sobjects'),
      );
      const uploads = entries.filter(({ path }) => path.endsWith('/batches'));
      return calls.length >= 2 && uploads.length >= 1 ? true : undefined;
    });
    first.kill('SIGKILL');
    await once(first, 'exit');
    const halfway = await bench.commands.read(bench.mara, small.id);
    expect(halfway.status).toBe('running');
    expect(halfway.progress?.done).toBeLessThan(600);

    const second = await startWorker();
    expect((await bench.ended(small.id)).headline).toBe('Done. 600 changed.');
    expect((await bench.ended(large.id)).headline).toBe(`Done. ${ROWS} changed.`);
    second.kill('SIGTERM');
    await once(second, 'exit');
    const changes = ratingsOf(await bench.changes());
    expect(changes).toHaveLength(ROWS + 600);
    expect(new Set(changes.map(({ id }) => id)).size).toBe(ROWS + 600);
  }, 120_000);

  test('that is asked to stop hands over at its next checkpoint', async () => {
    bench = await startBench({ world, policy: { confirmAbove: 10_000 }, works: false });
    const first = await startWorker();
    await bench.sim('POST', 'faults', {
      match: { path: '/composite/sobjects$' },
      action: { type: 'delay', ms: 100, where: 'response' },
    });
    const planned = await bench.plan([rating(0, 1_000, 'Warm')]);
    await bench.commands.confirm(bench.mara, planned.id, {});
    await until(async () =>
      (await bench.commands.read(bench.mara, planned.id)).progress?.done ? true : undefined,
    );
    first.kill('SIGTERM');
    expect(await once(first, 'exit')).toEqual([0, null]);
    const halfway = await bench.commands.read(bench.mara, planned.id);
    expect(halfway).toMatchObject({ status: 'running', progress: { total: 1_000 } });
    expect(halfway.progress?.done).toBeLessThan(1_000);
    const second = await startWorker();
    expect((await bench.ended(planned.id)).headline).toBe('Done. 1000 changed.');
    expect(ratingsOf(await bench.changes())).toHaveLength(1_000);
    second.kill('SIGTERM');
    await once(second, 'exit');
  }, 120_000);
});
