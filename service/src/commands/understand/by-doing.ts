import { PROGRESSIVES } from './lexicon/progressives.ts';
import { Sentence } from './sentence.ts';
import type { Token } from './tokens.ts';

/** Words that only announce what is done to the record. */
const ANNOUNCES = /^(update|edit|modify|adjust|amend|change|revise|complete|finish)$/;

/**
 * "Update the Halcyon deal by adding Jo as an influencer and changing the amount to 90k": the record, then one command for each thing
 * that is done to it. Undefined when nothing is said so.
 */
export function byDoing(s: Sentence): Sentence | undefined {
  const start = s.tokens.findIndex((t) => ANNOUNCES.test(t.word));
  const by = s.tokens.findIndex(
    (t, i) => i > start + 1 && t.word === 'by' && doingAt(s, i + 1) !== undefined,
  );
  if (start < 0 || start > LONGEST_OPENING || by < 0) return undefined;
  const tokens: Token[] = s.tokens.flatMap((token, i): Token[] => {
    if (i === start) return [word(token, 'for')];
    if (i === by) return [{ ...token, kind: 'punct', text: ',', word: ',' }];
    const joined = i > by && (i === by + 1 || /^(and|,|then)$/.test(s.word(i - 1)));
    const verb = joined ? doingAt(s, i) : undefined;
    return [verb === undefined ? token : word(token, verb)];
  });
  return new Sentence(s.source, tokens, s.calendar, s.vocabulary);
}

/** Tokens: "can you please". */
const LONGEST_OPENING = 3;

function doingAt(s: Sentence, i: number): string | undefined {
  return PROGRESSIVES[s.word(i)];
}

function word(like: Token, text: string): Token {
  return { ...like, kind: 'word', text, word: text };
}
