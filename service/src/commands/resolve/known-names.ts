import type { ObjectDescribe, Salesforce } from '../../salesforce/types.ts';
import type { Calendar } from '../understand/calendar.ts';
import { IMPERATIVES } from '../understand/imperatives.ts';
import { DETERMINERS, FUNCTION_WORDS, PRONOUNS } from '../understand/lexicon/function-words.ts';
import { nameFieldOf } from '../understand/schema.ts';
import { Sentence } from '../understand/sentence.ts';
import { wordsOf } from '../understand/tokens.ts';
import type { Vocabulary } from '../understand/vocabulary.ts';
import { POSSESSIVE } from '../understand/with-names.ts';
import { inDigits } from './records.ts';
import { quoted, squash } from './soql.ts';

/** Objects whose records reps call by their whole names; beside them those that the text names, and the org's own as far as they go. */
const NAMED = ['Account', 'Contact', 'Opportunity', 'Lead', 'Campaign', 'Case', 'Task', 'Event'];
/** Three API calls. */
const MAX_OBJECTS = 15;
const LONGEST_NAME = 7;
/** Keeps one query well inside the 16 kB that Salesforce takes as an address. */
const MAX_LITERALS = 240;

/**
 * The names of records that stand in a text as they are, as the words said. Asked for only when the words alone do not show
 * where a name ends ("add a note to Globex Expansion Maria needs the addendum").
 */
export async function knownNames(
  text: string,
  {
    calendar,
    vocabulary,
    salesforce,
  }: { calendar: Calendar; vocabulary: Vocabulary; salesforce: Salesforce },
): Promise<string[][]> {
  const sentence = Sentence.of(text, calendar, vocabulary);
  const stretches = possibleNames(sentence);
  const owners = possibleOwners(sentence);
  if (stretches.length === 0) return [];
  const objects = objectsIn(sentence);
  const literals = [...new Set([...owners, ...stretches.flatMap((said) => [said, inDigits(said) ?? said])])]
    .slice(0, MAX_LITERALS)
    .map(quoted)
    .join(', ');
  const results = await salesforce.queries(
    objects.map(
      (o) => `SELECT Id, ${nameFieldOf(o)} FROM ${o.name} WHERE ${nameFieldOf(o)} IN (${literals}) LIMIT 200`,
    ),
    { maxRows: 200 },
  );
  const stored = new Set(
    results.flatMap((rows, n) => rows.map((row) => squash(String(row[nameFieldOf(objects[n]!)])))),
  );
  return [
    ...stretches
      .filter((said) => stored.has(squash(said)) || stored.has(squash(inDigits(said) ?? said)))
      .map((said) => wordsOf(said).split(' ')),
    ...owners
      .filter((name) => stored.has(squash(name)) && !stored.has(squash(`${name}s`)))
      .map((name) => [...wordsOf(name).split(' '), POSSESSIVE]),
  ];
}

/** "change yuki tanakas email": names of several words before a field, whose apostrophe was not typed. */
function possibleOwners(s: Sentence): string[] {
  const found: string[] = [];
  for (let to = 2; to < s.tokens.length; to++) {
    if (!/[^s]s$/.test(s.word(to - 1)) || s.vocabulary.fieldsAt(s.tokens, to).length === 0) continue;
    for (let from = to - 2; from >= Math.max(0, to - LONGEST_NAME) && s.tokens[from]!.kind === 'word'; from--)
      if (canBound(s, from)) found.push(s.text(from, to).slice(0, -1));
  }
  return found;
}

function objectsIn(sentence: Sentence): ObjectDescribe[] {
  const { objects } = sentence.vocabulary;
  const spoken = sentence.tokens.flatMap((_, i) =>
    sentence.vocabulary.objectsAt(sentence.tokens, i).flatMap((o) => o.objects),
  );
  const own = [...objects.keys()].filter((name) => name.endsWith('__c'));
  return [...new Set([...NAMED, ...spoken, ...own])]
    .flatMap((name) => objects.get(name) ?? [])
    .filter((o) => o.fields.some((f) => f.name === nameFieldOf(o) && f.filterable) && nameFieldOf(o) !== 'Id')
    .slice(0, MAX_OBJECTS);
}

/** Every stretch that can be a whole name, the longest first. */
function possibleNames(s: Sentence): string[] {
  const found: { text: string; length: number }[] = [];
  for (let from = 0; from < s.tokens.length; from++) {
    if (!canBound(s, from)) continue;
    for (let to = from + 1; to <= Math.min(s.tokens.length, from + LONGEST_NAME); to++) {
      const last = s.tokens[to - 1]!;
      if (last.kind === 'quote' || last.kind === 'possessive' || /^[.;:!?]$/.test(last.text)) break;
      if (canBound(s, to - 1) && (to - from > 1 || canStandAlone(s, from)))
        found.push({ text: s.text(from, to), length: to - from });
    }
  }
  return found.sort((a, b) => b.length - a.length).map((f) => f.text);
}

function canBound(s: Sentence, i: number): boolean {
  const { kind, word } = s.tokens[i]!;
  if (kind !== 'word' && kind !== 'number' && kind !== 'url') return false;
  return !DETERMINERS.has(word) && !FUNCTION_WORDS.has(word) && !PRONOUNS.has(word);
}

/** "Litware", not "log", "stage" or "Friday". */
function canStandAlone(s: Sentence, i: number): boolean {
  const { kind, word } = s.tokens[i]!;
  if (kind !== 'word' || IMPERATIVES.has(word) || s.date(i) !== undefined) return false;
  return s.vocabulary.fieldsAt(s.tokens, i).length === 0 && s.vocabulary.objectsAt(s.tokens, i).length === 0;
}
