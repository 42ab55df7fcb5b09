import type { Row } from '../../simulator/src/schema/types.ts';
import type { Reader } from './format.ts';
import type { HomeView, ListView } from './types.ts';
import { listOf } from './views.ts';

/** As many as fit above the fold together. */
const MOST_ROWS = 8;

/** The home page: what closes soonest and what is due, of the user's own. */
export function homeView(reader: Reader, firstName: string): HomeView {
  return {
    greeting: `${partOfDay(reader)}, ${firstName}`,
    lists: [
      ...own(reader, 'Opportunity', 'CloseDate', 'My Open Opportunities, Closing Next', [
        'Name',
        'AccountId',
        'StageName',
        'Amount',
        'CloseDate',
      ]),
      ...own(reader, 'Task', 'ActivityDate', 'My Open Tasks, Due Next', [
        'Subject',
        'ActivityDate',
        'Priority',
        'WhoId',
        'WhatId',
      ]),
    ],
  };
}

function own(reader: Reader, name: string, dateField: string, title: string, columns: string[]): ListView[] {
  const object = reader.source.object(name);
  if (!object) return [];
  const rows: Row[] = [];
  for (const row of reader.source.referencing(name, 'OwnerId', reader.source.userId))
    if (row['IsClosed'] !== true) rows.push(row);
  const date = (row: Row) => String(row[dateField] ?? '9999');
  rows.sort((a, b) => (date(a) < date(b) ? -1 : 1));
  return [listOf(reader, object, columns, rows.slice(0, MOST_ROWS), title)];
}

function partOfDay({ timeZone, source }: Reader): string {
  const clock = new Intl.DateTimeFormat('en', { hour: 'numeric', hourCycle: 'h23', timeZone });
  const hour = Number(clock.format(source.now));
  return hour < 12 ? 'Good morning' : hour < 18 ? 'Good afternoon' : 'Good evening';
}
