import pg from 'pg';

export interface Listener {
  /** Resolves at the next notification with this payload, or after `timeoutMs`, whichever is first. */
  next(payload: string, timeoutMs: number): Promise<void>;
  close(): Promise<void>;
}

/** A server that restarts is back within seconds; waiters poll meanwhile. */
const RECONNECT_MS = 500;

/**
 * One connection that listens on `channel`. It is an accelerator only: while it is down, or behind a pooler that does not pass
 * notifications, `next` still returns after its timeout and the caller looks for itself.
 */
export function createListener(connectionString: string, channel: string): Listener {
  const waiting = new Map<string, Set<() => void>>();
  let client: pg.Client | undefined;
  let closed = false;
  let timer: NodeJS.Timeout | undefined;

  const wake = (payload: string): void => {
    for (const resume of waiting.get(payload) ?? []) resume();
  };

  async function connect(): Promise<void> {
    const attempt = new pg.Client({ connectionString, application_name: 'sayso listener', keepAlive: true });
    client = attempt;
    let down = false;
    const again = (): void => {
      if (down) return;
      down = true;
      attempt.removeAllListeners('notification');
      void attempt.end().catch(() => undefined);
      if (!closed) timer = setTimeout(() => void connect(), RECONNECT_MS);
    };
    attempt.on('error', again).on('end', again);
    attempt.on('notification', ({ payload }) => wake(payload ?? ''));
    try {
      await attempt.connect();
      await attempt.query(`listen ${pg.escapeIdentifier(channel)}`);
      // Whatever was said while nobody listened.
      for (const payload of waiting.keys()) wake(payload);
    } catch {
      again();
    }
  }
  const ready = connect();

  return {
    next(payload, timeoutMs) {
      return new Promise((resolve) => {
        const resume = (): void => {
          clearTimeout(timeout);
          const others = waiting.get(payload);
          others?.delete(resume);
          if (others?.size === 0) waiting.delete(payload);
          resolve();
        };
        const timeout = setTimeout(resume, timeoutMs);
        const others = waiting.get(payload) ?? new Set();
        waiting.set(payload, others.add(resume));
      });
    },
    async close() {
      closed = true;
      clearTimeout(timer);
      for (const payload of [...waiting.keys()]) wake(payload);
      await ready;
      await client?.end().catch(() => undefined);
    },
  };
}
