import { notModelled } from '../soql/errors.ts';
import { parseFieldSpec } from '../soql/parser.ts';
import type { Source } from '../soql/source.ts';
import { Tokens } from '../soql/tokens.ts';
import { malformedSearch } from './expression.ts';
import { searchGroup } from './fields.ts';
import { maxResults, search, type SearchResult } from './search.ts';

/**
 * Runs a SOSL statement: `FIND {text} [IN group FIELDS] [RETURNING specs] [LIMIT n]`. Without RETURNING it gives the ids of all matches
 * in `searchableObjects`.
 *
 * @throws ApiError MALFORMED_SEARCH for the search text, SOQL's codes for a field specification, 501 for what is not modelled.
 */
export function runSosl(text: string, source: Source, searchableObjects: readonly string[]): SearchResult {
  const find = /^\s*FIND\s*\{((?:[^\\{}]|\\[\s\S])*)\}/i.exec(text);
  if (!find) throw malformedSearch('A search starts with FIND and its text in braces');
  const tokens = new Tokens(text, find[0].length);
  let group = searchGroup('ALL');
  if (tokens.take('IN')) {
    group = searchGroup(tokens.name().text);
    tokens.expect('FIELDS');
  }
  const returning = tokens.take('RETURNING')
    ? tokens.list(() => ({ query: parseFieldSpec(tokens), text }))
    : idsOf(searchableObjects, source);
  if (tokens.peek().upper === 'WITH' || tokens.peek().upper === 'UPDATE') {
    throw notModelled(`the SOSL clause ${tokens.next().upper} ${tokens.peek().upper}`);
  }
  const limit = tokens.take('LIMIT') ? Math.min(maxResults, tokens.integer().value) : maxResults;
  if (tokens.peek().kind !== 'end') throw tokens.unexpected();
  return search({ find: find[1]!, group, returning, limit }, source);
}

/** A specification of the ids of every one of these objects that the user sees. */
export function idsOf(
  objects: readonly string[],
  source: Source,
): { query: ReturnType<typeof parseFieldSpec>; text: string }[] {
  return objects
    .filter((name) => source.object(name)?.queryable)
    .map((name) => ({ query: parseFieldSpec(new Tokens(name)), text: name }));
}
