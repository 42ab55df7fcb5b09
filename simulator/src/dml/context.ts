import type { OrgData } from '../data.ts';
import type { ApiError } from '../http.ts';
import type { WriteOperation } from '../org.ts';

/** On whose behalf, and how, records are written. */
export interface DmlContext {
  data: OrgData;
  userId: string;
  /** `/services/data/v66.0`, for record URLs inside errors. */
  dataUrl: string;
  /** `Sforce-Duplicate-Rule-Header`. */
  duplicates?: { allowSave: boolean; includeRecordDetails: boolean };
  /** `If-Unmodified-Since`: milliseconds of a full second. */
  unmodifiedSince?: number;
  /** The platform itself writes, as in a lead conversion: rights and read-only fields do not matter, rules do. */
  system?: boolean;
  /** Asked just before each row is written; an error fails the row. */
  fault?(at: {
    object: string;
    operation: WriteOperation;
    userId: string;
    row: number;
    id?: string;
  }): ApiError | undefined;
}
