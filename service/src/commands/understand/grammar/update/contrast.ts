import { FUNCTION_WORDS } from '../../lexicon/function-words.ts';
import { numberAt } from '../../numbers.ts';
import type { Captures } from '../../pattern.ts';
import { givesReason } from '../../reasons.ts';
import type { Sentence } from '../../sentence.ts';

/** Longest value that is set aside, in tokens. */
const LONGEST_OLD = 5;

/** Words behind a value and before the one that it is not. */
const NOT = ['not', 'and not', 'rather than', 'instead of', 'and no longer', 'no longer'].map((w) =>
  w.split(' '),
);

/** "… Banking, not Finance", "… 12k instead of 10k": what it is not is the value that the record is expected to have. */
export function withoutContrast(s: Sentence, c: Captures): Captures {
  const slot = c.more ? 'more' : 'value';
  const said = c[slot];
  if (!said || c.old) return c;
  for (let i = said.from + 1; i < said.to - 1; i++) {
    const words = NOT.find((w) => w.every((word, n) => s.word(i + n) === word));
    const from = words && i + words.length;
    if (from === undefined) continue;
    // "…, not a good fit" tells why.
    if (givesReason(s, i)) return c;
    // "Closed not converted", "closed - not converted" are values.
    const both = [said.from, from].every((at) => s.date(at) ?? numberAt(s.tokens, at));
    if (words![0] === 'not' && s.word(i - 1) !== ',' && !both) continue;
    const end = s.word(i - 1) === ',' ? i - 1 : i;
    const plain = s.tokens.slice(from, said.to).every((t) => t.kind !== 'punct' || /^[/&.-]$/.test(t.text));
    if (end <= said.from || from >= said.to || said.to - from > LONGEST_OLD || !plain) return c;
    if (FUNCTION_WORDS.has(s.word(from)) && !/^(a|an|the)$/.test(s.word(from))) return c;
    return { ...c, [slot]: { from: said.from, to: end }, old: { from, to: said.to } };
  }
  return c;
}
