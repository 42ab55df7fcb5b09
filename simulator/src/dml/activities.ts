import type { Store } from '../store/store.ts';
import type { Row } from '../schema/types.ts';

/** Days that the world file gave as last activity although no activity record says so; they count on. */
const seeded = new WeakMap<Store, Map<string, string>>();

const REFERENCES = ['WhatId', 'WhoId', 'AccountId'] as const;

const HOLDERS: Record<string, string> = {
  '001': 'Account',
  '003': 'Contact',
  '006': 'Opportunity',
  '00Q': 'Lead',
  '500': 'Case',
  '701': 'Campaign',
};

/**
 * Sets `LastActivityDate` of everything that an activity hangs on: the latest due date of a closed task or date of an event.
 * Called with the states of the activity before and after a save or delete.
 */
export function touchActivityDates(store: Store, ...states: (Row | undefined)[]): void {
  const ids = new Set<string>();
  for (const state of states)
    for (const field of REFERENCES) if (typeof state?.[field] === 'string') ids.add(state[field]);
  for (const id of ids) setActivityDate(store, id);
}

/** After a world is loaded: computes the date where the file does not say it, remembers it where it does. */
export function refreshActivityDates(store: Store, unsaid: ReadonlySet<string>): void {
  const dates = new Map<string, string>();
  seeded.set(store, dates);
  for (const object of new Set(Object.values(HOLDERS)))
    for (const row of store.rows(object)) {
      if (typeof row.LastActivityDate === 'string') dates.set(row.Id as string, row.LastActivityDate);
    }
  for (const id of unsaid) setActivityDate(store, id);
}

function setActivityDate(store: Store, id: string): void {
  const object = HOLDERS[id.slice(0, 3)];
  if (object === undefined) return;
  const row = store.get(object, id);
  if (row === undefined || row.IsDeleted === true || row.LastActivityDate === undefined) return;
  let latest = seeded.get(store)?.get(id) ?? null;
  for (const field of REFERENCES)
    for (const activity of ['Task', 'Event'])
      for (const { IsClosed: closed, ActivityDate: day } of store.findBy(activity, field, id))
        if (
          typeof day === 'string' &&
          (activity === 'Event' || closed === true) &&
          (latest === null || day > latest)
        )
          latest = day;
  if (latest !== row.LastActivityDate) store.put(object, { ...row, LastActivityDate: latest });
}
