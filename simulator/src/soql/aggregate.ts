import type { Expression, FunctionCall, Query } from './ast.ts';
import type { Row, Scalar } from '../schema/types.ts';
import { createAccumulator, type Accumulator } from './accumulator.ts';
import { ApiError } from '../http.ts';
import { candidates } from './candidates.ts';
import { aggregateColumn, fieldColumn, type Column } from './column.ts';
import { compileCondition } from './condition.ts';
import { notModelled, queryError } from './errors.ts';
import { formatter } from './format.ts';
import { aggregateFunctions, labeller, rowOperands, type Operand, type Resolve } from './operand.ts';
import { compileOrder } from './order.ts';
import { expandAlias, type Scope } from './resolve.ts';
import { compileFilter, picker } from './select.ts';
import { kindOf } from './value.ts';

/** Rows in one batch: an aggregate query has no queryMore. */
const maxGroups = 2000;
/** Most fields of ROLLUP and CUBE. */
const maxTotalled = 3;

interface Group {
  keys: Scalar[];
  /** True where a ROLLUP or CUBE total covers all values of the key. */
  total: readonly boolean[];
  accumulators: Accumulator[];
}

interface Aggregation {
  query: Query;
  scope: Scope;
  rows: Resolve<Row>;
  by: { text: string; operand: Operand<Row> }[];
  /** Makers of the accumulators of one group. */
  makers: { operand: Operand<Row> | null; create: () => Accumulator }[];
}

/** True for a query that answers groups instead of records. */
export function isAggregate(query: Query): boolean {
  return (
    query.group !== null ||
    query.select.some(
      (item) =>
        item.kind === 'expression' && item.expression.kind === 'call' && containsAggregate(item.expression),
    )
  );
}

function containsAggregate(call: FunctionCall): boolean {
  return (
    aggregateFunctions.has(call.name) || (call.argument.kind === 'call' && containsAggregate(call.argument))
  );
}

/** Runs a query with aggregates or GROUP BY: the groups as `AggregateResult` records. */
export function planAggregates(query: Query, scope: Scope): { columns: Column[]; records: unknown[] } {
  const rows = rowOperands(scope);
  if (query.group && query.group.mode !== 'plain' && query.group.by.length > maxTotalled) {
    const { at } = query.group.by[maxTotalled]!;
    throw queryError(scope.soql, at, 'MALFORMED_QUERY', `ROLLUP and CUBE take at most ${maxTotalled} fields`);
  }
  const by = (query.group?.by ?? []).map((expression) => ({
    text: canonical(expression, scope),
    operand: groupable(rows(expression), scope),
  }));
  const aggregation: Aggregation = { query, scope, rows, by, makers: [] };
  const resolve = groupOperands(aggregation);
  const outputs = compileOutputs(aggregation, resolve);
  const having = query.having && compileCondition(query.having, { scope, resolve, semiJoin: undefined });
  const sort = compileOrder(query.order, scope, resolve);
  const filter = compileFilter(query, scope);
  const groups = collect(aggregation, filter);
  const picked = picker(query, having, sort)(groups);
  if (picked.length > maxGroups) {
    throw new ApiError(
      400,
      'EXCEEDED_ID_LIMIT',
      'Aggregate query does not support queryMore(), use LIMIT to restrict the results to a single batch',
    );
  }
  const records = picked.map((group) => {
    const record: Record<string, unknown> = { attributes: { type: 'AggregateResult' } };
    for (const output of outputs) record[output.column.columnName] = output.get(group);
    return record;
  });
  return { columns: outputs.map((output) => output.column), records };
}

function groupable(operand: Operand<Row>, scope: Scope): Operand<Row> {
  if (operand.field && !operand.field.groupable) {
    throw queryError(
      scope.soql,
      operand.at,
      'MALFORMED_QUERY',
      `field '${operand.name}' can not be grouped in a query call`,
    );
  }
  return operand;
}

/** The same text for the same expression, however it is written. */
function canonical(expression: Expression, scope: Scope): string {
  switch (expression.kind) {
    case 'field':
      return expandAlias(scope, expression.path).join('.').toLowerCase();
    case 'call':
      return `${expression.name}(${canonical(expression.argument, scope)})`;
    case 'distance':
      throw notModelled('DISTANCE()');
  }
}

function groupOperands(aggregation: Aggregation): Resolve<Group> {
  const { scope, by } = aggregation;
  return (expression) => {
    const text = canonical(expression, scope);
    const place = by.findIndex((key) => key.text === text);
    if (place >= 0) return { ...by[place]!.operand, get: (group) => group.keys[place]! };
    if (expression.kind === 'call' && aggregateFunctions.has(expression.name))
      return aggregateOperand(aggregation, expression);
    if (expression.kind === 'call' && expression.name === 'GROUPING')
      return groupingOperand(aggregation, expression);
    aggregation.rows(expression);
    throw queryError(
      scope.soql,
      expression.at,
      'MALFORMED_QUERY',
      `Field must be grouped or aggregated: ${expression.kind === 'field' ? expression.path : text}`,
    );
  };
}

function aggregateOperand(aggregation: Aggregation, call: FunctionCall): Operand<Group> {
  const { scope, makers } = aggregation;
  const { argument } = call;
  const operand = aggregation.rows(argument);
  const kind = kindOf(operand.type);
  const numeric = kind === 'int' || kind === 'number';
  if (
    (operand.field && !operand.field.aggregatable && !operand.field.groupable) ||
    ((call.name === 'SUM' || call.name === 'AVG') && !numeric)
  ) {
    throw queryError(
      scope.soql,
      call.at,
      'MALFORMED_QUERY',
      `field ${operand.name} does not support aggregate operator ${call.name}`,
    );
  }
  const place = makers.push({ operand, create: () => createAccumulator(call.name, operand) }) - 1;
  const type = call.name.startsWith('COUNT') ? 'int' : call.name === 'AVG' ? 'double' : operand.type;
  return {
    name: `${call.text}(${operand.name})`,
    type,
    get: (group) => group.accumulators[place]!.result(),
    picklist: operand.picklist,
    field: undefined,
    at: call.at,
  };
}

function groupingOperand(aggregation: Aggregation, call: FunctionCall): Operand<Group> {
  const { scope, by, query } = aggregation;
  const { argument } = call;
  const place =
    query.group?.mode !== 'plain' ? by.findIndex((key) => key.text === canonical(argument, scope)) : -1;
  if (place < 0) {
    throw queryError(
      scope.soql,
      call.at,
      'MALFORMED_QUERY',
      'GROUPING() takes a field of GROUP BY ROLLUP or GROUP BY CUBE',
    );
  }
  const get = (group: Group): Scalar => (group.total[place] ? 1 : 0);
  return { name: call.text, type: 'int', get, picklist: [], field: undefined, at: call.at };
}

interface Output {
  column: Column;
  get(group: Group): unknown;
}

function compileOutputs(aggregation: Aggregation, resolve: Resolve<Group>): Output[] {
  const { query, scope } = aggregation;
  const outputs: Output[] = [];
  const names = new Set<string>();
  let unnamed = 0;
  for (const item of query.select) {
    if (item.kind !== 'expression') {
      const at = item.at;
      throw queryError(
        scope.soql,
        at,
        'MALFORMED_QUERY',
        'Grouped query cannot include child relationships or TYPEOF in its SELECT list',
      );
    }
    const { expression, alias } = item;
    const shown = shownOperand(aggregation, expression, resolve);
    const { operand } = shown;
    const field = expression.kind === 'field' ? operand.field : undefined;
    const name =
      alias?.name ??
      field?.name ??
      (shown.keepsName && operand.field ? operand.field.name : `expr${unnamed++}`);
    if (names.has(name.toLowerCase()))
      throw queryError(scope.soql, expression.at, 'MALFORMED_QUERY', `duplicate alias: ${name}`);
    names.add(name.toLowerCase());
    const column = field ? fieldColumn(field, name) : aggregateColumn(name, displayName(expression));
    outputs.push({ column, get: shown.get });
  }
  return outputs;
}

/** `FORMAT()` and `toLabel()` around a grouped field or an aggregate change what is shown. */
function shownOperand(
  aggregation: Aggregation,
  expression: Expression,
  resolve: Resolve<Group>,
): { operand: Operand<Group>; get: (group: Group) => Scalar; keepsName: boolean } {
  const inner = expression.kind === 'call' ? expression.argument : undefined;
  if (
    expression.kind === 'call' &&
    inner &&
    (expression.name === 'FORMAT' || expression.name === 'TOLABEL')
  ) {
    const operand = resolve(inner);
    const { timeZone } = aggregation.scope.source;
    const change =
      expression.name === 'FORMAT'
        ? formatter(operand.type, operand.field?.scale ?? 0, timeZone)
        : labeller(operand.picklist);
    return { operand, get: (group) => change(operand.get(group)), keepsName: inner.kind === 'field' };
  }
  const operand = resolve(expression);
  return { operand, get: operand.get, keepsName: false };
}

function displayName(expression: Expression): string {
  if (expression.kind === 'field') return expression.path;
  if (expression.kind === 'distance') return 'DISTANCE';
  return `${expression.text}(${displayName(expression.argument)})`;
}

/** Which keys each grouping keeps: all for a plain GROUP BY, every prefix for ROLLUP, every subset for CUBE. */
function groupingSets(mode: 'plain' | 'rollup' | 'cube', count: number): boolean[][] {
  const all = Array.from({ length: count }, () => true);
  if (mode === 'plain') return [all];
  if (mode === 'rollup')
    return Array.from({ length: count + 1 }, (_, dropped) => all.map((_, i) => i < count - dropped));
  return Array.from({ length: 2 ** count }, (_, mask) => all.map((_, i) => (mask & (1 << i)) === 0));
}

function collect(aggregation: Aggregation, filter: ((row: Row) => boolean) | null): Group[] {
  const { query, scope, by, makers } = aggregation;
  const sets = groupingSets(query.group?.mode ?? 'plain', by.length).map((kept) => ({
    kept,
    total: kept.map((keep) => !keep),
    groups: new Map<string, Group>(),
  }));
  const open = (set: (typeof sets)[number], name: string, keys: Scalar[]): Group => {
    const group = { keys, total: set.total, accumulators: makers.map((maker) => maker.create()) };
    set.groups.set(name, group);
    return group;
  };
  for (const row of candidates(query.where, scope)) {
    if (filter && !filter(row)) continue;
    const keys = by.map((key) => key.operand.get(row));
    const values = makers.map((maker) => maker.operand!.get(row));
    for (const set of sets) {
      const kept = keys.map((key, i) => (set.kept[i] ? key : null));
      const name = kept.map((key) => (key === null ? '\u0001' : String(key))).join('\u0000');
      const group = set.groups.get(name) ?? open(set, name, kept);
      for (let i = 0; i < values.length; i++) group.accumulators[i]!.add(values[i]!);
    }
  }
  if (!query.group && sets[0]!.groups.size === 0) open(sets[0]!, '', []);
  return sets.flatMap((set) => [...set.groups.values()]);
}
