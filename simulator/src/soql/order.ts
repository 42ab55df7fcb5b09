import type { OrderItem } from './ast.ts';
import { queryError } from './errors.ts';
import type { Operand, Resolve } from './operand.ts';
import type { Scope } from './resolve.ts';
import { foldCase, sortKey } from './text.ts';
import { kindOf } from './value.ts';

type Key = string | number | null;

interface Column<T> {
  key(subject: T): Key;
  descending: boolean;
  nullsLast: boolean;
}

export type Sort<T> = (subjects: T[], keep: number) => T[];

/**
 * Compiles ORDER BY. Nulls come first unless NULLS LAST, ascending or descending; texts order by their upper-cased form, picklists in
 * definition order with unlisted values after; ties stay in the order they came in.
 */
export function compileOrder<T>(
  items: readonly OrderItem[],
  scope: Scope,
  resolve: Resolve<T>,
): Sort<T> | null {
  if (items.length === 0) return null;
  const columns = items.map((item): Column<T> => {
    const operand = resolve(item.expression);
    if (operand.field && !operand.field.sortable) {
      throw queryError(
        scope.soql,
        operand.at,
        'INVALID_FIELD',
        `field '${operand.name}' can not be sorted in a query call`,
      );
    }
    return { key: keyOf(operand), descending: item.descending, nullsLast: item.nulls === 'last' };
  });
  return (subjects, keep) => sortBy(subjects, columns, keep);
}

function keyOf<T>(operand: Operand<T>): (subject: T) => Key {
  const { get } = operand;
  if (operand.type === 'boolean') return (subject) => (get(subject) === true ? 1 : 0);
  if (kindOf(operand.type) !== 'text') return (subject) => get(subject) as Key;
  if (operand.type === 'picklist' && operand.picklist.length > 0) {
    const places = new Map(
      operand.picklist.map((entry, place) => [foldCase(entry.value), String.fromCharCode(place)]),
    );
    const unlisted = String.fromCharCode(operand.picklist.length);
    return (subject) => {
      const value = get(subject) as string | null;
      return value === null ? null : (places.get(foldCase(value)) ?? unlisted + sortKey(value));
    };
  }
  return (subject) => {
    const value = get(subject);
    return value === null ? null : sortKey(value as string);
  };
}

function sortBy<T>(subjects: T[], columns: readonly Column<T>[], keep: number): T[] {
  // Later columns matter only between ties, so their keys are made when first asked for.
  const known = columns.map(() => new Array<Key | undefined>(subjects.length));
  const keyAt = (i: number, place: number): Key => {
    const keys = known[i]!;
    const key = keys[place];
    return key !== undefined ? key : (keys[place] = columns[i]!.key(subjects[place]!));
  };
  const compare = (a: number, b: number): number => {
    for (let i = 0; i < columns.length; i++) {
      const difference = compareKeys(keyAt(i, a), keyAt(i, b), columns[i]!);
      if (difference !== 0) return difference;
    }
    return a - b;
  };
  return smallest(subjects.length, compare, keep).map((place) => subjects[place]!);
}

function compareKeys<T>(a: Key, b: Key, column: Column<T>): number {
  if (a === b) return 0;
  if (a === null) return column.nullsLast ? 1 : -1;
  if (b === null) return column.nullsLast ? -1 : 1;
  return a < b === column.descending ? 1 : -1;
}

/** The `keep` smallest of 0…count-1 in order: a full sort, or a bounded heap when few of many are wanted. */
function smallest(count: number, compare: (a: number, b: number) => number, keep: number): number[] {
  if (keep * 8 > count) {
    return Array.from({ length: count }, (_, place) => place)
      .sort(compare)
      .slice(0, keep);
  }
  if (keep === 0) return [];
  const heap: number[] = [];
  for (let place = 0; place < count; place++) {
    if (heap.length < keep) {
      heap.push(place);
      siftUp(heap, compare);
    } else if (compare(place, heap[0]!) < 0) {
      heap[0] = place;
      siftDown(heap, compare);
    }
  }
  return heap.sort(compare);
}

function siftUp(heap: number[], compare: (a: number, b: number) => number): void {
  for (let i = heap.length - 1; i > 0; ) {
    const above = (i - 1) >> 1;
    if (compare(heap[i]!, heap[above]!) <= 0) return;
    [heap[i], heap[above]] = [heap[above]!, heap[i]!];
    i = above;
  }
}

function siftDown(heap: number[], compare: (a: number, b: number) => number): void {
  for (let i = 0; ; ) {
    let largest = i;
    for (const child of [2 * i + 1, 2 * i + 2]) {
      if (child < heap.length && compare(heap[child]!, heap[largest]!) > 0) largest = child;
    }
    if (largest === i) return;
    [heap[i], heap[largest]] = [heap[largest]!, heap[i]!];
    i = largest;
  }
}
