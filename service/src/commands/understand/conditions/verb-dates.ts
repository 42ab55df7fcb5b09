import type { FieldDescribe, ObjectDescribe } from '../../../salesforce/types.ts';
import { wordsOf } from '../tokens.ts';

/** What ends or begins, in the languages of labels. */
const ENDS = /^(end|expir|laps|finish|conclud|run)/;
const END_LABEL = /\b(ends?|expir\w*|until|fin|bis)\b|ende$/;
const BEGINS = /^(start|begin|commenc|kick)/;
const START_LABEL = /\b(starts?|begins?|from|debut|ab|kickoff)\b|(beginn|start)$/;

/** Whether a label says that something begins or ends then. */
export const isStart = (label: string): boolean => START_LABEL.test(wordsOf(label));
export const isEnd = (label: string): boolean => END_LABEL.test(wordsOf(label));

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
  const label = ENDS.test(verb) ? END_LABEL : BEGINS.test(verb) ? START_LABEL : undefined;
  return label ? dates.filter((f) => label.test(wordsOf(f.label))) : [];
}

/** "Renewal" of "renew", "installation" of "install", "shipped" of "ship". */
function isOf(word: string, root: string): boolean {
  const bare = word.replace(/(?<=..)(ped|ned|ed|ing|e)$/, '');
  if (bare === root) return root.length > 2;
  return (
    root.length >= SHORTEST_ROOT &&
    /^(al|ment|ation|ion|y|ry|ery)$/.test(word.slice(root.length)) &&
    word.startsWith(root)
  );
}

/** Letters. */
const SHORTEST_ROOT = 4;
