/** kill -9 at every step of a refresh, strict and lenient: a grant works afterwards, or its answer was lost on the way and it says so. */
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { RefreshStep } from '../../service/src/grants/refresh.ts';
import type { Principal } from '../../service/src/salesforce/types.ts';
import { publish, seededRandom, startFleet } from './fleet.ts';

const KILLS = Number(process.argv[2] ?? 500);
const SEED = Number(process.argv[3] ?? 1);
/** Kills that go on side by side, each with a service host (data directory) of its own. */
const LANES = 4;
const GRANTS_PER_LANE = 15;
/** The endpoint's answer takes this long; a kill after the request comes anywhere in it, before or after the request has left for good. */
const ENDPOINT_MS = 400;
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
  rotations: number;
  undelivered: number;
}

/** Grants by how many of their rotations nobody has read, from what the simulator issued and what the processes noted. */
function unreadOf(issued: SimGrant[], answersRead: string): string[] {
  const read = new Map<string, number>();
  for (const userId of existsSync(answersRead) ? readFileSync(answersRead, 'utf8').split('\n') : [])
    read.set(userId, (read.get(userId) ?? 0) + 1);
  return issued
    .filter((grant) => grant.rotations > (read.get(grant.userId) ?? 0))
    .map(({ userId }) => userId);
}

const rows: Parameters<typeof publish>[1] = [];
for (const reuse of ['strict', 'lenient'] as const) {
  const kills = Math.ceil(KILLS / 2);
  const random = seededRandom(SEED);
  const fleet = await startFleet({ reuse });
  try {
    await fleet.sim('PATCH', 'settings', { tokenLatencyMs: ENDPOINT_MS, loginsPerHour: 1e9 });
    const answersRead = path.join(fleet.directory, 'answers-read');
    const lost = new Set<string>();
    const at: Record<string, number> = {};
    let left = kills;
    let unexplained = 0;

    const lane = async (n: number): Promise<void> => {
      let grants = await fleet.seed(GRANTS_PER_LANE);
      const settings = {
        leaseSeconds: LEASE_SECONDS,
        spool: path.join(fleet.directory, `spool-${n}`),
        answersRead,
      };
      const works = async (principals: Principal[]): Promise<void> => {
        const worker = await fleet.worker(settings);
        const report = await worker.run({ principals, callers: 1, expire: true, patienceSeconds: 60 });
        for (const { userId } of report.lost) lost.add(userId);
        unexplained += principals.length - report.ok - report.lost.length;
        if (report.ok + report.lost.length < principals.length) console.error(report.failed);
        worker.process.kill('SIGTERM');
        await worker.ended;
      };
      while (left > 0) {
        // One kill per grant, then all of them are used again.
        for (const principal of grants) {
          if (left-- <= 0) break;
          const step = STEPS[Math.floor(random() * STEPS.length)]!;
          const afterMs = step === 'request-sent' ? 20 + Math.floor(random() * ENDPOINT_MS * 0.8) : 0;
          const worker = await fleet.worker(settings);
          const survived = await worker
            .run({ principals: [principal], callers: 1, expire: true, killAt: { step, afterMs } })
            .then(
              () => true,
              () => false,
            );
          if (survived) worker.process.kill('SIGKILL');
          else at[step] = (at[step] ?? 0) + 1;
          await worker.ended;
        }
        await works(grants);
        grants = grants.filter(({ userId }) => !lost.has(userId));
        if (left > 0 && grants.length < GRANTS_PER_LANE)
          grants.push(...(await fleet.seed(GRANTS_PER_LANE - grants.length)));
      }
    };
    await Promise.all(Array.from({ length: LANES }, (_, n) => lane(n)));

    const issued = await fleet.sim<SimGrant[]>('GET', 'grants');
    const unread = unreadOf(issued, answersRead);
    const cut = issued.filter((grant) => grant.undelivered > 0);
    const { replays } = await fleet.summary();
    const { rows: marked } = await fleet.pool.query<{ user_id: string }>(
      `select user_id from grants where status = 'reconnect_required' and reason = 'refresh_answer_lost'`,
    );
    const killed = Object.values(at).reduce((sum, n) => sum + n, 0);
    console.log(reuse, at);
    rows.push(
      { what: `${reuse}: kills at a step`, want: kills, got: killed, ok: killed === kills },
      {
        what: `${reuse}: grants that neither work afterwards nor are marked`,
        want: 0,
        got: unexplained,
        ok: unexplained === 0,
      },
      {
        what: `${reuse}: grants marked lost = rotations whose answer no process has read`,
        want: unread.length,
        got: marked.length,
        ok: isSame(
          marked.map((grant) => grant.user_id),
          unread,
        ),
      },
      {
        // An answer that reached the kernel of a process that dies before reading it counts as delivered there.
        what: `${reuse}: of these, cut before they left the simulator whole`,
        want: `≤ ${unread.length}`,
        got: cut.length,
        ok: cut.every(({ userId }) => unread.includes(userId)),
      },
      { what: `${reuse}: blind replays`, want: 0, got: replays, ok: replays === 0 },
    );
  } finally {
    await fleet.close();
  }
}
publish('kill', rows);

function isSame(left: string[], right: string[]): boolean {
  return left.length === right.length && left.every((item) => right.includes(item));
}
