import type { Token } from './tokens.ts';
import { phraseEnd } from './vocabulary.ts';

/** Behind the words of a name: an "s" at its end is no part of it. */
export const POSSESSIVE = "'s";

/** The tokens with each of the names as one token of its own; the longer name counts where two overlap. */
export function withNames(tokens: Token[], names: readonly string[][]): Token[] {
  if (names.length === 0) return tokens;
  const longest = [...names].sort((a, b) => b.length - a.length);
  const made: Token[] = [];
  for (let i = 0; i < tokens.length; ) {
    const name = longest.find((words) => nameEnd(tokens, i, asSaid(words)) !== undefined);
    const end = name && nameEnd(tokens, i, asSaid(name));
    const first = tokens[i]!;
    if (end === undefined) made.push(first);
    else if (name?.at(-1) === POSSESSIVE) made.push(...owner(tokens.slice(i, end)));
    else {
      const said = tokens.slice(i, end);
      made.push({
        kind: 'name',
        text: said.map((t) => t.text).join(' '),
        word: said.map((t) => t.word).join(' '),
        from: first.from,
        to: said.at(-1)!.to,
        glued: first.glued,
      });
    }
    i = end ?? i + 1;
  }
  return made;
}

function asSaid(words: readonly string[]): readonly string[] {
  return words.at(-1) === POSSESSIVE ? [...words.slice(0, -2), `${words.at(-2)!}s`] : words;
}

function owner(said: readonly Token[]): Token[] {
  const [first, last] = [said[0]!, said.at(-1)!];
  const joined = (key: 'text' | 'word') =>
    said
      .map((t) => t[key])
      .join(' ')
      .slice(0, -1);
  const { from, glued } = first;
  return [
    { kind: 'name', text: joined('text'), word: joined('word'), from, to: last.to - 1, glued },
    { kind: 'possessive', text: POSSESSIVE, word: POSSESSIVE, from: last.to - 1, to: last.to, glued: true },
  ];
}

/** "Frost, Simmons and Blackwell": a comma inside a name stays one. */
function nameEnd(tokens: readonly Token[], i: number, words: readonly string[]): number | undefined {
  if (tokens[i]!.kind === 'punct') return undefined;
  const spoken: Token[] = [];
  const ends: number[] = [];
  for (let at = i; at < tokens.length && spoken.length < words.length; at++) {
    const token = tokens[at]!;
    if (token.kind === 'punct' && /^[,&/.-]$/.test(token.text) && spoken.length > 0) continue;
    spoken.push(token);
    ends.push(at + 1);
  }
  return phraseEnd(spoken, 0, words) === words.length ? ends.at(-1) : undefined;
}
