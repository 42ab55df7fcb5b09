/** An org with very many grants loses all of them under load: how soon nothing is sent any more, and how soon Salesforce has confirmed it. */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { Agent, request } from 'undici';
import { cpuSeconds } from '../../service/bench/cpu.ts';
import { root } from '../process.ts';
import { publish, startFleet, type Fleet } from './fleet.ts';

const GRANTS = Number(process.argv[2] ?? 100_000);
/**
 * What every answer of the revocation and introspection endpoints takes, for the service as for the yardstick; the same as in the rotation run.
 * With 0 the run compares processor times instead: simulator, PostgreSQL and three replicas on this machine's cores against the simulator with one caller.
 */
const ENDPOINT_MS = Number(process.argv[3] ?? 30);
const PROCESSES = 3;
/** Enough that calls are always under way in every process. */
const CALLERS_PER_PROCESS = 8;
const LOAD_SECONDS = 3;
const OPERATOR_TOKEN = 'operator-token-of-the-revocation-run';
/** What the service has under way at Salesforce at most: 8 shares of one revocation, 16 calls each. */
const PARALLEL_CALLS = 128;
/** Grants of the yardstick: a few seconds of the simulator's time. Before it as many again that do not count, for both sides to warm up. */
const BARE_GRANTS = 10_000;
/** Each look counts all lines of the receipt; the time that it names does not depend on when it is read. */
const POLL_MS = 2_000;

interface Started {
  id: string;
  cutOffAt: string;
  grants: number;
}
interface Receipt {
  completedAt: string | null;
  counts: { grants: number; confirmed: number };
}

const pause = (ms: number): Promise<void> => new Promise((resume) => setTimeout(resume, ms));

async function startReplica(fleet: Fleet, n: number): Promise<{ url: string; process: ChildProcess }> {
  const child = spawn(
    process.execPath,
    ['--disable-warning=ExperimentalWarning', path.join(root, 'service/src/main.ts')],
    {
      stdio: ['ignore', 'pipe', 'inherit'],
      env: {
        PATH: process.env['PATH'],
        ...fleet.environment,
        PORT: '0',
        DATA_DIR: path.join(fleet.directory, `replica-${n}`),
        OPERATOR_TOKEN,
        LOG_LEVEL: 'error',
      },
    },
  );
  const [line] = (await Promise.race([
    once(createInterface(child.stdout), 'line'),
    once(child, 'exit').then(() => Promise.reject(new Error('a replica ended at its start'))),
  ])) as [string];
  return { url: (JSON.parse(line) as { url: string }).url, process: child };
}

async function operator<T>(url: string, method: string, name: string, body?: unknown): Promise<T> {
  const response = await fetch(`${url}/v1/operator/${name}`, {
    method,
    headers: { authorization: `Bearer ${OPERATOR_TOKEN}`, 'content-type': 'application/json' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  if (!response.ok) throw new Error(`${method} ${name}: ${response.status} ${await response.text()}`);
  return (await response.json()) as T;
}

interface Bare {
  /** Grants per second. */
  rate: number;
  /** Processor time of the simulator per grant, µs. */
  simulatorUs: number;
}

/**
 * The pace that the simulator itself allows: grants that it revokes and calls dead, asked by nothing but undici, with as many calls at once as
 * the service has, and the machine to themselves.
 */
async function bareRate(fleet: Fleet): Promise<Bare> {
  const response = await fetch(`${fleet.simulatorUrl}/__sim/grants`, {
    method: 'POST',
    body: JSON.stringify({ count: 2 * BARE_GRANTS }),
  });
  const tokens = (await response.text())
    .trim()
    .split('\n')
    .map((line) => (JSON.parse(line) as { refresh_token: string }).refresh_token);
  const agent = new Agent({ connections: PARALLEL_CALLS });
  const post = async (name: string, form: Record<string, string>): Promise<string> => {
    const answer = await request(`${fleet.simulatorUrl}/services/oauth2/${name}`, {
      method: 'POST',
      dispatcher: agent,
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: new URLSearchParams(form).toString(),
    });
    const text = await answer.body.text();
    if (answer.statusCode !== 200) throw new Error(`${name}: ${answer.statusCode} ${text}`);
    return text;
  };
  const credentials = {
    client_id: fleet.environment['SALESFORCE_CLIENT_ID']!,
    client_secret: fleet.environment['SALESFORCE_CLIENT_SECRET']!,
  };
  const round = async (part: string[]): Promise<void> => {
    const queue = part.values();
    await Promise.all(
      Array.from({ length: PARALLEL_CALLS }, async () => {
        for (const token of queue) {
          await post('revoke', { token });
          const answer = await post('introspect', {
            token,
            token_type_hint: 'refresh_token',
            ...credentials,
          });
          if ((JSON.parse(answer) as { active: boolean }).active)
            throw new Error('a revoked token is active');
        }
      }),
    );
  };
  await round(tokens.slice(0, BARE_GRANTS));
  const cpu = cpuSeconds(fleet.simulatorPid);
  const startedAt = performance.now();
  await round(tokens.slice(BARE_GRANTS));
  const seconds = (performance.now() - startedAt) / 1_000;
  const simulatorUs = usPerGrant(cpu, cpuSeconds(fleet.simulatorPid), BARE_GRANTS);
  await agent.close();
  return { rate: BARE_GRANTS / seconds, simulatorUs };
}

/** NaN where there is no `/proc`. */
function usPerGrant(from = NaN, to = NaN, grants: number): number {
  return Math.round(((to - from) / grants) * 1e6);
}

const fleet = await startFleet({ reuse: 'strict' });
if (ENDPOINT_MS > 0)
  await fleet.sim('POST', 'faults', {
    match: { path: '^/services/oauth2/(revoke|introspect)' },
    action: { type: 'delay', ms: ENDPOINT_MS },
  });
const replicas: ChildProcess[] = [];
try {
  const bareBefore = await bareRate(fleet);
  const principals = await fleet.seed(GRANTS, { accessTokens: true });
  await fleet.pool.query('analyze grants');
  const urls: string[] = [];
  for (let n = 0; n < PROCESSES; n++) {
    const replica = await startReplica(fleet, n);
    replicas.push(replica.process);
    urls.push(replica.url);
  }
  const workers = await Promise.all(Array.from({ length: PROCESSES }, () => fleet.worker()));
  const mark = (await fleet.sim<{ n: number }[]>('GET', 'journal')).at(-1)?.n ?? 0;
  const load = workers.map((worker, n) =>
    worker.run({
      principals: principals.filter((_, place) => place % PROCESSES === n),
      callers: 1,
      keepCalling: CALLERS_PER_PROCESS,
    }),
  );
  await pause(LOAD_SECONDS * 1_000);

  const pids = [fleet.simulatorPid, fleet.postgres.pid, ...replicas.map((replica) => replica.pid!)];
  const cpu = pids.map(cpuSeconds);
  const startedAt = performance.now();
  const started = await operator<Started>(urls[0]!, 'POST', 'revocations', {
    scope: 'org',
    orgId: principals[0]!.orgId,
    reason: 'revocation run',
  });
  const cutOffMs = Math.round(performance.now() - startedAt);
  await pause(LOAD_SECONDS * 1_000);
  for (const worker of workers) worker.stop();
  const reports = await Promise.all(load);
  const calls = (await fleet.sim<{ time: string; path: string }[]>('GET', `journal?since=${mark}`)).filter(
    ({ path: name }) => name.startsWith('/services/data/'),
  );
  const late = calls.filter(({ time }) => time > started.cutOffAt);
  for (const worker of workers) worker.process.kill('SIGTERM');

  let receipt: Receipt;
  for (;;) {
    receipt = await operator<Receipt>(urls[1]!, 'GET', `revocations/${started.id}`);
    if (receipt.completedAt !== null) break;
    await pause(POLL_MS);
  }
  const [simulatorUs, postgresUs, ...replicasUs] = pids.map((pid, n) =>
    usPerGrant(cpu[n], cpuSeconds(pid), GRANTS),
  );
  const confirmSeconds = (Date.parse(receipt.completedAt) - Date.parse(started.cutOffAt)) / 1_000;
  for (const replica of replicas.splice(0)) {
    replica.kill('SIGTERM');
    await once(replica, 'exit');
  }
  const summary = await fleet.summary();
  const bareAfter = await bareRate(fleet);

  const rate = GRANTS / confirmSeconds;
  const bare = (bareBefore.rate + bareAfter.rate) / 2;
  const ratio = bare / rate;
  const failed = Object.fromEntries(
    [...new Set(reports.flatMap((report) => Object.keys(report.failed)))].map((code) => [
      code,
      reports.reduce((sum, report) => sum + (report.failed[code] ?? 0), 0),
    ]),
  );
  console.log(
    `${calls.length} calls under load (${reports.reduce((sum, report) => sum + report.ok, 0)} answered), refused after the cut-off:`,
    failed,
  );
  console.log(
    `bare revoke and introspect: ${Math.round(bareBefore.rate)} grants/s before, ${Math.round(bareAfter.rate)} after; service: ${Math.round(rate)} grants/s, ${confirmSeconds} s`,
  );
  console.log(
    `processor time per grant: simulator ${simulatorUs} µs (${bareBefore.simulatorUs} and ${bareAfter.simulatorUs} asked by undici), PostgreSQL ${postgresUs} µs, the three processes of the service ${replicasUs.reduce((sum, us) => sum + us, 0)} µs`,
  );
  publish('revoke', [
    { what: 'grants cut off', want: GRANTS, got: started.grants, ok: started.grants === GRANTS },
    { what: 'cut-off answered after (ms)', want: '≤ 10000', got: cutOffMs, ok: cutOffMs <= 10_000 },
    {
      what: 'Salesforce calls with a revoked grant after the cut-off',
      want: 0,
      got: late.length,
      ok: late.length === 0,
    },
    {
      what: 'confirmed dead',
      want: GRANTS,
      got: receipt.counts.confirmed,
      ok: receipt.counts.confirmed === GRANTS,
    },
    { what: 'live at Salesforce afterwards', want: 0, got: summary.live, ok: summary.live === 0 },
    {
      what: `all confirmed, against the simulator's own pace at ${ENDPOINT_MS} ms per answer`,
      want: '≤ 1.2',
      got: Math.round(ratio * 100) / 100,
      ok: ratio <= 1.2,
    },
  ]);
} finally {
  for (const replica of replicas) replica.kill('SIGTERM');
  await fleet.close();
}
