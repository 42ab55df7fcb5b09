import type { FieldDescribe, ObjectDescribe } from '../../salesforce/types.ts';
import { wordsOf } from './tokens.ts';

/** Last words of labels that only say of what kind the value is. */
const KIND: Readonly<Record<string, RegExp>> = {
  date: /^(date|day|end|expiry|expires|expiration|due|on|until)$/,
  number: /^(count|number|size|score|level|hours|volume)$/,
  picklist: /^(type|status|frequency|level|category|class|tier|kind|method)$/,
  string: /^(version|number|code|name)$/,
};
/** Last words that name what money is: "Purchase Price". */
const MONEY = /^(price|rate|fee|cost|costs|rent|budget|deposit|value|salary|premium)$/;
/** They say too little by themselves. */
const COMMON =
  /^(|.{1,2}|day|tax|fee|age|net|date|time|number|name|status|stage|owner|code|text|type|level|class|group|list|start|end|next|last|total|total .*|first|target|current|agreed|actual|expected|planned|new|old)$/;

/** What a field of the org's own is called for short: "warranty" for "Warranty End", "price" for "Purchase Price", "beds" for "Bed Count". */
function shortened({ label, type, custom }: FieldDescribe): string[] {
  const words = wordsOf(label.replace(/\s*\([^()]*\)$/, '')).split(' ');
  const last = words.at(-1)!;
  if (!custom || words.length < 2) return [];
  const kind = type.startsWith('date')
    ? 'date'
    : /^(currency|double|int|percent)$/.test(type)
      ? 'number'
      : type;
  const begins = KIND[kind]?.test(last) || (type === 'datetime' && /^(time|at)$/.test(last));
  return [
    ...(begins ? [words.slice(0, -1).join(' ')] : []),
    ...(type === 'currency' && MONEY.test(last) ? [last] : []),
  ].filter((word) => !COMMON.test(word));
}

/** Last words of labels that say too little of what the records are. */
const CONTAINER = /^(sessions?|records?|requests?|orders?|items?|entry|entries|reports?|files?|forms?)$/;
/** Nouns of other kinds of records. */
const OTHER_NOUN =
  /^(accounts?|contacts?|leads?|deals?|cases?|tickets?|tasks?|events?|meetings?|calls?|emails?|notes?|users?|reps?|days?|dates?|members?|lines?|types?|plans?|lists?|teams?)$/;

/** Nouns that are verbs, too: "visit Halcyon" is something to do. */
const VERB =
  /^(visit|review|order|check|test|quote|report|offer|repair|survey|audit|return|transfer|delivery|fix|trial)$/;

export interface ShortNoun {
  word: string;
  plural: boolean;
}

/** "Visits" for Service Visits, "trainings" for Training Sessions: what an org's own records are called for short. */
export function shortNouns({ custom, label, labelPlural }: ObjectDescribe): ShortNoun[] {
  const [words, many] = [wordsOf(label).split(' '), wordsOf(labelPlural).split(' ')];
  const [one, last] = [words.at(-1)!, many.at(-1)!];
  if (!custom || words.length !== 2 || many.length !== 2 || !last.endsWith('s')) return [];
  const nouns = CONTAINER.test(last)
    ? [{ word: `${many[0]!}s`, plural: true }]
    : [
        { word: last, plural: true },
        ...(VERB.test(one) || one === last ? [] : [{ word: one, plural: false }]),
      ];
  return nouns.filter(
    ({ word }) => word.length >= SHORTEST_NOUN && !OTHER_NOUN.test(word) && !CONTAINER.test(word),
  );
}

/** Letters. */
const SHORTEST_NOUN = 5;

/** The short names that only one field of the object can mean. */
export function shortNames(object: ObjectDescribe): { word: string; field: string }[] {
  const labels = new Set(object.fields.map((f) => wordsOf(f.label)));
  const found = object.fields.flatMap((f) => shortened(f).map((word) => ({ word, field: f.name })));
  return found.filter(
    ({ word, field }) =>
      !labels.has(word) && found.every((other) => other.word !== word || other.field === field),
  );
}
