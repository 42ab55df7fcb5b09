import { DateTime } from 'luxon';
import type { Scalar } from '../salesforce/types.ts';
import type { Value } from './types.ts';

/** Finds the id that a `{ $new: ref }` stands for. */
export type NewId = (ref: string, field: string) => string | undefined;

/** The scalar that goes to Salesforce; undefined when a record it refers to was not created. */
export function scalarOf(value: Value, field: string, newId: NewId): Scalar | undefined {
  if (typeof value !== 'object' || value === null) return value;
  return '$id' in value ? value.$id : newId(value.$new, field);
}

/**
 * Whether Salesforce stores both values alike: no difference between empty and null, 15 and 18 characters of an id,
 * `+0000` and `Z`, `1` and `1.0`.
 */
export function sameValue(a: unknown, b: unknown, type: string | undefined): boolean {
  const left = comparable(a, type);
  const right = comparable(b, type);
  return typeof left === 'number' && typeof right === 'number'
    ? Math.abs(left - right) < 1e-6
    : left === right;
}

function comparable(value: unknown, type: string | undefined): unknown {
  if (value === undefined || value === null || value === '') return null;
  switch (type) {
    case 'boolean':
      return value === true || value === 'true';
    case 'currency':
    case 'double':
    case 'percent':
    case 'int':
    case 'long':
      return Number(value);
    case 'reference':
    case 'id':
      return String(value).slice(0, 15);
    case 'date':
      return String(value).slice(0, 10);
    case 'datetime':
      return DateTime.fromISO(String(value)).toMillis();
    case 'multipicklist':
      return String(value).split(';').sort().join(';');
    default:
      return typeof value === 'string' ? value.replaceAll('\r\n', '\n').trim() : value;
  }
}
