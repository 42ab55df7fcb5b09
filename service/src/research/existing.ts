import type { Salesforce } from '../salesforce/types.ts';

export interface Existing {
  object: string;
  id: string;
  name: string;
}

/** Characters of one query: SOQL allows 100,000, and a query in a composite call is no URL. */
const QUERY_CHARACTERS = 80_000;

/**
 * Records that already bear one of the names, by name in lower case; the first place wins. One API call for up to five
 * queries, so a list of a few hundred names against leads and accounts costs one.
 */
export async function existingByName(
  salesforce: Salesforce,
  places: readonly { object: string; field: string; where?: string }[],
  names: readonly string[],
): Promise<Map<string, Existing>> {
  const unique = [...new Set(names.map((name) => name.trim()).filter((name) => name !== ''))];
  const queries = places.flatMap(({ object, field, where }) =>
    pieces(unique).map((literals) => ({
      object,
      field,
      soql: `SELECT Id, ${field} FROM ${object} WHERE ${field} IN (${literals})${where === undefined ? '' : ` AND ${where}`}`,
    })),
  );
  const results = await salesforce.queries(queries.map(({ soql }) => soql));
  const found = new Map<string, Existing>();
  for (const [at, { object, field }] of queries.entries())
    for (const record of results[at]!) {
      const name = String(record[field] ?? '');
      if (!found.has(name.toLowerCase()))
        found.set(name.toLowerCase(), { object, id: String(record.Id), name });
    }
  return found;
}

/** Comma-separated literals, cut so that each query stays within its limit. */
function pieces(names: readonly string[]): string[] {
  const lists: string[] = [];
  let list = '';
  for (const name of names) {
    const literal = `'${name.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;
    if (list !== '' && list.length + literal.length > QUERY_CHARACTERS) {
      lists.push(list);
      list = '';
    }
    list += (list === '' ? '' : ',') + literal;
  }
  return list === '' ? lists : [...lists, list];
}
