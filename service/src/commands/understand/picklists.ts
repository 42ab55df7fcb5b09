import type { FieldDescribe, ObjectDescribe } from '../../salesforce/types.ts';
import { TRANSLATED_STATES } from './lexicon/translations.ts';
import { VALUE_WORDS } from './lexicon/values.ts';
import { wordsOf } from './tokens.ts';
import { containsAll, sameStem, sameWords, SHORTEST_BEGINNING, stem } from './word-stems.ts';

/** How sure a match between said words and a picklist value is; lower is surer. */
export type Closeness = 1 | 2 | 3 | 4;

export interface ValueMatch {
  value: string;
  label: string;
  closeness: Closeness;
}

interface Known {
  value: string;
  label: string;
  spellings: Spelling[];
}

/** A folded way to write a value: its API value or its label. */
interface Spelling {
  phrase: string;
  words: string[];
}

/** The active values of a field, and what every word must be one of to be part of a value. */
interface Values {
  list: Known[];
  byPhrase: Map<string, Known[]>;
  words: Set<string>;
  stems: Set<string>;
  beginnings: Set<string>;
}

const cache = new WeakMap<FieldDescribe, Values>();

function valuesOf(field: FieldDescribe): Values {
  const known = cache.get(field);
  if (known) return known;
  const values: Values = {
    list: [],
    byPhrase: new Map(),
    words: new Set(),
    stems: new Set(),
    beginnings: new Set(),
  };
  for (const { value, label, active } of field.picklistValues) {
    if (!active) continue;
    const phrases = [...new Set([wordsOf(value), wordsOf(label)])];
    const made: Known = {
      value,
      label,
      spellings: phrases.map((phrase) => ({ phrase, words: phrase.split(' ') })),
    };
    values.list.push(made);
    for (const { phrase, words } of made.spellings) {
      values.byPhrase.set(phrase, [...(values.byPhrase.get(phrase) ?? []), made]);
      for (const word of words) {
        values.words.add(word);
        values.stems.add(stem(word));
        values.beginnings.add(word.slice(0, SHORTEST_BEGINNING));
      }
    }
  }
  cache.set(field, values);
  return values;
}

export function isPicklist(field: FieldDescribe): boolean {
  return (
    (field.type === 'picklist' || field.type === 'multipicklist' || field.type === 'combobox') &&
    field.picklistValues.length > 0
  );
}

/** Words around a value that add nothing: "qualification stage", "web form submission". */
const AROUND = new Set([
  'stage',
  'status',
  'priority',
  'rating',
  'industry',
  'sector',
  'source',
  'lead',
  'the',
  'a',
  'an',
  'as',
  'in',
  'to',
  'state',
  'phase',
  'type',
  'form',
  'submission',
  'sourced',
  'based',
  'space',
  'category',
  'business',
  'now',
  'is',
  'still',
  'just',
  'already',
  'currently',
  'role',
  'be',
  'of',
]);

/**
 * The values of the field that the words can mean, all equally near: the value itself, a known word for it, all words inside
 * one value, the same stem, or the beginning of a word. Never a guess at spelling.
 */
export function nearestValues(
  field: FieldDescribe,
  said: string,
  synonyms: ReadonlyMap<string, string> = NO_SYNONYMS,
): readonly ValueMatch[] {
  const phrase = wordsOf(said);
  if (phrase === '' || phrase.length > LONGEST_PHRASE) return NONE;
  const memo = memoOf(field, synonyms);
  let found = memo.get(phrase);
  if (found === undefined) {
    if (memo.size > MEMO_ENTRIES) memo.clear();
    memo.set(phrase, (found = lookUp(field, phrase, synonyms)));
  }
  return found;
}

/** "CE, FDA and UL": the values of a field that takes several, in the order of the field; undefined when a part is none, or more than one. */
export function severalValues(
  field: FieldDescribe,
  said: string,
  synonyms: ReadonlyMap<string, string> = NO_SYNONYMS,
): string[] | undefined {
  const whole = nearestValues(field, said, synonyms);
  const parts =
    whole.length > 0 ? [whole] : said.split(JOINED).map((part) => nearestValues(field, part, synonyms));
  if (!parts.every((near) => near.length === 1)) return undefined;
  const values = new Set(parts.map(([near]) => near!.value));
  return field.picklistValues.map((v) => v.value).filter((value) => values.has(value));
}

const JOINED = /\s*[,;&]\s*(?:and\s+|plus\s+)?|\s+(?:and|plus|as well as)\s+/i;

/** What all values of some fields are made of; a word that is in none of them rules all of them out at once. */
interface Pool {
  words: Set<string>;
  stems: Set<string>;
  beginnings: Set<string>;
}

const pools = new WeakMap<readonly FieldDescribe[], Pool>();

function poolOf(fields: readonly FieldDescribe[]): Pool {
  let pool = pools.get(fields);
  if (!pool) {
    pools.set(fields, (pool = { words: new Set(), stems: new Set(), beginnings: new Set() }));
    for (const { words, stems, beginnings } of fields.map(valuesOf)) {
      for (const word of words) pool.words.add(word);
      for (const word of stems) pool.stems.add(word);
      for (const word of beginnings) pool.beginnings.add(word);
    }
  }
  return pool;
}

/** Whether the words can mean a value of one of the fields. */
export function isValueOfSome(
  fields: readonly FieldDescribe[],
  said: string,
  synonyms: ReadonlyMap<string, string>,
): boolean {
  const phrase = wordsOf(said);
  const words = phrase.split(' ');
  if (phrase === '' || words.length > MOST_WORDS) return false;
  const bare = words.filter((word) => !AROUND.has(word));
  const pool = poolOf(fields);
  const possible =
    [phrase, bare.join(' ')].some((p) => synonyms.has(p) || VALUE_WORDS_BY_PHRASE.has(p)) ||
    (bare.length > 0 ? bare : words).every(
      (word) =>
        pool.words.has(word) ||
        pool.stems.has(stem(word)) ||
        pool.beginnings.has(word.slice(0, SHORTEST_BEGINNING)),
    );
  return possible && fields.some((field) => nearestValues(field, phrase, synonyms).length > 0);
}

const NO_SYNONYMS: ReadonlyMap<string, string> = new Map();
const NONE: readonly ValueMatch[] = [];
/** Longer than any picklist value that somebody says. */
const LONGEST_PHRASE = 80;
const MOST_WORDS = 8;
const MEMO_ENTRIES = 2_000;
const memos = new WeakMap<
  FieldDescribe,
  WeakMap<ReadonlyMap<string, string>, Map<string, readonly ValueMatch[]>>
>();

function memoOf(
  field: FieldDescribe,
  synonyms: ReadonlyMap<string, string>,
): Map<string, readonly ValueMatch[]> {
  let bySynonyms = memos.get(field);
  if (!bySynonyms) memos.set(field, (bySynonyms = new WeakMap()));
  let memo = bySynonyms.get(synonyms);
  if (!memo) bySynonyms.set(synonyms, (memo = new Map()));
  return memo;
}

/** Every way in which the values of a field are written, folded. */
export function spellingsOf(field: FieldDescribe): Iterable<string> {
  return valuesOf(field).byPhrase.keys();
}

/** Without the words that stand around a value and say no more: "the … type". */
export function bareOf(phrase: string): string {
  return phrase
    .split(' ')
    .filter((word) => !AROUND.has(word))
    .join(' ');
}

function lookUp(
  field: FieldDescribe,
  phrase: string,
  synonyms: ReadonlyMap<string, string>,
): readonly ValueMatch[] {
  const words = phrase.split(' ');
  if (words.length > MOST_WORDS) return NONE;
  const direct = match(field, phrase, words, synonyms);
  if (direct.length > 0) return direct;
  const bare = words.filter((word) => !AROUND.has(word));
  return bare.length > 0 && bare.length < words.length ? match(field, bare.join(' '), bare, synonyms) : NONE;
}

const VALUE_WORDS_BY_PHRASE = new Map<string, (typeof VALUE_WORDS)[number][]>();
for (const entry of [...VALUE_WORDS, ...TRANSLATED_STATES])
  for (const said of entry.says)
    VALUE_WORDS_BY_PHRASE.set(said, [...(VALUE_WORDS_BY_PHRASE.get(said) ?? []), entry]);

function match(
  field: FieldDescribe,
  phrase: string,
  said: string[],
  synonyms: ReadonlyMap<string, string>,
): readonly ValueMatch[] {
  const { list, byPhrase, words, stems, beginnings } = valuesOf(field);
  const give = (found: Known[], closeness: Closeness): ValueMatch[] =>
    found.map((k) => ({ value: k.value, label: k.label, closeness }));
  const holding = (same: (whole: string, part: string) => boolean): Known[] =>
    list.filter((k) => k.spellings.some((s) => containsAll(s.words, said, same)));

  const exact = byPhrase.get(phrase);
  if (exact) return give(exact, 1);
  const own = synonyms.get(phrase);
  const named = own === undefined ? undefined : byPhrase.get(wordsOf(own));
  if (named) return give(named, 1);
  for (const { means, fields } of VALUE_WORDS_BY_PHRASE.get(phrase) ?? []) {
    if (
      fields &&
      !fields.includes(field.name) &&
      !(fields.includes('*') && !/^[A-Z][A-Za-z]+$/.test(field.name))
    )
      continue;
    for (const meaning of means) {
      const meant = byPhrase.get(meaning);
      if (meant) return give(meant, 2);
    }
  }
  if (said.every((word) => words.has(word))) {
    const inside = holding((whole, part) => whole === part);
    if (inside.length > 0) return give(narrowest(inside, phrase), 3);
    // "Direct customer" for "Customer - Direct".
    const turned = list.filter((k) => k.spellings.some((s) => sameWords(s.words, said)));
    if (turned.length > 0) return give(turned, 3);
  }
  if (phrase.length < 4) return NONE;
  if (said.every((word) => words.has(word) || stems.has(stem(word)))) {
    const stemmed = holding(sameStem).filter((k) => !isUnderWay(k, said));
    if (stemmed.length > 0) return give(narrowest(stemmed, phrase), 3);
  }
  if (said.every((word) => words.has(word) || beginnings.has(word.slice(0, SHORTEST_BEGINNING)))) {
    const begun = holding(
      (whole, part) => whole === part || (part.length >= SHORTEST_BEGINNING && whole.startsWith(part)),
    );
    if (begun.length > 0)
      return give(
        begun.filter((k) => !isUnderWay(k, said)),
        4,
      );
  }
  return NONE;
}

/** "In Repair", "Out for Delivery": what still goes on is not what "repaired" and "delivered" say. */
function isUnderWay({ spellings }: Known, said: readonly string[]): boolean {
  return (
    /ed$/.test(said.at(-1)!) &&
    spellings.every(({ words }) => /^(in|under|on|out|awaiting|to)$/.test(words[0]!) && said[0] !== words[0])
  );
}

/** Of several values that contain the words, one that starts with them is meant before one that has them later. */
function narrowest(values: Known[], phrase: string): Known[] {
  const starting = values.filter((k) => k.spellings.some((s) => s.phrase.startsWith(phrase)));
  return starting.length === 1 && values.length > 1 && phrase.length > 3 ? starting : values;
}

const written = new WeakMap<ObjectDescribe, Set<string>>();

/** Whether the words are, letter by letter but for their case, a value or a label of some field of the object. */
export function isWrittenValue(object: ObjectDescribe, said: string): boolean {
  let values = written.get(object);
  if (!values) {
    values = new Set();
    for (const { picklistValues } of object.fields)
      for (const { active, value, label } of picklistValues)
        if (active) values.add(value.toLowerCase()).add(label.toLowerCase());
    written.set(object, values);
  }
  return values.has(said.toLowerCase());
}

/** Fields of an object in the order in which a bare word is taken for a value of one of them. */
const FIRST_FIELDS = [
  'StageName',
  'Status',
  'Rating',
  'Priority',
  'Industry',
  'Type',
  'LeadSource',
  'Origin',
  'Reason',
  'ForecastCategoryName',
  'Role',
  'TaskSubtype',
];

const ofObject = new WeakMap<
  ObjectDescribe,
  { picklists: FieldDescribe[]; status: FieldDescribe | undefined }
>();

function known(object: ObjectDescribe): { picklists: FieldDescribe[]; status: FieldDescribe | undefined } {
  let found = ofObject.get(object);
  if (!found) ofObject.set(object, (found = { picklists: ranked(object), status: standing(object) }));
  return found;
}

export function picklistsOf(object: ObjectDescribe): readonly FieldDescribe[] {
  return known(object).picklists;
}

function ranked(object: ObjectDescribe): FieldDescribe[] {
  const rank = (f: FieldDescribe) => {
    const at = FIRST_FIELDS.indexOf(f.name);
    if (at >= 0) return at;
    return /status|stage|phase|stufe|etape|statut/i.test(`${f.name} ${f.label}`) ? 1.5 : f.custom ? 20 : 40;
  };
  return object.fields
    .filter(
      (f) =>
        isPicklist(f) &&
        !/Latitude|Longitude|GeocodeAccuracy|CountryCode|StateCode|Salutation|LanguageLocaleKey|EmailEncodingKey|LocaleSidKey|TimeZoneSidKey|Recurrence/.test(
          f.name,
        ),
    )
    .sort((a, b) => rank(a) - rank(b));
}

/** The field that says where a record stands: StageName, Status, or the one picklist that is named so. */
export function statusField(object: ObjectDescribe): FieldDescribe | undefined {
  return known(object).status;
}

function standing(object: ObjectDescribe): FieldDescribe | undefined {
  const standard =
    object.fields.find((f) => f.name === 'StageName') ?? object.fields.find((f) => f.name === 'Status');
  if (standard) return standard;
  const named = object.fields.filter(
    (f) => isPicklist(f) && /status|stage|phase|statut|etape|stufe|zustand/i.test(`${f.name} ${f.label}`),
  );
  const custom = object.fields.filter((f) => f.custom && isPicklist(f));
  if (named.length === 0 && custom.length === 1) return custom[0];
  return named.length === 1 ? named[0] : named.find((f) => /status/i.test(f.name));
}
