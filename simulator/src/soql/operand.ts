import type { Expression, FunctionCall } from './ast.ts';
import type { FieldDef, FieldType, PicklistEntry, Row, Scalar } from '../schema/types.ts';
import { dateFunction, wallClockOf } from './date-functions.ts';
import { notModelled, queryError } from './errors.ts';
import { resolveField, type Scope } from './resolve.ts';

/** A value that a condition, an order or a group reads from a subject: a row, or a group of rows. */
export interface Operand<T> {
  /** As error texts name it. */
  name: string;
  type: FieldType;
  get(subject: T): Scalar;
  /** Definition order of a picklist. */
  picklist: readonly PicklistEntry[];
  /** The field behind it; undefined for the result of a function. */
  field: FieldDef | undefined;
  at: number;
}

export type Resolve<T> = (expression: Expression) => Operand<T>;

/** Operands of one row: fields, date functions, `toLabel()`. */
export function rowOperands(scope: Scope): Resolve<Row> {
  return (expression) => {
    switch (expression.kind) {
      case 'distance':
        throw notModelled('DISTANCE()');
      case 'field':
        return fieldOperand(scope, expression.path, expression.at);
      case 'call':
        return callOperand(scope, expression);
    }
  };
}

export const aggregateFunctions: ReadonlySet<string> = new Set([
  'COUNT',
  'COUNT_DISTINCT',
  'SUM',
  'AVG',
  'MIN',
  'MAX',
]);

function fieldOperand(scope: Scope, path: string, at: number): Operand<Row> {
  const { field, get } = resolveField(scope, path, at);
  return { name: path, type: field.type, get, picklist: field.picklist, field, at };
}

function callOperand(scope: Scope, call: FunctionCall): Operand<Row> {
  const { argument } = call;
  if (aggregateFunctions.has(call.name) || call.name === 'GROUPING') {
    throw queryError(
      scope.soql,
      call.at,
      'MALFORMED_QUERY',
      `Aggregate function ${call.text}() is not allowed here`,
    );
  }
  if (call.name === 'CONVERTCURRENCY') throw notModelled('convertCurrency()');
  if (call.name === 'TOLABEL') return labelOperand(scope, argument, call.at);
  return dateOperand(scope, call, argument);
}

function unexpectedCall(scope: Scope, call: FunctionCall): Error {
  return queryError(scope.soql, call.at, 'MALFORMED_QUERY', `unexpected token: '${call.text}'`);
}

function labelOperand(scope: Scope, argument: Expression, at: number): Operand<Row> {
  if (argument.kind !== 'field')
    throw queryError(scope.soql, at, 'MALFORMED_QUERY', 'toLabel() takes a field');
  const operand = fieldOperand(scope, argument.path, at);
  const label = labeller(operand.picklist);
  return {
    ...operand,
    get: (row) => label(operand.get(row)),
    picklist: [],
    type: operand.type === 'picklist' ? 'string' : operand.type,
  };
}

/** Replaces picklist values by their labels; each value of a multi-select on its own. */
export function labeller(picklist: readonly PicklistEntry[]): (value: Scalar) => Scalar {
  const labels = new Map(picklist.map((entry) => [entry.value, entry.label]));
  return (value) =>
    typeof value !== 'string'
      ? value
      : (labels.get(value) ??
        value
          .split(';')
          .map((part) => labels.get(part) ?? part)
          .join(';'));
}

function dateOperand(scope: Scope, call: FunctionCall, argument: Expression): Operand<Row> {
  const converted =
    argument.kind === 'call' && argument.name === 'CONVERTTIMEZONE' ? argument.argument : undefined;
  const inner = converted ?? argument;
  if (inner.kind !== 'field') throw unexpectedCall(scope, call);
  const operand = fieldOperand(scope, inner.path, inner.at);
  const rule = dateFunction(call.name, scope.source.fiscalYearStartMonth);
  if (!rule) throw unexpectedCall(scope, call);
  const needsTime = call.name === 'HOUR_IN_DAY' || call.name === 'DAY_ONLY' || converted !== undefined;
  if (operand.type !== 'datetime' && (operand.type !== 'date' || needsTime)) {
    throw queryError(
      scope.soql,
      call.at,
      'MALFORMED_QUERY',
      `field ${inner.path} does not support ${converted ? 'convertTimezone' : call.text}(): it must be of type ${needsTime ? 'dateTime' : 'date or dateTime'}`,
    );
  }
  const shift = converted ? wallClockOf(scope.source) : (instant: string) => instant;
  return {
    name: `${call.text}(${inner.path})`,
    type: rule.type,
    get: (row) => {
      const value = operand.get(row);
      return typeof value === 'string' ? rule.apply(shift(value)) : null;
    },
    picklist: [],
    field: undefined,
    at: call.at,
  };
}
