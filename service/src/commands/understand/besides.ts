import { isSomeStatus } from './assignments.ts';
import type { Calendar } from './calendar.ts';
import type { Clause } from './clause.ts';
import { IMPERATIVES } from './imperatives.ts';
import type { Assignment, Intent, Target } from './intents.ts';
import { FUNCTION_WORDS } from './lexicon/function-words.ts';
import { isJobTitle } from './lexicon/jobs.ts';
import { isPicklist, isValueOfSome } from './picklists.ts';
import { fieldOf } from './schema.ts';
import { Sentence } from './sentence.ts';
import type { Vocabulary } from './vocabulary.ts';

const HE = /\b(he|him|his)\b/i;
const SHE = /\b(she|her|hers)\b/i;

/**
 * "He wants Maria to sign. Set her title …": who else the words before a pronoun name, so that the record that was spoken of last is
 * not taken for one of them.
 */
export function withOthersNamed(
  clauses: readonly Clause[],
  calendar: Calendar,
  vocabulary: Vocabulary,
): Clause[] {
  return clauses.map(ofSeveral).map((clause, n) => {
    const own = HE.test(clause.text) ? HE : SHE.test(clause.text) ? SHE : undefined;
    if (!own || n === 0 || !clause.intents.some(refersBack)) return clause;
    for (const before of clauses.slice(0, n).reverse()) {
      // "New lead: Rita Gomez, VP Ops. Set her to hot": nobody but her.
      if (before.intents.some((i) => i.kind === 'create' && /^(Lead|Contact)$/.test(i.object))) return clause;
      const besides = peopleIn(Sentence.of(withoutStatuses(before, vocabulary), calendar, vocabulary));
      if (besides.length === 0) continue;
      // "He wants Maria there. Call him …": still the one who was "he" before.
      const changed = clause.intents.some((i) => /^(update|delete|convert|role|note)$/.test(i.kind));
      if (!changed && own.test(before.text)) return clause;
      return { ...clause, intents: clause.intents.map((i) => withBesides(i, besides)) };
    }
    return clause;
  });
}

/** "David Kim and Aiko Fujita, change his title": of which of them. */
function ofSeveral(clause: Clause): Clause {
  const intents = clause.intents.map((intent): Intent => {
    if (intent.kind !== 'update' || !intent.target.list) return intent;
    const said = intent.assignments.reduce((rest, { value }) => rest.replace(value.text, ' '), clause.text);
    return /\b(his|her)\b/i.test(said) ? { ...intent, target: { ...intent.target, besides: [] } } : intent;
  });
  return { ...clause, intents };
}

/** "Working - Contacted" is nobody. */
function withoutStatuses({ intents, text }: Clause, vocabulary: Vocabulary): string {
  const given = intents.flatMap((i) => (i.kind === 'update' ? i.assignments : []));
  const values = given.filter((a) => isSomeStatus({ vocabulary }, a.value.text) || isPicked(a, vocabulary));
  // "Convert Priya, owner Sofia": a colleague, and nobody that the lead could be taken for.
  const owners = intents.flatMap((i) => (i.kind === 'convert' && i.owner !== undefined ? [i.owner] : []));
  const said = owners.reduce((rest, owner) => rest.replace(owner, ' '), text);
  return values.reduce((rest, { value }) => rest.replace(value.text, ' '), said);
}

/** "WhatsApp": a value of the picklist that was named. */
function isPicked({ fields, value }: Assignment, vocabulary: Vocabulary): boolean {
  const picklists = fields.flatMap(
    ({ object, field }) => fieldOf(vocabulary.objects.get(object), field) ?? [],
  );
  return isValueOfSome(picklists.filter(isPicklist), value.text, vocabulary.synonyms);
}

function refersBack(intent: Intent): boolean {
  return JSON.stringify(intent).includes('"kind":"context"');
}

/** Every target that only refers to what was said before. */
function withBesides<T>(part: T, besides: string[]): T {
  if (Array.isArray(part)) return part.map((one) => withBesides<unknown>(one, besides)) as T;
  if (part === null || typeof part !== 'object') return part;
  const copy = Object.fromEntries(
    Object.entries(part).map(([key, value]) => [key, withBesides<unknown>(value, besides)]),
  );
  return (isContext(part) ? { ...copy, besides } : copy) as T;
}

function isContext(part: object): part is Target {
  return 'kind' in part && part.kind === 'context';
}

/** Words before a name that make it a place, a company or a thing. */
const NO_PERSON = /^(the|a|an|at|from|of|in|into|near|via|this|that|our|new|on|about|for|to)$/;

/** Names in the middle of a sentence that are nothing the org knows and no place. */
function peopleIn(s: Sentence): string[] {
  const people: string[] = [];
  for (let i = IMPERATIVES.has(s.word(0)) ? 1 : 0; i < s.tokens.length; ) {
    let end = i;
    while (isName(s, end, end > i)) end++;
    const named = end > i && !NO_PERSON.test(s.word(i - 1)) && (i > 0 || end - i === 2);
    if (named && end - i <= 3 && !isJobTitle(s.phrase(i, end))) people.push(s.text(i, end));
    i = Math.max(end, i + 1);
  }
  return people;
}

function isName(s: Sentence, i: number, inside: boolean): boolean {
  const token = s.tokens[i];
  if (token?.kind === 'name') return true;
  if (token?.kind !== 'word' || !/^\p{Lu}\p{Ll}/u.test(token.text)) return false;
  if (FUNCTION_WORDS.has(token.word) || s.date(i)) return false;
  return inside || s.vocabulary.objectsAt(s.tokens, i).length === 0;
}
