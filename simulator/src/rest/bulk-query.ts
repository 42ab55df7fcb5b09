import { setImmediate as nextTurn } from 'node:timers/promises';
import { ApiError, type Context, type Reply, type Route } from '../http.ts';
import { notFound } from '../dml/save.ts';
import { runQuery, type Column } from '../soql/run.ts';
import {
  createJob,
  jobBody,
  invalidJob,
  jobInfo,
  jobList,
  jobOf,
  jobsOf,
  setState,
  wrongState,
  type BulkJob,
} from './bulk-jobs.ts';
import { bodyOf, textOf } from './body.ts';
import { DELIMITERS, LINE_ENDINGS, writeCsv } from './csv.ts';
import { dataUrl } from './shape.ts';

const JOBS = '/services/data/:version/jobs/query';
/** Rows of a result page when the caller names no number. */
const ROWS_PER_PAGE = 50_000;

/** Bulk API 2.0 query. */
export function bulkQueryRoutes(): Route[] {
  const route = (method: string, path: string, handle: Route['handle']): Route => ({
    method,
    path,
    auth: 'session',
    handle,
  });
  return [
    route('POST', JOBS, create),
    route('GET', JOBS, (context) => ({ status: 200, body: jobList(context, 'query') })),
    route('GET', `${JOBS}/:id`, (context) => ({ status: 200, body: jobInfo(jobOf(context, 'query')) })),
    route('PATCH', `${JOBS}/:id`, abort),
    route('DELETE', `${JOBS}/:id`, remove),
    route('GET', `${JOBS}/:id/results`, results),
  ];
}

function create(context: Context): Reply {
  const body = jobBody(context);
  if (body.operation !== 'query' && body.operation !== 'queryAll')
    throw invalidJob(`Unknown operation: ${body.operation}`);
  if (body.query === undefined) throw invalidJob('The job needs a query.');
  const object = /\bFROM\s+(\w+)/i.exec(body.query)?.[1] ?? '';
  const source = context.org.data.sourceFor(context.session.userId, dataUrl(context));
  // A query that cannot be run is refused at once; it is run when its turn comes.
  const { columns } = runQuery(`${body.query.replace(/\s+LIMIT\s+\d+\s*$/i, '')} LIMIT 0`, source);
  if (columns.length === 0 || columns.some((column) => column.aggregate))
    throw new ApiError(400, 'API_ERROR', 'Aggregate Relationships not supported in Bulk Query');
  const job = createJob(context, 'query', body);
  job.object = source.object(object)?.name ?? object;
  job.query = body.query;
  void process(context, job);
  return { status: 200, body: jobInfo(job) };
}

async function process(context: Context, job: BulkJob): Promise<void> {
  await nextTurn();
  if (job.state !== 'UploadComplete') return;
  setState(context.org, job, 'InProgress');
  const fault = context.org.faults.bulkJob({
    object: job.object,
    operation: job.operation,
    userId: job.userId,
  });
  await nextTurn();
  if ((job.state as string) === 'Aborted' || fault?.state === 'InProgress') return;
  if (fault !== undefined) {
    if (fault.state === 'Failed') job.errorMessage = fault.errorMessage;
    setState(context.org, job, fault.state);
    return;
  }
  try {
    const source = context.org.data.sourceFor(job.userId, dataUrl(context));
    const output = runQuery(job.query!, source, { includeDeleted: job.operation === 'queryAll' });
    job.header = output.columns.flatMap((column) => paths(column));
    job.rows = output.records.map((record) => job.header.map((path) => cell(record, path)));
    job.processed = job.rows.length;
    setState(context.org, job, 'JobComplete');
  } catch (error) {
    job.errorMessage = error instanceof ApiError ? `${error.errorCode}: ${error.message}` : 'ServerError';
    setState(context.org, job, 'Failed');
    if (!(error instanceof ApiError)) throw error;
  }
}

/** `Name`, `Account.Name` for the columns of a parent. */
function paths(column: Column): string[] {
  if (column.joinColumns.length === 0) return [column.columnName];
  return column.joinColumns.flatMap(paths).map((path) => `${column.columnName}.${path}`);
}

function cell(record: unknown, path: string): string {
  let value = record;
  for (const step of path.split('.')) value = (value as Record<string, unknown> | null)?.[step] ?? null;
  if (value === null) return '';
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

function abort(context: Context): Reply {
  const job = jobOf(context, 'query');
  const state = textOf(bodyOf(context), 'state');
  if (state !== 'Aborted') throw invalidJob(`Unknown state: ${state}`);
  if (job.state === 'JobComplete' || job.state === 'Failed')
    throw wrongState(job, 'UploadComplete or InProgress');
  setState(context.org, job, 'Aborted');
  return { status: 200, body: jobInfo(job) };
}

function remove(context: Context): Reply {
  const job = jobOf(context, 'query');
  if (job.state === 'UploadComplete' || job.state === 'InProgress')
    throw wrongState(job, 'JobComplete, Aborted or Failed');
  const list = jobsOf(context.org);
  list.splice(list.indexOf(job), 1);
  return { status: 204 };
}

function results(context: Context): Reply {
  const job = jobOf(context, 'query');
  if (job.state !== 'JobComplete') throw notFound();
  const { query } = context.request;
  const locator = query.get('locator');
  const start = locator === null ? 0 : Number(Buffer.from(locator, 'base64url').toString('utf8'));
  if (!Number.isInteger(start) || start < 0)
    throw new ApiError(400, 'INVALID_QUERY_LOCATOR', 'invalid query locator');
  const most = Number(query.get('maxRecords') ?? ROWS_PER_PAGE);
  if (!Number.isInteger(most) || most <= 0)
    throw new ApiError(400, 'INVALIDJOB', 'maxRecords must be a positive number.');
  const rows = job.rows!.slice(start, start + most);
  const next =
    start + most < job.rows!.length ? Buffer.from(String(start + most)).toString('base64url') : 'null';
  return {
    status: 200,
    headers: {
      'content-type': 'text/csv;charset=UTF-8',
      'Sforce-Locator': next,
      'Sforce-NumberOfRecords': String(rows.length),
    },
    body: writeCsv([job.header, ...rows], DELIMITERS[job.columnDelimiter]!, LINE_ENDINGS[job.lineEnding]!),
  };
}
