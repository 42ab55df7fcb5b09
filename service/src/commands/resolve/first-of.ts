import type { ObjectDescribe, Scalar, SObject } from '../../salesforce/types.ts';
import type { Order } from '../understand/intents.ts';
import { wordsOf } from '../understand/tokens.ts';
import { choicesOf } from './choices.ts';
import { valueAt, type Session } from './session.ts';

/** The first so many by a field; of those that are alike at the border the rep names which one still counts. */
export async function firstOf(
  session: Session,
  object: ObjectDescribe,
  rows: readonly SObject[],
  order: Order,
  count: number,
  said: string,
): Promise<SObject[]> {
  const key = (row: SObject) => valueAt(row, order.path)!;
  const sorted = inOrder(rows, order);
  const border = sorted[count - 1];
  if (!border || sorted.length === count || key(sorted[count]!) !== key(border))
    return sorted.slice(0, count);
  let alike = sorted.filter((row) => key(row) === key(border));
  const before = sorted.slice(0, sorted.indexOf(alike[0]!));
  while (before.length < count) {
    const asked = `alike:${before.length}:${wordsOf(said)}`;
    const chosen = alike.find((row) => row.Id === session.answerTo(asked));
    if (!chosen)
      session.ask(
        asked,
        `${alike.length} of them are alike, and not all count as "${said}". Which one does?`,
        { slot: 'record', object: object.name, candidates: alike.slice(0, 50).map((row) => String(row.Id)) },
        await choicesOf(session, object, alike),
      );
    before.push(chosen);
    alike = alike.filter((row) => row !== chosen);
  }
  return before;
}

/** The records that have a value, by it. */
export function inOrder(rows: readonly SObject[], { path, descending }: Order): SObject[] {
  const sign = descending ? -1 : 1;
  return rows
    .filter((row) => valueAt(row, path) !== null)
    .sort((a, b) => sign * compare(valueAt(a, path)!, valueAt(b, path)!));
}

function compare(a: NonNullable<Scalar>, b: NonNullable<Scalar>): number {
  return a === b ? 0 : a < b ? -1 : 1;
}
