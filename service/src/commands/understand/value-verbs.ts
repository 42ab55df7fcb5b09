import type { FieldDescribe } from '../../salesforce/types.ts';
import { TRANSLATED_VERBS } from './lexicon/translations.ts';
import { nearestValues, picklistsOf, statusField } from './picklists.ts';
import type { Sentence } from './sentence.ts';
import type { FieldRef } from './vocabulary.ts';

/** Verbs with a meaning of their own, whatever values an org has. */
const OTHERWISE =
  /^(plan|open|draft|build|schedule|book|order|log|note|add|create|new|set|change|update|move|put|mark|show|list|find|delete|remove|cancel|send|call|review|need|hold|good|live)$/;

/** Short verbs, and those whose participle is a word of its own. */
const PAST: Readonly<Record<string, string>> = {
  sell: 'sold',
  lend: 'lent',
  rent: 'rented',
  ship: 'shipped',
  win: 'won',
  withdraw: 'withdrawn',
};

const PARTICIPLE = /(ed|en|own)$|^(sold|lent|sent|paid|lost|won|met|held)$/;

/** A value of a field of one of the org's own objects. */
export interface Standing extends FieldRef {
  value: string;
}

/** "Suspend", "reactivate": where the verb leads on the org's own objects, their status first. */
export function standingsBy(s: Sentence, verb: string): Standing[] {
  // "Failed visits": how they stand, and nothing to do.
  if (PARTICIPLE.test(verb)) return [];
  if ((verb.length < 5 && !PAST[verb] && !TRANSLATED_VERBS[verb]) || OTHERWISE.test(verb)) return [];
  return s.once(`value-verb:${verb}`, () =>
    [...s.vocabulary.objects.values()].flatMap((o) => {
      if (!o.name.endsWith('__c')) return [];
      const status = statusField(o);
      const first = status ? standingsOf(o.name, [status], verb) : [];
      return first.length > 0 ? first : standingsOf(o.name, picklistsOf(o), verb);
    }),
  );
}

function standingsOf(object: string, fields: readonly FieldDescribe[], verb: string): Standing[] {
  const state = TRANSLATED_VERBS[verb];
  const said = [
    ...(PAST[verb] ? [PAST[verb]] : []),
    ...(state === undefined ? [] : [state]),
    verb,
    verb.replace(/^re(?=..)/, ''),
  ].flatMap((v) => [v, v.replace(/ate$/, 'e')]);
  const found = fields.flatMap((field) => {
    const near = said.map((v) => nearestValues(field, v)).find((n) => n.length > 0) ?? [];
    const stands = /^(\w+(ed|en|wn|ive|t)|sold|won)$/i.test(near[0]?.value ?? '');
    return near.length === 1 && (stands || (state !== undefined && near[0]!.closeness === 2))
      ? [{ object, field: field.name, value: near[0]!.label }]
      : [];
  });
  return found.length === 1 ? found : [];
}

/** Whether the verb says where a record of the org's own objects stands from now on. */
export function isValueVerb(s: Sentence, at: number): boolean {
  return standingsBy(s, s.word(at)).length > 0;
}
