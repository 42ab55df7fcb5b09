import type { Condition, Literal, Query } from './ast.ts';
import type { FieldType, Scalar } from '../schema/types.ts';
import { queryError } from './errors.ts';
import type { Operand, Resolve } from './operand.ts';
import type { Scope } from './resolve.ts';
import { foldCase, likeMatcher, sortKey } from './text.ts';
import { bindValue, kindOf, type Value } from './value.ts';

export type Predicate<T> = (subject: T) => boolean;

export interface ConditionEnvironment<T> {
  scope: Scope;
  resolve: Resolve<T>;
  /** Ids of a semi-join sub-select; undefined where none may stand (HAVING). */
  semiJoin: ((left: Operand<T>, query: Query) => ReadonlySet<Scalar>) | undefined;
}

/**
 * Compiles conditions to one predicate. Logic has two values: a comparison with a null is false (except `= null`), its negation
 * true, so `!=`, `NOT IN` and `NOT (…)` keep rows without a value.
 */
export function compileCondition<T>(
  condition: Condition,
  environment: ConditionEnvironment<T>,
): Predicate<T> {
  switch (condition.kind) {
    case 'and': {
      const terms = condition.terms.map((term) => compileCondition(term, environment));
      return (subject) => terms.every((term) => term(subject));
    }
    case 'or': {
      if (condition.terms.some(holdsSemiJoin)) {
        throw malformed(
          environment,
          condition.at,
          "Semi join sub-selects are not allowed with the 'OR' operator",
        );
      }
      const terms = condition.terms.map((term) => compileCondition(term, environment));
      return (subject) => terms.some((term) => term(subject));
    }
    case 'not': {
      if (holdsSemiJoin(condition.term)) {
        throw malformed(
          environment,
          condition.at,
          "Semi join sub-selects are not allowed with the 'NOT' operator",
        );
      }
      const term = compileCondition(condition.term, environment);
      return (subject) => !term(subject);
    }
    case 'comparison':
      return compileComparison(condition, environment);
    case 'in':
      return compileIn(condition, environment);
    case 'semijoin': {
      const left = filterable(environment, environment.resolve(condition.left));
      if (!environment.semiJoin)
        throw malformed(environment, condition.at, 'Semi join sub-selects are not allowed in HAVING');
      const ids = environment.semiJoin(left, condition.query);
      const get = left.get;
      return condition.negated ? (subject) => !ids.has(get(subject)) : (subject) => ids.has(get(subject));
    }
    case 'includes':
      return compileIncludes(condition, environment);
  }
}

function holdsSemiJoin(condition: Condition): boolean {
  switch (condition.kind) {
    case 'semijoin':
      return true;
    case 'and':
    case 'or':
      return condition.terms.some(holdsSemiJoin);
    case 'not':
      return holdsSemiJoin(condition.term);
    default:
      return false;
  }
}

const unfilterable = new Set<FieldType>(['address', 'location', 'base64', 'encryptedstring']);

function filterable<T>(environment: ConditionEnvironment<T>, operand: Operand<T>): Operand<T> {
  const { field } = operand;
  if (unfilterable.has(operand.type) || (field && !field.filterable)) {
    throw queryError(
      environment.scope.soql,
      operand.at,
      'INVALID_FIELD',
      `field '${operand.name}' can not be filtered in a query call`,
    );
  }
  return operand;
}

function malformed<T>(environment: ConditionEnvironment<T>, at: number, reason: string): Error {
  return queryError(environment.scope.soql, at, 'MALFORMED_QUERY', reason);
}

function invalidOperator<T>(environment: ConditionEnvironment<T>, operand: Operand<T>): Error {
  return queryError(
    environment.scope.soql,
    operand.at,
    'INVALID_QUERY_FILTER_OPERATOR',
    `invalid operator on ${operand.type === 'reference' ? 'id' : operand.type} field`,
  );
}

function compileComparison<T>(
  condition: Extract<Condition, { kind: 'comparison' }>,
  environment: ConditionEnvironment<T>,
): Predicate<T> {
  const operand = filterable(environment, environment.resolve(condition.left));
  const { operator } = condition;
  const kind = kindOf(operand.type);
  const { get } = operand;
  if (operator === 'LIKE') {
    if (kind !== 'text' || operand.type === 'multipicklist') throw invalidOperator(environment, operand);
    const pattern = bindValue(environment.scope, operand, condition.value);
    if (pattern.kind !== 'one') return (subject) => get(subject) === null;
    const matches = likeMatcher(pattern.value as string);
    return (subject) => {
      const value = get(subject);
      return value !== null && matches(value as string);
    };
  }
  const ordered = operator !== '=' && operator !== '!=';
  if (ordered && (kind === 'boolean' || operand.type === 'multipicklist'))
    throw invalidOperator(environment, operand);
  const value = bindValue(environment.scope, operand, condition.value);
  if (!ordered) {
    const equal = equality(kind, get, value);
    return operator === '=' ? equal : (subject) => !equal(subject);
  }
  return ordering(kind, operator, get, value);
}

function equality<T>(
  kind: ReturnType<typeof kindOf>,
  get: (subject: T) => Scalar,
  value: Value,
): Predicate<T> {
  if (kind === 'boolean') {
    const wanted = value.kind === 'one' ? value.value : false;
    return (subject) => (get(subject) ?? false) === wanted;
  }
  if (value.kind === 'null') return (subject) => get(subject) === null;
  if (value.kind === 'range') {
    const { from, to } = value;
    return (subject) => {
      const found = get(subject);
      return found !== null && (found as string) >= from && (found as string) < to;
    };
  }
  const wanted = value.value;
  if (kind === 'text') {
    const folded = foldCase(wanted as string);
    return (subject) => {
      const found = get(subject);
      return found !== null && (found === wanted || foldCase(found as string) === folded);
    };
  }
  return (subject) => get(subject) === wanted;
}

type OrderOperator = '<' | '<=' | '>' | '>=';

function ordering<T>(
  kind: ReturnType<typeof kindOf>,
  operator: OrderOperator,
  get: (subject: T) => Scalar,
  value: Value,
): Predicate<T> {
  if (value.kind === 'null') return () => false;
  // Beyond a range means beyond its last moment; from a range on, from its first.
  const range = value.kind === 'range' ? value : null;
  const bound: string | number = range
    ? operator === '<' || operator === '>='
      ? range.from
      : range.to
    : kind === 'text'
      ? sortKey((value as { value: string }).value)
      : ((value as { value: Scalar }).value as string | number);
  const effective: OrderOperator = range ? (operator === '<' || operator === '<=' ? '<' : '>=') : operator;
  const key =
    kind === 'text' ? (found: Scalar): Scalar => sortKey(found as string) : (found: Scalar): Scalar => found;
  const holds = (test: (found: string | number) => boolean): Predicate<T> => {
    return (subject) => {
      const found = get(subject);
      return found !== null && test(key(found) as string | number);
    };
  };
  switch (effective) {
    case '<':
      return holds((found) => found < bound);
    case '<=':
      return holds((found) => found <= bound);
    case '>':
      return holds((found) => found > bound);
    case '>=':
      return holds((found) => found >= bound);
  }
}

function compileIn<T>(
  condition: Extract<Condition, { kind: 'in' }>,
  environment: ConditionEnvironment<T>,
): Predicate<T> {
  const operand = filterable(environment, environment.resolve(condition.left));
  const kind = kindOf(operand.type);
  const values = condition.values.map((literal) => bindValue(environment.scope, operand, literal));
  const found = membership(kind, operand.get, values);
  return condition.negated ? (subject) => !found(subject) : found;
}

function membership<T>(
  kind: ReturnType<typeof kindOf>,
  get: (subject: T) => Scalar,
  values: Value[],
): Predicate<T> {
  if (kind === 'boolean' || values.some((value) => value.kind === 'range')) {
    const tests = values.map((value) => equality(kind, get, value));
    return (subject) => tests.some((test) => test(subject));
  }
  const fold = kind === 'text';
  const set = new Set<Scalar>(
    values.map((value) =>
      value.kind === 'one' ? (fold ? foldCase(value.value as string) : value.value) : null,
    ),
  );
  return (subject) => {
    const value = get(subject);
    return set.has(fold && value !== null ? foldCase(value as string) : value);
  };
}

function compileIncludes<T>(
  condition: Extract<Condition, { kind: 'includes' }>,
  environment: ConditionEnvironment<T>,
): Predicate<T> {
  const operand = filterable(environment, environment.resolve(condition.left));
  if (operand.type !== 'multipicklist') throw invalidOperator(environment, operand);
  const wanted = condition.values.map((literal: Literal) => {
    const value = bindValue(environment.scope, operand, literal);
    return value.kind === 'one' ? (value.value as string).split(';').map(foldCase) : [];
  });
  const { get } = operand;
  const includes = (subject: T): boolean => {
    const value = get(subject);
    if (value === null) return wanted.some((all) => all.length === 0);
    const selected = new Set((value as string).split(';').map(foldCase));
    return wanted.some((all) => all.length > 0 && all.every((one) => selected.has(one)));
  };
  return condition.negated ? (subject) => !includes(subject) : includes;
}
