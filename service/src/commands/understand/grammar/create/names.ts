import type { ObjectDescribe } from '../../../../salesforce/types.ts';
import { saysMore } from '../../free-text.ts';
import { FUNCTION_WORDS } from '../../lexicon/function-words.ts';
import { cutsName, nameCost } from '../../name-cost.ts';
import { isPerson, isPersonsName, runsOn } from '../../persons.ts';
import type { Captured } from '../../pattern.ts';
import { endsWithValue } from '../../properties/matter.ts';
import type { Read } from '../../rules.ts';
import type { Sentence } from '../../sentence.ts';

const DASH = /^[-–—]$/;

/** A name for a new record is written as said, so it may hold nothing else. A case is named by any few words. */
export function nameAt(
  s: Sentence,
  { from: start, to }: Captured,
  o: ObjectDescribe,
): { text: string; cost: number } | undefined {
  let from = start;
  // "For Philip Marsh regarding a leak": what it is about is no part of a name.
  if (s.tokens.slice(from + 1, to).some((t) => /^(regarding|concerning)$/.test(t.word))) return undefined;
  const titled = isTitled(o);
  while (from < to - 1 && /^(the|a|an|:|-|–|—)$/.test(s.word(from))) from++;
  if (isPerson(o) && from < to - 1 && /^(mr|mrs|ms|dr|prof)$/.test(s.word(from)))
    from += s.word(from + 1) === '.' ? 2 : 1;
  // "The company Polar Freight": what it is.
  const kind =
    o.name === 'Account' && from < to - 1 && /^(company|firm|business|customer)$/.test(s.tokens[from]!.text);
  if (kind && /^\p{Lu}/u.test(s.tokens[from + 1]!.text)) from++;
  if (from >= to) return undefined;
  // "Account - Halcyon Robotics - Technology": the dashes part what is said of it.
  if (DASH.test(s.word(from - 1)) && s.tokens.slice(from, to).some((t) => DASH.test(t.text)))
    return undefined;
  if (to - from === 1 && s.tokens[from]!.kind === 'quote') return { text: s.text(from, to), cost: 0.05 };
  // "10,000 new account records": of how many nobody has said more.
  if (/^(records?|entries|entry|rows?)$/.test(s.phrase(from, to))) return undefined;
  if (isPerson(o) && (!isPersonsName(s, from, to) || s.word(to - 1) === ')')) return undefined;
  if (!titled && isOwned(s, from, to)) return undefined;
  // "The page is down - urgent": what stands behind the dash is more of it.
  if (titled && s.tokens.slice(from + 1, to).some((t) => DASH.test(t.text)) && endsWithValue(s, from, to, o))
    return undefined;
  // "Their conveyor stops": what a case is about may be told of somebody.
  if (saysMore(s, from, to, o) || (titled && TELLING.test(s.word(from))))
    return titled ? titleAt(s, from, to) : undefined;
  if (FUNCTION_WORDS.has(s.word(from)) || /^(like|similar|same)$/.test(s.word(from))) return undefined;
  const cost = nameCost(s, from, to);
  const noun = s.vocabulary.objectsAt(s.tokens, from).some((n) => n.end < to) ? 0.8 : 0;
  const cut = isPerson(o) ? (runsOn(s, from, to, o) ? 0.8 : 0) : cutsName(s, to) ? 0.5 : 0;
  if (cost !== undefined && cost < 2) return { text: s.text(from, to), cost: cost + noun + cut };
  return titled ? titleAt(s, from, to) : undefined;
}

const TELLING = /^(their|his|her|its|our|my|they|he|she|it|we|customer|somebody|someone|nothing|no)$/;

export function isTitled(o: ObjectDescribe): boolean {
  return o.name === 'Case';
}

/** Who reported a case and how it came in are no words for what it is about. */
const CAME_BY = /^(reported|raised|submitted|opened|filed|received|requested|logged) (by|via|through)\b/;

/** "A broken reader and associate | it with Halcyon": what is done with the case is no part of it. */
function goesOnToDo(s: Sentence, from: number, to: number): boolean {
  for (let i = from + 1; i < to; i++)
    if (s.word(i) === 'and' && LINKS.test(s.word(i + 1)) && /^(it|this|that|them)$/.test(s.word(i + 2)))
      return true;
  return false;
}

const LINKS =
  /^(associate|link|attach|connect|relate|tie|assign|add|send|give|put|set|mark|close|move|make|route|escalate|flag|hand)$/;

/** What a case is about, in the rep's words. */
export function titleAt(s: Sentence, from: number, to: number): { text: string; cost: number } | undefined {
  if (/^(for|to|with|at|on|in|by|of|from|and|or|record|called|named|that)$/.test(s.word(from)))
    return undefined;
  if (CAME_BY.test(s.phrase(from, Math.min(to, from + 2)))) return undefined;
  if (goesOnToDo(s, from, to)) return undefined;
  if (to - from > 14 || s.tokens.slice(from, to).some((t) => /^[,;:.!?]$/.test(t.text) || t.kind === 'quote'))
    return undefined;
  return { text: s.text(from, to), cost: 0.6 + 0.08 * (to - from) };
}

/** "Wayne Enterprises' new subsidiary Wayne Biotech": whose it is, and what, before it is called. */
function isOwned(s: Sentence, from: number, to: number): boolean {
  for (let i = from + 1; i < to - 1; i++)
    if (s.tokens[i]!.kind === 'possessive' && /^\p{Ll}/u.test(s.tokens[i + 1]!.text))
      return /^\p{Lu}/u.test(s.tokens[from]!.text);
  return false;
}

/** The names of a list, "Alder Bikes, Mossgate Labs and Pike Lane Foods"; undefined when a part is more than a name. */
export function namesAt(s: Sentence, { from, to }: Captured, o: ObjectDescribe): Read<string[]> | undefined {
  const names: string[] = [];
  let cost = 0;
  let start = from;
  for (let i = start; i <= to; i++) {
    if (i < to && !/^(and|,|&|\.|;|plus)$/.test(s.word(i))) continue;
    // "Alder Inc. – HQ": the stop belongs to the word before.
    if (s.word(i) === '.' && i < to - 1 && /^(inc|ltd|corp|co|llc|plc|bros|gmbh)$/.test(s.word(i - 1)))
      continue;
    if (i > start) {
      // "Georg Pfaff, position technical lead": a field and its value.
      if (
        s.vocabulary
          .fieldsAt(s.tokens, start)
          .some((p) => p.end < i && p.fields.some((f) => f.object === o.name))
      )
        return undefined;
      const name = nameAt(s, { from: start, to: i }, o);
      if (!name) return undefined;
      names.push(name.text);
      cost += 0.2;
    }
    start = i + 1;
  }
  return names.length > 0 ? { value: names, cost } : undefined;
}
