import type { Row } from '../../simulator/src/schema/types.ts';
import { cellOf, dateOf, dateTimeOf, recordUrl, type Reader } from './format.ts';
import type { Activity } from './types.ts';

interface Timeline {
  open: Activity[];
  history: Activity[];
}

type Dated = Activity & { at: string };

/** Tasks and events of a record: what lies ahead by date, what is done newest first. */
export function activitiesOf(reader: Reader, by: 'WhatId' | 'WhoId', id: string): Timeline {
  const { source, timeZone } = reader;
  const today = dayIn(timeZone, source.now);
  const now = source.now.toISOString();
  const all: Dated[] = [];
  if (source.object('Task'))
    for (const row of source.referencing('Task', by, id)) all.push(taskOf(reader, row, today));
  if (source.object('Event'))
    for (const row of source.referencing('Event', by, id)) all.push(eventOf(reader, row, now));
  const byTime = (a: Dated, b: Dated) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0);
  return {
    open: all
      .filter(({ closed }) => !closed)
      .sort(byTime)
      .map(plain),
    history: all
      .filter(({ closed }) => closed)
      .sort((a, b) => byTime(b, a))
      .map(plain),
  };
}

/** `YYYY-MM-DD` of an instant on a calendar. */
export function dayIn(timeZone: string, instant: Date): string {
  return new Intl.DateTimeFormat('en-CA', {
    timeZone,
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
  }).format(instant);
}

function taskOf(reader: Reader, row: Row, today: string): Dated {
  const day = typeof row['ActivityDate'] === 'string' ? row['ActivityDate'] : '';
  const closed = row['IsClosed'] === true;
  const kind = row['TaskSubtype'] === 'Call' ? 'call' : row['TaskSubtype'] === 'Email' ? 'email' : 'task';
  return {
    id: String(row['Id']),
    url: recordUrl('Task', String(row['Id'])),
    subject: String(row['Subject'] ?? 'Task'),
    icon: { call: 'standard:log_a_call', email: 'standard:email', task: 'standard:task' }[kind],
    kind,
    date: day === '' ? '' : dateOf(reader.locale, day),
    overdue: !closed && day !== '' && day < today,
    closed,
    detail: line(reader, 'Task', row, ['Status', 'WhoId', 'WhatId', 'OwnerId']),
    description: String(row['Description'] ?? ''),
    at: day,
  };
}

function eventOf(reader: Reader, row: Row, now: string): Dated {
  const start = String(row['StartDateTime'] ?? '');
  const end = String(row['EndDateTime'] ?? start);
  return {
    id: String(row['Id']),
    url: recordUrl('Event', String(row['Id'])),
    subject: String(row['Subject'] ?? 'Event'),
    icon: 'standard:event',
    kind: 'event',
    date: start === '' ? '' : dateTimeOf(reader.locale, reader.timeZone, start),
    overdue: false,
    closed: end !== '' && end < now,
    detail: line(reader, 'Event', row, ['Location', 'WhoId', 'WhatId', 'OwnerId']),
    description: String(row['Description'] ?? ''),
    at: start,
  };
}

function line(reader: Reader, objectName: string, row: Row, fields: string[]): string {
  const object = reader.source.object(objectName)!;
  return fields
    .flatMap((name) => object.fields.get(name.toLowerCase()) ?? [])
    .map((field) => cellOf(reader, object, field, row).text)
    .filter((text) => text !== '')
    .join(' · ');
}

function plain({ at: _, ...activity }: Dated): Activity {
  return activity;
}
