import type { Scalar } from '../schema/types.ts';
import type { Operand } from './operand.ts';
import { foldCase, sortKey } from './text.ts';
import { kindOf } from './value.ts';

/** Takes the values of one group; nulls do not count, and an aggregate of nothing is null (a count of nothing 0). */
export interface Accumulator {
  add(value: Scalar): void;
  result(): Scalar;
}

/** `name` is COUNT, COUNT_DISTINCT, SUM, AVG, MIN or MAX. */
export function createAccumulator<T>(name: string, operand: Operand<T>): Accumulator {
  switch (name) {
    case 'COUNT':
      return counter();
    case 'COUNT_DISTINCT':
      return distinct(kindOf(operand.type) === 'text');
    case 'SUM':
      return mean((sum) => sum);
    case 'AVG':
      return mean((sum, count) => sum / count);
    default:
      return extreme(name === 'MAX', sortKeyOf(operand));
  }
}

function counter(): Accumulator {
  let count = 0;
  return {
    add: (value) => {
      if (value !== null) count++;
    },
    result: () => count,
  };
}

function distinct(folded: boolean): Accumulator {
  const seen = new Set<Scalar>();
  return {
    add: (value) => {
      if (value !== null) seen.add(folded ? foldCase(value as string) : value);
    },
    result: () => seen.size,
  };
}

function mean(finish: (sum: number, count: number) => number): Accumulator {
  let sum = 0;
  let count = 0;
  return {
    add: (value) => {
      if (value === null) return;
      sum += value as number;
      count++;
    },
    result: () => (count === 0 ? null : finish(sum, count)),
  };
}

type Key = string | number;

function sortKeyOf<T>(operand: Operand<T>): (value: Scalar) => Key {
  if (operand.type === 'picklist' && operand.picklist.length > 0) {
    const places = new Map(operand.picklist.map((entry, place) => [entry.value, String.fromCharCode(place)]));
    const unlisted = String.fromCharCode(operand.picklist.length);
    return (value) => places.get(value as string) ?? unlisted + sortKey(value as string);
  }
  return kindOf(operand.type) === 'text' ? (value) => sortKey(value as string) : (value) => value as Key;
}

function extreme(largest: boolean, keyOf: (value: Scalar) => Key): Accumulator {
  let found: Scalar = null;
  let best: Key | undefined;
  return {
    add: (value) => {
      if (value === null) return;
      const key = keyOf(value);
      if (best !== undefined && (key === best || key < best === largest)) return;
      best = key;
      found = value;
    },
    result: () => found,
  };
}
