import { rules } from '../../rules.ts';
import { targetOf } from '../target-of.ts';
import { intent, type BuildIntent, type ClauseRule } from '../types.ts';

/** Dearer than every reading with a field that the org has. */
const UNKNOWN = 1.1;

/** "Flag SLA Violation as Yes", of what is spoken of: a field that the org has not, and the rep is asked which one is meant. */
const unknownBox: BuildIntent = (s, c) => {
  const { from, to } = c.x!;
  const words = s.tokens.slice(from, to);
  if (!words.every(({ kind, text }) => kind === 'word' && /^\p{Lu}/u.test(text))) return undefined;
  if (s.vocabulary.fieldsAt(s.tokens, from).some((f) => f.end === to)) return undefined;
  const target = targetOf(s, {});
  return (
    target &&
    intent(
      {
        kind: 'update',
        target: target.value,
        assignments: [{ fields: [], fieldText: s.text(from, to), value: s.said(c.value!.from, c.value!.to) }],
      },
      UNKNOWN + 0.1 * (to - from),
    )
  );
};

/** One line is one phrasing. */
export const UNKNOWN_BOXES: ClauseRule[] = rules<BuildIntent>(
  ['[and|also] (set|flag|turn|mark|switch|make|put|change) [the|its] {x} (to|as|on|=) {value:yesno}'],
  unknownBox,
);
