import type { FieldDef, ObjectDef, Row, Scalar } from '../schema/types.ts';

const addressParts = [
  'city',
  'country',
  'geocodeAccuracy',
  'latitude',
  'longitude',
  'postalCode',
  'state',
  'street',
];

/** Reads a compound field: an address or a location from its parts, null when none has a value. */
export function compoundReader(
  object: ObjectDef,
  field: FieldDef,
): (row: Row) => Record<string, Scalar> | null {
  const parts =
    field.type === 'address'
      ? addressParts.map((part) => [part, field.name.replace(/Address$/, '') + part] as const)
      : ([
          ['latitude', field.name.replace(/__c$/, '__Latitude__s')],
          ['longitude', field.name.replace(/__c$/, '__Longitude__s')],
        ] as const);
  const sources = parts.map(([part, name]) => [part, object.fields.get(name.toLowerCase())?.name] as const);
  return (row) => {
    let found = false;
    const value: Record<string, Scalar> = {};
    for (const [part, name] of sources) {
      const scalar = name === undefined ? null : (row[name] ?? null);
      value[part] = scalar;
      found ||= scalar !== null;
    }
    return found ? value : null;
  };
}
