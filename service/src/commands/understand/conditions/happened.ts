import { shift } from '../calendar.ts';
import type { Condition } from '../intents.ts';

/** Dates that Salesforce keeps of what has happened. */
const HAPPENED = /^(CreatedDate|LastModifiedDate|LastActivityDate|LastViewedDate)$/;

/** Days: a limit later than this is not said of a month or week that goes on. */
const GOES_ON = 31;

/** Days: a month and day that are further away have just been, rather than come. */
const JUST_BEEN = 300;

/**
 * "Created before November 20", "created in March": the last one that there was; none of them comes. "Due before November 20", said
 * on the 25th: five days ago, and not in a year.
 */
export function happened(condition: Condition, today: string): Condition {
  if (condition.kind !== 'days') return condition;
  const { path, from, to } = condition;
  const limit = from === undefined || to === undefined ? (from ?? to) : undefined;
  const ahead = HAPPENED.test(path)
    ? from === undefined
      ? to !== undefined && to > shift(today, GOES_ON, 'day')
      : from > today
    : limit !== undefined && limit > shift(today, JUST_BEEN, 'day');
  if (!ahead) return condition;
  return {
    ...condition,
    ...(from === undefined ? {} : { from: shift(from, -1, 'year') }),
    ...(to === undefined ? {} : { to: shift(to, -1, 'year') }),
  };
}
