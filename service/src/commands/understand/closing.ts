import { CLOSINGS } from './lexicon/courtesy.ts';
import type { Sentence } from './sentence.ts';

const CLOSING_PHRASES = CLOSINGS.map((c) => c.split(' ')).sort((a, b) => b.length - a.length);

/** Where the clause ends without the words that only close it ("in the crm, thanks"). */
export function withoutClosing(sentence: Sentence, from: number, to: number): number {
  let end = to;
  for (let again = true; again; ) {
    again = false;
    while (end > from && /^[.,;!?]$/.test(sentence.word(end - 1))) end--;
    for (const words of CLOSING_PHRASES) {
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
