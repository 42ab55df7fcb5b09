import type { OrgData } from '../data.ts';
import { ApiError, type Context } from '../http.ts';
import type { DmlContext } from '../dml/context.ts';
import { notFound } from '../dml/save.ts';
import type { FieldDef, ObjectDef, Row } from '../schema/types.ts';

/** `/services/data/v66.0` of the request. */
export function dataUrl(context: Context): string {
  return `/services/data/${context.params.version}`;
}

/** Object of the path as the user sees it; 404 for an unknown or hidden one. */
export function objectOf(context: Context, name = context.params.object!): ObjectDef {
  const object = context.org.data.access(context.session.userId).object(name);
  if (object === undefined) throw notFound();
  return object;
}

export function dmlContext(context: Context): DmlContext {
  const { org, request, session } = context;
  const header = options(request.headers['sforce-duplicate-rule-header']);
  const since = request.headers['if-unmodified-since'];
  const dml: DmlContext = {
    data: org.data,
    userId: session.userId,
    dataUrl: dataUrl(context),
    duplicates: {
      allowSave: header.get('allowsave') === 'true',
      includeRecordDetails: header.get('includerecorddetails') === 'true',
    },
    fault: (at) => org.faults.row(at),
  };
  if (since !== undefined) {
    const at = Date.parse(since);
    if (Number.isNaN(at))
      throw new ApiError(400, 'INVALID_HEADER_VALUE', `Invalid If-Unmodified-Since header: ${since}`);
    dml.unmodifiedSince = at;
  }
  return dml;
}

/** `a=1; b=2` and `a=1, b=2` as the `Sforce-…` headers carry them. */
export function options(header: string | undefined): Map<string, string> {
  const parts = (header ?? '').split(/[;,]/).map((part) => part.split('='));
  return new Map(
    parts.map(([name, value]) => [name!.trim().toLowerCase(), (value ?? '').trim().toLowerCase()]),
  );
}

/** Fields named in `fields=a,b`, in describe spelling; every field when none is named. */
export function fieldsOf(
  object: ObjectDef,
  names: string | null | undefined | readonly string[],
): FieldDef[] {
  const list = typeof names === 'string' ? names.split(',') : (names ?? []);
  const wanted = list.map((name) => name.trim()).filter((name) => name !== '');
  if (wanted.length === 0) return [...object.fields.values()];
  const fields = wanted.map((name) => {
    const field = object.fields.get(name.toLowerCase());
    if (field === undefined)
      throw new ApiError(
        400,
        'INVALID_FIELD',
        `No such column '${name}' on entity '${object.name}'. If you are attempting to use a custom field, be sure to append the '__c' after the custom field name. Please reference your WSDL or the describe call for the appropriate names.`,
      );
    return field;
  });
  const id = object.fields.get('id')!;
  return fields.includes(id) ? fields : [...fields, id];
}

/** A record as REST answers it: `attributes`, addresses as objects, binary fields as URLs. */
export function shapeRecord(
  object: ObjectDef,
  row: Row,
  fields: readonly FieldDef[],
  url: string,
): Record<string, unknown> {
  const record: Record<string, unknown> = {
    attributes: { type: object.name, url: `${url}/sobjects/${object.name}/${row.Id}` },
  };
  for (const field of fields) {
    const value = row[field.name] ?? null;
    if (field.type === 'address') record[field.name] = addressOf(object, row, field);
    else if (field.type === 'base64' && value !== null)
      record[field.name] = `${url}/sobjects/${object.name}/${row.Id}/${field.name}`;
    else record[field.name] = value;
  }
  return record;
}

const PARTS: [string, string][] = [
  ['city', 'City'],
  ['country', 'Country'],
  ['geocodeAccuracy', 'GeocodeAccuracy'],
  ['latitude', 'Latitude'],
  ['longitude', 'Longitude'],
  ['postalCode', 'PostalCode'],
  ['state', 'State'],
  ['street', 'Street'],
];

/** `BillingAddress` from `BillingStreet`, …; null when every part is empty. */
export function addressOf(object: ObjectDef, row: Row, field: FieldDef): Record<string, unknown> | null {
  const prefix = field.name.slice(0, -'Address'.length);
  const address: Record<string, unknown> = {};
  let filled = false;
  for (const [key, part] of PARTS) {
    const value = object.fields.has(`${prefix}${part}`.toLowerCase()) ? (row[prefix + part] ?? null) : null;
    if (value !== null) filled = true;
    address[key] = value;
  }
  return filled ? address : null;
}

const seen = new WeakMap<OrgData, Map<string, string[]>>();
/** As many as the recent-items list of an org keeps. */
const RECENT = 200;

/** Notes that the user looked at or saved a record. */
export function noteRecent(context: Context, id: string): void {
  const { data } = context.org;
  const byUser = seen.get(data) ?? new Map<string, string[]>();
  seen.set(data, byUser);
  const ids = (byUser.get(context.session.userId) ?? []).filter((other) => other !== id);
  ids.unshift(id);
  byUser.set(context.session.userId, ids.slice(0, RECENT));
}

/** Records that the user looked at, the latest first. */
export function recentIds(context: Context): string[] {
  return seen.get(context.org.data)?.get(context.session.userId) ?? [];
}
