import type { ObjectDescribe } from '../../salesforce/types.ts';
import { isSomeStatus } from './assignments.ts';
import { IMPERATIVES } from './imperatives.ts';
import { isTrade } from './it.ts';
import { DETERMINERS } from './lexicon/function-words.ts';
import type { Sentence } from './sentence.ts';

/** What a dictated text costs by its length. A long one is what it is: pasted notes are as likely as a sentence of this many tokens. */
export function lengthCost(from: number, to: number): number {
  return 0.015 * Math.min(LONG_TEXT_TOKENS, to - from);
}

/** Two sentences. */
const LONG_TEXT_TOKENS = 40;

/** What may follow a comma inside one name: "Frost & Sons, Inc." */
const SUFFIXES = /^(inc|llc|ltd|llp|corp|co|gmbh|ag|kg|plc|sa|sarl|bv|nv|jr|sr|md|phd|esq)$/;
/** They refer to something, so they are never part of a name. */
const REFERRING = /^(she|he|they|it|her|his|their|its|him|them|who|which|whose|that|there|me|my|i)$/;
/** They open the next thing that is said. */
const OPENING =
  /^(called|named|titled|added|created|worth|closing|valued|starting|reporting|is|has|works|based)$/;

/**
 * Whether unquoted words that would be written as they stand, as a name or a short text, seem to say something else as well: a
 * comma, another field, another record. Such a stretch is never taken whole; a command that needs it becomes a question.
 */
export function saysMore(s: Sentence, from: number, to: number, o?: ObjectDescribe): boolean {
  if (to - from === 1) return false;
  for (let i = from; i < to; i++) {
    const token = s.tokens[i]!;
    if (token.kind === 'quote' || token.kind === 'email' || token.kind === 'phone' || token.kind === 'time')
      return true;
    if (token.kind === 'number' && /[$€£%]|\d[km]$/i.test(token.text)) return true;
    if (token.kind === 'punct' && /^[;:]$/.test(token.text)) return true;
    if (token.text === '/' && i > from && token.from > s.tokens[i - 1]!.to) return true;
    if (token.text === ',' && !(i + 1 < to && SUFFIXES.test(s.word(i + 1)))) return true;
    if (token.kind !== 'word') continue;
    // "Zephyr Works" is a name, "Zephyr works at …" says more.
    const ends = i === to - 1 && /^\p{Lu}/u.test(token.text);
    if (i > from && REFERRING.test(token.word) && !isTrade(s, i)) return true;
    if (i > from && OPENING.test(token.word) && !ends) return true;
    // "Fernwood Foods and list Jo as …": a command begins.
    if (i > from && i < to - 2 && token.word === 'and' && IMPERATIVES.has(s.tokens[i + 1]!.text)) return true;
    if (i > from && i < to - 1 && /^(and|with|plus|including|as)$/.test(token.word)) {
      let next = i + 1;
      while (DETERMINERS.has(s.word(next)) || /^(new|its|his|her|their)$/.test(s.word(next))) next++;
      if (s.vocabulary.objectsAt(s.tokens, next).length > 0) return true;
      if (s.vocabulary.fieldsAt(s.tokens, next).some((f) => f.fields.some((r) => !o || r.object === o.name)))
        return true;
    }
  }
  return false;
}

/** "Send the contract and move Harborview Renewal to negotiation", "… and set its forecast to commit": behind "and" a change begins. */
export function changesAnother(s: Sentence, from: number, to: number): boolean {
  for (let i = from + 1; i < to - 3; i++) {
    if (s.word(i) !== 'and') continue;
    // "Call Hank and log today's call with him": what is over is no part of what is to come.
    if (/^(log|record)$/.test(s.word(i + 1)) && /^(a|an|the|my|this|today|yesterday)$/.test(s.word(i + 2)))
      return true;
    if (!CHANGES.test(s.word(i + 1))) continue;
    if (endsInValue(s, i + 2, to)) return true;
    const name = s.word(i + 2) === 'the' ? i + 3 : i + 2;
    const { text, kind } = s.tokens[name]!;
    const field = /^(its|his|her|their)$/.test(text) ? s.vocabulary.fieldsAt(s.tokens, name + 1) : [];
    if (field.some((f) => /^(to|as|=)$/.test(s.word(f.end)))) return true;
    const named = /^(\p{Lu}|(her|him|them)$)/u.test(text) || kind === 'name';
    if (named && s.tokens.slice(name + 1, to).some((t) => /^(to|as|into)$/.test(t.word))) return true;
  }
  return false;
}

/** "… set tech giants support renewal to negotiation": also without capitals. */
function endsInValue(s: Sentence, from: number, to: number): boolean {
  for (let i = from + 1; i < to - 1; i++)
    if (/^(to|as|into)$/.test(s.word(i)) && isSomeStatus(s, s.text(i + 1, to))) return true;
  return false;
}

const CHANGES =
  /^(move|set|change|update|mark|push|bump|switch|rename|reassign|assign|advance|lower|raise|close)$/;

/** "… price list and assign it to Tom. It's due …": from there on something is said of what was named, no more of its name. */
export function saysOfIt(s: Sentence, from: number, to: number): boolean {
  for (let i = from + 1; i < to - 1; i++) {
    const before = s.word(i - 1);
    const [word, next] = [s.word(i), s.word(i + 1)];
    if (/^[.;!?]$/.test(before) && s.tokens[i]!.from > s.tokens[i - 1]!.to) {
      if (/^(it|its|this|please|can|could|assign|give|due|set|make)$/.test(word)) return true;
      if (word === 'the' && /^(due|deadline|priority|owner|subject|status)$/.test(next)) return true;
    }
    if (
      before === 'and' &&
      /^(assign|reassign|hand|route|delegate|give)$/.test(word) &&
      /^(it|this|that)$/.test(next)
    )
      return true;
  }
  return false;
}
