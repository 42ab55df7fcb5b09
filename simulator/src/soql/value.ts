import type { Literal } from './ast.ts';
import { dateLiteralRange, isCalendarDate, startOfDay, wireInstant } from './dates.ts';
import { queryError } from './errors.ts';
import type { Operand } from './operand.ts';
import type { Scope } from './resolve.ts';
import { id18, isId } from '../schema/ids.ts';
import type { FieldType, Scalar } from '../schema/types.ts';

/** A literal as the right side of a comparison: nothing, one value, or a half-open range of days or instants. */
export type Value =
  | { kind: 'null' }
  | { kind: 'one'; value: Scalar }
  | { kind: 'range'; from: string; to: string };

export type Kind = 'id' | 'text' | 'boolean' | 'int' | 'number' | 'date' | 'datetime' | 'time';

export function kindOf(type: FieldType): Kind {
  switch (type) {
    case 'id':
    case 'reference':
      return 'id';
    case 'boolean':
      return 'boolean';
    case 'int':
      return 'int';
    case 'double':
    case 'currency':
    case 'percent':
      return 'number';
    case 'date':
    case 'datetime':
    case 'time':
      return type;
    default:
      return 'text';
  }
}

const criterionTypes: Record<Kind, string> = {
  id: 'string',
  text: 'string',
  boolean: 'boolean',
  int: 'int',
  number: 'double',
  date: 'date',
  datetime: 'dateTime',
  time: 'time',
};

/**
 * Checks a literal against the type of what it is compared with.
 *
 * @throws ApiError INVALID_FIELD when the types differ (a quoted number, an unquoted text), INVALID_QUERY_FILTER_OPERATOR for a text
 * that is no id.
 */
export function bindValue<T>(scope: Scope, operand: Operand<T>, literal: Literal): Value {
  const kind = kindOf(operand.type);
  if (literal.kind === 'null') return { kind: 'null' };
  switch (kind) {
    case 'id':
    case 'text':
      if (literal.kind !== 'string') break;
      if (literal.value === '') return { kind: 'null' };
      return {
        kind: 'one',
        value: kind === 'id' ? recordId(scope, literal.value, literal.at) : literal.value,
      };
    case 'boolean':
      if (literal.kind === 'boolean') return { kind: 'one', value: literal.value };
      break;
    case 'int':
    case 'number':
      if (literal.kind === 'number' || (literal.kind === 'currency' && operand.type === 'currency')) {
        if (literal.kind === 'number' && kind === 'int' && !Number.isInteger(literal.value)) break;
        return { kind: 'one', value: literal.value };
      }
      break;
    case 'date':
      if (literal.kind === 'date')
        return { kind: 'one', value: calendarDate(scope, literal.text, literal.at) };
      if (literal.kind === 'dateLiteral')
        return { kind: 'range', ...dateLiteralRange(literal.name, literal.n, scope.source) };
      break;
    case 'datetime':
      if (literal.kind === 'datetime')
        return { kind: 'one', value: instant(scope, literal.text, literal.at) };
      if (literal.kind === 'dateLiteral') {
        const range = dateLiteralRange(literal.name, literal.n, scope.source);
        const { timeZone } = scope.source;
        return { kind: 'range', from: startOfDay(range.from, timeZone), to: startOfDay(range.to, timeZone) };
      }
      break;
    case 'time':
      if (literal.kind === 'time') return { kind: 'one', value: timeOfDay(literal.text) };
      break;
  }
  throw wrongType(scope, operand, kind);
}

function wrongType<T>(scope: Scope, operand: Operand<T>, kind: Kind): Error {
  const quotes = kind === 'id' || kind === 'text' ? 'should be' : 'should not be';
  return queryError(
    scope.soql,
    operand.at,
    'INVALID_FIELD',
    `value of filter criterion for field '${operand.name}' must be of type ${criterionTypes[kind]} and ${quotes} enclosed in quotes`,
  );
}

function recordId(scope: Scope, text: string, at: number): string {
  if (!isId(text))
    throw queryError(scope.soql, at, 'INVALID_QUERY_FILTER_OPERATOR', `invalid ID field: ${text}`);
  return id18(text.slice(0, 15));
}

function calendarDate(scope: Scope, text: string, at: number): string {
  if (!isCalendarDate(text)) throw queryError(scope.soql, at, 'MALFORMED_QUERY', `Invalid date: ${text}`);
  return text;
}

function instant(scope: Scope, text: string, at: number): string {
  const iso = text.toUpperCase().replace(/([+-]\d{2})(\d{2})$/, '$1:$2');
  const ms = Date.parse(iso);
  if (Number.isNaN(ms) || !isCalendarDate(text.slice(0, 10))) {
    throw queryError(scope.soql, at, 'MALFORMED_QUERY', `Invalid dateTime: ${text}`);
  }
  return wireInstant(new Date(ms));
}

function timeOfDay(text: string): string {
  const [clock, fraction = ''] = text.slice(0, -1).split('.') as [string, string?];
  return `${clock}.${fraction.padEnd(3, '0').slice(0, 3)}Z`;
}
