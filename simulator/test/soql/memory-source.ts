import { id18 } from '../../src/schema/ids.ts';
import type { FieldDef, FieldType, ObjectDef, PicklistEntry, Row } from '../../src/schema/types.ts';
import type { Source } from '../../src/soql/source.ts';

type FieldSpec = Partial<Omit<FieldDef, 'picklist'>> & {
  type: FieldType;
  picklist?: (string | PicklistEntry)[];
};

interface ObjectSpec {
  prefix: string;
  fields: Record<string, FieldType | FieldSpec>;
  children?: [relationshipName: string, childSObject: string, field: string][];
}

/** A schema of the few objects that the tests query, in short form. */
export function defineObject(name: string, spec: ObjectSpec): ObjectDef {
  const all: Record<string, FieldType | FieldSpec> = { Id: 'id', IsDeleted: 'boolean', ...spec.fields };
  return {
    name,
    label: name,
    labelPlural: `${name}s`,
    keyPrefix: spec.prefix,
    custom: name.endsWith('__c'),
    createable: true,
    updateable: true,
    deletable: true,
    queryable: true,
    searchable: true,
    fields: new Map(Object.entries(all).map(([key, value]) => [key.toLowerCase(), defineField(key, value)])),
    childRelationships: (spec.children ?? []).map(([relationshipName, childSObject, field]) => ({
      childSObject,
      field,
      relationshipName,
    })),
  };
}

function defineField(name: string, spec: FieldType | FieldSpec): FieldDef {
  const given: FieldSpec = typeof spec === 'string' ? { type: spec } : spec;
  const plain = !['address', 'location', 'base64', 'multipicklist'].includes(given.type);
  return {
    name,
    label: name,
    length: 255,
    precision: 18,
    scale: given.type === 'int' ? 0 : 2,
    nillable: true,
    createable: true,
    updateable: true,
    defaultedOnCreate: false,
    restrictedPicklist: false,
    referenceTo: [],
    relationshipName: given.referenceTo ? name.replace(/__c$/, '__r').replace(/Id$/, '') : null,
    nameField: name === 'Name',
    custom: name.endsWith('__c'),
    calculated: false,
    autoNumber: false,
    externalId: false,
    unique: false,
    filterable: given.type !== 'address',
    sortable: plain,
    groupable: plain && !['datetime', 'double', 'currency', 'percent'].includes(given.type),
    aggregatable: plain && given.type !== 'boolean',
    ...given,
    picklist: (given.picklist ?? []).map((entry) =>
      typeof entry === 'string' ? { value: entry, label: entry, active: true, defaultValue: false } : entry,
    ),
  };
}

/** A source over plain arrays, with an index for `row` and `referencing`. */
export function memorySource(
  objects: readonly ObjectDef[],
  data: Record<string, Row[]>,
  given: Partial<Pick<Source, 'now' | 'timeZone' | 'userId' | 'fiscalYearStartMonth'>> = {},
): Source {
  const byName = new Map(objects.map((object) => [object.name.toLowerCase(), object]));
  const rows = new Map(objects.map((object) => [object.name, data[object.name] ?? []]));
  const live = new Map(
    [...rows].map(([name, list]) => [name, list.filter((row) => row['IsDeleted'] !== true)]),
  );
  const byId = new Map(
    [...rows].map(([name, list]) => [name, new Map(list.map((row) => [row['Id'] as string, row]))]),
  );
  const references = new Map<string, Map<string, Row[]>>();
  const referencesOf = (object: string, field: string): Map<string, Row[]> => {
    const key = `${object}.${field}`;
    let index = references.get(key);
    if (!index) {
      const live = rows.get(object)!.filter((row) => row['IsDeleted'] !== true && row[field] != null);
      references.set(key, (index = Map.groupBy(live, (row) => row[field] as string)));
    }
    return index;
  };
  return {
    object: (name) => byName.get(name.toLowerCase()),
    rows: (object, { includeDeleted }) => (includeDeleted ? rows : live).get(object)!,
    row: (object, id) => byId.get(object)?.get(id18(id)),
    referencing: (object, field, id) => referencesOf(object, field).get(id18(id)) ?? [],
    now: new Date('2026-11-23T09:30:00.000Z'),
    timeZone: 'UTC',
    userId: '005Hs0000000001AAA',
    fiscalYearStartMonth: 1,
    dataUrl: '/services/data/v66.0',
    ...given,
  };
}
