import type { OrgData } from './data.ts';
import type { ApiError } from './http.ts';
import type { ObjectDef, Row } from './schema/types.ts';
import type { Source } from './soql/source.ts';

/** Time in the org; tests and `/__sim/clock` move it. */
export interface Clock {
  now(): Date;
  advance(seconds: number): void;
}

export interface Change {
  n: number;
  at: string;
  userId: string;
  object: string;
  id: string;
  /** `null` field = the record itself was created (old null) or deleted (new null). */
  field: string | null;
  old: unknown;
  new: unknown;
}

/** The records and schema of the org: what the data half offers to the OAuth half and the resources. */
export interface Data {
  object(name: string): ObjectDef | undefined;
  objects(): Iterable<ObjectDef>;
  /** Unrestricted look at one record, by 15- or 18-character id. */
  record(object: string, id: string): Row | undefined;
  rows(object: string): Iterable<Row>;
  /** The view of one user: FLS, object rights and sharing applied. */
  sourceFor(userId: string, dataUrl: string): Source;
  changes(since: number): Change[];
  /** World file of the present state. */
  snapshot(): unknown;
}

export type WriteOperation = 'insert' | 'update' | 'upsert' | 'delete' | 'convert';

/** What a fault rule wants of a Bulk job. */
export interface BulkFault {
  state: 'Failed' | 'Aborted' | 'InProgress';
  /** Rows that are still processed before the job stops; the others stay unprocessed. */
  afterRows: number;
  errorMessage: string;
}

/** Fault rules that act inside a request; those that act on whole requests are the server's own. */
export interface Faults {
  /** Ask once per row and attempt, just before the row is written; `row` counts from 0 within the request or job. */
  row(at: {
    object: string;
    operation: WriteOperation;
    userId: string;
    row: number;
    id?: string;
  }): ApiError | undefined;
  /** Ask before a sub-request of Composite, Graph or Batch runs; the error takes the place of its answer. */
  subrequest(at: {
    method: string;
    path: string;
    referenceId: string;
    index: number;
    userId: string;
  }): ApiError | undefined;
  /** Ask once when a Bulk job starts to be processed. */
  bulkJob(at: { object: string; operation: string; userId: string }): BulkFault | undefined;
}

/** API calls in the rolling 24 hours, as `limits` and `Sforce-Limit-Info` show them. */
export interface ApiUsage {
  max: number;
  used(): number;
}

/** One Salesforce org on loopback. */
export interface Org {
  /** 18-character organization id. */
  id: string;
  name: string;
  clock: Clock;
  data: OrgData;
  faults: Faults;
  apiUsage: ApiUsage;
}
