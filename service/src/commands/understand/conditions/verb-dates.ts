import type { FieldDescribe, ObjectDescribe } from '../../../salesforce/types.ts';
import { dateField } from '../schema.ts';
import { wordsOf } from '../tokens.ts';

/** What ends or begins, in the languages of labels. */
const ENDS = /^(end|expir|laps|finish|conclud|run)/;
const END_LABEL = /\b(ends?|expir\w*|until|fin|bis)\b|ende$/;
const BEGINS = /^(start|begin|commenc|kick)/;
const START_LABEL = /\b(starts?|begins?|from|debut|ab|kickoff)\b|(beginn|start)$/;

const ARRIVES = /^(arriv|land|reach)/;
const ARRIVAL_LABEL = /\b(eta|arrivals?|ankunft|arrivee|liefertermin|livraison|delivery)\b/;
const LEAVES = /^(leav|depart|dispatch|ship)/;
const DEPARTURE_LABEL =
  /\b(etd|departures?|dispatch|ship|shipping|shipment|abfahrt|versand|depart|expedition)\b/;

/** Whether a label says that something begins or ends then. */
export const isStart = (label: string): boolean => START_LABEL.test(wordsOf(label));
export const isEnd = (label: string): boolean => END_LABEL.test(wordsOf(label));

/** The day of a record: the only one that it has, or when what takes place at an hour begins. */
export function dayField(o: ObjectDescribe): FieldDescribe | undefined {
  const hours = o.fields.filter((f) => f.custom && f.type === 'datetime');
  const begins = hours.filter((f) => isStart(f.label));
  const spans = hours.length === 2 && begins.length === 1 && hours.some((f) => isEnd(f.label));
  return dateField(o) ?? (spans ? begins[0] : undefined);
}

/** The dates of the org's own that a verb names: "renewing" the renewal date, "expires" the end. */
export function datesOf(o: ObjectDescribe, verb: string): FieldDescribe[] {
  const dates = o.fields.filter((f) => f.type.startsWith('date') && f.custom);
  const root = verb.replace(/(?<=..)(ped|ned|ed|es|s|ing|e|d)$/, '');
  const named = dates.filter((f) =>
    wordsOf(f.label)
      .split(' ')
      .some((word) => isOf(word, root)),
  );
  if (named.length > 0) return named;
  const [, label] = FAMILIES.find(([verbs]) => verbs.test(verb)) ?? [];
  return label ? dates.filter((f) => label.test(wordsOf(f.label))) : [];
}

/** Verbs, and what the labels of their dates say. */
const FAMILIES: readonly (readonly [verbs: RegExp, label: RegExp])[] = [
  [ENDS, END_LABEL],
  [BEGINS, START_LABEL],
  [ARRIVES, ARRIVAL_LABEL],
  [LEAVES, DEPARTURE_LABEL],
];

/** "Renewal" of "renew", "installation" of "install", "shipped" of "ship". */
function isOf(word: string, root: string): boolean {
  const bare = word.replace(/(?<=..)(ped|ned|ed|ing|e)$/, '');
  const single = root.replace(/(.)\1$/, '$1');
  if (bare === root || bare === single) return root.length > 2;
  return (
    root.length >= SHORTEST_ROOT &&
    /^(al|ment|ation|ion|y|ry|ery)$/.test(word.slice(root.length)) &&
    word.startsWith(root)
  );
}

/** Letters. */
const SHORTEST_ROOT = 4;
