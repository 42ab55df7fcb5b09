import { IMPERATIVES } from './imperatives.ts';
import { CLAUSE_OPENINGS } from './lexicon/clause-openings.ts';
import { isCapital } from './name-cost.ts';
import { givesReason } from './reasons.ts';
import type { Sentence } from './sentence.ts';
import { isValueVerb } from './value-verbs.ts';

/** More clauses than anyone says; a longer text is read as one long last clause. */
const MAX_POINTS = 48;

/** Places where a clause may begin: after punctuation or a connective, and before an imperative in speech without either. */
export function splitPoints(s: Sentence): number[] {
  const points = [0];
  for (let i = 1; i < s.tokens.length; i++) {
    const word = s.word(i);
    const before = s.word(i - 1);
    const opens =
      CLAUSE_OPENINGS.has(word) || isValueVerb(s, i) || s.vocabulary.fieldsAt(s.tokens, i).length > 0;
    if (/^[.;!?]$/.test(before) && !(before === '.' && s.tokens[i]!.from === s.tokens[i - 1]!.to))
      points.push(i);
    else if (/^[,:]$/.test(before) && (opens || /^(and|but|then)$/.test(word))) points.push(i);
    else if (/^[,]$/.test(before) && i < 24) points.push(i);
    else if (/^(—|–|-)$/.test(before)) points.push(i);
    else if (/^(and|then|but|also|plus)$/.test(before) && opens && word !== 'the') points.push(i);
    // "… by 5k & extend the close date": in small letters no part of a name.
    else if (before === '&' && opens && word !== 'the' && /^\p{Ll}/u.test(s.tokens[i]!.text)) points.push(i);
    else if (
      (word === 'and' || word === 'then' || word === 'but') &&
      (CLAUSE_OPENINGS.has(s.word(i + 1)) ||
        isValueVerb(s, i + 1) ||
        /^(then|also|please)$/.test(s.word(i + 1)))
    )
      points.push(i);
    else if (
      IMPERATIVES.has(word) &&
      !isCapital(s, i, s.tokens.length) &&
      !goesOnInCapitals(s, i) &&
      !beginsName(s, i) &&
      !/^(to|please|can|cannot|could|should|will|would|must|might|never|you|and|not|i|we|they|she|he|by|via|through|a|an|the|of|my|his|her)$/.test(
        before,
      )
    )
      points.push(i);
    else if (before === 'so' && i > 2 && !/^(far|that|much|many|good|well|long|as|on|and)$/.test(word))
      points.push(i);
    else if (s.tokens[i - 1]!.kind === 'quote' && (opens || endsSentence(s, i - 1))) points.push(i);
    else if (word === 'no' && s.word(i + 1) === 'need') points.push(i);
    else if ((word === 'and' && saysAlso(s, i)) || givesReason(s, i)) points.push(i);
  }
  return points.length > MAX_POINTS ? points.slice(0, MAX_POINTS) : points;
}

/** "My task Send redlines": behind the noun a capital begins a name. */
function beginsName(s: Sentence, i: number): boolean {
  return (
    /^\p{Lu}\p{Ll}/u.test(s.tokens[i]!.text) &&
    s.vocabulary.objectsAt(s.tokens, i - 1).some((noun) => noun.end === i && !noun.plural)
  );
}

/** "Q4 Nurture Email slipped": the name that has begun goes on. */
function goesOnInCapitals(s: Sentence, i: number): boolean {
  return [i - 1, i].every((at) => s.tokens[at]?.kind === 'word' && /^\p{Lu}\p{Ll}/u.test(s.tokens[at].text));
}

/** "… and Quantum Harbor too": what is said of one record counts for another. */
function saysAlso(s: Sentence, i: number): boolean {
  for (let at = i + 2; at < Math.min(s.tokens.length, i + 9); at++) {
    if (s.tokens[at]!.kind === 'punct') return false;
    if (/^(too|likewise)$/.test(s.word(at)) || (s.word(at) === 'as' && s.word(at + 1) === 'well'))
      return true;
  }
  return false;
}

/** "… 'They want a discount.' Next, …": the stop stands inside the quotation. */
function endsSentence(s: Sentence, quote: number): boolean {
  return /[.!?]$/.test(s.tokens[quote]!.text) && /^\p{Lu}/u.test(s.tokens[quote + 1]!.text);
}
