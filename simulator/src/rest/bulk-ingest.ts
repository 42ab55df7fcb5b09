import { setImmediate as nextTurn } from 'node:timers/promises';
import { ApiError, type Context, type Reply, type Route } from '../http.ts';
import { deleteRecord } from '../dml/remove.ts';
import { insertRecord, notFound, updateRecord, upsertRecord } from '../dml/save.ts';
import { fromText, type ReadRecord } from '../dml/values.ts';
import type { FieldDef, ObjectDef } from '../schema/types.ts';
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
import { DELIMITERS, LINE_ENDINGS, readCsv, writeCsv } from './csv.ts';
import { notModelled } from './errors.ts';
import { keyField, writableId } from './records.ts';
import { dmlContext, objectOf } from './shape.ts';

const JOBS = '/services/data/:version/jobs/ingest';
const OPERATIONS = new Set(['insert', 'update', 'upsert', 'delete']);
/** Rows that are saved before other requests get their turn. */
const ROWS_PER_TURN = 200;

/** Bulk API 2.0 ingest. */
export function bulkIngestRoutes(): Route[] {
  const route = (method: string, path: string, handle: Route['handle']): Route => ({
    method,
    path,
    auth: 'session',
    handle,
  });
  const results = (name: string, rows: (job: BulkJob) => string[][]) =>
    route('GET', `${JOBS}/:id/${name}`, (context) => csvReply(jobOf(context, 'ingest'), rows));
  return [
    route('POST', JOBS, create),
    route('GET', JOBS, (context) => ({ status: 200, body: jobList(context, 'ingest') })),
    route('GET', `${JOBS}/:id`, (context) => ({ status: 200, body: jobInfo(jobOf(context, 'ingest')) })),
    route('PUT', `${JOBS}/:id/batches`, upload),
    route('PATCH', `${JOBS}/:id`, change),
    route('DELETE', `${JOBS}/:id`, remove),
    results('successfulResults', (job) => [['sf__Id', 'sf__Created', ...job.header], ...job.successes]),
    results('failedResults', (job) => [['sf__Id', 'sf__Error', ...job.header], ...job.failures]),
    results('unprocessedrecords', (job) => [job.header, ...job.unprocessed]),
    results('unprocessedRecords', (job) => [job.header, ...job.unprocessed]),
  ];
}

function create(context: Context): Reply {
  if (/^multipart\//.test(context.request.headers['content-type'] ?? ''))
    throw notModelled('ingest jobs in one multipart request');
  const body = jobBody(context);
  if (body.operation === 'hardDelete') throw notModelled('the operation hardDelete');
  if (!OPERATIONS.has(body.operation ?? '')) throw invalidJob(`Unknown operation: ${body.operation}`);
  const object = context.org.data.access(context.session.userId).object(body.object ?? '');
  if (object === undefined) throw invalidJob(`Unable to find object: ${body.object}`);
  if (body.operation === 'upsert') {
    const key = object.fields.get(body.externalIdFieldName?.toLowerCase() ?? '');
    if (key === undefined || !(key.idLookup || key.externalId))
      throw invalidJob(
        `The externalIdFieldName ${body.externalIdFieldName} is no external id of ${object.name}.`,
      );
  }
  const job = createJob(context, 'ingest', body);
  job.object = object.name;
  if (body.externalIdFieldName !== undefined) job.externalIdFieldName = body.externalIdFieldName;
  return { status: 200, body: jobInfo(job) };
}

function upload(context: Context): Reply {
  const job = jobOf(context, 'ingest');
  if (job.state !== 'Open') throw wrongState(job, 'Open');
  if (job.rows !== undefined)
    throw new ApiError(
      400,
      'INVALIDJOBSTATE',
      `Found multiple contents for job: <${job.id}>. Upload once per job.`,
    );
  const { header, rows } = readCsv(context.request.body.toString('utf8'), DELIMITERS[job.columnDelimiter]!);
  job.header = header;
  job.rows = rows;
  return { status: 201 };
}

function change(context: Context): Reply {
  const job = jobOf(context, 'ingest');
  const state = textOf(bodyOf(context), 'state');
  if (state === 'Aborted') {
    if (job.state === 'JobComplete' || job.state === 'Failed')
      throw wrongState(job, 'Open, UploadComplete or InProgress');
    setState(context.org, job, 'Aborted');
    if (job.processed === 0 && job.unprocessed.length === 0) job.unprocessed = job.rows ?? [];
  } else if (state === 'UploadComplete') {
    if (job.state !== 'Open') throw wrongState(job, 'Open');
    setState(context.org, job, 'UploadComplete');
    void process(context, job);
  } else throw invalidJob(`Unknown state: ${state}`);
  return { status: 200, body: jobInfo(job) };
}

function remove(context: Context): Reply {
  const job = jobOf(context, 'ingest');
  if (job.state === 'Open' || job.state === 'InProgress')
    throw wrongState(job, 'UploadComplete, JobComplete, Aborted or Failed');
  const list = jobsOf(context.org);
  list.splice(list.indexOf(job), 1);
  return { status: 204 };
}

function csvReply(job: BulkJob, rows: (job: BulkJob) => string[][]): Reply {
  if (job.state !== 'JobComplete' && job.state !== 'Failed' && job.state !== 'Aborted') throw notFound();
  return {
    status: 200,
    headers: { 'content-type': 'text/csv;charset=UTF-8' },
    body: writeCsv(rows(job), DELIMITERS[job.columnDelimiter]!, LINE_ENDINGS[job.lineEnding]!),
  };
}

/** Works on the rows between other requests, so that clients see the states that a real job goes through. */
async function process(context: Context, job: BulkJob): Promise<void> {
  await nextTurn();
  if (job.state !== 'UploadComplete') return;
  setState(context.org, job, 'InProgress');
  const rows = job.rows ?? [];
  const fault = context.org.faults.bulkJob({
    object: job.object,
    operation: job.operation,
    userId: job.userId,
  });
  const end = fault === undefined ? rows.length : Math.min(fault.afterRows, rows.length);
  try {
    // An empty upload has no header either; it is a job without rows.
    const work = rows.length === 0 ? () => undefined : worker(context, job);
    for (let at = 0; at < end; at++) {
      if (at % ROWS_PER_TURN === 0) await nextTurn();
      // An abort while the job runs leaves the rest untouched.
      if ((job.state as string) === 'Aborted') {
        job.unprocessed = rows.slice(at);
        return;
      }
      work(rows[at]!, at);
    }
  } catch (error) {
    job.unprocessed = rows.slice(job.processed);
    job.errorMessage =
      error instanceof ApiError ? `${error.errorCode} : ${error.message}` : 'ServerError : internal error';
    setState(context.org, job, 'Failed');
    if (!(error instanceof ApiError)) throw error;
    return;
  }
  job.unprocessed = rows.slice(end);
  if (fault === undefined) setState(context.org, job, 'JobComplete');
  else if (fault.state !== 'InProgress') {
    if (fault.state === 'Failed') job.errorMessage = fault.errorMessage;
    setState(context.org, job, fault.state);
  }
}

/** Saves one row and notes its result. */
function worker(context: Context, job: BulkJob): (cells: string[], index: number) => void {
  const object = objectOf(context, job.object);
  const columns = job.header.map((name) => column(context, object, name));
  const dml = dmlContext({ ...context, request: { ...context.request, headers: {} } });
  const key = job.operation === 'upsert' ? keyField(object, job.externalIdFieldName!) : undefined;
  const idColumn = job.header.findIndex((name) => name.toLowerCase() === 'id');
  if ((job.operation === 'update' || job.operation === 'delete') && idColumn < 0)
    throw new ApiError(400, 'InvalidBatch', 'Field name not found : Id');
  if (job.operation === 'delete' && job.header.length > 1)
    throw new ApiError(400, 'InvalidBatch', 'A delete takes the column Id only');

  return (cells, index) => {
    try {
      let id = idColumn < 0 ? '' : cells[idColumn]!;
      let created = false;
      if (job.operation === 'delete') deleteRecord(dml, object, writableId(object, id), index);
      else {
        const record = readRow(columns, cells);
        if (job.operation !== 'insert') record.values.delete('Id');
        if (key !== undefined) {
          const value = record.values.get(key.name) ?? null;
          record.values.delete(key.name);
          const text = key.type === 'id' ? id || null : value === null ? null : String(value);
          ({ id, created } = upsertRecord(dml, object, key, text, record, index));
        } else if (job.operation === 'update')
          updateRecord(dml, object, writableId(object, id), record, index);
        else {
          id = insertRecord(dml, object, record, index);
          created = true;
        }
      }
      job.successes.push([id, String(created), ...cells]);
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      job.failed++;
      job.failures.push(['', errorCell(error), ...cells]);
    } finally {
      job.processed++;
    }
  };
}

type Column = { field: FieldDef } | { field: FieldDef; parent: string; key: FieldDef };

/** `Name`, `Account.Key__c`: headers in any case. */
function column(context: Context, object: ObjectDef, name: string): Column {
  const own = object.fields.get(name.toLowerCase());
  if (own !== undefined) return { field: own };
  const [relationship = '', keyName = ''] = name.split('.');
  for (const field of object.fields.values()) {
    if (field.relationshipName?.toLowerCase() !== relationship.toLowerCase()) continue;
    const parent = context.org.data.access(context.session.userId).object(field.referenceTo[0]!);
    const key = parent?.fields.get(keyName.toLowerCase());
    if (parent !== undefined && key?.idLookup === true) return { field, parent: parent.name, key };
  }
  throw new ApiError(400, 'InvalidBatch', `Field name not found : ${name}`);
}

function readRow(columns: Column[], cells: string[]): ReadRecord {
  const record: ReadRecord = { values: new Map(), parents: [] };
  columns.forEach((target, index) => {
    const cell = cells[index] ?? '';
    if (cell === '') return;
    if ('parent' in target) {
      record.parents.push({ field: target.field, object: target.parent, key: target.key, value: cell });
      return;
    }
    const value = fromText(target.field, cell);
    if (value === undefined)
      throw new ApiError(
        400,
        'INVALID_TYPE_ON_FIELD_IN_RECORD',
        `${target.field.label}: value not of required type: ${cell}`,
        [target.field.name],
      );
    record.values.set(target.field.name, value);
  });
  return record;
}

/** `REQUIRED_FIELD_MISSING:Required fields are missing: [Name]:Name --` */
function errorCell(error: ApiError): string {
  return `${error.errorCode}:${error.message}:${(error.fields ?? []).join(',')}${error.fields?.length ? ' ' : ''}--`;
}
