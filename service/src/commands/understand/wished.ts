import { DETERMINERS } from './lexicon/function-words.ts';
import { Sentence } from './sentence.ts';
import type { Token } from './tokens.ts';

/** What is done to a record, and the verb of the command that does it. */
const DONE: Readonly<Record<string, string>> = Object.fromEntries(
  (
    'moved changed updated switched transferred reassigned assigned renamed deleted removed converted closed pushed bumped raised ' +
    'lowered increased reduced marked flagged escalated reopened cleared linked scheduled invited enrolled cancelled canceled ' +
    'postponed extended delayed shifted pulled handed rated rescheduled advanced flipped dropped completed attached connected registered created logged'
  )
    .split(' ')
    .map((done) => [done, verbOf(done)]),
);
const IRREGULAR: Readonly<Record<string, string>> = {
  set: 'set',
  put: 'put',
  cut: 'cut',
  brought: 'bring',
  taken: 'take',
  given: 'give',
  added: 'add',
};

function verbOf(done: string): string {
  if (done === 'cancelled' || done === 'canceled') return 'cancel';
  if (/(pp|gg|rr)ed$/.test(done)) return done.slice(0, -3);
  const stem = done.slice(0, -2);
  return /^(mov|chang|updat|delet|remov|clos|rais|reduc|renam|escalat|invit|postpon|schedul|reschedul|rat|advanc|complet|increas|creat)$/.test(
    stem,
  )
    ? `${stem}e`
    : stem;
}

/** "I'd like …", "we need …", "can we get …": behind it stands what is to be done to what. */
const WISHES =
  /^(?:(?:i|we) (?:really |also |just )?(?:would like|want|need|would love|would prefer|wish|would appreciate)(?: to (?:have|see|get))?|(?:can|could) (?:i|we|you) (?:please )?(?:get|have)|(?:please )?(?:have|get)|let us (?:have|get)) $/;

/** What must be done to a record, behind its name. */
const MUST =
  /^(?:(?:really |now |also )?(?:needs?|has|have|ought|is|are) (?:now )?to (?:now )?be|(?:should|must|shall|can) (?:now |please |all |both |also )?be|to be) $/;

/** Longest name of what it is done to, and the longest words before what is done, in tokens. */
const LONGEST_NAME = 12;
const LONGEST_WISH = 7;

/** What opens a question, a condition or a denial: no wish. */
const NO_WISH =
  /^(if|unless|when|once|until|does|do|did|is|are|was|were|which|what|who|whose|why|how|where|show|list|find|not|never)$/;

/**
 * "I'd like Halcyon moved on to proposal", "Crew app crash is to be assigned to Maya": the command that would do it, "move Halcyon on
 * to proposal". Undefined when nothing is wished so.
 */
export function wished(s: Sentence): Sentence | undefined {
  let found: Sentence | undefined;
  for (let start = 0; start < (found ?? s).tokens.length; start++) {
    const sentence: Sentence = found ?? s;
    if (start > 0 && !/^([.;!?,]|and|so|then|but)$/.test(sentence.word(start - 1))) continue;
    if (!NO_WISH.test(sentence.word(start))) found = wishAt(sentence, start, found !== undefined) ?? found;
  }
  return found;
}

/** Whether a wish for a command stands in the words, so that they are not only told. */
export function holdsWish(s: Sentence, from: number, to: number): boolean {
  return s.once(`wish:${from}:${to}`, () => {
    for (let start = Math.max(0, from - 2); start < to; start++) {
      const begins = start === 0 || /^([.;!?,]|and|so|then|but)$/.test(s.word(start - 1));
      if (begins && !NO_WISH.test(s.word(start)) && wishAt(s, start, false)) return true;
    }
    return false;
  });
}

/** `listed`: a wish stands before it, so that "and its amount raised to 180k" is one, too. */
function wishAt(s: Sentence, start: number, listed: boolean): Sentence | undefined {
  for (let at = start + 1; at < Math.min(s.tokens.length, start + LONGEST_NAME + LONGEST_WISH); at++) {
    const { text, kind } = s.tokens[at]!;
    if (/^[.;!?]$/.test(text)) return undefined;
    const verb = kind === 'word' ? (DONE[text] ?? IRREGULAR[text]) : undefined;
    if (verb === undefined) continue;
    const span =
      spanOf(s, start, at) ?? (listed && goesOn(s, start, at) ? { from: start, to: at } : undefined);
    if (!span) continue;
    const first: Token = { ...s.tokens[span.from]!, kind: 'word', text: verb, word: verb, glued: false };
    const name = s.tokens.slice(span.from, span.to);
    const tokens = [...s.tokens.slice(0, start), first, ...name, ...s.tokens.slice(at + 1)];
    return new Sentence(s.source, tokens, s.calendar, s.vocabulary);
  }
  return undefined;
}

/** "… and its amount raised", "… and a follow-up created": a field of what was spoken of, or something new. */
function goesOn(s: Sentence, start: number, at: number): boolean {
  if (at - start > LONGEST_NAME || s.word(start - 1) === '.') return false;
  if (/^(a|an)$/.test(s.word(start))) return at > start + 1;
  return (
    /^(its|the|his|her|their)$/.test(s.word(start)) &&
    s.vocabulary.fieldsAt(s.tokens, start + 1).some((f) => f.end === at)
  );
}

/** Where the name of the record stands between the wish and what is done. */
function spanOf(s: Sentence, start: number, at: number): { from: number; to: number } | undefined {
  for (let from = start; from <= Math.min(at - 1, start + LONGEST_WISH); from++) {
    const wish = from > start && WISHES.test(`${s.phrase(start, from)} `);
    if (from > start && !wish) continue;
    for (let to = from + 1; to <= at; to++) {
      const must = to < at && MUST.test(`${s.phrase(to, at)} `);
      if (to < at && !must) continue;
      if (!wish && !must) continue;
      if (to - from > LONGEST_NAME || s.tokens.slice(from, to).every((t) => DETERMINERS.has(t.word)))
        continue;
      if (s.tokens.slice(from, to).some((t) => /^(not|never|if|that|who|which|i|we|you|to)$/.test(t.word)))
        continue;
      return { from, to };
    }
  }
  return undefined;
}
