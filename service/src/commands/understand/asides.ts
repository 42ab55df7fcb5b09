import { isSomeStatus } from './assignments.ts';
import { commandsAfterPause, hidesCommand, IMPERATIVES, withoutOpening } from './imperatives.ts';
import { CLAUSE_OPENINGS } from './lexicon/clause-openings.ts';
import { deniesWhatWasSaid } from './denied.ts';
import { FUNCTION_WORDS } from './lexicon/function-words.ts';
import { FINITE, KNOWN_ASIDES, MOODS, NO_ASIDE } from './lexicon/asides.ts';
import { isValueOfSome, picklistsOf } from './picklists.ts';
import { Sentence } from './sentence.ts';
import type { Token } from './tokens.ts';

/** A command without the talk around it. */
export interface WithoutAsides {
  sentence: Sentence;
  /** Something of a name was told before the command: "it" and "her" may be whom that was about. */
  names: boolean;
  /** The records of the org that were told of, if nobody and nothing else was. */
  topics: Token[][];
  /** "Tom is clear: …" may be what Tom says; "Globex is ready: move it" is about Globex. */
  colon: boolean;
}

/**
 * The command without what is only told around it: "Halcyon to proposal, the board loved the demo", "he'll do the qualifying",
 * "GDPR request". A stretch between two pauses is told if it has a subject and a finite verb, or is one of a few known
 * endings, and holds nothing that a record could get, no limit and no command. Undefined when there is none, or nothing else.
 */
export function withoutAsides(s: Sentence): WithoutAsides | undefined {
  const n = s.tokens.length;
  const kept: boolean[] = s.tokens.map(() => true);
  let names = false;
  let from = 0;
  const topics: Token[][] = [];
  let colon = false;
  const drop = (a: number, b: number): void => {
    colon ||= s.word(b) === ':';
    kept.fill(false, a, b);
    if (/^[,;—–-]$/.test(s.word(a - 1)) || (s.word(a - 1) === '(' && s.word(b) === ')')) kept[a - 1] = false;
    else if (a > 0 && s.word(b) === ',') kept[b] = false;
    if (s.word(b) === ')') kept[b] = false;
    if (a === 0 || !kept.slice(0, a).some(Boolean)) {
      if (b < n && s.tokens[b]!.kind === 'punct') kept[b] = false;
      names ||= s.tokens.slice(a, b).some((t, i) => i > 0 && /^\p{Lu}/u.test(t.text)) || isName(s, a, b);
    }
    for (let i = a; i < b; i++) if (isRecord(s, i)) topics.push(s.tokens.slice(i, nounEnd(s, i)));
  };
  for (let i = 0; i <= n; i++) {
    if (i < n && !isPause(s, i)) continue;
    if (i > from && isAside(s, from, i)) drop(from, i);
    else {
      const tail = tailAside(s, from, i);
      if (tail !== undefined) drop(tail, i);
    }
    from = i + 1;
  }
  const tokens = s.tokens.filter((_, i) => kept[i]);
  if (tokens.length === n || !tokens.some((t) => t.kind !== 'punct')) return undefined;
  const sentence = new Sentence(s.source, tokens, s.calendar, s.vocabulary);
  const others = s.tokens.some((t, i) => !kept[i] && t.kind === 'word' && isCapital(s, i) && i > 0);
  return { sentence, names, topics: others ? [] : topics, colon };
}

/** A name that the org knows, or a quoted one before its noun: "the 'Payment Error' case". */
function isRecord(s: Sentence, i: number): boolean {
  const kind = s.tokens[i]?.kind;
  return kind === 'name' || (kind === 'quote' && nounEnd(s, i) > i + 1);
}

/** Behind a name, and the noun that says what it is of. */
function nounEnd(s: Sentence, i: number): number {
  return s.vocabulary.objectsAt(s.tokens, i + 1).find((noun) => !noun.plural)?.end ?? i + 1;
}

/** A capital that is no beginning of a sentence. */
function isCapital(s: Sentence, i: number): boolean {
  return /^\p{Lu}\p{Ll}/u.test(s.tokens[i]!.text) && !/^[.!?;:]$/.test(s.word(i - 1));
}

function isName(s: Sentence, from: number, to: number): boolean {
  const verb = verbAt(s, from, to);
  return verb !== undefined && !/^(i|we|they|the|our|my|their)$/.test(s.word(from));
}

function isPause(s: Sentence, i: number): boolean {
  const { kind, text, from, to } = s.tokens[i]!;
  if (kind !== 'punct' || !/^[.,;:!?()—–-]$/.test(text)) return false;
  const next = s.tokens[i + 1];
  if (text === '-' && (s.tokens[i - 1]?.to === from || next?.from === to)) return false;
  return !next || next.from > to || /^[(]$/.test(text);
}

/** "Hand Nora over to Jason he'll do the qualifying": without a pause only a pronoun begins what is told. */
function tailAside(s: Sentence, from: number, to: number): number | undefined {
  for (let i = from + 3; i < to - 1; i++) {
    if (!/^(he|she|they|it|we)$/.test(s.word(i)) || !verbAt(s, i, to)) continue;
    if (s.tokens[i]!.text === 'IT' || SUBORDINATES.test(s.word(i - 1))) continue;
    if (isAside(s, i, to)) return i;
  }
  return undefined;
}

/** Behind these words somebody says or thinks something, or does it: no sentence of its own begins. */
const SUBORDINATES =
  /^(that|if|when|whether|because|since|as|what|who|how|why|where|and|or|but|so|than|until|till|before|after|once|unless|while|although|though|to|of|for|with|say|says|said|saying|note|noting|log|tell|told|mention|mentioning|know|think|thinks|add|write|like|which|whom|:)$/;

/** "Digital Signage 2027, the old name confused people": behind the pause something is told. */
export function endsInTalk(s: Sentence, from: number, to: number): boolean {
  for (let i = from + 1; i < to - 1; i++)
    if (isPause(s, i) && verbAt(s, i + 1, to) !== undefined) return true;
  return false;
}

/** Whether a stretch is only told. */
function isAside(s: Sentence, start: number, to: number): boolean {
  if (deniesWhatWasSaid(s.text(start, to))) return false;
  const from = begin(s, start, to);
  const phrase = s.phrase(from, to);
  // "Tom wrote: delete the lead": what somebody else says is no command of the rep's.
  const ofRecord = s.tokens.slice(from, to).some((_, n) => isRecord(s, from + n));
  if ((s.word(to) === ':' && !ofRecord) || SPOKE.test(phrase)) return false;
  if (phrase === '' || to - from > LONGEST) return false;
  if ([phrase, s.phrase(start, to)].some((p) => KNOWN_ASIDES.test(p)) && !holds(s, from, to, true))
    return true;
  if (hidesCommand(s, from, to) || commandsAfterPause(s, from, to)) return false;
  if (IMPERATIVES.has(s.word(from)) && s.word(from + 1) !== "'s") return false;
  const verb = verbAt(s, from, to);
  return verb !== undefined && !NO_ASIDE.test(phrase) && !holds(s, from, to, false);
}

const SPOKE =
  /\b(said|says?|wrote|writes?|asks?|asked|told|tells?|texted|messaged|emailed|replied|responded|suggest(s|ed)?|mentioned|thinks?|thought|hopes?|wants?|wanted|wishes|believes?|insist(s|ed)?|claims?|claimed)( (me|us|so|that|this|it|to|back))*$/;

/** Tokens. */
const LONGEST = 16;

/** Without words that only join it to the command, and without "unfortunately". */
function begin(s: Sentence, start: number, to: number): number {
  let from = withoutOpening(s, start, to);
  while (
    from < to - 1 &&
    /^(because|since|as|cause|cuz|coz|bc|so|and|apparently|seeing|given)$/.test(s.word(from))
  )
    from = withoutOpening(s, from + 1, to);
  return from;
}

/** Longest subject, in tokens: "the new head of procurement". */
const LONGEST_SUBJECT = 5;

/** Where the finite verb of a statement stands; a verb of a command, a preposition or a number begins none. */
function verbAt(s: Sentence, from: number, to: number): number | undefined {
  const first = s.tokens[from];
  if (!first || (first.kind !== 'word' && first.kind !== 'name')) return undefined;
  if (
    first.kind === 'word' &&
    !/^(he|she|they|it|we|i|this|that|the|our|my|their|his|her|its)$/.test(first.word)
  ) {
    if (
      FUNCTION_WORDS.has(first.word) &&
      !/^(everyone|everybody|nobody|somebody|someone|a|an|some)$/.test(first.word)
    )
      return undefined;
    if (CLAUSE_OPENINGS.has(first.word) && first.text === first.word) return undefined;
  }
  for (let i = from + 1; i < Math.min(to, from + LONGEST_SUBJECT); i++) {
    const { kind, word } = s.tokens[i]!;
    if (
      kind === 'possessive' &&
      MOODS.has(s.phrase(i + 1, to).replace(/^(so|very|really|quite|pretty|all) /, ''))
    )
      return i;
    if (kind === 'possessive' || kind === 'name') continue;
    if (kind !== 'word') return undefined;
    // "…, Gantry Works, 30k": between capitals a verb is a part of the name.
    if ([i - 1, i].every((at) => /^\p{Lu}\p{Ll}/u.test(s.tokens[at]!.text))) continue;
    if (FINITE.test(word) || (word === 'called' && CALLED_WHOM.test(s.word(i + 1)))) return i;
    // "The certificate for Cobden Works came back": of which record it is.
    if (/^(for|of|from|at|with|on|about)$/.test(word) && isRecord(s, i + 1)) {
      i = nounEnd(s, i + 1) - 1;
      continue;
    }
    if (/^(to|if|when|that|which|who|for|with|at|on|in|from|by|and|or|=)$/.test(word)) return undefined;
  }
  return undefined;
}

/** "They called us back"; "a deal called Halcyon" is none. */
const CALLED_WHOM = /^(us|me|back|again|in|today|yesterday|this|about|just)$/;

/** Whether the words hold something that a record could get or that makes the command less: names alone are none of it. */
function holds(s: Sentence, from: number, to: number, known: boolean): boolean {
  for (let i = from; i < to; i++) {
    const { kind, word } = s.tokens[i]!;
    if (isRecord(s, i)) {
      i = nounEnd(s, i) - 1;
      continue;
    }
    if (kind !== 'word' && kind !== 'possessive') return true;
    if (!known && isNewPlace(s, i)) return true;
    const day = s.date(i);
    if (day && !/^(may|march|now)$/.test(word)) {
      if (day.range.to > s.calendar.today && !known && !isWhenMet(s, i)) return true;
      continue;
    }
    if (s.recognise('number', i, to)!.some((f) => f.from === i) && !COUNTS_NOTHING.test(word)) return true;
    if (known) continue;
    if (
      PEOPLE.test(word) ||
      (/^(my|our)$/.test(s.word(i - 1)) && /^(mail|email|call|calls|mails)$/.test(word))
    )
      continue;
    if (s.vocabulary.fieldsAt(s.tokens, i).length > 0 || s.vocabulary.objectsAt(s.tokens, i).length > 0)
      return true;
  }
  return !known && saysState(s, from, to);
}

/** "She moved to Boston": where somebody is from now on. */
export function isNewPlace(s: Sentence, i: number): boolean {
  return (
    /^\p{Lu}/u.test(s.tokens[i]!.text) &&
    /\b(moved|moving|relocated|relocating|transferred) (over |back )?(to|into)$/.test(
      s.phrase(Math.max(0, i - 3), i),
    )
  );
}

const COUNTS_NOTHING = /^(one|first|second|third|once|twice)$/;
/** Whoever is told of; elsewhere they are words for records. */
const PEOPLE = /^(clients?|customers?|buyers?|prospects?|company|teams?)$/;

/** "She's hot", "it is in negotiation", "they went cold": behind such a word stands a value of some picklist. */
function saysState(s: Sentence, from: number, to: number): boolean {
  const picked = s.once('picklists', () =>
    [...s.vocabulary.objects.values()].filter((o) => o.createable).flatMap((o) => picklistsOf(o)),
  );
  let fits: ((said: string) => boolean) | undefined;
  for (let i = from; i < to; i++) {
    const { kind, word } = s.tokens[i]!;
    if (isRecord(s, i)) i = nounEnd(s, i) - 1;
    else if (kind === 'possessive' || IS.test(word))
      fits = (said) => isValueOfSome(picked, said, s.vocabulary.synonyms);
    else if (WHERE.test(word)) fits ??= (said) => isSomeStatus(s, said);
    else if (fits && !FUNCTION_WORDS.has(word))
      for (let end = i + 1; end <= Math.min(to, i + 3); end++) if (fits(s.text(i, end))) return true;
  }
  return false;
}

const IS =
  /^(is|are|was|were|be|been|being|stays?|stayed|remains?|remained|went|came|turned|turns|seems?|feels?|felt|looks?|sounds?)$/;
const WHERE = /^(as|in|into|to|at|still)$/;

/** "… in the call tomorrow", "for the review on Friday": when a meeting is of which nothing is asked. */
function isWhenMet(s: Sentence, day: number): boolean {
  const at = /^(on|this|next|the)$/.test(s.word(day - 1)) ? day - 2 : day - 1;
  return (
    /^(call|meeting|review|demo|qbr|standup|sync|session|presentation|board|forecast)$/.test(s.word(at)) &&
    /\b(in|for|at|before|during) (the|our|my|his|her|their|a) (\w+ )?\w+$/.test(
      s.phrase(Math.max(0, at - 3), at + 1),
    )
  );
}
