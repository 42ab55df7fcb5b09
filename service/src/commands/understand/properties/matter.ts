import type { ObjectDescribe } from '../../../salesforce/types.ts';
import { assign } from '../assignments.ts';
import { FUNCTION_WORDS } from '../lexicon/function-words.ts';
import { nearestValues, picklistsOf } from '../picklists.ts';
import { hasField } from '../schema.ts';
import type { Sentence } from '../sentence.ts';
import { it, own, type BuildProperty } from './types.ts';

/** What a case is about; a value that is said behind it is none of its words. */
export const matter: BuildProperty = (s, c, o) => {
  const { from, to } = c.value!;
  if (!hasField(o, 'Subject') || FUNCTION_WORDS.has(s.word(to - 1))) return undefined;
  if (hasPause(s, from, to) || endsWithValue(s, from, to, o)) return undefined;
  const assignment = assign(s, [{ object: o.name, field: 'Subject' }], 'subject', from, to);
  return it({ kind: 'field', assignment }, 0.35 + 0.06 * (to - from));
};

function hasPause(s: Sentence, from: number, to: number): boolean {
  return s.tokens.slice(from, to - 1).some((t) => /^[.;!?:]$/.test(t.text));
}

/** "A stuck valve high priority", "a stuck valve, urgent": the end says something of its own. */
export function endsWithValue(s: Sentence, from: number, to: number, o: ObjectDescribe): boolean {
  const picklists = picklistsOf(o).filter((f) => f.createable);
  const isValueOf = (name: string, at: number, end: number) =>
    picklists.some(
      (f) => f.name === name && nearestValues(f, s.text(at, end), s.vocabulary.synonyms).length === 1,
    );
  for (let i = from + 1; i < to; i++) {
    for (const { fields, end } of s.vocabulary.fieldsAt(s.tokens, i))
      for (const { field } of own(o, fields)) {
        if (end === to && i - 1 > from && isValueOf(field, i - 1, i)) return true;
        if (end === to - 1 && isValueOf(field, end, to)) return true;
      }
    if (/^[,–—-]$/.test(s.word(i - 1)) && picklists.some((f) => isValueOf(f.name, i, to))) return true;
  }
  return false;
}
