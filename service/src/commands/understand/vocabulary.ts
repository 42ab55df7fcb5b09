import type { FieldDescribe, ObjectDescribe } from '../../salesforce/types.ts';
import { translationsOf } from './lexicon/translations.ts';
import { FIELD_WORDS, OBJECT_WORDS } from './lexicon/names.ts';
import { amountField } from './schema.ts';
import { shortNames, shortNouns } from './short-names.ts';
import type { Token } from './tokens.ts';
import { wordsOf } from './tokens.ts';

export interface FieldRef {
  object: string;
  field: string;
}

export interface ObjectPhrase {
  end: number;
  objects: string[];
  plural: boolean;
  /** The plural is the same word, as in German "Ansprechpartner": one record or many. */
  either?: boolean;
}

export interface FieldPhrase {
  end: number;
  fields: FieldRef[];
}

interface Entry {
  words: string[];
  objects: string[];
  plural: boolean;
  either: boolean;
  fields: FieldRef[];
}

/** What the org calls things: labels, API names, plurals and the org's own synonyms, ready to be found in a sentence. */
export interface Vocabulary {
  readonly objects: ReadonlyMap<string, ObjectDescribe>;
  /** The org's own words (policy): folded synonym → label, API name or picklist value. */
  readonly synonyms: ReadonlyMap<string, string>;
  objectsAt(tokens: readonly Token[], i: number): ObjectPhrase[];
  fieldsAt(tokens: readonly Token[], i: number): FieldPhrase[];
}

/** Objects that are written through a verb ("add a note", "make her the evaluator"), not by their own name. */
const SPOKEN_OF_OTHERWISE = new Set(['Note', 'ContentNote', 'ContentDocumentLink', 'FeedItem']);

const cache = new WeakMap<readonly ObjectDescribe[], Map<string, Vocabulary>>();

/** Built once per list of describes; the list's identity is the cache key. */
export function vocabularyOf(
  describes: readonly ObjectDescribe[],
  synonyms: Readonly<Record<string, string>>,
): Vocabulary {
  const key = JSON.stringify(synonyms);
  const known = cache.get(describes) ?? new Map<string, Vocabulary>();
  const found = known.get(key) ?? build(describes, synonyms);
  known.set(key, found);
  cache.set(describes, known);
  return found;
}

function build(describes: readonly ObjectDescribe[], synonyms: Readonly<Record<string, string>>): Vocabulary {
  const phrases = new Map<string, Entry>();
  const entry = (phrase: string): Entry | undefined => {
    const words = phrase.split(' ');
    if (phrase === '' || words.length > 8) return undefined;
    const known = phrases.get(phrase);
    if (known) return known;
    const made: Entry = { words, objects: [], plural: false, either: false, fields: [] };
    phrases.set(phrase, made);
    return made;
  };
  const noun = (phrase: string, object: string, plural: boolean) => {
    const at = entry(wordsOf(phrase));
    if (!at || at.objects.includes(object)) return;
    at.objects.push(object);
    at.plural ||= plural;
  };
  const field = (phrase: string, ref: FieldRef) => {
    const at = entry(wordsOf(phrase));
    if (at && !at.fields.some((f) => f.object === ref.object && f.field === ref.field)) at.fields.push(ref);
  };

  for (const object of describes) {
    if (!SPOKEN_OF_OTHERWISE.has(object.name)) {
      for (const word of OBJECT_WORDS[object.name] ?? []) noun(word, object.name, isPlural(word));
      noun(object.label, object.name, object.label === object.labelPlural);
      const label = object.label === object.labelPlural ? entry(wordsOf(object.label)) : undefined;
      if (label) label.either = true;
      noun(object.labelPlural, object.name, true);
      noun(spell(object.name), object.name, false);
      noun(`${spell(object.name)}s`, object.name, true);
    }
    for (const f of object.fields)
      for (const word of fieldWords(f, object)) field(word, { object: object.name, field: f.name });
  }
  for (const object of describes)
    for (const f of object.fields) {
      const last = wordsOf(f.label).split(' ').slice(1).at(-1) ?? '';
      if (f.custom && f.type === 'picklist' && !COMMON.test(last) && !phrases.has(last))
        field(last, { object: object.name, field: f.name });
    }
  for (const object of describes)
    for (const { word, field: name } of shortNames(object))
      for (const short of [word, ...(word.endsWith('s') ? [] : [`${word}s`])])
        if (!phrases.get(short)?.objects.length) field(short, { object: object.name, field: name });
  for (const object of describes) {
    const price = object.custom ? amountField(object) : undefined;
    if (price && !phrases.get('price')?.fields.some((f) => f.object === object.name))
      field('price', { object: object.name, field: price.name });
  }
  const short = describes.flatMap((o) => shortNouns(o).map((one) => ({ ...one, object: o.name })));
  for (const { word, plural, object } of short)
    if (!phrases.has(word) && short.filter((other) => other.word === word).length === 1)
      noun(word, object, plural);
  for (const [said, means] of Object.entries(synonyms)) {
    const target = phrases.get(wordsOf(means)) ?? phrases.get(wordsOf(spell(means)));
    if (!target) continue;
    const at = entry(wordsOf(said));
    if (!at) continue;
    for (const object of target.objects) if (!at.objects.includes(object)) at.objects.push(object);
    at.fields.push(...target.fields);
  }

  const byFirst = new Map<string, Entry[]>();
  for (const made of phrases.values()) {
    const list = byFirst.get(made.words[0]!) ?? [];
    list.push(made);
    byFirst.set(made.words[0]!, list);
  }
  for (const list of byFirst.values()) list.sort((a, b) => b.words.length - a.words.length);

  const read = (tokens: readonly Token[], i: number): { end: number; entry: Entry }[] => {
    const first = tokens[i];
    if (!first || (first.kind !== 'word' && first.kind !== 'number')) return [];
    const found: { end: number; entry: Entry }[] = [];
    for (const candidate of byFirst.get(unelided(first)) ?? []) {
      const end = phraseEnd(tokens, i, candidate.words);
      if (end !== undefined) found.push({ end, entry: candidate });
    }
    return found;
  };
  interface Here {
    objects: ObjectPhrase[];
    fields: FieldPhrase[];
  }
  const memo = new WeakMap<readonly Token[], Here[]>();
  const at = (tokens: readonly Token[], i: number): Here => {
    let places = memo.get(tokens);
    if (!places) memo.set(tokens, (places = []));
    const known = places[i];
    if (known) return known;
    const found = read(tokens, i);
    const here: Here = {
      objects: found
        .filter((f) => f.entry.objects.length > 0)
        .map(({ end, entry: { objects, plural, either } }) => ({ end, objects, plural, either })),
      fields: found
        .filter((f) => f.entry.fields.length > 0)
        .map((f) => ({ end: f.end, fields: f.entry.fields })),
    };
    return (places[i] = here);
  };
  return {
    objects: new Map(describes.map((d) => [d.name, d])),
    synonyms: new Map(Object.entries(synonyms).map(([said, means]) => [wordsOf(said), means])),
    objectsAt: (tokens, i) => at(tokens, i).objects,
    fieldsAt: (tokens, i) => at(tokens, i).fields,
  };
}

/** Where a phrase ends that starts at token `i`; dashes and slashes between its words do not count. */
export function phraseEnd(tokens: readonly Token[], i: number, words: readonly string[]): number | undefined {
  let at = i;
  for (const [n, word] of words.entries()) {
    while (n > 0 && tokens[at]?.kind === 'punct' && /^[-/&.]$/.test(tokens[at]!.text)) at++;
    const token = tokens[at];
    if (!token || token.kind === 'quote' || (token.word !== word && unelided(token) !== word))
      return undefined;
    at++;
  }
  return at;
}

/** "Secteur d'activité": an apostrophe inside a word is none of a phrase's. */
function unelided({ word }: Token): string {
  return word.includes("'") ? word.replaceAll("'", '') : word;
}

/** `StageName` → "Stage Name", `Close_Date__c` → "Close Date". */
export function spell(apiName: string): string {
  return apiName
    .replace(/^[A-Za-z0-9]+__(?=[A-Za-z0-9_]+__c$)/, '')
    .replace(/__c$/i, '')
    .replaceAll('_', ' ')
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2');
}

/** Last words of labels that say too little by themselves; "language" says that the preferred one is meant. */
const COMMON = /^(|.{1,3}|date|time|number|name|status|stage|owner|code|text|value|level|class|group|list)$/;

function isPlural(word: string): boolean {
  return /(s|people|everyone|everybody)$/.test(word);
}

/** "Capacity (kW)": the label without its brackets, and the unit that no other field of the object counts in. */
function bracketed(field: FieldDescribe, object: ObjectDescribe): string[] {
  const [, label, unit] = BRACKETS.exec(field.label) ?? [];
  if (label === undefined || unit === undefined) return [];
  const counts =
    /^(double|int)$/.test(field.type) && /^(\p{L}{2,}|\p{L}[²³])$/u.test(unit) && !TELLS_TIME.test(unit);
  const alone = object.fields.filter((f) => f.label.endsWith(`(${unit})`)).length === 1;
  return counts && alone ? [label, unit] : [label];
}

const BRACKETS = /^(.*\S)\s*\(([^()]+)\)$/;
/** Numbers before them are days and hours. */
const TELLS_TIME = /^(min|mins|minutes?|h|hrs?|hours?|d|days?|weeks?|months?|quarters?|years?|am|pm)$/i;

function fieldWords(field: FieldDescribe, object: ObjectDescribe): string[] {
  const words = [field.label, spell(field.name), field.name, ...(FIELD_WORDS[field.name] ?? [])];
  if (field.type === 'reference')
    words.push(field.label.replace(/ id$/i, ''), spell(field.name).replace(/ id$/i, ''));
  words.push(...bracketed(field, object));
  if (field.type === 'boolean' && field.custom) words.push(...translationsOf(wordsOf(field.label)));
  if (field.nameField) words.push('name', `${object.label} name`);
  if (field.type.startsWith('date') && !/date|time/i.test(field.label)) words.push(`${field.label} date`);
  words.push(`${object.label} ${field.label}`);
  for (const word of [...words]) if (/[a-z]$/i.test(word) && !/s$/i.test(word)) words.push(`${word}s`);
  return [...words, ...withNoun(field, object, words)].filter((word) => !/^ids?$/i.test(word) && word !== '');
}

/** "Deal type", "ticket owner": what the field is called, behind what its records are called. */
function withNoun(field: FieldDescribe, object: ObjectDescribe, words: readonly string[]): string[] {
  if (!field.updateable) return [];
  const nouns = (OBJECT_WORDS[object.name] ?? []).filter(
    (noun) => !/ |^person$/.test(noun) && !isPlural(noun),
  );
  const label = object.label.toLowerCase();
  const own = words
    .map((word) => word.toLowerCase())
    .map((word) => (word.startsWith(`${label} `) ? word.slice(label.length + 1) : word))
    .filter((word) => word !== 'number' && !nouns.some((noun) => word.split(' ').includes(noun)));
  return nouns.flatMap((noun) => own.map((word) => `${noun} ${word}`));
}
