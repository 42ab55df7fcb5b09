/** Many callers, three processes, expired sessions: one refresh per grant, however slow Salesforce is and whoever is told to stop. */
import { publish, startFleet, type Fleet, type SimSummary } from './fleet.ts';
import type { Report } from './worker.ts';

const PROCESSES = 3;
const CALLERS = 8;
/** Slower than the lease (15 s) and than any caller waits (15 s). */
const SLOW_MS = 20_000;

interface Run {
  what: string;
  refreshes: number;
  lost: number;
  failed: number;
  replays: number;
  seconds: number;
}

async function between(fleet: Fleet, what: string, work: () => Promise<Report[]>): Promise<Run> {
  const before = await fleet.summary();
  const startedAt = performance.now();
  const reports = await work();
  const seconds = Math.round((performance.now() - startedAt) / 100) / 10;
  const after = await fleet.summary();
  const gained = (name: keyof SimSummary): number => after[name] - before[name];
  const failed: Record<string, number> = {};
  for (const report of reports)
    for (const [code, n] of Object.entries(report.failed)) failed[code] = (failed[code] ?? 0) + n;
  if (Object.keys(failed).length > 0) console.error(what, failed);
  return {
    what,
    refreshes: gained('uses'),
    lost: after.grants - after.live,
    failed: Object.values(failed).reduce((sum, n) => sum + n, 0),
    replays: gained('replays'),
    seconds,
  };
}

const fleet = await startFleet({ reuse: 'strict' });
const runs: { run: Run; refreshes: number }[] = [];
try {
  await fleet.sim('PATCH', 'settings', { tokenLatencyMs: 30 });
  const many = await fleet.seed(Number(process.argv[2] ?? 1_000));
  let workers = await Promise.all(Array.from({ length: PROCESSES }, () => fleet.worker()));
  runs.push({
    refreshes: many.length,
    run: await between(
      fleet,
      `${many.length} expired grants × ${CALLERS} callers × ${PROCESSES} processes`,
      () =>
        Promise.all(
          workers.map((worker) => worker.run({ principals: many, callers: CALLERS, patienceSeconds: 60 })),
        ),
    ),
  });

  const few = await fleet.seed(20);
  await fleet.sim('PATCH', 'settings', { tokenLatencyMs: SLOW_MS });
  runs.push({
    refreshes: few.length,
    run: await between(
      fleet,
      `${few.length} grants, endpoint ${SLOW_MS / 1_000} s: slower than lease and callers`,
      () =>
        Promise.all(
          workers.map((worker) => worker.run({ principals: few, callers: CALLERS, patienceSeconds: 60 })),
        ),
    ),
  });

  const others = await fleet.seed(20);
  await fleet.sim('PATCH', 'settings', { tokenLatencyMs: 5_000 });
  runs.push({
    refreshes: others.length,
    run: await between(fleet, `${others.length} grants, SIGTERM to their owner while it waits`, async () => {
      const [owner] = workers;
      const abandoned = owner!
        .run({ principals: others, callers: 1, patienceSeconds: 30 })
        .catch(() => undefined);
      for (;;) {
        const { rows } = await fleet.pool.query<{ n: number }>(
          'select count(*) as n from grants where lease_owner is not null',
        );
        if (rows[0]!.n === others.length) break;
        await new Promise((resume) => setTimeout(resume, 50));
      }
      owner!.process.kill('SIGTERM');
      await owner!.ended;
      await abandoned;
      workers = workers.slice(1);
      return Promise.all(
        workers.map((worker) => worker.run({ principals: others, callers: 1, patienceSeconds: 30 })),
      );
    }),
  });
} finally {
  await fleet.close();
}

console.table(runs.map(({ run }) => run));
publish(
  'rotation',
  runs.flatMap(({ run, refreshes }) => [
    { what: `${run.what}: refreshes`, want: refreshes, got: run.refreshes, ok: run.refreshes === refreshes },
    { what: `${run.what}: lost grants`, want: 0, got: run.lost, ok: run.lost === 0 },
    { what: `${run.what}: failed callers`, want: 0, got: run.failed, ok: run.failed === 0 },
    { what: `${run.what}: replays`, want: 0, got: run.replays, ok: run.replays === 0 },
  ]),
);
