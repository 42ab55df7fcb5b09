import type { Token } from './tokens.ts';
import { phraseEnd } from './vocabulary.ts';

/** The tokens with each of the names as one token of its own; the longer name counts where two overlap. */
export function withNames(tokens: Token[], names: readonly string[][]): Token[] {
  if (names.length === 0) return tokens;
  const longest = [...names].sort((a, b) => b.length - a.length);
  const made: Token[] = [];
  for (let i = 0; i < tokens.length; ) {
    const end = longest.map((words) => nameEnd(tokens, i, words)).find((found) => found !== undefined);
    const first = tokens[i]!;
    if (end === undefined) made.push(first);
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
