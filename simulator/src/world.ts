import type { CustomObject } from './schema/registry.ts';
import type { FieldDef, Row } from './schema/types.ts';

/**
 * A world file: the state of an org as JSON. `meta`, `picklists` and `records` are enough; the other keys add what
 * a plain org does not have. `GET /__sim/world` answers the same shape.
 */
export interface World {
  meta?: WorldMeta;
  /** `Object.Field` → values in order. */
  picklists?: Record<string, string[]>;
  /** Object → records in API field names. Fields left out are null, or derived as a save would. */
  records?: Record<string, WorldRecord[]>;
  schema?: {
    objects?: CustomObject[];
    /** Object → field lines in the form of `schema/table.ts`, e.g. `"Sayso_Key__c string(64) external unique"`. */
    fields?: Record<string, (string | FieldDef)[]>;
    /** Object → its label and plural, where the org has renamed a tab or is not English. */
    labels?: Record<string, [label: string, labelPlural: string]>;
  };
  recordTypes?: WorldRecordType[];
  rules?: { validation?: ValidationRule[]; duplicate?: DuplicateRule[] };
  /** Object → organization-wide default; absent = `publicReadWrite`. */
  sharing?: Record<string, Sharing>;
  permissionSets?: WorldPermissionSet[];
}

export interface WorldMeta {
  name?: string;
  /** `YYYY-MM-DD`; creation date of records that name none. */
  asOf?: string;
  organization?: {
    /** 15 or 18 characters, prefix 00D. */
    id?: string;
    name?: string;
    /** ISO 4217. */
    currency?: string;
    language?: string;
    locale?: string;
    /** IANA name. */
    timeZone?: string;
    /** 1–12. */
    fiscalYearStartMonth?: number;
    edition?: string;
    namespace?: string;
    isSandbox?: boolean;
    /** API calls in 24 hours. */
    dailyApiRequests?: number;
  };
  stageProbability?: Record<string, number>;
  /** Stage → Omitted, Pipeline, Best Case, Commit, Closed. */
  stageForecastCategory?: Record<string, string>;
  /** Profile name → rights; a profile that is not named may do everything with records. */
  profilePermissions?: Record<string, AccessGrant>;
  [note: string]: unknown;
}

/** A record; users may carry `ProfileName` and `PermissionSets` instead of ids. */
export type WorldRecord = Record<string, Row[string] | string[]>;

export interface ObjectRights {
  read: boolean;
  create: boolean;
  edit: boolean;
  delete: boolean;
  /** All records regardless of sharing. */
  viewAll: boolean;
  modifyAll: boolean;
}

/** What a profile or permission set gives. On a profile the top-level rights are the default for every object. */
export interface AccessGrant {
  create?: boolean;
  edit?: boolean;
  delete?: boolean;
  viewAll?: boolean;
  modifyAll?: boolean;
  objects?: Record<string, Partial<ObjectRights>>;
  /** `Object.Field` → what the holder may do with it. */
  fields?: Record<string, 'hidden' | 'read' | 'edit'>;
  /** User permissions (`ManageUsers`, `ModifyAllData`) and custom permissions. */
  permissions?: string[];
}

export interface WorldPermissionSet extends AccessGrant {
  name: string;
  label?: string;
}

export interface WorldRecordType {
  object: string;
  developerName: string;
  name?: string;
  id?: string;
  active?: boolean;
  /** Field → values that this record type offers. */
  picklists?: Record<string, string[]>;
}

export type Sharing = 'private' | 'publicRead' | 'publicReadWrite';

export interface ValidationRule {
  object: string;
  name: string;
  /** A formula (see `dml/formula.ts`) that is true for a record that must not be saved. */
  formula: string;
  message: string;
  /** Where the message appears; absent = the top of the page. */
  field?: string;
  active?: boolean;
}

export interface DuplicateRule {
  object: string;
  name: string;
  /** Fields that must all be equal, without regard to case and outer space; empty values match nothing. */
  match: string[];
  /** `alert` lets the user save anyway, `block` does not. */
  action: 'alert' | 'block';
  message?: string;
  matchRule?: string;
  /** On which operations it acts; absent = both. */
  on?: ('insert' | 'update')[];
}

/** Reads a world file; what it cannot be is said in one sentence. */
export function parseWorld(input: unknown): World {
  if (typeof input !== 'object' || input === null || Array.isArray(input))
    throw new Error('A world file is a JSON object with the keys meta, picklists and records.');
  const world = input as World;
  for (const [object, records] of Object.entries(world.records ?? {}))
    if (!Array.isArray(records)) throw new Error(`World: records.${object} must be a list of records.`);
  return world;
}
