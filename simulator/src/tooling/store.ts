import type { Org } from '../org.ts';
import { id18, makeId } from '../schema/ids.ts';
import { instant } from '../schema/time.ts';
import type { ObjectDef, Row, Scalar } from '../schema/types.ts';
import type { Source } from '../soql/source.ts';
import type { Inventory } from '../metadata/inventory.ts';
import { toolingObjects } from './objects.ts';

/** Rows of the Tooling API's own objects. Few and short-lived: no transactions, no indexes. */
export interface ToolingStore {
  object(name: string): ObjectDef | undefined;
  objects(): Iterable<ObjectDef>;
  rows(object: string): Row[];
  row(object: string, id: string): Row | undefined;
  /** Adds a row, its id and system fields filled in. */
  add(object: string, values: Record<string, Scalar>, userId: string): Row;
  set(row: Row, values: Record<string, Scalar>, userId: string): void;
  /** What a tooling query of that user sees: these objects, and the org's where they have no such name. */
  source(userId: string, dataUrl: string): Source;
}

export function createToolingStore(org: Org, inventory: Inventory): ToolingStore {
  const objects = toolingObjects();
  const tables = new Map<string, Row[]>();

  function rows(object: string): Row[] {
    if (object === 'ApexClass' || object === 'ApexTrigger') return code(object);
    let table = tables.get(object);
    if (!table) tables.set(object, (table = []));
    return table;
  }

  /** Deployed Apex: its source as it came. */
  function code(object: string): Row[] {
    return inventory.list(object).map((entry) => {
      const body = entry.files.get(entry.fileName)?.toString() ?? '';
      return {
        ...blank(objects.get(object.toLowerCase())!),
        Id: entry.id,
        IsDeleted: false,
        Name: entry.fullName,
        Status: 'Active',
        Body: body,
        LengthWithoutComments: body.length,
        CreatedById: entry.createdById,
        CreatedDate: instant(new Date(entry.createdDate)),
        LastModifiedById: entry.lastModifiedById,
        LastModifiedDate: instant(new Date(entry.lastModifiedDate)),
        SystemModstamp: instant(new Date(entry.lastModifiedDate)),
      };
    });
  }

  const find = (object: string, id: string) => rows(object).find((row) => row['Id'] === id18(id));

  return {
    object: (name) => objects.get(name.toLowerCase()),
    objects: () => objects.values(),
    rows,
    row: find,
    add(object, values, userId) {
      const def = objects.get(object.toLowerCase())!;
      const at = instant(org.clock.now());
      const row: Row = {
        ...blank(def),
        Id: makeId(def.keyPrefix!, rows(object).length + 1),
        ...(def.fields.has('createddate') && {
          CreatedById: userId,
          CreatedDate: at,
          LastModifiedById: userId,
          LastModifiedDate: at,
          SystemModstamp: at,
          IsDeleted: false,
        }),
        ...values,
      };
      rows(object).push(row);
      return row;
    },
    set(row, values, userId) {
      const at = instant(org.clock.now());
      Object.assign(row, values, { LastModifiedById: userId, LastModifiedDate: at, SystemModstamp: at });
    },
    source(userId, dataUrl) {
      const base = org.data.sourceFor(userId, dataUrl);
      const own = (name: string) => objects.has(name.toLowerCase());
      return {
        ...base,
        object: (name) => objects.get(name.toLowerCase()) ?? base.object(name),
        rows: (name, options) => (own(name) ? rows(name) : base.rows(name, options)),
        row: (name, id) => (own(name) ? find(name, id) : base.row(name, id)),
        referencing: (name, field, id) =>
          own(name) ? rows(name).filter((row) => row[field] === id18(id)) : base.referencing(name, field, id),
        dataUrl: `${dataUrl}/tooling`,
      };
    },
  };
}

function blank(object: ObjectDef): Row {
  const row: Row = {};
  for (const field of object.fields.values()) row[field.name] = field.type === 'boolean' ? false : null;
  return row;
}
