/** One request that reached the org, as `/__sim/journal` reports it. Holds no token, body or secret. */
export interface JournalEntry {
  n: number;
  /** Org time at which the request was read, ISO 8601. */
  time: string;
  user: string | null;
  clientId: string | null;
  method: string;
  path: string;
  soql?: string;
  /** SOQL of the sub-requests of a Composite, Graph or Batch call, references filled in. */
  subqueries?: string[];
  /** Absent while the request is being answered; 0 when the connection was cut before a status line. */
  status?: number;
  /** Ids of the fault rules that touched the request. */
  faults?: string[];
}

export interface Journal {
  begin(entry: Omit<JournalEntry, 'n'>): JournalEntry;
  since(n: number): JournalEntry[];
  readonly size: number;
}

/** Entries kept; older ones go first, so that a long benchmark does not fill the memory. */
const CAPACITY = 100_000;

export function createJournal(): Journal {
  let entries: JournalEntry[] = [];
  let n = 0;
  return {
    begin(entry) {
      const numbered = { n: ++n, ...entry };
      entries.push(numbered);
      if (entries.length >= CAPACITY * 2) entries = entries.slice(-CAPACITY);
      return numbered;
    },
    // Numbers have no gaps, so the place of an entry follows from its number.
    since: (from) => entries.slice(Math.max(0, entries.length - (n - from))),
    get size() {
      return n;
    },
  };
}
