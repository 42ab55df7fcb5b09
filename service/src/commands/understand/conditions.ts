import type { ObjectDescribe } from '../../salesforce/types.ts';
import { BOX_STATES } from './conditions/box-states.ts';
import { CLOCK } from './conditions/clock.ts';
import { COMPARISONS } from './conditions/comparisons.ts';
import { happened } from './conditions/happened.ts';
import { OWNERS } from './conditions/owners.ts';
import { INVITED } from './conditions/members.ts';
import { PARTIES } from './conditions/parties.ts';
import { RELATIONS } from './conditions/relations.ts';
import { SILENCES } from './conditions/silences.ts';
import { STATES } from './conditions/states.ts';
import { TIMES } from './conditions/times.ts';
import type { ConditionRule } from './conditions/types.ts';
import type { Condition } from './intents.ts';
import type { Captures } from './pattern.ts';
import type { Read, Rule } from './rules.ts';
import { cover, phrasesOf } from './rules.ts';
import type { Sentence } from './sentence.ts';

/** One line is one phrasing; `{value:short}` and `{name}` are free words that the builder must be able to read. */
const CONDITIONS: ConditionRule[] = [
  ...STATES,
  ...BOX_STATES,
  ...COMPARISONS,
  ...TIMES,
  ...CLOCK,
  ...SILENCES,
  ...OWNERS,
  ...PARTIES,
  ...INVITED,
  ...RELATIONS,
];

const SEPARATORS = new Set([
  'and',
  ',',
  'that',
  'also',
  'but',
  'which',
  'who',
  'yet',
  'still',
  'currently',
  'now',
  '(',
  ')',
]);

/** The conditions that the stretch states about records of the object, all of its words explained; undefined otherwise. */
export function conditionsAt(
  s: Sentence,
  from: number,
  to: number,
  o: ObjectDescribe,
): Read<Condition[]> | undefined {
  if (from >= to) return { value: [], cost: 0 };
  const bound: Rule<(s: Sentence, c: Captures) => Read<Condition> | undefined>[] = CONDITIONS.map(
    ({ pattern, build }) => ({ pattern, build: (sentence, c) => build(sentence, c, o) }),
  );
  const read = cover(s, from, to, phrasesOf(s, bound, `condition:${o.name}`), SEPARATORS);
  if (!read) return undefined;
  const dated = s.tokens.slice(from, to).some((t) => /^(19|20)\d\d$/.test(t.word));
  const value = allOf(read.value);
  return { value: dated ? value : value.map((c) => happened(c, s.calendar.today)), cost: read.cost };
}

/** Unfolds joined conditions ("overdue" = before today and not closed). */
export function allOf(conditions: readonly Condition[]): Condition[] {
  return conditions.flatMap((c) => (c.kind === 'all' ? allOf(c.of) : [c]));
}
