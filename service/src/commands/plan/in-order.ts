import type { SObject } from '../../salesforce/types.ts';
import type { Session } from '../resolve/session.ts';
import { spokenDay } from '../understand/calendar.ts';
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

/** "Set it to closed won tomorrow": now, or on that day, which no command can wait for. */
export function askTooEarly(
  session: Session,
  object: string,
  set: Readonly<Record<string, Value>>,
  said: string,
): void {
  const { StageName: stage, CloseDate: day } = set;
  if (object !== 'Opportunity' || typeof stage !== 'string' || typeof day !== 'string') return;
  if (!/^closed\b/i.test(stage) || day <= session.calendar.today) return;
  if (/\b(clos(e|ing) date|dated?)\b/i.test(said)) return;
  const key = `early:${day}`;
  if (session.answerTo(key) === undefined)
    session.ask(
      key,
      `${spokenDay(day)} is still to come. Should it be ${stage} now, with that close date?`,
      { slot: 'value', object, field: 'CloseDate' },
      [{ value: 'yes', label: 'Yes, now' }],
    );
}
