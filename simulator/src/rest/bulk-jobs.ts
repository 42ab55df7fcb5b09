import { ApiError, type Context } from '../http.ts';
import type { Org } from '../org.ts';
import { makeId } from '../schema/ids.ts';
import { instant } from '../schema/time.ts';
import { bodyOf, textOf } from './body.ts';
import { DELIMITERS, LINE_ENDINGS } from './csv.ts';

export type JobState = 'Open' | 'UploadComplete' | 'InProgress' | 'JobComplete' | 'Failed' | 'Aborted';

/** A Bulk API 2.0 job, ingest or query. */
export interface BulkJob {
  id: string;
  kind: 'ingest' | 'query';
  operation: string;
  object: string;
  userId: string;
  /** Milliseconds. */
  createdAt: number;
  changedAt: number;
  state: JobState;
  /** `66.0`. */
  version: string;
  columnDelimiter: string;
  lineEnding: string;
  externalIdFieldName?: string;
  query?: string;
  errorMessage?: string;
  header: string[];
  /** Uploaded rows; undefined until the upload. */
  rows?: string[][];
  processed: number;
  failed: number;
  successes: string[][];
  failures: string[][];
  /** Rows that were never tried, when the job ended early. */
  unprocessed: string[][];
}

const jobs = new WeakMap<Org, BulkJob[]>();
let sequence = 0;

export function jobsOf(org: Org): BulkJob[] {
  let list = jobs.get(org);
  if (list === undefined) jobs.set(org, (list = []));
  return list;
}

/** What the creation of a job may say. */
export type JobBody = Partial<
  Record<
    | 'object'
    | 'operation'
    | 'query'
    | 'externalIdFieldName'
    | 'columnDelimiter'
    | 'lineEnding'
    | 'contentType',
    string
  >
>;

export function jobBody(context: Context): JobBody {
  const body = bodyOf(context);
  const job: JobBody = {};
  for (const name of [
    'object',
    'operation',
    'query',
    'externalIdFieldName',
    'columnDelimiter',
    'lineEnding',
    'contentType',
  ] as const) {
    const text = textOf(body, name);
    if (text !== undefined) job[name] = text;
  }
  return job;
}

export function createJob(context: Context, kind: BulkJob['kind'], body: JobBody): BulkJob {
  const columnDelimiter = body.columnDelimiter ?? 'COMMA';
  const lineEnding = body.lineEnding ?? 'LF';
  if (!(columnDelimiter in DELIMITERS)) throw invalidJob(`Unknown columnDelimiter: ${columnDelimiter}`);
  if (!(lineEnding in LINE_ENDINGS)) throw invalidJob(`Unknown lineEnding: ${lineEnding}`);
  if ((body.contentType ?? 'CSV') !== 'CSV') throw invalidJob(`Unsupported contentType: ${body.contentType}`);
  const now = context.org.clock.now().getTime();
  const job: BulkJob = {
    id: makeId('750', ++sequence),
    kind,
    operation: body.operation ?? '',
    object: '',
    userId: context.session.userId,
    createdAt: now,
    changedAt: now,
    state: kind === 'ingest' ? 'Open' : 'UploadComplete',
    version: context.params.version!.slice(1),
    columnDelimiter,
    lineEnding,
    header: [],
    processed: 0,
    failed: 0,
    successes: [],
    failures: [],
    unprocessed: [],
  };
  jobsOf(context.org).push(job);
  return job;
}

export function jobOf(context: Context, kind: BulkJob['kind']): BulkJob {
  const id = context.params.id!.slice(0, 15);
  const job = jobsOf(context.org).find((candidate) => candidate.kind === kind && candidate.id.startsWith(id));
  if (job === undefined || job.userId !== context.session.userId)
    throw new ApiError(404, 'NOT_FOUND', 'The requested resource does not exist');
  return job;
}

export function setState(org: Org, job: BulkJob, state: JobState): void {
  job.state = state;
  job.changedAt = org.clock.now().getTime();
}

export function jobInfo(job: BulkJob): Record<string, unknown> {
  const done = job.state !== 'Open' && job.state !== 'UploadComplete';
  return {
    id: job.id,
    operation: job.operation,
    object: job.object,
    createdById: job.userId,
    createdDate: instant(new Date(job.createdAt)),
    systemModstamp: instant(new Date(job.changedAt)),
    state: job.state,
    ...(job.externalIdFieldName === undefined ? {} : { externalIdFieldName: job.externalIdFieldName }),
    concurrencyMode: 'Parallel',
    contentType: 'CSV',
    apiVersion: Number(job.version),
    ...(job.kind === 'ingest'
      ? { contentUrl: `services/data/v${job.version}/jobs/ingest/${job.id}/batches` }
      : {}),
    jobType: job.kind === 'ingest' ? 'V2Ingest' : 'V2Query',
    lineEnding: job.lineEnding,
    columnDelimiter: job.columnDelimiter,
    ...(job.errorMessage === undefined ? {} : { errorMessage: job.errorMessage }),
    ...(done
      ? {
          numberRecordsProcessed: job.processed,
          ...(job.kind === 'ingest' ? { numberRecordsFailed: job.failed } : {}),
          retries: 0,
          totalProcessingTime: job.changedAt - job.createdAt,
          ...(job.kind === 'ingest' ? { apiActiveProcessingTime: 0, apexProcessingTime: 0 } : {}),
        }
      : {}),
  };
}

/** The list resource, a thousand jobs a page; here they fit one page. */
export function jobList(context: Context, kind: BulkJob['kind']): Record<string, unknown> {
  const own = jobsOf(context.org).filter((job) => job.kind === kind && job.userId === context.session.userId);
  return { done: true, nextRecordsUrl: null, records: own.map(jobInfo) };
}

export function invalidJob(message: string): ApiError {
  return new ApiError(400, 'INVALIDJOB', message);
}

export function wrongState(job: BulkJob, wanted: string): ApiError {
  return new ApiError(
    400,
    'INVALIDJOBSTATE',
    `The job ${job.id} is in state ${job.state}, it must be ${wanted}.`,
  );
}

const DAY_MS = 86_400_000;
const ROWS_PER_BATCH = 10_000;

/** What counts against the daily Bulk limits. */
export function bulkJobsToday(org: Org): { batches: number; queries: number } {
  const since = org.clock.now().getTime() - DAY_MS;
  let batches = 0;
  let queries = 0;
  for (const job of jobsOf(org)) {
    if (job.createdAt < since) continue;
    if (job.kind === 'query') queries++;
    else if (job.rows !== undefined) batches += Math.max(1, Math.ceil(job.rows.length / ROWS_PER_BATCH));
  }
  return { batches, queries };
}
