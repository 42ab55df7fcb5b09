import type { Sentence } from './sentence.ts';

/** "IT Director", "head of it": the trade, not the pronoun. */
export function isTrade(s: Sentence, i: number): boolean {
  if (s.tokens[i]?.text === 'IT') return true;
  return (
    s.word(i) === 'it' &&
    /^(head|director|chief|vp|manager|svp|evp) of$/.test(s.phrase(Math.max(0, i - 2), i))
  );
}
