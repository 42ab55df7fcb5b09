import type { FieldDescribe, ObjectDescribe } from '../../salesforce/types.ts';
import { VALUE_WORDS } from './lexicon/values.ts';
import { wordsOf } from './tokens.ts';

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
  /** Folded spellings: API value and label. */
  spellings: string[];
}

const cache = new WeakMap<FieldDescribe, Known[]>();

function knownValues(field: FieldDescribe): Known[] {
  let known = cache.get(field);
  if (!known) {
    known = field.picklistValues
      .filter((v) => v.active)
      .map((v) => ({
        value: v.value,
        label: v.label,
        spellings: [...new Set([wordsOf(v.value), wordsOf(v.label)])],
      }));
    cache.set(field, known);
  }
  return known;
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

const NO_SYNONYMS: ReadonlyMap<string, string> = new Map();
const NONE: readonly ValueMatch[] = [];
/** Longer than any picklist value that somebody says. */
const LONGEST_PHRASE = 80;
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

function lookUp(
  field: FieldDescribe,
  phrase: string,
  synonyms: ReadonlyMap<string, string>,
): readonly ValueMatch[] {
  const words = phrase.split(' ');
  if (words.length > 8) return NONE;
  const known = knownValues(field);
  const direct = match(field, known, phrase, synonyms);
  if (direct.length > 0) return direct;
  const bare = words.filter((word) => !AROUND.has(word)).join(' ');
  return bare !== '' && bare !== phrase ? match(field, known, bare, synonyms) : NONE;
}

function match(
  field: FieldDescribe,
  known: Known[],
  phrase: string,
  synonyms: ReadonlyMap<string, string> | undefined,
): ValueMatch[] {
  const give = (list: Known[], closeness: Closeness): ValueMatch[] =>
    list.map((k) => ({ value: k.value, label: k.label, closeness }));
  const exact = known.filter((k) => k.spellings.includes(phrase));
  if (exact.length > 0) return give(exact, 1);
  const own = synonyms?.get(phrase);
  if (own !== undefined) {
    const named = known.filter((k) => k.spellings.includes(wordsOf(own)));
    if (named.length > 0) return give(named, 1);
  }
  for (const entry of VALUE_WORDS) {
    if (!entry.says.includes(phrase)) continue;
    const fields = entry.fields;
    if (
      fields &&
      !fields.includes(field.name) &&
      !(fields.includes('*') && !/^[A-Z][A-Za-z]+$/.test(field.name))
    )
      continue;
    for (const meaning of entry.means) {
      const named = known.filter((k) => k.spellings.includes(meaning));
      if (named.length > 0) return give(named, 2);
    }
  }
  const said = phrase.split(' ');
  const inside = known.filter((k) =>
    k.spellings.some((s) => containsAll(s.split(' '), said, (a, b) => a === b)),
  );
  if (inside.length > 0) return give(narrowest(inside, said), 3);
  if (phrase.length >= 4) {
    const stemmed = known.filter((k) => k.spellings.some((s) => containsAll(s.split(' '), said, sameStem)));
    if (stemmed.length > 0) return give(narrowest(stemmed, said), 3);
    const begun = known.filter((k) =>
      k.spellings.some((s) =>
        containsAll(
          s.split(' '),
          said,
          (whole, part) => whole === part || (part.length >= 4 && whole.startsWith(part)),
        ),
      ),
    );
    if (begun.length > 0) return give(begun, 4);
  }
  return [];
}

/** The words in this order, gaps allowed. A negation in the value must have been said. */
function containsAll(
  whole: string[],
  said: string[],
  same: (whole: string, part: string) => boolean,
): boolean {
  let at = 0;
  for (const word of said) {
    while (at < whole.length && !same(whole[at]!, word)) at++;
    if (at === whole.length) return false;
    at++;
  }
  return !(
    whole.includes('not') &&
    !said.includes('not') &&
    whole.indexOf('not') <= whole.indexOf(whole.find((w) => same(w, said[0]!))!)
  );
}

/** Of several values that contain the words, one that starts with them is meant before one that has them later. */
function narrowest(values: Known[], said: string[]): Known[] {
  const starting = values.filter((k) => k.spellings.some((s) => s.startsWith(said.join(' '))));
  return starting.length === 1 && values.length > 1 && said.join(' ').length > 3 ? starting : values;
}

function sameStem(a: string, b: string): boolean {
  if (a === b) return true;
  const [x, y] = [stem(a), stem(b)];
  return x.length >= 4 && x === y;
}

function stem(word: string): string {
  for (const ending of [
    'ifications',
    'ification',
    'ations',
    'ation',
    'ions',
    'ion',
    'ings',
    'ing',
    'ified',
    'ied',
    'ed',
    'es',
    'e',
    's',
  ]) {
    if (word.endsWith(ending) && word.length - ending.length >= 4) {
      return word.slice(0, -ending.length);
    }
  }
  return word;
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

export function picklistsOf(object: ObjectDescribe): FieldDescribe[] {
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
