import type { SObject } from '../../salesforce/types.ts';
import type { Session } from '../resolve/session.ts';
import type { Value } from '../types.ts';

/** What begins is over later: a new start behind the end that stays, or an end before the start, is asked about. */
export function askBackwards(
  session: Session,
  object: string,
  set: Readonly<Record<string, Value>>,
  row: SObject = {},
): void {
  if (set['StartDate'] === undefined && set['EndDate'] === undefined) return;
  const [start, end] = ['StartDate', 'EndDate'].map((field) => set[field] ?? row[field]);
  if (typeof start !== 'string' || typeof end !== 'string' || start <= end) return;
  session.ask(
    `order:${object}`,
    `It would end on ${end}, before it starts on ${start}. Which days should it be?`,
    {
      slot: 'value',
      object,
      field: set['EndDate'] === undefined ? 'StartDate' : 'EndDate',
    },
  );
}
