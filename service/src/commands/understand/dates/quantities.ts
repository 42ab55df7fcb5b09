import type { Unit } from '../calendar.ts';
import { numberAt } from '../numbers.ts';
import type { Token } from '../tokens.ts';
import { Reader, UNITS } from './reader.ts';

/** A count of units: "3 weeks", "a week", "a couple of days", "a fortnight". */
export function quantityAt(
  tokens: readonly Token[],
  i: number,
): { end: number; count: number; unit: Unit } | undefined {
  const r = new Reader(tokens, i);
  let count: number | undefined;
  if (r.take('a', 'couple', 'of') || r.take('a', 'couple') || r.take('couple', 'of')) count = 2;
  else if (r.take('one', 'more') || r.take('one')) count = 1;
  else if (r.takeOne(['another', 'a', 'an']) && UNITS[r.word]) count = 1;
  else {
    if (/^(another|an)$/.test(tokens[i]?.word ?? '')) r.takeOne(['extra', 'additional']);
    const number = numberAt(tokens, r.i === i ? i : r.i);
    if (
      !number ||
      (number.unit !== 'plain' && number.unit !== 'ordinal') ||
      !Number.isInteger(number.value) ||
      number.value > 1000
    )
      return undefined;
    if (number.unit === 'ordinal') return undefined;
    count = number.value;
    r.i = number.end;
  }
  r.take('more');
  r.take('calendar');
  const word = r.word;
  const unit = UNITS[word];
  if (!unit || (word === 'week' && r.peek(1) === 'day')) return undefined;
  return { end: r.i + 1, count: word.startsWith('fortnight') ? count * 2 : count, unit };
}
