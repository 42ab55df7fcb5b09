import type { Query } from '../soql/ast.ts';
import { candidates } from '../soql/candidates.ts';
import { checkClauses, openScope, planRecords } from '../soql/select.ts';
import type { Source } from '../soql/source.ts';
import type { Row } from '../schema/types.ts';
import { matches, parseSearchExpression } from './expression.ts';
import { searchedWords, type SearchGroup } from './fields.ts';

export interface SearchResult {
  /** Complete wire records with `attributes`, object by object. */
  searchRecords: unknown[];
}

/** Most records of one search. */
export const maxResults = 2000;

export interface SearchRequest {
  /** The search text without braces. */
  find: string;
  group: SearchGroup;
  /** One field specification per object; `text` is what error positions refer to. */
  returning: { query: Query; text: string }[];
  limit: number;
}

/** Finds records by word, in insertion order within each object. There is no index lag and no ranking. */
export function search(request: SearchRequest, source: Source): SearchResult {
  const expression = parseSearchExpression(request.find);
  const searchRecords: unknown[] = [];
  for (const { query, text } of request.returning) {
    checkClauses(query, text);
    const scope = openScope(query, text, source, false);
    const plan = planRecords(query, scope);
    const words = searchedWords(scope.object, request.group);
    const found = plan.pick(
      filtered(candidates(query.where, scope), (row) => matches(expression, words(row))),
    );
    for (const row of found) {
      if (searchRecords.length >= request.limit) return { searchRecords };
      searchRecords.push(plan.shape(row));
    }
  }
  return { searchRecords };
}

function* filtered(rows: Iterable<Row>, test: (row: Row) => boolean): Iterable<Row> {
  for (const row of rows) if (test(row)) yield row;
}
