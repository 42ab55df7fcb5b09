/** At most `limit` holders per key at once; the others wait in order. */
export interface Slots {
  run<T>(key: string, work: () => Promise<T>): Promise<T>;
}

export function createSlots(limit: number): Slots {
  const taken = new Map<string, number>();
  const waiting = new Map<string, (() => void)[]>();

  async function enter(key: string): Promise<void> {
    const held = taken.get(key) ?? 0;
    if (held < limit) {
      taken.set(key, held + 1);
      return;
    }
    await new Promise<void>((admitted) => {
      const queue = waiting.get(key);
      if (queue) queue.push(admitted);
      else waiting.set(key, [admitted]);
    });
  }

  /** The slot passes to the first who waits, or becomes free. */
  function leave(key: string): void {
    const next = waiting.get(key)?.shift();
    if (next) return next();
    waiting.delete(key);
    const held = taken.get(key)! - 1;
    if (held === 0) taken.delete(key);
    else taken.set(key, held);
  }

  return {
    async run(key, work) {
      await enter(key);
      try {
        return await work();
      } finally {
        leave(key);
      }
    },
  };
}
