import { CLOSINGS, COURTESIES } from './lexicon/courtesy.ts';
import type { Sentence } from './sentence.ts';

const phrases = (list: readonly string[]): string[][] =>
  list.map((c) => c.split(' ')).sort((a, b) => b.length - a.length);
const CLOSING_PHRASES = phrases(CLOSINGS);
const COURTEOUS_PHRASES = phrases(COURTESIES);

/** Where the clause ends without the words that only close it ("in the crm, thanks"); of a dictated text only courtesies are no part. */
export function withoutClosing(sentence: Sentence, from: number, to: number, dictated = false): number {
  let end = to;
  for (let again = true; again; ) {
    again = false;
    while (end > from && /^[.,;!?]$/.test(sentence.word(end - 1))) end--;
    for (const words of dictated ? COURTEOUS_PHRASES : CLOSING_PHRASES) {
      const start = end - words.length;
      if (start > from && words.every((word, n) => sentence.word(start + n) === word)) {
        end = start;
        again = true;
        break;
      }
    }
  }
  return end;
}
