/** Shapes of the Salesforce REST API as this service uses them (REST API Developer Guide, API 66.0). */

/** `{V}` of every path: the one API version that the service speaks. */
export const API_VERSION = '66.0';

export type Scalar = string | number | boolean | null;

export interface SObject {
  attributes?: { type: string; url?: string };
  Id?: string;
  [field: string]: unknown;
}

export interface PicklistValue {
  value: string;
  label: string;
  active: boolean;
  defaultValue: boolean;
  validFor?: string | null;
}

export interface FieldDescribe {
  name: string;
  label: string;
  /** describe `type`: string, picklist, reference, date, datetime, currency, … */
  type: string;
  length: number;
  precision: number;
  scale: number;
  nillable: boolean;
  createable: boolean;
  updateable: boolean;
  defaultedOnCreate: boolean;
  restrictedPicklist: boolean;
  picklistValues: PicklistValue[];
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
  controllerName?: string | null;
  dependentPicklist?: boolean;
  compoundFieldName?: string | null;
}

export interface ObjectDescribe {
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
  fields: FieldDescribe[];
  childRelationships: { childSObject: string; field: string; relationshipName: string | null }[];
  recordTypeInfos: {
    recordTypeId: string;
    developerName?: string;
    name: string;
    available: boolean;
    master: boolean;
    defaultRecordTypeMapping: boolean;
  }[];
}

/** Field → what a record type offers of its picklist (UI API, `picklistFieldValues`). */
export type PicklistsOfRecordType = Record<string, { values: { value: string; label: string }[] }>;

export type ObjectSummary = Pick<
  ObjectDescribe,
  | 'name'
  | 'label'
  | 'labelPlural'
  | 'keyPrefix'
  | 'custom'
  | 'createable'
  | 'updateable'
  | 'deletable'
  | 'queryable'
  | 'searchable'
>;

/** One entry of a Salesforce error body: rows say `errorCode`, collections say `statusCode`; the client maps both to `errorCode`. */
export interface SalesforceErrorEntry {
  errorCode: string;
  message: string;
  fields?: string[];
}

export interface SaveResult {
  id: string | null;
  success: boolean;
  created?: boolean;
  errors: SalesforceErrorEntry[];
}

export interface CompositeSubrequest {
  method: 'GET' | 'POST' | 'PATCH' | 'DELETE';
  /** Path below the instance, e.g. `/services/data/v66.0/sobjects/Task`. */
  url: string;
  referenceId: string;
  body?: unknown;
  httpHeaders?: Record<string, string>;
}

export interface CompositeResult {
  referenceId: string;
  httpStatusCode: number;
  body: unknown;
  httpHeaders: Record<string, string>;
}

/** Whose authority a call uses. */
export interface Principal {
  /** 18-character organization id. */
  orgId: string;
  /** 18-character user id. */
  userId: string;
}

/** What one call may know: never stored, never logged. */
export interface Access {
  accessToken: string;
  /** Base of every request, without a final slash; may change with every refresh. */
  instanceUrl: string;
  /** Instant of `performance.now()` after which a request with it must not start; the client then reads the grant anew. Absent = no limit. */
  startBefore?: number;
}

/**
 * Runs `call` with a live access token of the principal; on "Session expired or invalid" refreshes once and repeats once.
 * `grants.use` is the one in production; scripts may bring a fixed token.
 */
export type UseGrant = <T>(principal: Principal, call: (access: Access) => Promise<T>) => Promise<T>;

/** One user's view of one org. Every method throws `SaysoError` (`salesforce_*` codes) or `SalesforceError`. */
export interface Salesforce {
  readonly principal: Principal;
  /** API calls made through this object so far. */
  readonly calls: number;
  /** `path` below `/services/data/v66.0`, or absolute when it starts with `/services/`. */
  request<T>(
    method: 'GET' | 'POST' | 'PATCH' | 'PUT' | 'DELETE',
    path: string,
    options?: RequestOptions,
  ): Promise<SalesforceResponse<T>>;
  /** All rows of a query, following `nextRecordsUrl`, at most `maxRows` (default 10,000; more is an error). */
  query<T extends SObject = SObject>(soql: string, options?: { maxRows?: number }): Promise<T[]>;
  /** The rows of each query, up to five queries per API call; the first one that Salesforce refuses is the error. */
  queries(soqls: readonly string[], options?: { maxRows?: number }): Promise<SObject[][]>;
  describeGlobal(): Promise<ObjectSummary[]>;
  describe(object: string): Promise<ObjectDescribe>;
  /** Picklists as a record type narrows them, cached like a describe; undefined where the UI API does not know the object. */
  picklistsOf(object: string, recordTypeId: string): Promise<PicklistsOfRecordType | undefined>;
  /** The signed-in user and how the org writes money, cached with the describes. */
  user(): Promise<{
    id: string;
    name: string;
    email: string;
    timeZone: string;
    locale: string;
    /** ISO 4217 code of the org's only currency; null where it has several. */
    currency: string | null;
  }>;
}

export interface RequestOptions {
  body?: unknown;
  headers?: Record<string, string>;
  /** A POST that changes nothing, such as a batch of queries, is repeated as a GET is. */
  reads?: boolean;
  /** Milliseconds until the call counts as "outcome unknown". */
  timeoutMs?: number;
}

export interface SalesforceResponse<T> {
  status: number;
  headers: Record<string, string>;
  body: T;
}
