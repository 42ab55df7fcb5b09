import type { Scalar } from '../../salesforce/types.ts';
import { cut, wordsOf } from '../understand/tokens.ts';

/** A SOQL string literal; every character that could end or continue it is escaped. */
export function quoted(text: string): string {
  const escaped = cut(text, MAX_LITERAL)
    .replace(/[\\'"]/g, (char) => `\\${char}`)
    .replaceAll('\n', '\\n')
    .replaceAll('\r', '\\r')
    .replaceAll('\t', '\\t')
    .replace(/\p{Cc}/gu, ' ');
  return `'${escaped}'`;
}

/** Longer than any name; keeps a query inside Salesforce's limit. */
const MAX_LITERAL = 255;

export function literal(value: Scalar): string {
  return typeof value === 'string' ? quoted(value) : value === null ? 'null' : String(value);
}

/** A LIKE pattern that holds the words in order, whatever stands between them. */
export function likeWords(text: string): string | undefined {
  const words = (text.normalize('NFC').match(/[\p{L}\p{N}]+/gu) ?? [])
    .filter((word) => !/^(and|und)$/i.test(word))
    .slice(0, 12);
  return words.length === 0 ? undefined : quoted(`%${words.join('%')}%`);
}

/** Letters and digits only: "Grand Hotels & Resorts" and "grand hotels and resorts" are one. */
export function squash(text: string): string {
  return wordsOf(text)
    .split(' ')
    .filter((word) => word !== 'and' && word !== 'und')
    .join('');
}

/** How well a stored name fits what was said: 1 the same, 2 all words in order, undefined not at all. */
export function nameFit(said: string, stored: string | null | undefined): 1 | 2 | undefined {
  if (!stored) return undefined;
  const wanted = squash(said);
  if (wanted === '') return undefined;
  if (squash(stored) === wanted) return 1;
  const words = wordsOf(said)
    .split(' ')
    .filter((word) => word !== 'and' && word !== 'und');
  const there = wordsOf(stored)
    .split(' ')
    .filter((word) => word !== 'and' && word !== 'und');
  let at = 0;
  for (const word of words) {
    while (at < there.length && there[at] !== word) at++;
    if (at === there.length) return undefined;
    at++;
  }
  return 2;
}
