/** describe `type` values that the simulator knows. */
export type FieldType =
  | 'id' | 'string' | 'textarea' | 'picklist' | 'multipicklist' | 'combobox' | 'reference' | 'boolean' | 'int' | 'double'
  | 'currency' | 'percent' | 'date' | 'datetime' | 'time' | 'email' | 'phone' | 'url' | 'address' | 'location' | 'anyType' | 'base64' | 'encryptedstring';

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
