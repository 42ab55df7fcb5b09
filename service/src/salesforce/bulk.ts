import { parse } from 'csv-parse/sync';
import { stringify } from 'csv-stringify/sync';
import type { Salesforce, Scalar } from './types.ts';

export type BulkOperation = 'insert' | 'update' | 'upsert' | 'delete';

export type BulkState = 'Open' | 'UploadComplete' | 'InProgress' | 'JobComplete' | 'Failed' | 'Aborted';

export interface BulkJob {
  id: string;
  state: BulkState;
  numberRecordsProcessed?: number;
  numberRecordsFailed?: number;
  errorMessage?: string;
}

/** A processed row: the columns that were uploaded, `sf__Id`, and `sf__Error` where it failed. */
export type BulkRow = Record<string, string>;

/** Opens a Bulk API 2.0 ingest job; its rows follow by {@link uploadRows}. */
export async function openBulkJob(
  salesforce: Salesforce,
  job: { object: string; operation: BulkOperation; externalIdFieldName?: string },
): Promise<BulkJob> {
  const { body } = await salesforce.request<BulkJob>('POST', '/jobs/ingest', {
    body: { ...job, contentType: 'CSV', lineEnding: 'LF', columnDelimiter: 'COMMA' },
  });
  return body;
}

/** Uploads every row of the job, once, and lets Salesforce begin. null is written `#N/A`, which clears a field. */
export async function uploadRows(
  salesforce: Salesforce,
  jobId: string,
  columns: readonly string[],
  rows: readonly Record<string, Scalar | undefined>[],
): Promise<void> {
  const csv = stringify(
    rows.map((row) => columns.map((column) => cell(row[column]))),
    { header: true, columns: [...columns], record_delimiter: '\n' },
  );
  await salesforce.request('PUT', `/jobs/ingest/${jobId}/batches`, {
    body: csv,
    headers: { 'content-type': 'text/csv' },
  });
  await salesforce.request('PATCH', `/jobs/ingest/${jobId}`, { body: { state: 'UploadComplete' } });
}

/** An absent column leaves the field alone. */
function cell(value: Scalar | undefined): string {
  return value === undefined ? '' : value === null || value === '' ? '#N/A' : String(value);
}

export async function readBulkJob(salesforce: Salesforce, jobId: string): Promise<BulkJob> {
  return (await salesforce.request<BulkJob>('GET', `/jobs/ingest/${jobId}`)).body;
}

/** Stops the job where it is; rows that are done stay done. */
export async function abortBulkJob(salesforce: Salesforce, jobId: string): Promise<void> {
  await salesforce.request('PATCH', `/jobs/ingest/${jobId}`, { body: { state: 'Aborted' } });
}

/** The three result sets of an ended job; together they are the rows that were uploaded. */
export async function readBulkResults(
  salesforce: Salesforce,
  jobId: string,
): Promise<{ successful: BulkRow[]; failed: BulkRow[]; unprocessed: BulkRow[] }> {
  const read = async (set: string): Promise<BulkRow[]> => {
    const { body } = await salesforce.request<unknown>('GET', `/jobs/ingest/${jobId}/${set}`, {
      headers: { accept: 'text/csv' },
    });
    return typeof body === 'string'
      ? (parse(body, { columns: true, skip_empty_lines: true }) as BulkRow[])
      : [];
  };
  return {
    successful: await read('successfulResults'),
    failed: await read('failedResults'),
    unprocessed: await read('unprocessedrecords'),
  };
}
