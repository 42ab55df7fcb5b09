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
  return addedThenTold(s) ?? toldThenAdded(s) ?? toldOfThenAdded(s);
}

/**
 * "I had a great call with Jana Kolb from Atelier Kolb. Add her as a lead": the one person whom the sentences before name, and the company
 * behind the name.
 */
function toldOfThenAdded(s: Sentence): Sentence | undefined {
  const end = s.tokens.length;
  for (let stop = 3; stop < end - 3; stop++) {
    if (!/^[.;!?]$/.test(s.word(stop))) continue;
    const puts = withoutOpening(s, stop + 1, end);
    if (!PUTS.test(s.word(puts)) || !/^(them|him|her)$/.test(s.word(puts + 1))) continue;
    const as = s.word(puts + 2) === 'as' ? puts + 3 : undefined;
    const noun = as === undefined ? undefined : personNoun(s, as);
    if (as === undefined || noun === undefined) return undefined;
    const who = personTold(s, stop);
    if (!who) return undefined;
    const first = s.tokens[puts]!;
    const company = who.company ? [word(first, 'at'), ...s.tokens.slice(...who.company)] : [];
    return said(s, [
      word(first, 'create'),
      word(first, 'a'),
      ...s.tokens.slice(noun.from, noun.to),
      word(first, 'for'),
      ...s.tokens.slice(...who.name),
      ...company,
      ...s.tokens.slice(noun.to),
    ]);
  }
  return undefined;
}

/** "A new lead", "contact": the kind of person. */
function personNoun(s: Sentence, at: number): { from: number; to: number } | undefined {
  let from = at;
  while (/^(a|an|another|our|new)$/.test(s.word(from))) from++;
  const noun = s.vocabulary
    .objectsAt(s.tokens, from)
    .find((o) => !o.plural && o.objects.some((name) => name === 'Lead' || name === 'Contact'));
  return noun && { from, to: noun.end };
}

/** The one name of a person before a place, and the company behind it; none where more is told that a record could hold. */
function personTold(
  s: Sentence,
  stop: number,
): { name: [number, number]; company?: [number, number] } | undefined {
  if (s.tokens.slice(0, stop).some((t) => t.kind !== 'word' && t.kind !== 'punct' && t.kind !== 'name'))
    return undefined;
  const runs: [number, number][] = [];
  for (let i = 1; i < stop; i++) {
    let end = i;
    while (end < stop && /^\p{Lu}/u.test(s.tokens[end]!.text) && s.tokens[end]!.text !== 'I') end++;
    if (end > i) runs.push([i, end]);
    i = Math.max(i, end);
  }
  const [name, company, more] = runs;
  if (!name || more || name[1] - name[0] < 2 || name[1] - name[0] > 3) return undefined;
  if (!/^(with|to|from|met|called|by|saw|and|is)$/.test(s.word(name[0] - 1))) return undefined;
  if (!company) return { name };
  return company[0] === name[1] + 1 && /^(from|at|of|with)$/.test(s.word(name[1]))
    ? { name, company }
    : undefined;
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
