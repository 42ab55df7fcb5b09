import type { Query } from './ast.ts';
import type { ObjectDef, Row, Scalar } from '../schema/types.ts';
import { candidates } from './candidates.ts';
import { compileCondition, type Predicate } from './condition.ts';
import type { Column } from './column.ts';
import { notModelled, queryError } from './errors.ts';
import { rowOperands, type Operand } from './operand.ts';
import { compileOrder, type Sort } from './order.ts';
import { customRelationshipHint, expandAlias, resolveField, resolveHops, type Scope } from './resolve.ts';
import { compileShape, unknownObject, type Shape } from './shape.ts';
import type { Source } from './source.ts';
import { kindOf } from './value.ts';

const maxOffset = 2000;
const maxSemiJoins = 2;

/** Scope of a query's first FROM name; the other names alias paths of it. */
export function openScope(query: Query, soql: string, source: Source, includeDeleted: boolean): Scope {
  const [first] = query.from;
  const object = source.object(first!.object);
  if (!object?.queryable) throw unknownObject(soql, first!.object, first!.at);
  return withAliases(query, { soql, source, object, aliases: new Map(), includeDeleted });
}

function withAliases(query: Query, scope: Scope): Scope {
  const [first, ...others] = query.from;
  const aliases = new Map<string, readonly string[]>();
  if (first!.alias) aliases.set(first!.alias.toLowerCase(), []);
  let result: Scope = { ...scope, aliases };
  for (const from of others) {
    if (!from.alias)
      throw queryError(
        scope.soql,
        from.at,
        'MALFORMED_QUERY',
        `A relationship in FROM needs an alias: ${from.object}`,
      );
    const path = expandAlias(result, from.object);
    resolveHops(result, path, from.at);
    aliases.set(from.alias.toLowerCase(), path);
    result = { ...result, aliases };
  }
  return result;
}

/** @throws ApiError for clauses that the API refuses or the simulator does not model. */
export function checkClauses(query: Query, soql: string): void {
  for (const clause of query.with) {
    if (!['SECURITY_ENFORCED', 'USER_MODE', 'SYSTEM_MODE'].includes(clause.name))
      throw notModelled(`WITH ${clause.name}`);
  }
  if (query.update !== null) throw notModelled('UPDATE TRACKING and UPDATE VIEWSTAT');
  if (query.allRows !== null) {
    throw queryError(soql, query.allRows, 'MALFORMED_QUERY', 'ALL ROWS not allowed in this context');
  }
  if (query.offset && query.offset.value > maxOffset) {
    throw queryError(
      soql,
      query.offset.at,
      'NUMBER_OUTSIDE_VALID_RANGE',
      `Maximum SOQL offset allowed is ${maxOffset}`,
    );
  }
}

/** The test of USING SCOPE and WHERE together. */
export function compileFilter(query: Query, scope: Scope): Predicate<Row> | null {
  const inScope = compileScope(query, scope);
  if (!query.where) return inScope;
  let semiJoins = 0;
  const semiJoin = (left: Operand<Row>, inner: Query): ReadonlySet<Scalar> => {
    if (++semiJoins > maxSemiJoins) {
      throw queryError(
        scope.soql,
        left.at,
        'MALFORMED_QUERY',
        `Maximum ${maxSemiJoins} semi join sub-selects are allowed`,
      );
    }
    return semiJoinIds(left, inner, scope);
  };
  const where = compileCondition(query.where, { scope, resolve: rowOperands(scope), semiJoin });
  return inScope ? (row) => inScope(row) && where(row) : where;
}

function compileScope(query: Query, scope: Scope): Predicate<Row> | null {
  if (!query.scope || query.scope.name === 'EVERYTHING') return null;
  const { name, at } = query.scope;
  if (name !== 'MINE') throw notModelled(`USING SCOPE ${name}`);
  if (!scope.object.fields.has('ownerid')) {
    throw queryError(
      scope.soql,
      at,
      'MALFORMED_QUERY',
      `Scope 'mine' is not supported for ${scope.object.name}`,
    );
  }
  const { userId } = scope.source;
  return (row) => row['OwnerId'] === userId;
}

function semiJoinIds(left: Operand<Row>, query: Query, outer: Scope): ReadonlySet<Scalar> {
  const { soql } = outer;
  const refuse = (reason: string): never => {
    throw queryError(soql, query.at, 'MALFORMED_QUERY', reason);
  };
  checkClauses(query, soql);
  const scope = openScope(query, soql, outer.source, outer.includeDeleted);
  if (scope.object.name === outer.object.name)
    refuse('The inner and outer selects should not be on the same object type');
  const item = query.select[0]!;
  const selected = item.kind === 'expression' && item.expression.kind === 'field' ? item.expression : null;
  if (!selected) return refuse('Semi join sub-selects can only query id fields');
  const { field, hops, get } = resolveField(scope, selected.path, selected.at);
  if (hops.length > 0 || kindOf(field.type) !== 'id')
    refuse('Semi join sub-selects can only query id fields, cannot use: ' + selected.path);
  if (kindOf(left.type) !== 'id')
    refuse(`The left operand of a semi join must be an id or a reference field, cannot use: ${left.name}`);
  const nested = (): never => refuse('Nesting of semi join sub-selects is not supported');
  const test =
    query.where && compileCondition(query.where, { scope, resolve: rowOperands(scope), semiJoin: nested });
  const ids = new Set<Scalar>();
  for (const row of candidates(query.where, scope)) {
    if (test && !test(row)) continue;
    const id = get(row);
    if (id !== null) ids.add(id);
  }
  return ids;
}

/** A query for records, ready to take its candidate rows. */
export interface RecordPlan {
  columns: Column[];
  shape: Shape;
  /** Filtered, ordered and cut to OFFSET and LIMIT. */
  pick(rows: Iterable<Row>): Row[];
}

export function planRecords(query: Query, scope: Scope): RecordPlan {
  const { shape, columns } = compileShape(query, scope, planChild);
  const filter = compileFilter(query, scope);
  const sort = compileOrder(query.order, scope, rowOperands(scope));
  return { columns, shape, pick: picker(query, filter, sort) };
}

export function picker<T>(
  query: Query,
  filter: Predicate<T> | null,
  sort: Sort<T> | null,
): (subjects: Iterable<T>) => T[] {
  const offset = query.offset?.value ?? 0;
  const end = query.limit ? offset + query.limit.value : Infinity;
  return (subjects) => {
    const kept: T[] = [];
    for (const subject of subjects) {
      if (filter && !filter(subject)) continue;
      if (!sort && kept.length >= end) break;
      kept.push(subject);
    }
    const sorted = sort ? sort(kept, end) : kept;
    return offset > 0 || end < sorted.length ? sorted.slice(offset, end) : sorted;
  };
}

function planChild(
  query: Query,
  parent: Scope,
): { relationship: string; columns: Column[]; read: (row: Row) => unknown } {
  const { soql, source, includeDeleted } = parent;
  const [from] = query.from;
  if (query.countOnly || query.group || query.having) {
    throw queryError(soql, query.at, 'MALFORMED_QUERY', 'Aggregate functions are not allowed in a subquery');
  }
  checkClauses(query, soql);
  const name = expandAlias(parent, from!.object).join('.');
  const child = childRelationship(parent.object, name);
  if (!child) {
    throw queryError(
      soql,
      from!.at,
      'INVALID_TYPE',
      `Didn't understand relationship '${from!.object}' in FROM part of query call. ${customRelationshipHint}`,
    );
  }
  const object = source.object(child.childSObject);
  if (!object) throw notModelled(`the child relationship ${name}: there is no object ${child.childSObject}`);
  const scope = withAliases(query, { soql, source, object, aliases: new Map(), includeDeleted });
  const plan = planRecords(query, scope);
  const childrenOf = includeDeleted
    ? deletedToo(source, object, child.field)
    : liveOnly(source, object, child.field);
  return {
    relationship: child.relationshipName!,
    columns: plan.columns,
    read: (row) => {
      const records = plan.pick(childrenOf(row['Id'] as string)).map(plan.shape);
      return records.length === 0 ? null : { totalSize: records.length, done: true, records };
    },
  };
}

function childRelationship(
  object: ObjectDef,
  name: string,
): ObjectDef['childRelationships'][number] | undefined {
  const lower = name.toLowerCase();
  return object.childRelationships.find((child) => child.relationshipName?.toLowerCase() === lower);
}

function liveOnly(source: Source, object: ObjectDef, field: string): (id: string) => Iterable<Row> {
  return function* (id) {
    for (const row of source.referencing(object.name, field, id)) if (row['IsDeleted'] !== true) yield row;
  };
}

/** The index knows live rows, so children in the recycle bin are grouped by a scan, at the first parent that asks. */
function deletedToo(source: Source, object: ObjectDef, field: string): (id: string) => Iterable<Row> {
  let byParent: Map<string, Row[]> | undefined;
  return (id) => {
    byParent ??= Map.groupBy(source.rows(object.name, { includeDeleted: true }), (row) => String(row[field]));
    return byParent.get(id) ?? [];
  };
}
