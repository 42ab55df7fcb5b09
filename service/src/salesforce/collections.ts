import { composite, COMPOSITE_READS, DATA } from './composite.ts';
import { ALLOW_DUPLICATES } from './duplicates.ts';
import type { Salesforce, SalesforceErrorEntry, SaveResult, SObject } from './types.ts';

/** Ids that one retrieve may name (Salesforce's limit for the POST form). */
const RETRIEVE_ROWS = 2_000;

interface CollectionRow {
  id?: string | null;
  success: boolean;
  created?: boolean;
  errors: { statusCode?: string; errorCode?: string; message: string; fields?: string[] }[];
}

interface CreateOptions {
  /** Past duplicate rules that only warn. */
  allowDuplicates?: boolean;
}

/** Creates up to 200 rows; each fails on its own. */
export async function createRows(
  salesforce: Salesforce,
  object: string,
  rows: readonly SObject[],
  options: CreateOptions = {},
): Promise<SaveResult[]> {
  return save(salesforce, 'POST', '/composite/sobjects', object, rows, options);
}

/** Updates up to 200 rows, each with its `id`. */
export async function updateRows(
  salesforce: Salesforce,
  object: string,
  rows: readonly SObject[],
): Promise<SaveResult[]> {
  return save(salesforce, 'PATCH', '/composite/sobjects', object, rows);
}

/** Creates or updates up to 200 rows by an external id field that every row carries. */
export async function upsertRows(
  salesforce: Salesforce,
  object: string,
  externalIdField: string,
  rows: readonly SObject[],
  options: CreateOptions = {},
): Promise<SaveResult[]> {
  return save(salesforce, 'PATCH', `/composite/sobjects/${object}/${externalIdField}`, object, rows, options);
}

async function save(
  salesforce: Salesforce,
  method: 'POST' | 'PATCH',
  path: string,
  object: string,
  rows: readonly SObject[],
  options: CreateOptions = {},
): Promise<SaveResult[]> {
  const records = rows.map((row) => ({ attributes: { type: object }, ...row }));
  const { body } = await salesforce.request<CollectionRow[]>(method, path, {
    body: { allOrNone: false, records },
    ...(options.allowDuplicates ? { headers: ALLOW_DUPLICATES } : {}),
  });
  return body.map(saveResult);
}

/** Deletes up to 200 records. */
export async function deleteRows(salesforce: Salesforce, ids: readonly string[]): Promise<SaveResult[]> {
  const { body } = await salesforce.request<CollectionRow[]>(
    'DELETE',
    `/composite/sobjects?ids=${ids.join(',')}&allOrNone=false`,
  );
  return body.map(saveResult);
}

function saveResult(row: CollectionRow): SaveResult {
  const errors = row.errors.map(
    ({ statusCode, errorCode, message, fields, ...rest }): SalesforceErrorEntry => ({
      ...rest,
      errorCode: errorCode ?? statusCode ?? 'UNKNOWN',
      message,
      ...(fields ? { fields } : {}),
    }),
  );
  return {
    id: row.id ?? null,
    success: row.success,
    errors,
    ...(row.created === undefined ? {} : { created: row.created }),
  };
}

export interface Wanted {
  object: string;
  ids: readonly string[];
  fields: readonly string[];
}

/**
 * Records by 15-character id; one that is gone or hidden is missing. One API call for up to five objects of up to 2,000
 * ids each.
 */
export async function retrieve(
  salesforce: Salesforce,
  wanted: readonly Wanted[],
): Promise<Map<string, SObject>> {
  const pieces = wanted.flatMap(({ object, ids, fields }) => {
    const unique = [...new Set(ids)];
    const parts: { object: string; body: { ids: string[]; fields: string[] } }[] = [];
    for (let start = 0; start < unique.length; start += RETRIEVE_ROWS) {
      parts.push({
        object,
        body: { ids: unique.slice(start, start + RETRIEVE_ROWS), fields: [...new Set(['Id', ...fields])] },
      });
    }
    return parts;
  });
  const found = new Map<string, SObject>();
  for (let start = 0; start < pieces.length; start += COMPOSITE_READS) {
    const group = pieces.slice(start, start + COMPOSITE_READS);
    for (const rows of await read(salesforce, group)) {
      for (const row of rows) if (row?.Id) found.set(row.Id.slice(0, 15), row);
    }
  }
  return found;
}

async function read(
  salesforce: Salesforce,
  pieces: readonly { object: string; body: unknown }[],
): Promise<(SObject | null)[][]> {
  const only = pieces[0];
  if (only && pieces.length === 1) {
    const { body } = await salesforce.request<(SObject | null)[]>(
      'POST',
      `/composite/sobjects/${only.object}`,
      {
        body: only.body,
        reads: true,
      },
    );
    return [body];
  }
  const results = await composite(
    salesforce,
    pieces.map(({ object, body }, at) => ({
      method: 'POST',
      url: `${DATA}/composite/sobjects/${object}`,
      referenceId: `read${at}`,
      body,
    })),
    { allOrNone: false, reads: true },
  );
  // An object that the user may not read at all reads as "no such record"; its write then says why.
  return results.map(({ httpStatusCode, body }) =>
    httpStatusCode < 300 ? (body as (SObject | null)[]) : [],
  );
}
