import { createHash } from 'node:crypto';
import { ApiError, type Context, type Reply, type Route } from '../http.ts';
import { deleteRecord } from '../dml/remove.ts';
import { existing, insertRecord, notFound, updateRecord } from '../dml/save.ts';
import { readRecord } from '../dml/values.ts';
import type { Org } from '../org.ts';
import { id18, isId } from '../schema/ids.ts';
import { uiInstant } from '../schema/time.ts';
import type { FieldDef, ObjectDef, Row } from '../schema/types.ts';
import { bodyOf, isObject, textOf } from './body.ts';
import { MASTER_RECORD_TYPE, recordTypeInfos } from './describe.ts';
import { notModelled } from './errors.ts';
import { writableId } from './records.ts';
import { dmlContext, noteRecent, objectOf } from './shape.ts';

const BASE = '/services/data/:version/ui-api';

/** The part of the User Interface API that record pages and picklists need. */
export function uiApiRoutes(): Route[] {
  const route = (method: string, path: string, handle: (context: Context) => Reply): Route => ({
    method,
    path: BASE + path,
    auth: 'session',
    handle: (context) => uiErrors(context, () => handle(context)),
  });
  return [
    route('GET', '/object-info/:object', (context) => ({
      status: 200,
      body: objectInfo(context, objectOf(context)),
    })),
    route('GET', '/object-info/:object/picklist-values/:recordTypeId', allPicklists),
    route('GET', '/object-info/:object/picklist-values/:recordTypeId/:field', onePicklist),
    route('GET', '/records/:id', (context) => ({
      status: 200,
      body: recordBody(context, ...recordOf(context)),
    })),
    route('POST', '/records', (context) => once(context, create)),
    route('PATCH', '/records/:id', (context) => once(context, update)),
    route('DELETE', '/records/:id', (context) => once(context, remove)),
  ];
}

function objectInfo(context: Context, object: ObjectDef): Record<string, unknown> {
  const types = recordTypeInfos(context, object);
  const fields = [...object.fields.values()];
  return {
    apiName: object.name,
    childRelationships: object.childRelationships
      .filter((child) => child.relationshipName !== null)
      .map((child) => ({
        childObjectApiName: child.childSObject,
        fieldName: child.field,
        junctionIdListNames: [],
        junctionReferenceTo: [],
        relationshipName: child.relationshipName,
      })),
    createable: object.createable,
    custom: object.custom,
    defaultRecordTypeId: (types.find((type) => type.defaultRecordTypeMapping) ?? types.at(-1)!).recordTypeId,
    deletable: object.deletable,
    dependentFields: {},
    feedEnabled: false,
    fields: Object.fromEntries(fields.map((field) => [field.name, fieldInfo(context, field)])),
    keyPrefix: object.keyPrefix,
    label: object.label,
    labelPlural: object.labelPlural,
    nameFields: fields
      .filter((field) => field.nameField || field.compoundFieldName === 'Name')
      .map((field) => field.name),
    queryable: object.queryable,
    recordTypeInfos: Object.fromEntries(
      types.map(({ available, defaultRecordTypeMapping, master, name, recordTypeId }) => [
        recordTypeId,
        { available, defaultRecordTypeMapping, master, name, recordTypeId },
      ]),
    ),
    searchable: object.searchable,
    updateable: object.updateable,
  };
}

/** Data types of the UI API → describe types that are written differently. */
const DATA_TYPE: Partial<Record<FieldDef['type'], string>> = {
  id: 'Reference',
  int: 'Int',
  datetime: 'DateTime',
  textarea: 'TextArea',
  combobox: 'ComboBox',
  multipicklist: 'MultiPicklist',
  anyType: 'AnyType',
  base64: 'Base64',
  encryptedstring: 'EncryptedString',
};

function fieldInfo(context: Context, field: FieldDef): Record<string, unknown> {
  const { registry } = context.org.data;
  return {
    apiName: field.name,
    calculated: field.calculated,
    compound: field.type === 'address',
    compoundComponentName: null,
    compoundFieldName: field.compoundFieldName ?? null,
    controllerName: null,
    controllingFields: [],
    createable: field.createable,
    custom: field.custom,
    dataType: DATA_TYPE[field.type] ?? field.type[0]!.toUpperCase() + field.type.slice(1),
    externalId: field.externalId,
    filterable: field.filterable,
    highScaleNumber: false,
    htmlFormatted: false,
    inlineHelpText: null,
    label: field.label,
    length: field.length,
    nameField: field.nameField,
    polymorphicForeignKey: field.referenceTo.length > 1,
    precision: field.precision,
    reference: field.type === 'reference',
    referenceTargetField: null,
    referenceToInfos: field.referenceTo.map((name) => {
      const target = registry.object(name);
      const names = [...(target?.fields.values() ?? [])].filter((candidate) => candidate.nameField);
      return { apiName: name, nameFields: names.map((candidate) => candidate.name) };
    }),
    relationshipName: field.relationshipName,
    required: field.createable && !field.nillable && !field.defaultedOnCreate && field.type !== 'boolean',
    scale: field.scale,
    searchPrefilterable: false,
    sortable: field.sortable,
    unique: field.unique,
    updateable: field.updateable,
  };
}

function allPicklists(context: Context): Reply {
  const object = objectOf(context);
  const fields = [...object.fields.values()].filter(isPicklist);
  return {
    status: 200,
    body: {
      picklistFieldValues: Object.fromEntries(
        fields.map((field) => [field.name, picklistBody(context, object, field)]),
      ),
    },
  };
}

function onePicklist(context: Context): Reply {
  const object = objectOf(context);
  const field = object.fields.get(context.params.field!.toLowerCase());
  if (field === undefined || !isPicklist(field)) throw notFound();
  return { status: 200, body: picklistBody(context, object, field) };
}

const isPicklist = (field: FieldDef) => field.type === 'picklist' || field.type === 'multipicklist';

function picklistBody(context: Context, object: ObjectDef, field: FieldDef): Record<string, unknown> {
  const id = id18(context.params.recordTypeId!);
  const type = context.org.data.settings.recordTypes.find(
    (candidate) => candidate.id === id && candidate.object === object.name,
  );
  if (type === undefined && id !== MASTER_RECORD_TYPE) throw notFound();
  const narrowed = type?.picklists?.[field.name];
  const values = field.picklist
    .filter((entry) => entry.active && (narrowed === undefined || narrowed.includes(entry.value)))
    .map((entry) => ({ attributes: null, label: entry.label, validFor: [], value: entry.value, entry }));
  const standard = values.find(({ entry }) => entry.defaultValue);
  const bare = ({ attributes, label, validFor, value }: (typeof values)[number]) => ({
    attributes,
    label,
    validFor,
    value,
  });
  return {
    controllerValues: {},
    defaultValue: standard === undefined ? null : bare(standard),
    url: `/services/data/${context.params.version}/ui-api/object-info/${object.name}/picklist-values/${id}/${field.name}`,
    values: values.map(bare),
  };
}

function recordOf(context: Context): [ObjectDef, Row] {
  const id = context.params.id!;
  const def = isId(id) ? context.org.data.registry.objectOfId(id) : undefined;
  if (def === undefined) throw notFound();
  const object = objectOf(context, def.name);
  return [object, existing({ data: context.org.data, userId: context.session.userId }, object, id)];
}

function create(context: Context): Reply {
  const body = bodyOf(context);
  const object = objectOf(context, textOf(body, 'apiName') ?? '');
  const dml = dmlContext(context);
  dml.duplicates = { allowSave: body.allowSaveOnDuplicate === true, includeRecordDetails: true };
  const id = insertRecord(dml, object, fieldsOfBody(context, object, body.fields ?? {}));
  noteRecent(context, id);
  return { status: 201, body: recordBody(context, object, context.org.data.store.get(object.name, id)!) };
}

function update(context: Context): Reply {
  const body = bodyOf(context);
  const [object, row] = recordOf(context);
  const dml = dmlContext(context);
  dml.duplicates = { allowSave: body.allowSaveOnDuplicate === true, includeRecordDetails: true };
  const id = writableId(object, row.Id as string);
  updateRecord(dml, object, id, fieldsOfBody(context, object, body.fields ?? {}));
  noteRecent(context, id);
  return { status: 200, body: recordBody(context, object, context.org.data.store.get(object.name, id)!) };
}

function remove(context: Context): Reply {
  const [object, row] = recordOf(context);
  deleteRecord(dmlContext(context), object, row.Id as string);
  return { status: 204 };
}

function fieldsOfBody(context: Context, object: ObjectDef, fields: unknown) {
  if (!isObject(fields)) throw new ApiError(400, 'JSON_PARSER_ERROR', 'fields must be an object.');
  const access = context.org.data.access(context.session.userId);
  return readRecord(object, fields, context.request.body.toString('utf8'), (name) => access.object(name));
}

/** A record as the UI API answers it; `fields=Object.Field,…` and `optionalFields` choose, as does nothing: every field. */
function recordBody(context: Context, object: ObjectDef, row: Row): Record<string, unknown> {
  const { query } = context.request;
  if (query.get('layoutTypes') !== null) throw notModelled('page layouts, so name the fields');
  const paths = (name: string) =>
    (query.get(name) ?? '')
      .split(',')
      .map((path) => path.trim())
      .filter((path) => path !== '');
  const required = paths('fields');
  const fields: Record<string, unknown> = {};
  for (const path of required.length + paths('optionalFields').length === 0
    ? [...object.fields.values()]
        .filter((field) => field.type !== 'address' && field.type !== 'base64')
        .map((field) => `${object.name}.${field.name}`)
    : [...required, ...paths('optionalFields')]) {
    const [head, ...steps] = path.split('.');
    const known = head === object.name && place(context, object, row, steps, fields);
    if (!known && required.includes(path))
      throw new ApiError(400, 'INVALID_FIELD', `No such column '${path}' on sobject of type ${object.name}`);
  }
  return uiRecord(object, row, fields);
}

function uiRecord(object: ObjectDef, row: Row, fields: Record<string, unknown>): Record<string, unknown> {
  const text = (value: Row[string] | undefined) => (typeof value === 'string' ? uiInstant(value) : null);
  const tag = createHash('md5').update(JSON.stringify(row)).digest('hex');
  return {
    apiName: object.name,
    childRelationships: {},
    eTag: tag,
    fields,
    id: row.Id,
    lastModifiedById: row.LastModifiedById ?? null,
    lastModifiedDate: text(row.LastModifiedDate),
    recordTypeId: row.RecordTypeId ?? MASTER_RECORD_TYPE,
    recordTypeInfo: null,
    systemModstamp: text(row.SystemModstamp),
    weakEtag: Date.parse(text(row.SystemModstamp) ?? '1970-01-01'),
  };
}

/** Puts `Field` or `Parent.Field` where the answer has it; false when there is no such field. */
function place(
  context: Context,
  object: ObjectDef,
  row: Row,
  steps: string[],
  into: Record<string, unknown>,
): boolean {
  const [name = '', ...rest] = steps;
  if (rest.length === 0) {
    const field = object.fields.get(name.toLowerCase());
    if (field === undefined) return false;
    const value = row[field.name] ?? null;
    const instantLike = field.type === 'datetime' && typeof value === 'string';
    into[field.name] = {
      displayValue: display(context, field, value),
      value: instantLike ? uiInstant(value) : value,
    };
    return true;
  }
  for (const field of object.fields.values()) {
    if (field.relationshipName?.toLowerCase() !== name.toLowerCase()) continue;
    const id = row[field.name];
    const target = typeof id === 'string' ? context.org.data.registry.objectOfId(id) : undefined;
    const parent =
      target && context.org.data.sourceFor(context.session.userId, '').row(target.name, id as string);
    if (target === undefined || parent === undefined) {
      into[field.relationshipName!] ??= { displayValue: null, value: null };
      return true;
    }
    const known = into[field.relationshipName!] as { value: { fields: Record<string, unknown> } } | undefined;
    const fields = known?.value.fields ?? {};
    if (!place(context, objectOf(context, target.name), parent, rest, fields)) return false;
    into[field.relationshipName!] ??= {
      displayValue: parent.Name ?? null,
      value: uiRecord(target, parent, fields),
    };
    return true;
  }
  return false;
}

function display(context: Context, field: FieldDef, value: Row[string]): string | null {
  if (value === null) return null;
  const { data } = context.org;
  const user = data.store.get('User', context.session.userId);
  const locale = String(user?.LocaleSidKey ?? 'en_US').replace('_', '-');
  const timeZone = String(user?.TimeZoneSidKey ?? 'GMT');
  switch (field.type) {
    case 'picklist':
      return field.picklist.find((entry) => entry.value === value)?.label ?? String(value);
    case 'currency':
      return Number(value).toLocaleString(locale, { style: 'currency', currency: data.settings.currency });
    case 'percent':
      return (Number(value) / 100).toLocaleString(locale, {
        style: 'percent',
        maximumFractionDigits: field.scale,
      });
    case 'int':
    case 'double':
      return Number(value).toLocaleString(locale);
    case 'date':
      return new Date(`${value}T00:00:00Z`).toLocaleDateString(locale, { timeZone: 'UTC' });
    case 'datetime':
      return new Date(uiInstant(String(value))).toLocaleString(locale, { timeZone });
    default:
      return null;
  }
}

interface Remembered {
  userId: string;
  request: string;
  reply: Reply;
  at: number;
}

const remembered = new WeakMap<Org, Map<string, Remembered>>();
const UUID_4 = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/i;
/** Answers under an Idempotency-Key are kept for 30 days. */
const KEEP_ANSWERS_MS = 30 * 86_400_000;

/** Runs a write once per `Idempotency-Key`; the same request again gets the stored answer. */
function once(context: Context, work: (context: Context) => Reply): Reply {
  const { org, request, session } = context;
  const key = request.headers['idempotency-key'];
  if (key === undefined) return work(context);
  if (!UUID_4.test(key))
    throw new ApiError(
      400,
      'INVALID_IDEMPOTENCY_KEY',
      'The Idempotency-Key header must be a version 4 UUID.',
    );
  const answers = remembered.get(org) ?? new Map<string, Remembered>();
  remembered.set(org, answers);
  const now = org.clock.now().getTime();
  const fingerprint = createHash('sha256')
    .update(`${request.method} ${request.path}\n`)
    .update(request.body)
    .digest('hex');
  const known = answers.get(key.toLowerCase());
  if (known !== undefined && now - known.at < KEEP_ANSWERS_MS) {
    if (known.userId !== session.userId)
      throw new ApiError(
        409,
        'IDEMPOTENCY_KEY_CONFLICT',
        'The Idempotency-Key belongs to the request of another user.',
      );
    if (known.request !== fingerprint)
      throw new ApiError(422, 'IDEMPOTENCY_KEY_REUSED', 'The Idempotency-Key was used for another request.');
    return known.reply;
  }
  const reply = uiErrors(context, () => work(context));
  answers.set(key.toLowerCase(), { userId: session.userId, request: fingerprint, reply, at: now });
  return reply;
}

const UPDATE_MESSAGE = 'An error occurred while trying to update the record. Please try again.';

/** Errors of a save in the shape of the UI API: by field where they name one. */
function uiErrors(context: Context, work: () => Reply): Reply {
  try {
    return work();
  } catch (error) {
    if (!(error instanceof ApiError) || error.status === 501) throw error;
    const { status, errorCode, message, fields } = error;
    if (fields === undefined && errorCode !== 'DUPLICATES_DETECTED')
      return { status, body: [{ errorCode, message, statusCode: status }] };
    const entry = {
      errorCode,
      message,
      field: null,
      fieldLabel: null,
      constituentField: null,
      duplicateRecordError: null,
    };
    const fieldErrors = Object.fromEntries(
      (fields ?? []).map((field) => [field, [{ ...entry, field, fieldLabel: labelOf(context, field) }]]),
    );
    const top = (fields ?? []).length === 0 ? [entry] : [];
    return {
      status,
      body: [
        {
          message: UPDATE_MESSAGE,
          statusCode: status,
          enhancedErrorType: 'RecordError',
          output: { errors: top, fieldErrors },
        },
      ],
    };
  }
}

/** Label of a field of the record that the request writes. */
function labelOf(context: Context, field: string): string {
  const { registry } = context.org.data;
  const { id } = context.params;
  const named = id === undefined ? textOf(bodyOf(context), 'apiName') : undefined;
  const object = id === undefined ? registry.object(named ?? '') : registry.objectOfId(id);
  return object?.fields.get(field.toLowerCase())?.label ?? field;
}
