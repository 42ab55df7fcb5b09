import type { FieldDescribe } from '../../salesforce/types.ts';
import type { Condition } from './intents.ts';
import { bareOf, nearestValues, picklistsOf, spellingsOf } from './picklists.ts';
import type { Sentence } from './sentence.ts';
import { wordsOf } from './tokens.ts';
import type { Vocabulary } from './vocabulary.ts';

/** "Every MRI": a value of a picklist that stands for the records that have it. */
export interface Valued {
  object: string;
  end: number;
  condition: Condition;
}

/** The records of one of the org's own objects that the words at `i` stand for; undefined when none or several objects have the value. */
export function valuedAt(s: Sentence, i: number, to: number): Valued | undefined {
  for (let end = Math.min(to, i + 4); end > i; end--) {
    if (s.vocabulary.objectsAt(s.tokens, i).some((n) => n.end >= end)) return undefined;
    const said = s.text(i, end);
    const found = s.once(`valued:${said}`, () => valuesNamed(s, said));
    if (found.length === 1) return { ...found[0]!, end };
  }
  return undefined;
}

type Offered = { object: string; field: FieldDescribe };

const offered = new WeakMap<Vocabulary, Map<string, Set<Offered>>>();

/** Which fields offer a value that is written so; built once, because every stretch of a sentence is looked up. */
function offeredAs(vocabulary: Vocabulary): ReadonlyMap<string, ReadonlySet<Offered>> {
  let known = offered.get(vocabulary);
  if (!known) {
    offered.set(vocabulary, (known = new Map()));
    for (const o of vocabulary.objects.values())
      for (const field of picklistsOf(o)) {
        const one = { object: o.name, field };
        for (const phrase of spellingsOf(field)) {
          const all = known.get(phrase) ?? new Set();
          known.set(phrase, all.add(one));
        }
      }
  }
  return known;
}

function valuesNamed(s: Sentence, said: string): Omit<Valued, 'end'>[] {
  const { synonyms } = s.vocabulary;
  const singular = said.replace(/s$/i, '');
  const phrases = [said, singular].flatMap((words) => {
    const phrase = wordsOf(words);
    return [phrase, bareOf(phrase), wordsOf(synonyms.get(phrase) ?? '')];
  });
  const fields = new Set(phrases.flatMap((phrase) => [...(offeredAs(s.vocabulary).get(phrase) ?? [])]));
  return [...fields]
    .flatMap(({ object, field }) => {
      const [exact] = [said, singular]
        .flatMap((words) => nearestValues(field, words, synonyms))
        .filter((near) => near.closeness === 1);
      if (!exact) return [];
      const why = `'${said}' → ${exact.label}`;
      const condition: Condition = { kind: 'compare', path: field.name, op: '=', value: exact.value, why };
      return [{ object, condition, custom: field.custom }];
    })
    .flatMap(({ custom, ...found }, _n, all) => (all.some((v) => !v.custom) || !custom ? [] : [found]));
}

/** Nouns that say no more than the value before them: "CT scanners". */
const IDLE_NOUN = /^(machines|scanners|units|systems|models|items|ones|things)$/;

/** Where values of the org's own objects stand as nouns. */
export function valueNouns(s: Sentence): { at: number; end: number; object: string; condition: Condition }[] {
  return s.once('value-nouns', () => {
    if (![...s.vocabulary.objects.keys()].some((name) => name.endsWith('__c'))) return [];
    return s.tokens.flatMap((_, at) => {
      const found = valuedAt(s, at, s.tokens.length);
      if (!found?.object.endsWith('__c') || found.condition.kind !== 'compare') return [];
      const idle = IDLE_NOUN.test(s.word(found.end));
      const last = s.word(found.end - 1);
      const plural = last.endsWith('s') && !wordsOf(String(found.condition.value)).endsWith(last);
      return idle || plural ? [{ ...found, at, end: idle ? found.end + 1 : found.end }] : [];
    });
  });
}
