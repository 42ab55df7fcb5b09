import { ApiError, type Context, type Reply, type Route } from '../http.ts';
import { deleteRecord } from '../dml/remove.ts';
import { insertRecord, updateRecord, upsertRecord } from '../dml/save.ts';
import { readRecord, type ReadRecord } from '../dml/values.ts';
import { id18, isId } from '../schema/ids.ts';
import type { ObjectDef } from '../schema/types.ts';
import { bodyOf, isObject, objectsOf, textsOf } from './body.ts';
import { rowEntry } from './errors.ts';
import { keyField, writableId } from './records.ts';
import { dataUrl, dmlContext, fieldsOf, objectOf, shapeRecord } from './shape.ts';

const PATH = '/services/data/:version/composite/sobjects';
/** Rows in one request. */
const MAX_ROWS = 200;
/** Consecutive runs of one type in one request. */
const MAX_CHUNKS = 10;

/** sObject Collections: up to 200 rows in one call. */
export function collectionRoutes(): Route[] {
  const route = (method: string, path: string, handle: Route['handle']): Route => ({
    method,
    path,
    auth: 'session',
    handle,
  });
  return [
    route('POST', PATH, (context) => save(context, 'insert')),
    route('PATCH', PATH, (context) => save(context, 'update')),
    route('DELETE', PATH, remove),
    route('PATCH', `${PATH}/:object/:key`, (context) => save(context, 'upsert')),
    route('GET', `${PATH}/:object`, (context) => {
      const { query } = context.request;
      return retrieve(context, (query.get('ids') ?? '').split(','), query.get('fields'));
    }),
    route('POST', `${PATH}/:object`, (context) => {
      const body = bodyOf(context);
      return retrieve(context, textsOf(body, 'ids'), textsOf(body, 'fields'));
    }),
  ];
}

type Result = Record<string, unknown>;

interface Row {
  object: ObjectDef;
  record: ReadRecord;
  id: string | undefined;
}

function save(context: Context, operation: 'insert' | 'update' | 'upsert'): Reply {
  const body = bodyOf(context);
  const records = objectsOf(body, 'records');
  if (records.length === 0)
    throw new ApiError(400, 'INVALID_INPUT', 'The records list must name at least one record.');
  limit(records.length);
  const rows = records.map((record) => readRow(context, record, operation));
  const chunks = rows.filter((row, index) => row.object !== rows[index - 1]?.object).length;
  if (chunks > MAX_CHUNKS)
    throw new ApiError(
      400,
      'INVALID_INPUT',
      `Cannot have more than ${MAX_CHUNKS} chunks in a single operation. Please rearrange the data to reduce chunking.`,
    );
  const dml = dmlContext(context);
  const key = operation === 'upsert' ? keyField(objectOf(context), context.params.key!) : undefined;
  const { store } = context.org.data;
  /** A failed row of an upsert says whether it would have been created. */
  const isNew = ({ object, record, id }: Row): boolean => {
    const value = record.values.get(key!.name);
    return key!.type === 'id'
      ? id === undefined
      : typeof value !== 'string' || store.findBy(object.name, key!.name, value).length === 0;
  };
  const extra = key === undefined ? undefined : (row: Row) => ({ created: isNew(row) });
  return run(context, body.allOrNone === true, rows, extra, (row, index) => {
    if (operation === 'insert')
      return { id: insertRecord(dml, row.object, row.record, index), success: true, errors: [] };
    if (key !== undefined) {
      const value =
        key.type === 'id' ? (row.id ?? null) : ((row.record.values.get(key.name) ?? null) as string | null);
      const values = new Map(row.record.values);
      values.delete(key.name);
      const text = value === null ? null : String(value);
      const { id, created } = upsertRecord(dml, row.object, key, text, { ...row.record, values }, index);
      return { id, success: true, errors: [], created };
    }
    if (row.id === undefined)
      throw new ApiError(400, 'MISSING_ARGUMENT', 'Id not specified in an update call', []);
    updateRecord(dml, row.object, writableId(row.object, row.id), row.record, index);
    return { id: id18(row.id), success: true, errors: [] };
  });
}

function readRow(context: Context, record: Record<string, unknown>, operation: string): Row {
  const named = isObject(record.attributes) ? record.attributes.type : undefined;
  const type = operation === 'upsert' ? (named ?? context.params.object) : named;
  if (typeof type !== 'string')
    throw new ApiError(400, 'INVALID_INPUT', 'Every record needs attributes.type.');
  const object = context.org.data.access(context.session.userId).object(type);
  if (object === undefined || (operation === 'upsert' && object.name !== objectOf(context).name))
    throw new ApiError(400, 'INVALID_TYPE', `sObject type '${type}' is not supported.`);
  const read = readRecord(object, record, context.request.body.toString('utf8'), (name) =>
    context.org.data.access(context.session.userId).object(name),
  );
  const id = read.values.get('Id');
  if (operation !== 'insert') read.values.delete('Id');
  return { object, record: read, id: typeof id === 'string' ? id : undefined };
}

function remove(context: Context): Reply {
  const { query } = context.request;
  const ids = (query.get('ids') ?? '')
    .split(',')
    .map((id) => id.trim())
    .filter((id) => id !== '');
  if (ids.length === 0)
    throw new ApiError(400, 'INVALID_INPUT', 'The ids parameter must name at least one record.');
  limit(ids.length);
  const dml = dmlContext(context);
  return run(context, query.get('allOrNone') === 'true', ids, undefined, (id, index) => {
    const object = isId(id) ? context.org.data.registry.objectOfId(id) : undefined;
    if (object === undefined) throw new ApiError(400, 'MALFORMED_ID', `malformed id ${id}`, []);
    deleteRecord(dml, object, id, index);
    return { id: id18(id), success: true, errors: [] };
  });
}

/** Thrown inside the transaction so that it is taken back; the results are the answer all the same. */
class RolledBack extends Error {}

function run<T>(
  context: Context,
  allOrNone: boolean,
  rows: T[],
  extra: ((row: T) => Result) | undefined,
  work: (row: T, index: number) => Result,
): Reply {
  const results: Result[] = [];
  const attempt = (row: T, index: number): boolean => {
    try {
      results.push(work(row, index));
      return true;
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      results.push({ success: false, errors: [rowEntry(error)], ...extra?.(row) });
      return false;
    }
  };
  if (!allOrNone) {
    rows.forEach(attempt);
    return { status: 200, body: results };
  }
  try {
    context.org.data.atomic(context.session.userId, () => {
      if (rows.map(attempt).includes(false)) throw new RolledBack();
    });
  } catch (error) {
    if (!(error instanceof RolledBack)) throw error;
    return { status: 200, body: results.map(undone) };
  }
  return { status: 200, body: results };
}

/** An innocent row of a transaction that was taken back. */
function undone(result: Result): Result {
  if (result.success !== true) return result;
  return {
    success: false,
    errors: [
      {
        statusCode: 'ALL_OR_NONE_OPERATION_ROLLED_BACK',
        message:
          'Record rolled back because not all records were valid and the request was using AllOrNone header',
        fields: [],
      },
    ],
    ...('created' in result ? { created: result.created } : {}),
  };
}

/** Records in the order of the ids; one that does not exist or may not be seen is null. */
function retrieve(context: Context, ids: readonly string[], names: string | readonly string[] | null): Reply {
  const object = objectOf(context);
  const fields = fieldsOf(object, names);
  const wanted = ids.map((id) => id.trim()).filter((id) => id !== '');
  const source = context.org.data.sourceFor(context.session.userId, dataUrl(context));
  return {
    status: 200,
    body: wanted.map((id) => {
      if (!isId(id)) throw new ApiError(400, 'MALFORMED_ID', `malformed id ${id}`);
      const row = source.row(object.name, id);
      return row === undefined ? null : shapeRecord(object, row, fields, dataUrl(context));
    }),
  };
}

function limit(count: number): void {
  if (count > MAX_ROWS)
    throw new ApiError(
      400,
      'EXCEEDED_ID_LIMIT',
      `record limit reached. cannot submit more than ${MAX_ROWS} records into this call`,
    );
}
