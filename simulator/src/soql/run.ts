import { planAggregates, isAggregate } from './aggregate.ts';
import type { Column } from './column.ts';
import { candidates } from './candidates.ts';
import { parseQuery } from './parser.ts';
import { checkClauses, compileFilter, openScope, picker, planRecords } from './select.ts';
import type { Source } from './source.ts';

export type { Column } from './column.ts';

export interface QueryOutput {
  /** `columnMetadata` of `&columns=true`; empty for `SELECT COUNT()`. */
  columns: Column[];
  /** Rows after LIMIT and OFFSET; for `SELECT COUNT()` the count. */
  totalSize: number;
  /** Wire records with `attributes`, all of them: pages are the caller's. Empty for `SELECT COUNT()`. */
  records: unknown[];
}

/**
 * Runs one SOQL query as the user of `source`.
 *
 * @throws ApiError 400 with Salesforce's code and text (MALFORMED_QUERY, INVALID_FIELD, INVALID_TYPE, INVALID_QUERY_FILTER_OPERATOR …);
 * 501 NOT_IMPLEMENTED for what the simulator does not model.
 */
export function runQuery(
  soql: string,
  source: Source,
  options: { includeDeleted?: boolean } = {},
): QueryOutput {
  const query = parseQuery(soql);
  checkClauses(query, soql);
  const scope = openScope(query, soql, source, options.includeDeleted ?? false);
  if (query.countOnly) {
    const pick = picker(query, compileFilter(query, scope), null);
    return { columns: [], totalSize: pick(candidates(query.where, scope)).length, records: [] };
  }
  if (isAggregate(query)) {
    const { columns, records } = planAggregates(query, scope);
    return { columns, totalSize: records.length, records };
  }
  const plan = planRecords(query, scope);
  const records = plan.pick(candidates(query.where, scope)).map(plan.shape);
  return { columns: plan.columns, totalSize: records.length, records };
}
