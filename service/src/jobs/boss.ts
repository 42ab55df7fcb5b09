import { PgBoss, type ConstructorOptions, type Queue } from 'pg-boss';
import type { Queryable } from '../db/pool.ts';

/** pg-boss asks at least this of a worker; one that is silent for longer has died and its job moves on. */
const HEARTBEAT_SECONDS = 10;
/** How often dead workers are looked for, so that a job moves on within 12 s of a kill. */
const SUPERVISE_SECONDS = 1;
/** A job given back by the supervisor sends no notification: this is how long it may lie. pg-boss's default is 30. */
const POLL_SECONDS = 2;
/** Connections of pg-boss itself, beside the service's pool. */
const MAX_CONNECTIONS = 4;
/** A stopping replica lets running jobs reach their next checkpoint; what is left moves to another one. */
const STOP_TIMEOUT_MS = 10_000;
/** A job that fails by a bug or a lost database is tried again this often, after growing waits up to a minute. */
const RETRY = { retryLimit: 20, retryDelay: 2, retryBackoff: true, retryDelayMax: 60 };
/** Ended jobs stay this long, for the operator to look at. */
const KEEP_SECONDS = 86_400;

/** Durable work on PostgreSQL. A run whose process dies is given to another worker after 10 to 12 s. */
export interface Boss {
  /**
   * Opens a queue and works on it. `run` answers the seconds after which the same job wants another run, or undefined; `signal` aborts when
   * this replica stops.
   */
  work<Job extends object>(queue: WorkQueue<Job>): Promise<Enqueue<Job>>;
  stop(): Promise<void>;
}

export interface WorkQueue<Job extends object> {
  name: string;
  /** Jobs of one key run one at a time, however often they are asked for. */
  key(job: Job): string;
  run(job: Job, signal: AbortSignal): Promise<number | undefined>;
  /** Jobs that one replica works on at once. */
  concurrency: number;
  /** No single run takes longer; after it the job is given to another worker. */
  expireInSeconds: number;
}

/** Schedules a run of each job; with a transaction's client, exactly when that commits. */
export type Enqueue<Job> = (
  jobs: Job[],
  options?: { db?: Queryable; afterSeconds?: number },
) => Promise<void>;

export async function startBoss(connectionString: string, report: (error: unknown) => void): Promise<Boss> {
  const options: ConstructorOptions = {
    connectionString,
    application_name: 'sayso-jobs',
    max: MAX_CONNECTIONS,
    schema: 'jobs',
    useListenNotify: true,
    superviseIntervalSeconds: SUPERVISE_SECONDS,
    monitorIntervalSeconds: SUPERVISE_SECONDS,
    schedule: false,
    registerInstance: false,
    openTelemetry: { enabled: false },
  };
  const boss = new PgBoss(options);
  boss.on('error', report);
  await boss.start();
  const stopping = new AbortController();

  async function work<Job extends object>(queue: WorkQueue<Job>): Promise<Enqueue<Job>> {
    const settings: Omit<Queue, 'name'> = {
      policy: 'singleton',
      heartbeatSeconds: HEARTBEAT_SECONDS,
      expireInSeconds: queue.expireInSeconds,
      deleteAfterSeconds: KEEP_SECONDS,
      notify: true,
      ...RETRY,
    };
    await boss.createQueue(queue.name, settings);
    const enqueue: Enqueue<Job> = async (jobs, { db, afterSeconds } = {}) => {
      await boss.insert(
        queue.name,
        jobs.map((data) => ({
          data,
          singletonKey: queue.key(data),
          ...(afterSeconds === undefined ? {} : { startAfter: afterSeconds }),
        })),
        db === undefined
          ? {}
          : { db: { executeSql: async (text, values) => ({ rows: (await db.query(text, values)).rows }) } },
      );
    };
    await boss.work<Job>(
      queue.name,
      {
        localConcurrency: queue.concurrency,
        notifyPollingIntervalSeconds: POLL_SECONDS,
        pollingIntervalSeconds: POLL_SECONDS,
        heartbeatRefreshSeconds: HEARTBEAT_SECONDS / 4,
      },
      async ([job]) => {
        if (job === undefined) return;
        try {
          const again = await queue.run(job.data, stopping.signal);
          if (again !== undefined) await enqueue([job.data], { afterSeconds: again });
        } catch (error) {
          report(error);
          throw error;
        }
      },
    );
    return enqueue;
  }

  return {
    work,
    async stop() {
      stopping.abort();
      await boss.stop({ graceful: true, timeout: STOP_TIMEOUT_MS });
    },
  };
}
