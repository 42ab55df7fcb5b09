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

/** "The Globex account and the renewal deal": one target for each kind of record, where a noun says which kind each of them is. */
export function byKind(target: Target): Target[] {
  const { list } = target;
  // "Knight LLC and its opportunities": what is theirs comes behind whose it is.
  const theirs = list?.findIndex(
    (part) => part.kind === 'set' && /^(its|their|his|her)$/.test(part.possessor ?? ''),
  );
  if (list && theirs === 1) return list;
  if (!list || !list.every((part) => part.objects.length === 1)) return [target];
  const kinds = new Map<string, Target[]>();
  for (const part of list) {
    const [object] = part.objects;
    kinds.set(object!, [...(kinds.get(object!) ?? []), part]);
  }
  if (kinds.size === 1) return [target];
  return [...kinds].map(([object, parts]) =>
    parts.length === 1 ? parts[0]! : { ...target, objects: [object], names: [], list: parts },
  );
}

/** Those of the fields that the target's objects have; all when it does not say which object it is. */
export function fieldsOn(target: Target, fields: FieldRef[]): FieldRef[] {
  return target.objects.length === 0 ? fields : fields.filter((f) => target.objects.includes(f.object));
}
