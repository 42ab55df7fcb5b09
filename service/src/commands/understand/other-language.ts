import { CLAUSE_OPENINGS } from './lexicon/clause-openings.ts';
import { FUNCTION_WORDS } from './lexicon/function-words.ts';
import { FOREIGN_OPENINGS, FOREIGN_WORDS } from './lexicon/other-languages.ts';
import { wordsOf, type Token } from './tokens.ts';

const OPENINGS = foldedSet(FOREIGN_OPENINGS);
const WORDS = foldedSet(FOREIGN_WORDS);
const OPENING = 2;
const PLAIN = 2;

function foldedSet(words: string): ReadonlySet<string> {
  return new Set(words.split(' ').map(wordsOf));
}

/**
 * Whether a command is said in German or French as a whole: it begins as those do, or more of its small words are theirs than are
 * English. Names and labels do not count, however foreign they are.
 */
export function isOtherLanguage(tokens: readonly Token[]): boolean {
  const words = tokens.filter((t) => t.kind === 'word');
  const [first] = words;
  if (!first || CLAUSE_OPENINGS.has(first.word)) return false;
  let foreign = OPENINGS.has(first.word) ? OPENING : 0;
  let english = 0;
  for (const [n, { word, text }] of words.entries()) {
    const small = /^\p{Ll}/u.test(text) || (n === 0 && /^\p{Ll}/u.test(words[1]?.text ?? ''));
    if (small && (WORDS.has(word) || (n > 0 && OPENINGS.has(word))) && !insideName(words, n)) foreign++;
    else if (FUNCTION_WORDS.has(word) && word.length > 2 && !WORDS.has(word)) english++;
    else if (/^(is|to|of|by|it|we|he|my|at)$/.test(word)) english++;
  }
  return foreign >= PLAIN && foreign > english;
}

/** "Chantiers de la Rade": a small word between capitals. */
function insideName(words: readonly Token[], at: number): boolean {
  const capital = (t: Token | undefined) => t !== undefined && /^\p{Lu}/u.test(t.text);
  return capital(words[at + 1]) && (capital(words[at - 1]) || /^d(e|es|u)$/.test(words[at - 1]?.word ?? ''));
}
