import { ApiError } from '../http.ts';
import { parseFieldSpec } from '../soql/parser.ts';
import type { Source } from '../soql/source.ts';
import { Tokens } from '../soql/tokens.ts';
import { searchGroup } from './fields.ts';
import { maxResults, search, type SearchResult } from './search.ts';
import { idsOf } from './sosl.ts';

const modelled = new Set([
  'q',
  'in',
  'fields',
  'sobjects',
  'overallLimit',
  'defaultLimit',
  'spellCorrection',
]);
const modelledOfObject = new Set(['name', 'fields', 'where', 'orderBy', 'limit']);

/**
 * `POST …/parameterizedSearch`: the body's `q`, `in`, `fields`, `sobjects` (name, fields, where, orderBy, limit), `overallLimit` and
 * `defaultLimit`. Without `sobjects`, all of `searchableObjects` are searched. Spelling is never corrected.
 *
 * @throws ApiError 400 for a malformed body or condition, 501 for a parameter that is not modelled.
 */
export function runParameterizedSearch(
  body: unknown,
  source: Source,
  searchableObjects: readonly string[] = [],
): SearchResult {
  const parameters = objectOf(body, 'request body');
  refuseUnknown(parameters, modelled);
  const find = parameters['q'];
  if (typeof find !== 'string' || find.trim() === '') throw badParameter('q must be a search text');
  const fields = fieldList(parameters['fields'] ?? ['Id']);
  const objects = parameters['sobjects'];
  if (objects !== undefined && !Array.isArray(objects)) throw badParameter('sobjects must be an array');
  const defaultLimit = limitOf(parameters['defaultLimit']);
  const returning = objects?.length
    ? objects.map((object: unknown) => returningOf(objectOf(object, 'sobjects'), fields, defaultLimit))
    : idsOf(searchableObjects, source);
  return search(
    {
      find,
      group: searchGroup(parameters['in'] === undefined ? 'ALL' : String(parameters['in'])),
      returning,
      limit: limitOf(parameters['overallLimit']),
    },
    source,
  );
}

function returningOf(
  object: Record<string, unknown>,
  defaultFields: string[],
  defaultLimit: number,
): { query: ReturnType<typeof parseFieldSpec>; text: string } {
  refuseUnknown(object, modelledOfObject);
  if (typeof object['name'] !== 'string') throw badParameter('each of sobjects needs a name');
  const fields = object['fields'] === undefined ? defaultFields : fieldList(object['fields']);
  const where = object['where'] === undefined ? '' : ` WHERE ${String(object['where'])}`;
  const limit = object['limit'] === undefined ? defaultLimit : limitOf(object['limit']);
  const text = `${object['name']}(${fields.join(', ')}${where}${orderOf(object['orderBy'])} LIMIT ${limit})`;
  const tokens = new Tokens(text);
  const query = parseFieldSpec(tokens);
  if (tokens.peek().kind !== 'end') throw tokens.unexpected();
  return { query, text };
}

function orderOf(orderBy: unknown): string {
  if (orderBy === undefined) return '';
  if (!Array.isArray(orderBy)) throw badParameter('orderBy must be an array');
  const items = orderBy.map((item: unknown) => {
    const { field, direction, nulls } = objectOf(item, 'orderBy');
    return [field, direction, nulls === undefined ? '' : `NULLS ${String(nulls)}`].filter(Boolean).join(' ');
  });
  return items.length === 0 ? '' : ` ORDER BY ${items.join(', ')}`;
}

function fieldList(value: unknown): string[] {
  const ofStrings =
    Array.isArray(value) && value.length > 0 && value.every((item) => typeof item === 'string');
  if (!ofStrings) throw badParameter('fields must be an array of field names');
  return value as string[];
}

/** Clients send numbers and strings of digits alike. */
function limitOf(value: unknown): number {
  if (value === undefined) return maxResults;
  const limit = Number(value);
  if (!Number.isInteger(limit) || limit < 1 || limit > maxResults)
    throw badParameter(`a limit must be from 1 to ${maxResults}`);
  return limit;
}

function objectOf(value: unknown, what: string): Record<string, unknown> {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw badParameter(`${what} must be an object`);
  return value as Record<string, unknown>;
}

function refuseUnknown(given: Record<string, unknown>, known: ReadonlySet<string>): void {
  const unknown = Object.keys(given).find((key) => !known.has(key));
  if (unknown) {
    throw new ApiError(
      501,
      'NOT_IMPLEMENTED',
      `The simulator does not model the parameter ${unknown} of a parameterized search.`,
    );
  }
}

function badParameter(reason: string): ApiError {
  return new ApiError(400, 'INVALID_SEARCH', reason);
}
