import { withoutOpening } from './imperatives.ts';
import { Sentence } from './sentence.ts';
import type { Token } from './tokens.ts';

const CHANGES =
  /^(set|move|take|put|bump|push|pull|bring|kick|drop|knock|cut|raise|lower|increase|reduce|delay|postpone|shift|slide|slip|extend|reschedule|switch|change|update|advance|reassign|transfer|hand|route|lift|adjust|downgrade|upgrade|trim|defer|flip|assign)$/;

/** "Halcyon: bump to negotiation", "… and push out by a week": the same with "it". Undefined when nothing is said so. */
export function withObject(s: Sentence): Sentence | undefined {
  const tokens = s.tokens.flatMap((token, i): Token[] =>
    lacksObject(s, i) ? [token, { ...token, text: 'it', word: 'it', glued: false }] : [token],
  );
  return tokens.length > s.tokens.length
    ? new Sentence(s.source, tokens, s.calendar, s.vocabulary)
    : undefined;
}

/** A verb of change at the beginning of a clause, with nothing between it and what it changes to. */
function lacksObject(s: Sentence, i: number): boolean {
  if (!CHANGES.test(s.word(i)) || !/^(to|by|from|out|back|up|down|over|forward|in)$/.test(s.word(i + 1)))
    return false;
  // "Set up a call", "take out the trash": verbs of their own.
  if (/^(set|take|put|move)$/.test(s.word(i)) && s.word(i + 1) !== 'to') return false;
  for (let from = i; from >= 0 && i - from <= LONGEST_OPENING; from--)
    if (
      (from === 0 || /^([.,;:!?—–&-]|and|then|so)$/.test(s.word(from - 1))) &&
      withoutOpening(s, from, s.tokens.length) === i
    )
      return true;
  return false;
}

/** Tokens of "please go ahead and". */
const LONGEST_OPENING = 5;
