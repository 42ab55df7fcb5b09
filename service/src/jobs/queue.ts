import { PgBoss } from 'pg-boss';
import type { Queryable } from '../db/pool.ts';

/** pg-boss asks at least this of a worker; one that is silent for longer has died and its job moves on. */
const HEARTBEAT_SECONDS = 10;
/** How often dead workers are looked for, so that a job moves on within 12 s of a kill. */
const SUPERVISE_SECONDS = 1;
/** A job given back by the supervisor sends no notification: this is how long it may lie. pg-boss's default is 30. */
const POLL_SECONDS = 2;
/** A Bulk API job of a few thousand rows takes minutes, a request limit pauses between runs, so no run takes longer. */
const EXPIRE_SECONDS = 6 * 3_600;
/** A job that fails by a bug or a lost database is tried again this often, after growing waits up to a minute. */
const RETRY_LIMIT = 20;
const RETRY_DELAY_SECONDS = 2;
const RETRY_DELAY_MAX_SECONDS = 60;
/** Ended jobs stay this long, for the operator to look at. */
const KEEP_SECONDS = 86_400;
/** Commands that one replica runs at once; each waits for Salesforce most of its time. */
const CONCURRENCY = 10;
/** Connections of pg-boss itself, beside the service's pool. */
const MAX_CONNECTIONS = 4;
/** A stopping replica lets running commands reach their next checkpoint; what is left moves to another one. */
const STOP_TIMEOUT_MS = 10_000;

const COMMANDS = 'commands';

interface CommandJob {
  orgId: string;
  commandId: string;
}

export interface JobQueue {
  /** Schedules a run of the command; with a transaction's client, exactly when that commits. */
  enqueue(
    orgId: string,
    commandId: string,
    options?: { db?: Queryable; afterSeconds?: number },
  ): Promise<void>;
  stop(): Promise<void>;
}

/**
 * Durable runs of commands on PostgreSQL. `run` answers the seconds after which the command wants another run, or
 * undefined. A run whose process dies is given to another worker after 10 to 12 s.
 */
export async function startJobQueue(options: {
  connectionString: string;
  run: (orgId: string, commandId: string) => Promise<number | undefined>;
  report: (error: unknown) => void;
}): Promise<JobQueue> {
  const boss = new PgBoss({
    connectionString: options.connectionString,
    application_name: 'sayso-jobs',
    max: MAX_CONNECTIONS,
    schema: 'jobs',
    useListenNotify: true,
    superviseIntervalSeconds: SUPERVISE_SECONDS,
    monitorIntervalSeconds: SUPERVISE_SECONDS,
    schedule: false,
    registerInstance: false,
    openTelemetry: { enabled: false },
  });
  boss.on('error', options.report);
  await boss.start();
  await boss.createQueue(COMMANDS, {
    // One run of a command at a time, however often it is asked for.
    policy: 'singleton',
    notify: true,
    heartbeatSeconds: HEARTBEAT_SECONDS,
    expireInSeconds: EXPIRE_SECONDS,
    retryLimit: RETRY_LIMIT,
    retryDelay: RETRY_DELAY_SECONDS,
    retryBackoff: true,
    retryDelayMax: RETRY_DELAY_MAX_SECONDS,
    deleteAfterSeconds: KEEP_SECONDS,
  });

  const enqueue: JobQueue['enqueue'] = async (orgId, commandId, { db, afterSeconds } = {}) => {
    const job: CommandJob = { orgId, commandId };
    await boss.send(COMMANDS, job, {
      singletonKey: `${orgId} ${commandId}`,
      ...(afterSeconds === undefined ? {} : { startAfter: afterSeconds }),
      ...(db === undefined
        ? {}
        : { db: { executeSql: async (text, values) => ({ rows: (await db.query(text, values)).rows }) } }),
    });
  };

  await boss.work<CommandJob>(
    COMMANDS,
    {
      localConcurrency: CONCURRENCY,
      notifyPollingIntervalSeconds: POLL_SECONDS,
      pollingIntervalSeconds: POLL_SECONDS,
      heartbeatRefreshSeconds: HEARTBEAT_SECONDS / 4,
    },
    async ([job]) => {
      if (job === undefined) return;
      const { orgId, commandId } = job.data;
      try {
        const again = await options.run(orgId, commandId);
        if (again !== undefined) await enqueue(orgId, commandId, { afterSeconds: again });
      } catch (error) {
        options.report(error);
        throw error;
      }
    },
  );

  return {
    enqueue,
    stop: () => boss.stop({ graceful: true, timeout: STOP_TIMEOUT_MS }),
  };
}
