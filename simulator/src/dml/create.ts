import { instant } from '../schema/time.ts';
import type { ObjectDef, Row, Scalar } from '../schema/types.ts';
import type { DmlContext } from './context.ts';
import { derive } from './derive.ts';

/** Puts a record that the platform itself makes: no rights, no rules. */
export function createRow({ data, userId }: DmlContext, object: string, values: Row): Row {
  const def = data.registry.object(object)!;
  const row = { ...data.store.blank(object), ...values };
  row.Id ??= data.store.nextId(object);
  for (const field of def.fields.values())
    if (row[field.name] === null && field.defaultValue !== undefined) row[field.name] = field.defaultValue;
  stamp(def, row, { by: userId, at: instant(data.clock.now()) });
  derive(object, undefined, row, new Set(Object.keys(values)), { ...data, now: data.clock.now() });
  data.store.put(object, row);
  return row;
}

/** System fields of a new record, as far as the object has them and the record does not name them. */
export function stamp(object: ObjectDef, row: Row, { by, at }: { by: string; at: string }): void {
  const set = (field: string, value: Scalar) => {
    if (object.fields.has(field.toLowerCase())) row[field] ??= value;
  };
  set('IsDeleted', false);
  set('CreatedDate', at);
  set('CreatedById', by);
  set('LastModifiedDate', row.CreatedDate ?? at);
  set('LastModifiedById', row.CreatedById ?? by);
  set('SystemModstamp', row.LastModifiedDate ?? at);
  set('OwnerId', by);
}
