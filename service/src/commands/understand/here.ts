import { KINDS } from './kinds.ts';
import { Sentence } from './sentence.ts';
import type { Token } from './tokens.ts';
import { phraseEnd } from './vocabulary.ts';

/**
 * "Add a contact here", "the stage here": the same with "for it", what is open. Only behind a word for a record, a field or an
 * activity; elsewhere ("they moved here") it is a place like any other. Undefined when nothing is said so.
 */
export function hereAsIt(s: Sentence): Sentence | undefined {
  if (!s.tokens.some((t, i) => isHere(s, t, i))) return undefined;
  const tokens = s.tokens.flatMap((token, i) =>
    isHere(s, token, i)
      ? ['for', 'it'].map((word): Token => ({ ...token, text: word, word, glued: false }))
      : [token],
  );
  return new Sentence(s.source, tokens, s.calendar, s.vocabulary);
}

function isHere(s: Sentence, token: Token, i: number): boolean {
  return token.kind === 'word' && token.word === 'here' && i > 0 && endsNoun(s, i);
}

/** Longest noun, in words. */
const LONGEST = 3;

function endsNoun(s: Sentence, end: number): boolean {
  if (/^(note|comment|owner|number)$/.test(s.word(end - 1))) return true;
  for (let i = Math.max(0, end - LONGEST); i < end; i++) {
    if (s.vocabulary.objectsAt(s.tokens, i).some((o) => o.end === end)) return true;
    if (s.vocabulary.fieldsAt(s.tokens, i).some((f) => f.end === end)) return true;
    if (Object.values(KINDS).some((kinds) => kinds.some((words) => phraseEnd(s.tokens, i, words) === end)))
      return true;
  }
  return false;
}
