import type { Target } from './intents.ts';
import { PRONOUNS } from './lexicon/function-words.ts';
import type { Sentence } from './sentence.ts';

/** Ids of records, and words that only introduce them. */
export function idsAt(s: Sentence, from: number, to: number): string[] | undefined {
  const ids: string[] = [];
  for (let i = from; i < to; i++) {
    const token = s.tokens[i]!;
    if (token.kind === 'id') ids.push(token.text);
    else if (
      token.kind === 'quote' &&
      /^[a-zA-Z0-9]{15}([a-zA-Z0-9]{3})?$/.test(token.text) &&
      /\d/.test(token.text)
    )
      ids.push(token.text);
    else if (
      !/^(the|record|records|with|id|ids|and|,|number|of|:|#|whose|is|=|having|by)$/.test(token.word) &&
      s.vocabulary.objectsAt(s.tokens, i).length === 0
    )
      return undefined;
  }
  return ids.length > 0 ? ids : undefined;
}

/** it · that deal · the opportunity · this one · the deal we just talked about. */
export function pronounAt(
  s: Sentence,
  from: number,
  to: number,
): Pick<Target, 'pronoun' | 'objects'> | undefined {
  const phrase = s.phrase(from, to);
  if (PRONOUNS.has(phrase)) return { pronoun: phrase, objects: [] };
  const trimmed = phrase.replace(
    / (i have open|that is open|i am looking at|on screen|we just talked about|i just mentioned|in front of me|here|i am on|open on my screen|from before|from earlier|above)$/,
    '',
  );
  const words = trimmed.split(' ');
  let i = from;
  const first = words[0]!;
  // "All these leads", "both of those deals".
  const pointed = /^(all|both|each|every one|any)( of)? (?=(these|those)\b)/.exec(phrase);
  if (pointed) return pronounAt(s, from + pointed[0].trim().split(' ').length, to);
  const theirs = /^(his|her|their|its) (record|contact|profile|account|file|lead|entry)$/.exec(trimmed);
  if (theirs)
    return {
      pronoun:
        theirs[1] === 'their' ? 'them' : theirs[1] === 'its' ? 'it' : theirs[1] === 'his' ? 'him' : 'her',
      objects: [],
    };
  if (
    !['the', 'this', 'that', 'these', 'those', 'same', 'current', 'my'].includes(first) ||
    (first === 'my' && words[1] !== 'current')
  )
    return undefined;
  // "This customer": the company that is open, whatever the org calls it.
  if (/^(this|that) (customer|client|company|firm)$/.test(trimmed))
    return { pronoun: trimmed, objects: ['Account'] };
  while (
    i < to &&
    /^(the|this|that|these|those|same|current|open|my|very|whole|entire|new|existing)$/.test(s.word(i))
  ) {
    if (s.word(i) === 'open' && first === 'the') return undefined;
    i++;
  }
  if (i < to && s.word(i) === 'record' && i + 1 - from === words.length)
    return { pronoun: trimmed, objects: [] };
  const noun = s.vocabulary.objectsAt(s.tokens, i).find((o) => o.end - from === words.length);
  return noun && !(noun.plural && (first === 'the' || first === 'my'))
    ? { pronoun: trimmed, objects: noun.objects }
    : undefined;
}
