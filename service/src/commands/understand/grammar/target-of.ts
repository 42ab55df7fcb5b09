import type { Target } from '../intents.ts';
import type { Captures } from '../pattern.ts';
import type { Read } from '../rules.ts';
import type { Sentence } from '../sentence.ts';
import { targetAt } from '../target.ts';
import type { FieldRef } from '../vocabulary.ts';

/** What is open, or was just spoken of. */
export const HERE: Target = { text: 'it', kind: 'context', objects: [], names: [], conditions: [] };

/** The records that a phrasing's slot means; without the slot, what is open or was just spoken of. */
export function targetOf(s: Sentence, c: Captures, slot = 'target'): Read<Target> | undefined {
  const at = c[slot];
  if (!at) return { value: HERE, cost: 0.05 };
  return targetAt(s, at.from, at.to);
}

/** Those of the fields that the target's objects have; all when it does not say which object it is. */
export function fieldsOn(target: Target, fields: FieldRef[]): FieldRef[] {
  return target.objects.length === 0 ? fields : fields.filter((f) => target.objects.includes(f.object));
}
