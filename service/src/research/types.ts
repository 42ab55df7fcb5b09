/** One row of an outside list: facts that may become fields of a record. */
export interface ListRow {
  name: string;
  website: string | null;
  industry: string | null;
  /** `Winter 2023` */
  batch: string | null;
  /** Further columns of a CSV or pasted table, by their heading. */
  columns?: Record<string, string>;
}

export interface OutsideList {
  /** Stable, e.g. `yc-winter-2023`. */
  id: string;
  /** For people, e.g. `Y Combinator Winter 2023`. */
  title: string;
  rows: ListRow[];
  /** Where it came from, for the explanation: a host, a file name, `pasted text`. */
  origin: string;
}

/** Something that knows outside lists by the words that name them. */
export interface ListSource {
  /**
   * The list that the words name; undefined when it is none of this source's.
   * @throws SaysoError `list_unavailable` when it is, but cannot be read now
   */
  find(words: string): Promise<OutsideList | undefined>;
}

/** Every source that is set up. */
export interface Research extends ListSource {
  /** Names of lists that words name by their very title, beside those known by their form ("YC W23"). */
  names(): string[];
}
