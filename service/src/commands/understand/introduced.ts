import { withoutOpening } from './imperatives.ts';
import { Sentence } from './sentence.ts';
import type { Token } from './tokens.ts';

const INTO_CRM = /^(?:to|in|into|up in|on) (?:(?:the|our|my) )?(?:crm|salesforce|system|database|org)\b/;
const PUTS = /^(add|enter|put|get|insert|include|register|log|record|save)$/;
/** Longest name with a company, in words. */
const LONGEST = 12;

/**
 * "Can you add Avery Robinson to the CRM? They're a new lead.", "Avery Robinson is a new lead, can you add them to the CRM?": what
 * somebody is that shall be added is said in another sentence. The command in one, or undefined.
 */
export function introduced(s: Sentence): Sentence | undefined {
  return addedThenTold(s) ?? toldThenAdded(s);
}

function addedThenTold(s: Sentence): Sentence | undefined {
  const end = s.tokens.length;
  const start = withoutOpening(s, 0, end);
  if (!PUTS.test(s.word(start))) return undefined;
  for (let at = start + 2; at <= start + LONGEST && at < end; at++) {
    const into = INTO_CRM.exec(s.phrase(at, Math.min(end, at + 4)));
    if (!into) continue;
    let who = at + into[0].split(' ').length;
    while (/^[.,;?!—–-]$/.test(s.word(who))) who++;
    if (!/^(they|he|she|it)$/.test(s.word(who))) return undefined;
    const kind = kindAt(s, who + 1);
    if (!kind) return undefined;
    return said(s, [
      ...s.tokens.slice(start, at),
      word(s.tokens[start]!, 'as'),
      ...s.tokens.slice(kind.from, kind.to),
      ...owned(s, kind.to),
    ]);
  }
  return undefined;
}

function toldThenAdded(s: Sentence): Sentence | undefined {
  const end = s.tokens.length;
  for (let at = 1; at <= LONGEST && at < end; at++) {
    const kind = kindAt(s, at);
    if (!kind) continue;
    const pause = /^[.,;!—–-]$/.test(s.word(kind.to)) ? kind.to + 1 : kind.to;
    const puts = withoutOpening(s, pause, end);
    if (puts === kind.to || !PUTS.test(s.word(puts)) || !/^(them|him|her|it)$/.test(s.word(puts + 1)))
      return undefined;
    const into = INTO_CRM.exec(s.phrase(puts + 2, Math.min(end, puts + 6)));
    if (!into) return undefined;
    const first = s.tokens[0]!;
    return said(s, [
      word(first, 'add'),
      ...s.tokens.slice(0, at),
      word(first, 'as'),
      ...s.tokens.slice(kind.from, kind.to),
      ...s.tokens.slice(puts + 2 + into[0].split(' ').length),
    ]);
  }
  return undefined;
}

/** "… are a new lead": where the kind of a new record stands. */
function kindAt(s: Sentence, at: number): { from: number; to: number } | undefined {
  if (!/^(is|are)$/.test(s.word(at)) || !/^(a|an|our|another)$/.test(s.word(at + 1))) return undefined;
  const from = at + 1;
  const brand = s.word(from + 1) === 'brand' ? 1 : 0;
  if (s.word(from + 1 + brand) !== 'new') return undefined;
  const noun = s.vocabulary.objectsAt(s.tokens, from + 2 + brand).find((o) => !o.plural);
  return noun && { from, to: noun.end };
}

/** "… and need to be assigned to Raj" as what shall be done. */
function owned(s: Sentence, from: number): Token[] {
  const phrase = s.phrase(from, Math.min(s.tokens.length, from + 8));
  const passive =
    /^(?:and |who |that )?(?:(?:they|he|she|it) )?(?:(?:needs?|has|have|ought|wants?) to be|should be|must be|will be|is|are) (?:assigned|given|handed|allocated) (?=to\b)/.exec(
      phrase,
    );
  if (!passive) return s.tokens.slice(from);
  let behind = from;
  for (let words = passive[0].trim().split(' ').length; words > 0; behind++)
    if (s.tokens[behind]!.kind !== 'punct') words--;
  const like = s.tokens[from]!;
  return [word(like, 'and'), word(like, 'assign'), word(like, 'them'), ...s.tokens.slice(behind)];
}

function word(like: Token, text: string): Token {
  return { ...like, kind: 'word', text, word: text, glued: false };
}

function said(s: Sentence, tokens: Token[]): Sentence {
  return new Sentence(s.source, tokens, s.calendar, s.vocabulary);
}
