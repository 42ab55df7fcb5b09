import type { ObjectDef, Row } from '../schema/types.ts';

/** What one user may query: objects and fields that the user cannot see do not exist here. */
export interface Source {
  /** Case-insensitive; undefined for an unknown or hidden object. */
  object(name: string): ObjectDef | undefined;
  /** Rows that the user may see, in insertion order. */
  rows(object: string, options: { includeDeleted: boolean }): Iterable<Row>;
  /** By 15- or 18-character id. */
  row(object: string, id: string): Row | undefined;
  /** Rows of `object` whose reference `field` holds `id`; indexed. */
  referencing(object: string, field: string, id: string): Iterable<Row>;
  now: Date;
  /** IANA zone of the user: date literals and day functions follow it. */
  timeZone: string;
  userId: string;
  /** 1–12. */
  fiscalYearStartMonth: number;
  /** `/services/data/v66.0`, for `attributes.url`. */
  dataUrl: string;
}
