import { ApiError } from '../http.ts';
import { id18, isId } from '../schema/ids.ts';
import { instant } from '../schema/time.ts';
import type { FieldDef, FieldType, ObjectDef, Scalar } from '../schema/types.ts';

/** Fields of a record as a caller sent them: API name in describe spelling → typed value. */
export type Values = Map<string, Scalar>;

/** A parent named by its external id (`"Account": {"Key__c": "a-1"}`), to be looked up when the row is saved. */
export interface ParentKey {
  field: FieldDef;
  object: string;
  key: FieldDef;
  value: string;
}

export interface ReadRecord {
  values: Values;
  parents: ParentKey[];
}

/**
 * Reads a JSON record as Salesforce's deserializer does: unknown fields and values of another type stop the whole request.
 * `source` is the request text, for the position in the message.
 */
export function readRecord(
  object: ObjectDef,
  record: Record<string, unknown>,
  source: string,
  lookUp: (name: string) => ObjectDef | undefined,
): ReadRecord {
  const values: Values = new Map();
  const parents: ParentKey[] = [];
  for (const [name, raw] of Object.entries(record)) {
    if (name === 'attributes') continue;
    const field = object.fields.get(name.toLowerCase());
    if (field !== undefined) {
      values.set(field.name, fromJson(field, raw, source, name));
      continue;
    }
    const parent = parentKey(object, name, raw, lookUp);
    if (parent === undefined)
      throw new ApiError(400, 'INVALID_FIELD', `No such column '${name}' on sobject of type ${object.name}`);
    parents.push(parent);
  }
  return { values, parents };
}

function parentKey(
  object: ObjectDef,
  name: string,
  raw: unknown,
  lookUp: (name: string) => ObjectDef | undefined,
): ParentKey | undefined {
  const field = [...object.fields.values()].find(
    (candidate) => candidate.relationshipName?.toLowerCase() === name.toLowerCase(),
  );
  if (field === undefined || typeof raw !== 'object' || raw === null || Array.isArray(raw)) return undefined;
  const typeName = (raw as { attributes?: { type?: unknown } | null }).attributes?.type;
  const parent = lookUp(typeof typeName === 'string' ? typeName : field.referenceTo[0]!);
  const entries = Object.entries(raw).filter(([key]) => key !== 'attributes');
  const key = entries.length === 1 ? parent?.fields.get(entries[0]![0].toLowerCase()) : undefined;
  if (parent === undefined || key?.idLookup !== true) return undefined;
  return { field, object: parent.name, key, value: String(entries[0]![1]) };
}

/** The type names of the deserializer's messages. */
const JSON_TYPE: Partial<Record<FieldType, string>> = {
  boolean: 'boolean',
  int: 'int',
  double: 'double',
  currency: 'double',
  percent: 'double',
  date: 'date',
  datetime: 'datetime',
  id: 'reference',
  reference: 'reference',
};

const TRIMMED = new Set<FieldType>([
  'string',
  'picklist',
  'combobox',
  'email',
  'phone',
  'url',
  'multipicklist',
]);

/** One JSON value as the field stores it; null and '' clear. */
function fromJson(field: FieldDef, raw: unknown, source: string, name: string): Scalar {
  if (raw === null || raw === undefined) return null;
  const refuse = (): never => {
    const type = JSON_TYPE[field.type] ?? 'string';
    throw new ApiError(
      400,
      'JSON_PARSER_ERROR',
      `Cannot deserialize instance of ${type} from ${tokenOf(raw)} value ${textOf(raw)} or request may be missing a required field at ` +
        positionOf(source, name),
    );
  };
  switch (field.type) {
    case 'boolean':
      if (typeof raw === 'boolean') return raw;
      if (raw === 'true' || raw === 'false') return raw === 'true';
      return refuse();
    case 'int':
    case 'double':
    case 'currency':
    case 'percent': {
      if (raw === '') return null;
      const number = typeof raw === 'number' ? raw : typeof raw === 'string' ? Number(raw) : Number.NaN;
      if (!Number.isFinite(number) || (field.type === 'int' && !Number.isInteger(number))) return refuse();
      return number;
    }
    case 'date':
    case 'datetime': {
      if (raw === '') return null;
      if (typeof raw !== 'string') return refuse();
      return (field.type === 'date' ? parseDate(raw) : parseInstant(raw)) ?? refuse();
    }
    default:
      if (typeof raw !== 'string') return refuse();
      return TRIMMED.has(field.type) ? raw.trim() || null : raw === '' ? null : raw;
  }
}

/** One CSV cell; undefined = cannot be read as the field's type. `#N/A` clears, an empty cell was left out by the caller. */
export function fromText(field: FieldDef, cell: string): Scalar | undefined {
  if (cell === '#N/A') return null;
  try {
    if (field.type === 'boolean')
      return /^(true|1)$/i.test(cell) ? true : /^(false|0)$/i.test(cell) ? false : undefined;
    return fromJson(field, cell, '', field.name);
  } catch {
    return undefined;
  }
}

function tokenOf(raw: unknown): string {
  if (Array.isArray(raw)) return 'START_ARRAY';
  if (typeof raw === 'object') return 'START_OBJECT';
  if (typeof raw === 'boolean') return raw ? 'VALUE_TRUE' : 'VALUE_FALSE';
  if (typeof raw === 'number') return Number.isInteger(raw) ? 'VALUE_NUMBER_INT' : 'VALUE_NUMBER_FLOAT';
  return 'VALUE_STRING';
}

function textOf(raw: unknown): string {
  return Array.isArray(raw) ? '[' : typeof raw === 'object' ? '{' : String(raw);
}

/** Where the value of `"name"` starts in the request text, counted from 1. */
function positionOf(source: string, name: string): string {
  const key = source.indexOf(`"${name}"`);
  const colon = key < 0 ? -1 : source.indexOf(':', key + name.length + 2);
  let at = colon < 0 ? 0 : colon + 1;
  while (/\s/.test(source[at] ?? '')) at++;
  const before = source.slice(0, at);
  const line = before.split('\n').length;
  return `[line:${line}, column:${at - before.lastIndexOf('\n')}]`;
}

const DATE = /^(\d{4})-(\d{2})-(\d{2})(?:T.*)?$/;
const INSTANT = /^\d{4}-\d{2}-\d{2}(?:[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:Z|[+-]\d{2}:?\d{2})?)?$/;

function parseDate(text: string): string | undefined {
  const match = DATE.exec(text);
  if (match === null) return undefined;
  const day = text.slice(0, 10);
  const date = new Date(`${day}T00:00:00Z`);
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(day) ? day : undefined;
}

/** ISO 8601 with a zone; one without a zone is taken as UTC. */
function parseInstant(text: string): string | undefined {
  if (!INSTANT.test(text)) return undefined;
  let iso = text.replace(' ', 'T');
  if (iso.length === 10) iso += 'T00:00:00Z';
  else if (!/(?:Z|[+-]\d{2}:?\d{2})$/.test(iso)) iso += 'Z';
  const date = new Date(iso.replace(/([+-]\d{2})(\d{2})$/, '$1:$2'));
  return Number.isNaN(date.getTime()) ? undefined : instant(date);
}

const EMAIL = /^[^\s@<>(),;:"[\]]+@[^\s@<>(),;:"[\]]+\.[A-Za-z][A-Za-z0-9-]*$/;

/** Checks that hold for one value by itself, and its final form (rounded, 18-character id). */
export function checkValue(field: FieldDef, value: Scalar): Scalar {
  if (value === null) return null;
  const fail = (code: string, message: string): never => {
    throw new ApiError(400, code, `${field.label}: ${message}`, [field.name]);
  };
  switch (field.type) {
    case 'reference':
    case 'id':
      if (!isId(value as string)) {
        throw new ApiError(400, 'MALFORMED_ID', `${field.label}: id value of incorrect type: ${value}`, [
          field.name,
        ]);
      }
      return id18(value as string);
    case 'email':
      if (!EMAIL.test(value as string)) fail('INVALID_EMAIL_ADDRESS', `invalid email address: ${value}`);
      break;
    case 'picklist':
      if (field.restrictedPicklist && !field.picklist.some((entry) => entry.active && entry.value === value))
        if (field.picklist.length > 0)
          fail(
            'INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST',
            `bad value for restricted picklist field: ${value}`,
          );
      break;
    case 'multipicklist': {
      const known = new Set(field.picklist.map((entry) => entry.value));
      const chosen = (value as string).split(';').map((part) => part.trim());
      const bad = field.restrictedPicklist ? chosen.find((part) => !known.has(part)) : undefined;
      if (bad !== undefined)
        fail('INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST', `bad value for restricted picklist field: ${bad}`);
      return [...new Set(chosen)].join(';');
    }
    case 'int':
      if (Math.abs(value as number) > MAX_INT)
        fail('NUMBER_OUTSIDE_VALID_RANGE', 'value outside of valid range');
      return value;
    case 'currency':
    case 'double':
    case 'percent': {
      const rounded = round(value as number, field.scale);
      // Currency keeps 18 digits in all whatever its describe says of the places behind the point.
      const whole = field.precision - field.scale;
      if (Math.abs(rounded) >= 10 ** whole)
        fail('NUMBER_OUTSIDE_VALID_RANGE', `value outside of valid range on numeric field: ${value}`);
      return rounded;
    }
    default:
  }
  if (typeof value === 'string' && field.length > 0 && value.length > field.length)
    fail('STRING_TOO_LONG', `data value too large: ${value} (max length=${field.length})`);
  return value;
}

/** 32 bits, signed. */
const MAX_INT = 2_147_483_647;

/** Half up in decimal, away from zero. */
function round(value: number, scale: number): number {
  const text = String(Math.abs(value));
  if (text.includes('e')) return Number(value.toFixed(scale));
  return Math.sign(value) * Number(`${Math.round(Number(`${text}e${scale}`))}e-${scale}`);
}
