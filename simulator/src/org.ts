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

/** One Salesforce org on loopback. */
export interface Org {
  /** 18-character organization id. */
  id: string;
  name: string;
  clock: Clock;
  data: Data;
}
