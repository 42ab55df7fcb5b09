import type { Clock } from './org.ts';

/** A clock that runs with the machine's, `start` being its first instant, and that tests push forward. */
export function createClock(start: Date = new Date()): Clock {
  let offsetMs = start.getTime() - Date.now();
  return {
    now: () => new Date(Date.now() + offsetMs),
    advance(seconds) {
      if (!Number.isFinite(seconds)) throw new RangeError('The clock moves by a number of seconds.');
      offsetMs += seconds * 1000;
    },
  };
}
