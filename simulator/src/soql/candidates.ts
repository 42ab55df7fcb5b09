import type { Condition, Expression, Literal } from './ast.ts';
import { id18, isId } from '../schema/ids.ts';
import type { Row } from '../schema/types.ts';
import { resolveField, type Scope } from './resolve.ts';

/** Above this many ids, one scan beats that many look-ups. */
const maxLookups = 1000;

/**
 * The rows that can satisfy `where`: by look-up when it demands an id or a reference, else all. They still have to be tested. Rows come
 * in insertion order from a scan, in id order from look-ups, which is the same for ids given out in sequence.
 */
export function candidates(where: Condition | null, scope: Scope): Iterable<Row> {
  const { source, object, includeDeleted } = scope;
  const demand = includeDeleted || !where ? null : demandedIds(where, scope);
  if (!demand) return source.rows(object.name, { includeDeleted });
  const found: Row[] = [];
  for (const id of demand.ids) {
    if (demand.field !== 'Id') found.push(...source.referencing(object.name, demand.field, id));
    else {
      const row = source.row(object.name, id);
      if (row) found.push(row);
    }
  }
  const rows = found.filter((row) => row['IsDeleted'] !== true);
  return demand.ids.size === 1
    ? rows
    : rows.sort((a, b) => ((a['Id'] as string) < (b['Id'] as string) ? -1 : 1));
}

function demandedIds(condition: Condition, scope: Scope): { field: string; ids: Set<string> } | null {
  switch (condition.kind) {
    case 'and':
      for (const term of condition.terms) {
        const demand = demandedIds(term, scope);
        if (demand) return demand;
      }
      return null;
    case 'comparison':
      return condition.operator === '=' ? ownIds(condition.left, [condition.value], scope) : null;
    case 'in':
      return condition.negated ? null : ownIds(condition.left, condition.values, scope);
    default:
      return null;
  }
}

function ownIds(
  left: Expression,
  values: readonly Literal[],
  scope: Scope,
): { field: string; ids: Set<string> } | null {
  if (left.kind !== 'field' || values.length > maxLookups) return null;
  const { hops, field } = resolveField(scope, left.path, left.at);
  if (hops.length > 0 || (field.type !== 'id' && field.type !== 'reference')) return null;
  const ids = new Set<string>();
  for (const value of values) {
    if (value.kind !== 'string' || !isId(value.value)) return null;
    ids.add(id18(value.value.slice(0, 15)));
  }
  return { field: field.type === 'id' ? 'Id' : field.name, ids };
}
