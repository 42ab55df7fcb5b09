import type { ApiUsage, Clock } from './org.ts';

const MINUTE_MS = 60_000;
/** The window of the daily limit rolls. */
const WINDOW_MINUTES = 24 * 60;
/** Daily calls of a full sandbox: an org for trials and tests must not run dry by itself. */
const FULL_SANDBOX = 5_000_000;

export interface CountedUsage extends ApiUsage {
  count(): void;
}

/** `max` 0 = that of a full sandbox. */
export function createUsage(clock: Clock, max: number): CountedUsage {
  const minutes: { minute: number; calls: number }[] = [];
  let total = 0;

  function forget(now: number): void {
    while (minutes.length > 0 && minutes[0]!.minute <= now - WINDOW_MINUTES) total -= minutes.shift()!.calls;
  }
  const minute = () => Math.floor(clock.now().getTime() / MINUTE_MS);

  return {
    max: max || FULL_SANDBOX,
    used() {
      forget(minute());
      return total;
    },
    count() {
      const now = minute();
      forget(now);
      const last = minutes.at(-1);
      if (last?.minute === now) last.calls += 1;
      else minutes.push({ minute: now, calls: 1 });
      total += 1;
    },
  };
}
