import type { ObjectDescribe } from '../../../salesforce/types.ts';
import type { Property } from '../intents.ts';
import type { Captures } from '../pattern.ts';
import type { Read } from '../rules.ts';
import type { Sentence } from '../sentence.ts';
import type { FieldRef } from '../vocabulary.ts';

/** Reads one thing that is said about a record to be created. */
export type BuildProperty = (s: Sentence, c: Captures, o: ObjectDescribe) => Read<Property> | undefined;

export const it = (value: Property, cost: number): Read<Property> => ({ value, cost });

/** Those of the fields that the new record has. */
export function own(o: ObjectDescribe, refs: FieldRef[]): FieldRef[] {
  return refs.filter((r) => r.object === o.name);
}
