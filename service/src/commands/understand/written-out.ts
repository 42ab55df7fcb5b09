import { withoutEnumeration } from './enumerated.ts';
import { FILLERS } from './lexicon/courtesy.ts';
import { PROGRESSIVES } from './lexicon/progressives.ts';
import type { Token } from './tokens.ts';
import { phraseEnd } from './vocabulary.ts';

/** The tokens as the grammar reads them: fillers left out, abbreviations and dictated addresses written out. */
export function writtenOut(tokens: Token[]): Token[] {
  return signed(commanded(spoken(dictated(unabbreviated(withoutEnumeration(withoutFillers(tokens)))))));
}

/** "Would you mind adding", "how about moving": asks for what the verb commands. */
function commanded(tokens: Token[]): Token[] {
  return tokens.map((token, i) => {
    const verb = token.kind === 'word' ? PROGRESSIVES[token.word] : undefined;
    const before = `${tokens[i - 2]?.word ?? ''} ${tokens[i - 1]?.word ?? ''}`;
    return verb !== undefined && /^(you mind|(how|what) about|me with|help with)$/.test(before)
      ? { ...token, word: verb }
      : token;
  });
}

/** "Halcyon +50k", "Redwood -5k": by how much it grows or shrinks. */
function signed(tokens: Token[]): Token[] {
  return tokens.flatMap((token, i): Token[] => {
    const [before, next] = [tokens[i - 1], tokens[i + 1]];
    const sign = /^[+-]$/.test(token.text) && before?.kind === 'word' && token.from > before.to;
    if (
      !sign ||
      !next ||
      (token.text === '-' && next.from > token.to) ||
      next.kind !== 'number' ||
      !/[$€£]|\d[km]/i.test(next.text)
    )
      return [token];
    const word = (text: string, from: number): Token => ({ ...token, kind: 'word', text, word: text, from });
    return [word(token.text === '+' ? 'up' : 'down', token.from), word('by', token.to)];
  });
}

const FILLER_PHRASES = FILLERS.map((f) => f.split(' '));

function withoutFillers(tokens: Token[]): Token[] {
  const kept: Token[] = [];
  for (let i = 0; i < tokens.length; ) {
    const skip = FILLER_PHRASES.map((words) => phraseEnd(tokens, i, words)).find((end) => end !== undefined);
    if (skip !== undefined) i = skip;
    else kept.push(tokens[i++]!);
  }
  return kept;
}

/** "call w/ Victor n log it": "call with Victor and log it". */
function unabbreviated(tokens: Token[]): Token[] {
  const made: Token[] = [];
  for (let i = 0; i < tokens.length; i++) {
    const [token, next] = [tokens[i]!, tokens[i + 1]];
    if (token.word === 'w' && next?.text === '/' && next.from === token.to) {
      const last = tokens[i + 2];
      const without = last?.word === 'o' && last.from === next.to;
      made.push({ ...token, word: without ? 'without' : 'with', to: (without ? last : next).to });
      i += without ? 2 : 1;
    } else if (token.text === 'n' && made.length > 0 && next?.kind === 'word')
      made.push({ ...token, word: 'and' });
    else if (ABBREVIATED[token.word] !== undefined && next?.text === '.' && next.from === token.to) {
      // "Est. value": the stop belongs to the word.
      made.push({ ...token, word: ABBREVIATED[token.word]!, to: next.to });
      i++;
    } else made.push(token);
  }
  return made;
}

const ABBREVIATED: Readonly<Record<string, string>> = { est: 'estimated', exp: 'expected' };

const DIGIT = /^(zero|oh|o|one|two|three|four|five|six|seven|eight|nine|double|triple)$/;
/** Fewer digits in a row may be anything; as many are a telephone number. */
const SHORTEST_NUMBER = 7;

/** "four one five five five five oh one nine nine": one number, no part of the words before it. */
function dictated(tokens: Token[]): Token[] {
  const made: Token[] = [];
  for (let i = 0; i < tokens.length; ) {
    let end = i;
    while (end < tokens.length && tokens[end]!.kind === 'word' && DIGIT.test(tokens[end]!.word)) end++;
    if (end - i >= SHORTEST_NUMBER) {
      const [first, last] = [tokens[i]!, tokens[end - 1]!];
      const word = tokens
        .slice(i, end)
        .map((t) => t.word)
        .join(' ');
      made.push({ ...first, kind: 'phone', text: word, word, to: last.to });
      i = end;
    } else made.push(tokens[i++]!);
  }
  return made;
}

const DOMAIN_ENDS = new Set([
  'com',
  'org',
  'net',
  'io',
  'ai',
  'de',
  'co',
  'edu',
  'gov',
  'eu',
  'uk',
  'fr',
  'dev',
  'app',
  'example',
  'us',
  'biz',
  'info',
]);

/** "ruth at brightwater dot com" is an address, "brightwater dot com" a web site. */
function spoken(tokens: Token[]): Token[] {
  const made: Token[] = [];
  for (let i = 0; i < tokens.length; i++) {
    const token = tokens[i]!;
    let end = i + 1;
    let text = token.word;
    let ended = false;
    const plain = (n: number) => tokens[n]?.kind === 'word' || tokens[n]?.kind === 'number';
    while (plain(i) && tokens[end]?.word === 'dot' && plain(end + 1)) {
      text += `.${tokens[end + 1]!.word}`;
      ended = DOMAIN_ENDS.has(tokens[end + 1]!.word);
      end += 2;
      if (ended) break;
    }
    if (!ended) {
      made.push(token);
      continue;
    }
    const at = made.at(-1)?.word === 'at' && made.at(-2)?.kind === 'word' ? made.length - 2 : undefined;
    if (at === undefined) {
      made.push({ ...token, kind: 'url', text, word: text, to: tokens[end - 1]!.to });
    } else {
      let start = at;
      let user = made[at]!.word;
      while (made[start - 1]?.word === 'dot' && made[start - 2]?.kind === 'word') {
        user = `${made[start - 2]!.word}.${user}`;
        start -= 2;
      }
      const first = made[start]!;
      made.splice(start, made.length - start, {
        ...first,
        kind: 'email',
        text: `${user}@${text}`,
        word: `${user}@${text}`,
        to: tokens[end - 1]!.to,
      });
    }
    i = end - 1;
  }
  return made;
}
