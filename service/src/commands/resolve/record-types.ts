import type { ObjectDescribe, PicklistsOfRecordType } from '../../salesforce/types.ts';
import { hasField } from '../understand/schema.ts';
import type { Session } from './session.ts';

/** Whether a record's type can narrow its picklists in this org. */
export function hasRecordTypes(object: ObjectDescribe): boolean {
  return hasField(object, 'RecordTypeId') && object.recordTypeInfos.some((type) => !type.master);
}

/** The record type that a new record of the rep gets when nobody names one. */
export function defaultRecordType(object: ObjectDescribe): string | undefined {
  if (!hasRecordTypes(object)) return undefined;
  return object.recordTypeInfos.find((type) => type.defaultRecordTypeMapping)?.recordTypeId;
}

const narrowed = new WeakMap<PicklistsOfRecordType, ObjectDescribe>();
const types = new WeakMap<ObjectDescribe, string>();

/**
 * The object as records of that type have it: values that the type does not offer are inactive.
 * `describe` and the REST API know all values of the org, and Salesforce stores what a record page would not offer.
 */
export async function ofRecordType(
  session: Session,
  object: ObjectDescribe,
  recordTypeId: unknown,
): Promise<ObjectDescribe> {
  const type = object.recordTypeInfos.find(
    (one) => typeof recordTypeId === 'string' && one.recordTypeId.slice(0, 15) === recordTypeId.slice(0, 15),
  );
  if (!type || type.master) return object;
  const picklists = await session.salesforce.picklistsOf(object.name, type.recordTypeId);
  if (picklists === undefined) return object;
  const known = narrowed.get(picklists);
  if (known) return known;
  const made: ObjectDescribe = {
    ...object,
    fields: object.fields.map((field) => {
      const offered = picklists[field.name]?.values;
      if (!offered) return field;
      const values = new Set(offered.map(({ value }) => value));
      return {
        ...field,
        picklistValues: field.picklistValues.map((one) => ({
          ...one,
          active: one.active && values.has(one.value),
        })),
      };
    }),
  };
  narrowed.set(picklists, made);
  types.set(made, type.name);
  return made;
}

/** "in this org", or whose picklist it is that lacks a value. */
export function whereOffered(object: ObjectDescribe): string {
  const type = types.get(object);
  return type === undefined ? 'in this org' : `of "${type}" ${object.labelPlural.toLowerCase()}`;
}
