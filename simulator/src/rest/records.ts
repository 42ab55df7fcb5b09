import { ApiError, type Context, type Reply, type Route } from '../http.ts';
import { deleteRecord } from '../dml/remove.ts';
import {
  existing,
  insertRecord,
  MultipleMatches,
  noAccess,
  notFound,
  updateRecord,
  upsertRecord,
} from '../dml/save.ts';
import { readRecord, type ReadRecord } from '../dml/values.ts';
import { id18, isId } from '../schema/ids.ts';
import { dateOf } from '../schema/time.ts';
import type { FieldDef, ObjectDef, Row } from '../schema/types.ts';
import { dataUrl, dmlContext, fieldsOf, noteRecent, objectOf, recentIds, shapeRecord } from './shape.ts';
import { bodyOf } from './body.ts';
import { objectSummary } from './describe.ts';

const OBJECT = '/services/data/:version/sobjects/:object';

/** Single records: create, read, update, delete, and the same by external id. */
export function recordRoutes(): Route[] {
  const route = (method: string, path: string, handle: Route['handle']): Route => ({
    method,
    path,
    auth: 'session',
    handle,
  });
  return [
    route('GET', OBJECT, basicInformation),
    route('POST', OBJECT, create),
    route('GET', `${OBJECT}/:id`, read),
    route('PATCH', `${OBJECT}/:id`, update),
    route('DELETE', `${OBJECT}/:id`, remove),
    route('GET', `${OBJECT}/:key/:value`, readByKey),
    route('PATCH', `${OBJECT}/:key/:value`, upsert),
    route('DELETE', `${OBJECT}/:key/:value`, removeByKey),
    route('POST', `${OBJECT}/:key`, upsertById),
  ];
}

function basicInformation(context: Context): Reply {
  const object = objectOf(context);
  const url = dataUrl(context);
  const items = recentIds(context)
    .filter((id) => id.startsWith(object.keyPrefix ?? '-'))
    .map((id) => context.org.data.record(object.name, id))
    .filter((row) => row !== undefined)
    .map((row) => shapeRecord(object, row, fieldsOf(object, nameFieldOf(object)), url));
  return { status: 200, body: { objectDescribe: objectSummary(object, url), recentItems: items } };
}

function create(context: Context): Reply {
  const object = objectOf(context);
  const id = insertRecord(dmlContext(context), object, bodyRecord(context, object));
  noteRecent(context, id);
  return {
    status: 201,
    headers: { Location: `${dataUrl(context)}/sobjects/${object.name}/${id}` },
    body: { id, success: true, errors: [] },
  };
}

function read(context: Context): Reply {
  const object = objectOf(context);
  const row = rowOf(context, object, context.params.id!);
  noteRecent(context, row.Id as string);
  return readReply(context, object, row);
}

function readReply(context: Context, object: ObjectDef, row: Row): Reply {
  const { request } = context;
  const modified = typeof row.LastModifiedDate === 'string' ? dateOf(row.LastModifiedDate) : undefined;
  const since = request.headers['if-modified-since'];
  const headers: Record<string, string> =
    modified === undefined ? {} : { 'Last-Modified': modified.toUTCString() };
  if (
    since !== undefined &&
    modified !== undefined &&
    Math.floor(modified.getTime() / 1000) * 1000 <= Date.parse(since)
  )
    return { status: 304, headers };
  return {
    status: 200,
    headers,
    body: shapeRecord(object, row, fieldsOf(object, request.query.get('fields')), dataUrl(context)),
  };
}

function update(context: Context): Reply {
  const object = objectOf(context);
  const id = writableId(object, recordId(context.params.id!));
  updateRecord(dmlContext(context), object, id, bodyRecord(context, object, true));
  noteRecent(context, id18(id));
  return { status: 204 };
}

function remove(context: Context): Reply {
  const object = objectOf(context);
  const { data } = context.org;
  const virtual = data.virtualRows(object.name);
  if (virtual !== undefined) {
    if (virtual.remove === undefined) throw noAccess();
    virtual.remove(context.params.id!);
    return { status: 204 };
  }
  const since = context.request.headers['if-unmodified-since'];
  if (since !== undefined)
    throw new ApiError(400, 'INVALID_HEADER_VALUE', 'If-Unmodified-Since is not supported for DELETE.');
  deleteRecord(dmlContext(context), object, writableId(object, recordId(context.params.id!)));
  return { status: 204 };
}

/** `/X/Key__c/value` by external id, `/X/{id}/Parent` along a relationship, `/X/{id}/Body` the bytes of a binary field. */
function readByKey(context: Context): Reply {
  const object = objectOf(context);
  const { key, value } = context.params as { key: string; value: string };
  if (isId(key) && object.fields.get(key.toLowerCase()) === undefined)
    return follow(context, object, key, value);
  const rows = rowsByKey(context, object, key, value);
  if (rows.length > 1) throw new MultipleMatches(rows, object, keyField(object, key), dataUrl(context));
  return readReply(context, object, rows[0]!);
}

function follow(context: Context, object: ObjectDef, id: string, name: string): Reply {
  const row = rowOf(context, object, id);
  const field = object.fields.get(name.toLowerCase());
  if (field?.type === 'base64')
    return {
      status: 200,
      headers: { 'content-type': 'application/octet-stream' },
      body: Buffer.from((row[field.name] as string | null) ?? '', 'base64'),
    };
  for (const reference of object.fields.values()) {
    if (reference.relationshipName?.toLowerCase() !== name.toLowerCase()) continue;
    const parentId = row[reference.name];
    const parent = typeof parentId === 'string' ? context.org.data.registry.objectOfId(parentId) : undefined;
    if (parent === undefined) throw notFound();
    const view = objectOf(context, parent.name);
    return readReply(context, view, rowOf(context, view, parentId as string));
  }
  for (const child of object.childRelationships)
    if (child.relationshipName?.toLowerCase() === name.toLowerCase()) {
      const view = objectOf(context, child.childSObject);
      const source = context.org.data.sourceFor(context.session.userId, dataUrl(context));
      const fields = fieldsOf(view, context.request.query.get('fields'));
      const records = [...source.referencing(view.name, child.field, row.Id as string)].map((childRow) =>
        shapeRecord(view, childRow, fields, dataUrl(context)),
      );
      return { status: 200, body: { totalSize: records.length, done: true, records } };
    }
  throw notFound();
}

function upsert(context: Context): Reply {
  const object = objectOf(context);
  const { key, value } = context.params as { key: string; value: string };
  const record = bodyRecord(context, object, true);
  const updateOnly = context.request.query.get('updateOnly') === 'true';
  if (updateOnly) rowsByKey(context, object, key, value);
  try {
    const { id, created } = upsertRecord(dmlContext(context), object, keyField(object, key), value, record);
    noteRecent(context, id);
    const reply: Reply = { status: created ? 201 : 200, body: { id, success: true, errors: [], created } };
    if (created) reply.headers = { Location: `${dataUrl(context)}/sobjects/${object.name}/${id}` };
    return reply;
  } catch (error) {
    if (error instanceof MultipleMatches) return { status: 300, body: error.urls };
    throw error;
  }
}

/** `POST /X/Id` creates through the upsert resource. */
function upsertById(context: Context): Reply {
  if (context.params.key!.toLowerCase() !== 'id')
    throw new ApiError(
      405,
      'METHOD_NOT_ALLOWED',
      "HTTP Method 'POST' not allowed. Allowed are DELETE,GET,HEAD,PATCH",
    );
  const object = objectOf(context);
  const id = insertRecord(dmlContext(context), object, bodyRecord(context, object));
  return { status: 201, body: { id, success: true, errors: [], created: true } };
}

function removeByKey(context: Context): Reply {
  const object = objectOf(context);
  const rows = rowsByKey(context, object, context.params.key!, context.params.value!);
  if (rows.length > 1)
    return {
      status: 300,
      body: new MultipleMatches(rows, object, keyField(object, context.params.key!), dataUrl(context)).urls,
    };
  deleteRecord(dmlContext(context), object, rows[0]!.Id as string);
  return { status: 204 };
}

/** The JSON body as typed values; an `Id` in the body of an update is an error. */
function bodyRecord(context: Context, object: ObjectDef, update = false): ReadRecord {
  const record = readRecord(object, bodyOf(context), context.request.body.toString('utf8'), (name) =>
    context.org.data.access(context.session.userId).object(name),
  );
  if (update && record.values.has('Id'))
    throw new ApiError(400, 'INVALID_FIELD', 'The Id field should not be specified in the sobject data.', [
      'Id',
    ]);
  return record;
}

/** Field by which records may be named in a URL. */
export function keyField(object: ObjectDef, name: string): FieldDef {
  const field = object.fields.get(name.toLowerCase());
  if (field === undefined || !(field.idLookup || field.externalId || field.type === 'id'))
    throw new ApiError(
      404,
      'NOT_FOUND',
      `Provided external ID field does not exist or is not accessible: ${name}`,
    );
  return field;
}

function rowsByKey(context: Context, object: ObjectDef, key: string, value: string): Row[] {
  const field = keyField(object, key);
  if (field.type === 'id') return [rowOf(context, object, value)];
  const { data } = context.org;
  const access = data.access(context.session.userId);
  const rows = data.store.findBy(object.name, field.name, value).filter((row) => access.canRead(object, row));
  if (rows.length === 0) throw notFound();
  return rows;
}

function rowOf(context: Context, object: ObjectDef, id: string): Row {
  const virtual = context.org.data.virtualRows(object.name);
  if (virtual !== undefined) {
    for (const row of virtual.rows()) if (row.Id === id18(id)) return row;
    throw notFound();
  }
  return existing({ data: context.org.data, userId: context.session.userId }, object, recordId(id));
}

function recordId(text: string): string {
  if (!isId(text))
    throw new ApiError(
      404,
      'NOT_FOUND',
      `Provided external ID field does not exist or is not accessible: ${text}`,
    );
  return text;
}

/** The id of a record to write: one of another object is malformed. */
export function writableId(object: ObjectDef, text: string): string {
  if (!isId(text) || (object.keyPrefix !== null && !text.startsWith(object.keyPrefix)))
    throw new ApiError(400, 'MALFORMED_ID', `${object.label} ID: id value of incorrect type: ${text}`, [
      'Id',
    ]);
  return text;
}

export function nameFieldOf(object: ObjectDef): string {
  for (const field of object.fields.values()) if (field.nameField) return field.name;
  return 'Id';
}
