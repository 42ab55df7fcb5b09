import { isSomeStatus } from '../../assignments.ts';
import { DETERMINERS, FUNCTION_WORDS } from '../../lexicon/function-words.ts';
import { rules } from '../../rules.ts';
import type { Sentence } from '../../sentence.ts';
import { targetOf } from '../target-of.ts';
import { intent, type BuildIntent, type ClauseRule } from '../types.ts';

/** Dearer than every reading with a field that the org has. */
const UNKNOWN = 0.9;

/** A last word that only fields have. */
const FIELD_LIKE =
  /^(date|day|number|code|count|size|price|cost|fee|rate|type|level|version|interval|model|score|id|address|percentage|colou?r)$/;
const LIKELY = 0.3;

/** "Set the loss reason on Globex Renewal to price": a field that the org has not, and the rep is asked which one is meant. */
const unknownField: BuildIntent = (s, c) => {
  const { from, to } = c.x!;
  const target = targetOf(s, c);
  if (!target || target.value.kind === 'context' || target.cost > 1.3 || !couldBeField(s, from, to))
    return undefined;
  const assignment = {
    fields: [],
    fieldText: s.text(from, to),
    value: s.said(c.value!.from, c.value!.to),
  };
  return intent(
    { kind: 'update', target: target.value, assignments: [assignment] },
    (FIELD_LIKE.test(s.word(to - 1)) ? LIKELY : UNKNOWN) + target.cost + 0.1 * (to - from),
  );
};

/** Small words that say nothing else: no value, no day, no record. */
function couldBeField(s: Sentence, from: number, to: number): boolean {
  if (to - from > 3 || isSomeStatus(s, s.text(from, to))) return false;
  if (s.vocabulary.fieldsAt(s.tokens, from).some((f) => f.end === to)) return false;
  for (let i = from; i < to; i++) {
    const { kind, text, word } = s.tokens[i]!;
    if (kind !== 'word' || text !== word || FUNCTION_WORDS.has(word) || DETERMINERS.has(word)) return false;
    if (s.date(i)) return false;
    if (s.vocabulary.objectsAt(s.tokens, i).length > 0) return false;
  }
  return true;
}

/** One line is one phrasing. */
export const UNKNOWN_FIELDS: ClauseRule[] = rules<BuildIntent>(
  [
    '(set|change|update|make|put) [the] {x} (of|on|for) {target} [from {old}] <to> {value}',
    "(set|change|update) {target} 's {x} [from {old}] <to> {value}",
    'the {x} (of|on|for) {target} (is|was|should be) {value} [,] [please|can you] (set|record|enter|update|log) it',
    '{target} {x} : {value}',
  ],
  unknownField,
);
