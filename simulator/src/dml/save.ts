import { ApiError } from '../http.ts';
import { stamp } from './create.ts';
import { dateOf, instant } from '../schema/time.ts';
import type { FieldDef, ObjectDef, Row } from '../schema/types.ts';
import { afterSave, beforeSave } from './automation.ts';
import type { DmlContext } from './context.ts';
import { derive } from './derive.ts';
import { checkReference } from './references.ts';
import { applyDuplicateRules, applyValidationRules } from './rules.ts';
import { checkValue, type ReadRecord, type Values } from './values.ts';

/** Creates one record and returns its id; throws {@link ApiError} and leaves nothing behind when it may not be. */
export function insertRecord(
  context: DmlContext,
  { name }: ObjectDef,
  record: ReadRecord,
  rowNumber = 0,
): string {
  const { data, userId } = context;
  // Fields that the user cannot see take part in a save all the same.
  const object = data.registry.object(name)!;
  return data.atomic(userId, () => {
    const access = data.access(userId);
    if (!context.system && (!object.createable || !access.rights(object.name).create)) throw noAccess();
    const values = resolved(context, record);
    if (!context.system) refuseUnwritable(access.object(object.name)!, values, 'createable');
    const row = data.store.blank(object.name);
    const given = new Set<string>();
    for (const [name, value] of values) {
      row[name] = checkValue(object.fields.get(name.toLowerCase())!, value);
      if (row[name] !== null) given.add(name);
    }
    row.Id = data.store.nextId(object.name);
    applyDefaults(context, object, row, given);
    const at = instant(data.clock.now());
    stamp(object, row, { by: userId, at });
    beforeSave(context, object.name, undefined, row, given);
    requireFields(object, row);
    for (const name of given) checkReference(context, object, object.fields.get(name.toLowerCase())!, row);
    derive(object.name, undefined, row, given, { ...data, now: data.clock.now() });
    finish(context, object, undefined, row, rowNumber);
    return row.Id as string;
  });
}

/** Changes the named fields of one record. */
export function updateRecord(
  context: DmlContext,
  { name }: ObjectDef,
  id: string,
  record: ReadRecord,
  rowNumber = 0,
): void {
  const { data, userId } = context;
  const object = data.registry.object(name)!;
  data.atomic(userId, () => {
    const access = data.access(userId);
    const before = existing(context, object, id);
    const may = object.updateable && access.rights(object.name).edit && access.canEdit(object, before);
    if (!context.system && !may) throw noAccess();
    if (context.unmodifiedSince !== undefined && secondOf(before.LastModifiedDate) > context.unmodifiedSince)
      throw new ApiError(
        412,
        'PRECONDITION_FAILED',
        'The record was modified after the date in If-Unmodified-Since.',
      );
    if (object.name === 'Lead' && before.IsConverted === true)
      throw new ApiError(400, 'CANNOT_UPDATE_CONVERTED_LEAD', 'cannot reference converted lead', []);
    const values = resolved(context, record);
    if (!context.system) refuseUnwritable(access.object(object.name)!, values, 'updateable');
    const row: Row = { ...before };
    const given = new Set<string>();
    for (const [name, value] of values) {
      const field = object.fields.get(name.toLowerCase())!;
      row[name] = checkValue(field, value) ?? emptied(field);
      if (row[name] !== before[name]) checkReference(context, object, field, row);
      given.add(name);
    }
    beforeSave(context, object.name, before, row, given);
    requireFields(object, row, values);
    derive(object.name, before, row, given, { ...data, now: data.clock.now() });
    // A save that changes nothing still counts as a save.
    const at = instant(data.clock.now());
    if ('LastModifiedDate' in row) row.LastModifiedDate = at;
    if ('LastModifiedById' in row) row.LastModifiedById = userId;
    if ('SystemModstamp' in row) row.SystemModstamp = at;
    finish(context, object, before, row, rowNumber);
  });
}

/** Creates or changes the record whose `key` field holds `value`. */
export function upsertRecord(
  context: DmlContext,
  object: ObjectDef,
  key: FieldDef,
  value: string | null,
  record: ReadRecord,
  rowNumber = 0,
): { id: string; created: boolean } {
  const { data } = context;
  if (key.type === 'id') {
    if (value === null) return { id: insertRecord(context, object, record, rowNumber), created: true };
    updateRecord(context, object, checkValue(key, value) as string, record, rowNumber);
    return { id: checkValue(key, value) as string, created: false };
  }
  if (value === null || value === '')
    throw new ApiError(400, 'MISSING_ARGUMENT', `${key.name} not specified`);
  const found = data.store.findBy(object.name, key.name, value);
  if (found.length > 1) throw new MultipleMatches(found, object, key, context.dataUrl);
  const match = found[0];
  if (match !== undefined) {
    updateRecord(context, object, match.Id as string, record, rowNumber);
    return { id: match.Id as string, created: false };
  }
  const values: Values = new Map(record.values);
  if (key.createable) values.set(key.name, value);
  return { id: insertRecord(context, object, { ...record, values }, rowNumber), created: true };
}

/** An upsert key that several records hold: over REST status 300 with their URLs. */
export class MultipleMatches extends ApiError {
  readonly urls: string[];

  constructor(rows: Row[], object: ObjectDef, key: FieldDef, dataUrl: string) {
    super(
      300,
      'DUPLICATE_EXTERNAL_ID',
      `${key.name}: more than one record found for external id field: [${rows.map((row) => row.Id).join(', ')}]`,
      [key.name],
    );
    this.urls = rows.map((row) => `${dataUrl}/sobjects/${object.name}/${row.Id}`);
  }
}

/** The live record that the user may see; the errors are those of a REST call on its URL. */
export function existing(
  { data, userId }: Pick<DmlContext, 'data' | 'userId'>,
  object: ObjectDef,
  id: string,
): Row {
  const row = data.store.get(object.name, id);
  if (row === undefined || !data.access(userId).canRead(object, row)) throw notFound();
  if (row.IsDeleted === true) throw new ApiError(404, 'ENTITY_IS_DELETED', 'entity is deleted');
  return row;
}

export function notFound(): ApiError {
  return new ApiError(404, 'NOT_FOUND', 'The requested resource does not exist');
}

export function noAccess(): ApiError {
  return new ApiError(400, 'INSUFFICIENT_ACCESS_OR_READONLY', 'insufficient access rights on object id', []);
}

function resolved({ data }: DmlContext, { values, parents }: ReadRecord): Values {
  if (parents.length === 0) return values;
  const all: Values = new Map(values);
  for (const { field, object, key, value } of parents) {
    const found = data.store.findBy(object, key.name, value);
    if (found.length !== 1)
      throw new ApiError(
        400,
        'INVALID_FIELD',
        `Foreign key external ID: ${value} not found for field ${key.name} in entity ${object}`,
      );
    all.set(field.name, found[0]!.Id!);
  }
  return all;
}

function refuseUnwritable(view: ObjectDef, values: Values, right: 'createable' | 'updateable'): void {
  const locked = [...values.keys()].filter((name) => view.fields.get(name.toLowerCase())?.[right] !== true);
  if (locked.length === 0) return;
  throw new ApiError(
    400,
    'INVALID_FIELD_FOR_INSERT_UPDATE',
    `Unable to create/update fields: ${locked.join(', ')}. Please check the security settings of this field and verify that it is ` +
      'read/write for your profile or permission set.',
    locked,
  );
}

function applyDefaults({ data }: DmlContext, object: ObjectDef, row: Row, given: Set<string>): void {
  for (const field of object.fields.values()) {
    if (given.has(field.name)) continue;
    if (field.autoNumber) row[field.name] = data.store.nextNumber(object.name, field);
    else if (field.defaultValue !== undefined) row[field.name] = field.defaultValue;
  }
}

/** A cleared boolean is false; a cleared required field stays empty and is refused. */
function emptied(field: FieldDef): Row[string] {
  return field.type === 'boolean' ? false : null;
}

function requireFields(object: ObjectDef, row: Row, values?: Values): void {
  const missing: string[] = [];
  for (const field of object.fields.values()) {
    if (field.nillable || field.type === 'boolean' || row[field.name] !== null) continue;
    if (!field.createable || (field.defaultedOnCreate && values?.has(field.name) !== true)) continue;
    if (values !== undefined && !values.has(field.name)) continue;
    missing.push(field.name);
  }
  if (missing.length > 0)
    throw new ApiError(
      400,
      'REQUIRED_FIELD_MISSING',
      `Required fields are missing: [${missing.join(', ')}]`,
      missing,
    );
}

function finish(
  context: DmlContext,
  object: ObjectDef,
  before: Row | undefined,
  row: Row,
  rowNumber: number,
): void {
  const { data, userId } = context;
  const operation = before === undefined ? 'insert' : 'update';
  applyValidationRules(context, object, before, row);
  applyDuplicateRules(context, object, before, row);
  refuseSecondValue(context, object, before, row);
  const fault = context.fault?.({
    object: object.name,
    operation,
    userId,
    row: rowNumber,
    id: row.Id as string,
  });
  if (fault !== undefined) throw fault;
  data.store.put(object.name, row);
  afterSave(context, object.name, before, row);
}

function refuseSecondValue({ data }: DmlContext, object: ObjectDef, before: Row | undefined, row: Row): void {
  for (const field of object.fields.values()) {
    const value = row[field.name];
    if (!field.unique || typeof value !== 'string' || before?.[field.name] === value) continue;
    const other = data.store.findBy(object.name, field.name, value).find((holder) => holder.Id !== row.Id);
    if (other !== undefined)
      throw new ApiError(
        400,
        'DUPLICATE_VALUE',
        `duplicate value found: ${field.name} duplicates value on record with id: ${other.Id}`,
        [],
      );
  }
}

const SECOND_MS = 1000;

function secondOf(stored: Row[string] | undefined): number {
  if (typeof stored !== 'string') return 0;
  return Math.floor(dateOf(stored).getTime() / SECOND_MS) * SECOND_MS;
}
