import type { ObjectDescribe, SObject } from '../../salesforce/types.ts';
import type { Session } from '../resolve/session.ts';
import type { Value } from '../types.ts';
import { instantOf, shift, spokenDay } from '../understand/calendar.ts';
import type { Assignment } from '../understand/intents.ts';

const MINUTES_A_DAY = 24 * 60;

/** Whether the assignment gives a meeting another day or hour. */
export function movesEvent(object: ObjectDescribe, { fields, value, change }: Assignment): boolean {
  return (
    object.name === 'Event' &&
    (value.date !== undefined || value.minutes !== undefined || change?.by === 'shift') &&
    (fields.length === 0 || fields.some((f) => f.field === 'StartDateTime' || f.field === 'ActivityDate'))
  );
}

/** A meeting keeps its length and, when only a day is said, its time of day. */
export function moveEvent(session: Session, row: SObject, assignment: Assignment): Record<string, Value> {
  const zone = session.calendar.zone;
  const start = new Date(String(row['StartDateTime']));
  const end = new Date(String(row['EndDateTime']));
  const parts = new Intl.DateTimeFormat('en-CA', {
    timeZone: zone,
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  }).formatToParts(start);
  const part = (type: string) => parts.find((p) => p.type === type)!.value;
  const stored = `${part('year')}-${part('month')}-${part('day')}`;
  const change = assignment.change?.by === 'shift' ? assignment.change : undefined;
  const later = change?.unit === 'minute' ? change.count : 0;
  const clock = (assignment.value.minutes ?? Number(part('hour')) * 60 + Number(part('minute'))) + later;
  const said =
    change && change.unit !== 'minute'
      ? shift(stored, change.count, change.unit)
      : (assignment.value.date?.day ?? stored);
  const day = shift(said, Math.floor(clock / MINUTES_A_DAY), 'day');
  const minutes = clock - Math.floor(clock / MINUTES_A_DAY) * MINUTES_A_DAY;
  if (day < session.calendar.today)
    session.ask('value:Event.StartDateTime:past', `${spokenDay(day)} is over. Which day should it be?`, {
      slot: 'value',
      object: 'Event',
      field: 'StartDateTime',
    });
  const from = instantOf(day, minutes, zone);
  const length = (end.getTime() - start.getTime()) / 60_000;
  return {
    StartDateTime: from,
    EndDateTime: instantOf(day, minutes + (Number.isFinite(length) && length > 0 ? length : 60), zone),
  };
}
