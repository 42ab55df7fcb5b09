/** PostgreSQL crashes and comes back, again and again, while grants are refreshed: no answer is lost. */
import path from 'node:path';
import { publish, startFleet } from './fleet.ts';

const PROCESSES = 2;
const GRANTS = 60;
/** Shorter and longer than the lease. */
const OUTAGES_MS = [500, 1_500, 4_000, 1_000, 3_000];
const LEASE_SECONDS = 2;
/** Long enough that many answers arrive while the database is away. */
const ENDPOINT_MS = 300;

const fleet = await startFleet({ reuse: 'strict' });
const lost = new Set<string>();
let refreshes = 0;
try {
  await fleet.sim('PATCH', 'settings', { tokenLatencyMs: ENDPOINT_MS, loginsPerHour: 1e9 });
  const grants = await fleet.seed(GRANTS);
  const workers = await Promise.all(
    Array.from({ length: PROCESSES }, (_, n) =>
      fleet.worker({ leaseSeconds: LEASE_SECONDS, spool: path.join(fleet.directory, `spool-${n}`) }),
    ),
  );
  let over = false;
  const load = workers.map(async (worker) => {
    while (!over) {
      const report = await worker.run({ principals: grants, callers: 1, expire: true, patienceSeconds: 60 });
      for (const { userId } of report.lost) lost.add(userId);
      if (Object.keys(report.failed).length > 0) console.error(report.failed);
    }
  });
  for (const outageMs of OUTAGES_MS) {
    await new Promise((resume) => setTimeout(resume, 1_500));
    await fleet.bounceDatabase(outageMs);
  }
  over = true;
  await Promise.all(load);
  const last = await workers[0]!.run({ principals: grants, callers: 1, expire: true, patienceSeconds: 60 });
  for (const { userId } of last.lost) lost.add(userId);
  const { uses, live, grants: all, replays } = await fleet.summary();
  refreshes = uses;
  publish('database', [
    {
      what: `refreshes under ${OUTAGES_MS.length} crashes of the database`,
      want: '> 0',
      got: refreshes,
      ok: refreshes > 0,
    },
    { what: 'callers served at the end', want: GRANTS, got: last.ok, ok: last.ok === GRANTS },
    { what: 'grants lost', want: 0, got: lost.size + all - live, ok: lost.size === 0 && all === live },
    { what: 'replays', want: 0, got: replays, ok: replays === 0 },
  ]);
} finally {
  await fleet.close();
}
