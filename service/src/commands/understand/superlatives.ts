import type { ObjectDescribe } from '../../salesforce/types.ts';
import type { Order } from './intents.ts';
import { numberAt } from './numbers.ts';
import { amountField, dateField, hasField, sizeField } from './schema.ts';
import type { Sentence } from './sentence.ts';

const BY_AGE = /^(newest|latest|oldest|recent)$/;
/** By the day that the records have. */
const BY_DAY = /^(earliest|soonest)$/;
const BY_SIZE = /^(biggest|largest|smallest)$/;
/** Only of a field that is named: "the fewest beds". */
const BY_FIELD = /^(longest|shortest|fewest|least|most)$/;
const UPWARDS = /^(oldest|smallest|lowest|cheapest|earliest|soonest|shortest|fewest|least)$/;

/** Whether the smallest comes first. */
export const isUpwards = (superlative: string): boolean => UPWARDS.test(superlative);

/** What a superlative is by when no field is named: when it came in, its day, its size or its money. */
export function superlativeField(o: ObjectDescribe, word: string): string | undefined {
  if (BY_AGE.test(word)) return hasField(o, 'CreatedDate') ? 'CreatedDate' : undefined;
  if (BY_DAY.test(word)) return dateField(o)?.name;
  if (BY_FIELD.test(word)) return undefined;
  const size = BY_SIZE.test(word) ? sizeField(o) : undefined;
  return (size ?? amountField(o))?.name;
}

/** What has a day of its own may be the latest by that day or by when it was entered. */
const OWN_DAY: ReadonlySet<string> = new Set(['Task', 'Event']);

/** "Three biggest", "oldest", "top 5": how many of the records, by which field; one where no number is said. */
export function superlativeAt(
  s: Sentence,
  from: number,
  to: number,
  o: ObjectDescribe,
  plural: boolean,
): { end: number; count: number; order: Order } | undefined {
  const top = s.tokens[from]?.text === 'top';
  const number = plural ? numberAt(s.tokens, top ? from + 1 : from) : undefined;
  if (plural && (number?.unit !== 'plain' || number.end > to || number.value >= MOST)) return undefined;
  const at = number?.end ?? from;
  // "Biggest Loser Casting" is a name.
  const [big] = at < to && s.tokens[at]!.text === s.word(at) ? s.recognise('big', at, to)! : [];
  if (!big && !(top && number)) return undefined;
  const word = String(big?.value ?? 'biggest');
  const path = BY_AGE.test(word) && OWN_DAY.has(o.name) ? undefined : superlativeField(o, word);
  if (path === undefined) return undefined;
  return {
    end: big?.end ?? at,
    count: number?.value ?? 1,
    order: { path, descending: !isUpwards(word) },
  };
}

/** A number before a noun that is larger counts something else. */
const MOST = 100;
