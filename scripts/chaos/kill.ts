/** kill -9 at every step of a refresh, strict and lenient: a grant works afterwards, or its answer was lost on the way and it says so. */
import path from 'node:path';
import type { RefreshStep } from '../../service/src/grants/refresh.ts';
import type { Principal } from '../../service/src/salesforce/types.ts';
import { publish, seededRandom, startFleet } from './fleet.ts';

const KILLS = Number(process.argv[2] ?? 500);
const SEED = Number(process.argv[3] ?? 1);
/** Kills that go on side by side, each with a service host (data directory) of its own. */
const LANES = 4;
const GRANTS_PER_LANE = 15;
/** The endpoint's answer takes this long; a kill after the request comes before it. */
const ENDPOINT_MS = 200;
/** Short, because every kill leaves a lease that has to run out. */
const LEASE_SECONDS = 1;
const STEPS: RefreshStep[] = [
  'before-intent',
  'after-intent',
  'request-sent',
  'answer-received',
  'before-commit',
  'after-commit',
];

interface SimGrant {
  userId: string;
  undelivered: number;
}

const rows: Parameters<typeof publish>[1] = [];
for (const reuse of ['strict', 'lenient'] as const) {
  const kills = Math.ceil(KILLS / 2);
  const random = seededRandom(SEED);
  const fleet = await startFleet({ reuse });
  try {
    await fleet.sim('PATCH', 'settings', { tokenLatencyMs: ENDPOINT_MS, loginsPerHour: 1e9 });
    const lost = new Set<string>();
    const at: Record<string, number> = {};
    let left = kills;

    const lane = async (n: number): Promise<void> => {
      let grants = await fleet.seed(GRANTS_PER_LANE);
      const settings = { leaseSeconds: LEASE_SECONDS, spool: path.join(fleet.directory, `spool-${n}`) };
      const works = async (principals: Principal[]): Promise<void> => {
        const worker = await fleet.worker(settings);
        const report = await worker.run({ principals, callers: 1, expire: true, patienceSeconds: 60 });
        const other = Object.keys(report.failed).filter((code) => code !== 'reconnect_required');
        if (other.length > 0) throw new Error(`unexpected failures: ${other.join(', ')}`);
        for (const { userId } of report.lost) lost.add(userId);
        worker.process.kill('SIGTERM');
        await worker.ended;
      };
      while (left > 0) {
        // One kill per grant, then all of them are used again.
        for (const principal of grants) {
          if (left-- <= 0) break;
          const step = STEPS[Math.floor(random() * STEPS.length)]!;
          const afterMs = step === 'request-sent' ? 20 + Math.floor(random() * ENDPOINT_MS * 0.4) : 0;
          at[step] = (at[step] ?? 0) + 1;
          const worker = await fleet.worker(settings);
          await worker
            .run({ principals: [principal], callers: 1, expire: true, killAt: { step, afterMs } })
            .catch(() => undefined);
          if (worker.process.exitCode === null) worker.process.kill('SIGKILL');
          await worker.ended;
        }
        await works(grants);
        grants = grants.filter(({ userId }) => !lost.has(userId));
        if (grants.length < GRANTS_PER_LANE)
          grants.push(...(await fleet.seed(GRANTS_PER_LANE - grants.length)));
      }
    };
    await Promise.all(Array.from({ length: LANES }, (_, n) => lane(n)));

    const undelivered = (await fleet.sim<SimGrant[]>('GET', 'grants')).filter(
      (grant) => grant.undelivered > 0,
    );
    const { replays } = await fleet.summary();
    const unnoticed = undelivered.filter(({ userId }) => !lost.has(userId)).length;
    console.log(reuse, at);
    rows.push(
      {
        what: `${reuse}: kills`,
        want: kills,
        got: Object.values(at).reduce((sum, n) => sum + n, 0),
        ok: true,
      },
      {
        what: `${reuse}: grants marked lost, as many as answers were not delivered`,
        want: undelivered.length,
        got: lost.size,
        ok: lost.size === undelivered.length && unnoticed === 0,
      },
      { what: `${reuse}: blind replays`, want: 0, got: replays, ok: replays === 0 },
    );
  } finally {
    await fleet.close();
  }
}
publish('kill', rows);
