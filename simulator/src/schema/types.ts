/** describe `type` values that the simulator knows. */
export type FieldType =
  | 'id'
  | 'string'
  | 'textarea'
  | 'picklist'
  | 'multipicklist'
  | 'combobox'
  | 'reference'
  | 'boolean'
  | 'int'
  | 'double'
  | 'currency'
  | 'percent'
  | 'date'
  | 'datetime'
  | 'time'
  | 'email'
  | 'phone'
  | 'url'
  | 'address'
  | 'location'
  | 'anyType'
  | 'base64'
  | 'encryptedstring';

export interface PicklistEntry {
  value: string;
  label: string;
  active: boolean;
  defaultValue: boolean;
}

export interface FieldDef {
  name: string;
  label: string;
  type: FieldType;
  length: number;
  precision: number;
  scale: number;
  nillable: boolean;
  createable: boolean;
  updateable: boolean;
  defaultedOnCreate: boolean;
  restrictedPicklist: boolean;
  picklist: PicklistEntry[];
  referenceTo: string[];
  relationshipName: string | null;
  nameField: boolean;
  custom: boolean;
  calculated: boolean;
  autoNumber: boolean;
  externalId: boolean;
  unique: boolean;
  filterable: boolean;
  sortable: boolean;
  groupable: boolean;
  aggregatable: boolean;
  // ---- What only DML, describe and the metadata deploy look at. ----
  /** Stored when a create names no value. */
  defaultValue?: Scalar;
  /** `BillingAddress` for `BillingCity`, `Name` for `FirstName`. */
  compoundFieldName?: string | null;
  /** Child relationship on the parent; null = the lookup has none. */
  childRelationshipName?: string | null;
  /** What a delete of the parent does to this record; absent = the reference is cleared. */
  onParentDelete?: 'cascade' | 'restrict';
  /** Usable as the key of an upsert and of look-ups by value besides external ids. */
  idLookup?: boolean;
  /** Hidden from everybody unless a profile or permission set grants it, as after a metadata deploy. */
  needsGrant?: boolean;
  /** Next number of an auto-number is written as these digits: `{0000}` pads to four. */
  displayFormat?: string;
}

export interface ObjectDef {
  name: string;
  label: string;
  labelPlural: string;
  keyPrefix: string | null;
  custom: boolean;
  createable: boolean;
  updateable: boolean;
  deletable: boolean;
  queryable: boolean;
  searchable: boolean;
  /** By lower-case API name. */
  fields: ReadonlyMap<string, FieldDef>;
  childRelationships: readonly { childSObject: string; field: string; relationshipName: string | null }[];
}

export type Scalar = string | number | boolean | null;

/**
 * A stored record, by describe spelling. Ids have 18 characters, dates are `YYYY-MM-DD`, instants are UTC in the wire form
 * `2026-11-23T09:30:00.000+0000` (so they compare as text), a multi-select is `a;b`.
 */
export type Row = Record<string, Scalar>;
