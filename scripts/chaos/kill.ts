/**
 * `npm run chaos kill [kills] [seed]`: kill -9 at every step of a refresh and at any moment between, strict and lenient. A grant works
 * afterwards, or the one answer that made its new token died with the process before it was on disk: then it is marked, and nothing else is.
 */
import { appendFileSync, existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { RefreshStep } from '../../service/src/grants/exchange.ts';
import type { Principal } from '../../service/src/salesforce/types.ts';
import { publish, seededRandom, startFleet, type Fleet } from './fleet.ts';

const KILLS = Number(process.argv[2] ?? 500);
const SEED = Number(process.argv[3] ?? 1);
/** Kills that go on side by side, each with a service host (data directory) of its own. */
const LANES = 4;
/** Processes that are loaded while others die. */
const SPARES = 3;
const GRANTS_PER_LANE = 15;
/** The endpoint's answer takes this long; a kill after the request comes anywhere in it, before or after the request has left for good. */
const ENDPOINT_MS = 300;
/** Reading, keeping and storing an answer: kills from outside go on until then. */
const AFTERWARDS_MS = 40;
/** Short, because every kill leaves a lease that has to run out. */
const LEASE_SECONDS = 1;
/** "Try again" is no loss, and a machine that runs all of this says it often. */
const PATIENCE_SECONDS = 180;
/** `any moment`: from outside, wherever the process happens to be. */
const POINTS = [
  'before-intent',
  'after-intent',
  'request-sent',
  'answer-received',
  'answer-kept',
  'before-commit',
  'after-commit',
  'any moment',
  'any moment',
] as const satisfies (RefreshStep | 'any moment')[];
type Point = (typeof POINTS)[number];

interface SimGrant {
  userId: string;
  rotations: number;
  undelivered: number;
}

/** What one mode's kills came to. */
interface Tally {
  killedAt: Map<string, { point: Point; lastStep: string | undefined }>;
  kills: Record<Point, number>;
  lost: Set<string>;
  unexplained: number;
  unkeptMs: number[];
}

const rows: Parameters<typeof publish>[1] = [];
for (const reuse of ['strict', 'lenient'] as const) {
  const kills = Math.ceil(KILLS / 2);
  const fleet = await startFleet({ reuse, spares: SPARES });
  try {
    await fleet.sim('PATCH', 'settings', { tokenLatencyMs: ENDPOINT_MS, loginsPerHour: 1e9 });
    const trace = path.join(fleet.directory, 'trace');
    const tally = await killAll(fleet, trace, kills);
    await judge(fleet, trace, { reuse, kills }, tally);
  } finally {
    await fleet.close();
  }
}
publish('kill', rows);

async function killAll(fleet: Fleet, trace: string, kills: number): Promise<Tally> {
  const random = seededRandom(SEED);
  const tally: Tally = {
    killedAt: new Map(),
    kills: Object.fromEntries(POINTS.map((point) => [point, 0])) as Record<Point, number>,
    lost: new Set(),
    unexplained: 0,
    unkeptMs: [],
  };
  let left = kills;

  async function lane(n: number): Promise<void> {
    const spool = path.join(fleet.directory, `spool-${n}`);
    const settings = { leaseSeconds: LEASE_SECONDS, spool, trace };
    let grants = await fleet.seed(GRANTS_PER_LANE);

    async function killOnce(principal: Principal): Promise<void> {
      const point = POINTS[Math.floor(random() * POINTS.length)]!;
      const at = random();
      const worker = await fleet.worker(settings);
      const order = { principals: [principal], callers: 1, expire: true };
      const outcome =
        point === 'any moment'
          ? worker.run(order)
          : worker.run({
              ...order,
              killAt: { step: point, afterMs: point === 'request-sent' ? Math.floor(at * ENDPOINT_MS) : 0 },
            });
      const timer =
        point === 'any moment'
          ? setTimeout(() => worker.process.kill('SIGKILL'), at * (ENDPOINT_MS + AFTERWARDS_MS))
          : undefined;
      const survived = await outcome.then(
        () => true,
        () => false,
      );
      // One that was quicker than its killer is killed when idle, and does not count.
      if (survived) worker.process.kill('SIGKILL');
      else tally.kills[point] += 1;
      await worker.ended;
      clearTimeout(timer);
      const lastStep = stepsOf(trace, principal.userId).at(-1);
      // Killed between the file and the note of it.
      if (lastStep === 'answer-received' && readdirSync(spool).some((name) => isOf(name, principal)))
        appendFileSync(trace, `${principal.userId} answer-kept\n`);
      tally.killedAt.set(principal.userId, { point, lastStep });
      if (survived) await killOnce(principal);
    }

    async function useAll(principals: Principal[]): Promise<void> {
      const worker = await fleet.worker(settings);
      const report = await worker.run({
        principals,
        callers: 1,
        expire: true,
        patienceSeconds: PATIENCE_SECONDS,
      });
      for (const { userId } of report.lost) tally.lost.add(userId);
      tally.unkeptMs.push(...report.unkeptMs);
      tally.unexplained += principals.length - report.ok - report.lost.length;
      if (report.ok + report.lost.length < principals.length) console.error(report.failed);
      worker.process.kill('SIGTERM');
      await worker.ended;
    }

    while (left > 0) {
      // One kill per grant, then all of them are used again.
      for (const principal of grants) if (left-- > 0) await killOnce(principal);
      await useAll(grants);
      grants = grants.filter(({ userId }) => !tally.lost.has(userId));
      if (left > 0 && grants.length < GRANTS_PER_LANE)
        grants.push(...(await fleet.seed(GRANTS_PER_LANE - grants.length)));
    }
  }

  await Promise.all(Array.from({ length: LANES }, (_, n) => lane(n)));
  return tally;
}

async function judge(
  fleet: Fleet,
  trace: string,
  { reuse, kills }: { reuse: string; kills: number },
  tally: Tally,
): Promise<void> {
  const issued = await fleet.sim<SimGrant[]>('GET', 'grants');
  const steps = readTrace(trace);
  const kept = (userId: string): number =>
    (steps.get(userId) ?? []).filter((step) => step === 'answer-kept').length;
  const unkept = issued.filter((grant) => grant.rotations > kept(grant.userId)).map(({ userId }) => userId);
  const { rows: marked } = await fleet.pool.query<{ userId: string }>(
    `select user_id as "userId" from grants where status = 'reconnect_required' and reason = 'refresh_answer_lost'`,
  );
  const cut = issued.filter((grant) => grant.undelivered > 0);
  const inHand = marked.filter(({ userId }) => tally.killedAt.get(userId)?.lastStep === 'answer-received');
  const { replays } = await fleet.summary();

  console.log(`${reuse}: kills, and grants lost by them`);
  console.table(
    Object.fromEntries(
      [...new Set(POINTS)].map((point) => [
        point,
        {
          kills: tally.kills[point],
          lost: marked.filter(({ userId }) => tally.killedAt.get(userId)?.point === point).length,
        },
      ]),
    ),
  );
  const unkeptMs = tally.unkeptMs.sort((left, right) => left - right);
  const quantile = (q: number): string => unkeptMs[Math.floor((unkeptMs.length - 1) * q)]!.toFixed(2);
  console.log(
    `${reuse}: from the last byte of an answer to its copy on disk: p50 ${quantile(0.5)} ms, p99 ${quantile(0.99)} ms (${unkeptMs.length} answers)`,
  );

  const killed = Object.values(tally.kills).reduce((sum, n) => sum + n, 0);
  rows.push(
    { what: `${reuse}: kills`, want: kills, got: killed, ok: killed === kills },
    {
      what: `${reuse}: grants that neither work afterwards nor are marked`,
      want: 0,
      got: tally.unexplained,
      ok: tally.unexplained === 0,
    },
    {
      what: `${reuse}: grants marked lost = rotations whose answer was on no disk`,
      want: unkept.length,
      got: marked.length,
      ok: isSame(
        marked.map(({ userId }) => userId),
        unkept,
      ),
    },
    {
      what: `${reuse}: of these, cut before the answer had left Salesforce whole`,
      want: `≤ ${unkept.length}`,
      got: cut.length,
      ok: cut.every(({ userId }) => unkept.includes(userId)),
    },
    {
      // Those killed at that very step, and whoever met it at any moment.
      what: `${reuse}: of these, killed with the answer in hand and not yet on disk`,
      want: `≥ ${tally.kills['answer-received']}`,
      got: inHand.length,
      ok: inHand.length >= tally.kills['answer-received'],
    },
    {
      what: `${reuse}: of these, killed with the answer on disk`,
      want: 0,
      got: marked.filter(({ userId }) => isKept(tally.killedAt.get(userId)?.lastStep)).length,
      ok: marked.every(({ userId }) => !isKept(tally.killedAt.get(userId)?.lastStep)),
    },
    { what: `${reuse}: blind replays`, want: 0, got: replays, ok: replays === 0 },
  );
}

/** Steps of each user's refreshes in order, as the processes noted them. */
function readTrace(trace: string): Map<string, string[]> {
  const steps = new Map<string, string[]>();
  for (const line of existsSync(trace) ? readFileSync(trace, 'utf8').split('\n') : []) {
    const [userId, step] = line.split(' ') as [string, string];
    const known = steps.get(userId);
    if (known) known.push(step);
    else steps.set(userId, [step]);
  }
  return steps;
}

function stepsOf(trace: string, userId: string): string[] {
  return readTrace(trace).get(userId) ?? [];
}

function isOf(file: string, { orgId, userId }: Principal): boolean {
  return file.startsWith(`${orgId}.${userId}.`) && file.endsWith('.json');
}

function isKept(step: string | undefined): boolean {
  return step === 'answer-kept' || step === 'before-commit' || step === 'after-commit';
}

function isSame(left: string[], right: string[]): boolean {
  return left.length === right.length && left.every((item) => right.includes(item));
}
