import type { ObjectDescribe } from '../../salesforce/types.ts';
import type { Target } from './intents.ts';
import { nameCost } from './name-cost.ts';
import type { Read } from './rules.ts';
import { DETERMINERS } from './lexicon/function-words.ts';
import type { Sentence } from './sentence.ts';

/** More names before one noun than this are no list that anybody says. */
const MOST_NAMES = 8;

/**
 * "The Globex and Initech accounts": one noun for several records, each by its name. The whole may be one name as well ("Burke, Chang
 * and Wolf"): the records decide.
 */
export function sharedNoun(s: Sentence, from: number, to: number, text: string): Read<Target> | undefined {
  let start = s.word(from) === 'both' ? from + 1 : from;
  if (/^(the|our|my|these|those)$/.test(s.word(start))) start++;
  // "The leads Grace King and Kerry Davis": the noun comes first.
  const before = s.vocabulary.objectsAt(s.tokens, start).find((n) => n.plural && !n.either && n.end < to - 2);
  const noun = nounAtEnd(s, from, to) ?? (before && { at: to, objects: before.objects.slice(0, 1) });
  if (noun?.at === to && before) start = s.word(before.end) === ':' ? before.end + 1 : before.end;
  if (!noun || noun.at <= start) return undefined;
  const parts: [number, number][] = [];
  let begun = start;
  for (let i = start; i <= noun.at; i++) {
    const joins = i < noun.at && /^(and|,|&)$/.test(s.word(i));
    if (i < noun.at && !joins) continue;
    if (i > begun) parts.push([begun, i]);
    begun = i + 1;
  }
  if (parts.length < 2 || parts.length > MOST_NAMES) return undefined;
  let cost = 0;
  const list: Target[] = [];
  for (const [a, b] of parts) {
    const part = nameCost(s, a, b);
    if (part === undefined || part > 1.2) return undefined;
    // "Leads at Globex and Initech": where they are.
    if (noun.at === to && /^(at|in|from|of|for|with|on|by|under|that|who|without)$/.test(s.word(a)))
      return undefined;
    cost += part;
    const name = s.text(a, b);
    list.push({ text: name, kind: 'named', objects: noun.objects, names: [name], conditions: [] });
  }
  const whole = s.text(start, noun.at);
  return {
    value: { text, kind: 'named', objects: noun.objects, names: [whole], conditions: [], list },
    cost: Math.min(cost, nameCost(s, start, noun.at) ?? cost),
  };
}

function nounAtEnd(s: Sentence, from: number, to: number): { at: number; objects: string[] } | undefined {
  for (let at = from + 1; at < to; at++) {
    const noun = s.vocabulary.objectsAt(s.tokens, at).find((n) => n.end === to && n.plural);
    if (noun) return { at, objects: noun.objects.slice(0, 1) };
  }
  return undefined;
}

/** "The Globex deal and the Initech deal": two of them, and no name. */
export function holdsNoun(
  s: Sentence,
  { from, to }: { from: number; to: number },
  o: ObjectDescribe,
): boolean {
  for (let i = from + 2; i < to - 1; i++)
    if (
      s.word(i) === 'and' &&
      DETERMINERS.has(s.word(i + 1)) &&
      s.vocabulary.objectsAt(s.tokens, i - 1).some((n) => n.end === i && n.objects.includes(o.name))
    )
      return true;
  return false;
}
