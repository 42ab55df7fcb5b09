import type { FieldDescribe, ObjectDescribe, SObject } from '../../salesforce/types.ts';
import { clockAt, instantOf, spokenDay } from '../understand/calendar.ts';
import type { Said } from '../understand/sentence.ts';
import type { Session } from './session.ts';
import { valueAt } from './session.ts';
import { asks, type Written } from './written.ts';

/** A day and an hour in the rep's zone; of the two the one that was not said stays as it is stored. */
export function instantFor(
  session: Session,
  object: ObjectDescribe,
  field: FieldDescribe,
  said: Said,
  row: SObject | undefined,
): Written {
  const { zone } = session.calendar;
  const stored = row && valueAt(row, field.name);
  const before = typeof stored === 'string' ? clockAt(stored, zone) : undefined;
  const day = said.date?.day ?? (said.minutes === undefined ? undefined : before?.day);
  if (day === undefined)
    asks(
      session,
      object,
      field,
      said.text,
      `Which day and time is "${said.text}"? I need it for ${field.label}.`,
    );
  const minutes = said.minutes ?? before?.minutes;
  if (minutes === undefined)
    asks(session, object, field, said.text, `At what time is ${field.label}, ${spokenDay(day)}?`);
  return {
    field: field.name,
    value: instantOf(day, minutes, zone),
    why: `${said.text} = ${spokenDay(day)}, ${clock(minutes)} in ${zone}`,
  };
}

export function clock(minutes: number): string {
  return `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`;
}
