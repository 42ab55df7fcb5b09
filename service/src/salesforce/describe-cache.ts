/** A value as Salesforce last sent it, with what a conditional request needs. */
export interface Cached {
  value: unknown;
  lastModified: string | undefined;
  checkedAt: number;
}

/**
 * Describes and the user's own record, per org and user: field-level security makes them differ between users.
 * Shared by all requests of a replica; nothing depends on it being there.
 */
export interface DescribeCache {
  get(key: string): Cached | undefined;
  set(key: string, entry: Cached): void;
  /** Joins callers that ask for the same thing at once. */
  once<T>(key: string, load: () => Promise<T>): Promise<T>;
}

/** A describe is 50–300 kB parsed; this keeps a replica's cache below a few hundred MB. */
const MAX_ENTRIES = 1_000;

export function createDescribeCache(): DescribeCache {
  const entries = new Map<string, Cached>();
  const loading = new Map<string, Promise<unknown>>();
  return {
    get(key) {
      const entry = entries.get(key);
      if (entry === undefined) return undefined;
      // Map order is age of last use.
      entries.delete(key);
      entries.set(key, entry);
      return entry;
    },
    set(key, entry) {
      entries.delete(key);
      entries.set(key, entry);
      if (entries.size > MAX_ENTRIES) entries.delete(entries.keys().next().value!);
    },
    once<T>(key: string, load: () => Promise<T>): Promise<T> {
      const running = loading.get(key) as Promise<T> | undefined;
      if (running) return running;
      const started = load().finally(() => loading.delete(key));
      loading.set(key, started);
      return started;
    },
  };
}
