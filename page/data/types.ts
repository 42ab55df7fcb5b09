/** What the server hands the shell: display texts in the user's locale, and where they lead. */

export interface Cell {
  label: string;
  /** describe type of the field. */
  type: string;
  /** '' for an empty field. */
  text: string;
  /** Record page or address that the text leads to. */
  url?: string;
}

export interface Column {
  field: string;
  label: string;
  type: string;
  /** Numbers stand at the right. */
  alignRight: boolean;
}

export interface RowView {
  id: string;
  url: string;
  cells: Cell[];
  /** Values to sort by, in column order. */
  keys: (string | number)[];
}

export interface ListView {
  object: string;
  label: string;
  labelPlural: string;
  icon: string;
  title: string;
  columns: Column[];
  rows: RowView[];
  /** More rows exist than are shown. */
  truncated: boolean;
}

export interface Section {
  label: string;
  fields: (Cell & { field: string })[];
}

export interface PathStep {
  label: string;
  state: 'complete' | 'current' | 'incomplete' | 'won' | 'lost';
}

export interface Activity {
  id: string;
  url: string;
  subject: string;
  icon: string;
  kind: 'task' | 'call' | 'event' | 'email';
  /** Display date; '' without one. */
  date: string;
  overdue: boolean;
  closed: boolean;
  /** One weak line: status, who, owner. */
  detail: string;
  description: string;
}

export interface RecordView {
  id: string;
  object: string;
  objectLabel: string;
  icon: string;
  name: string;
  highlights: (Cell & { field: string })[];
  path: PathStep[];
  sections: Section[];
  related: ListView[];
  /** Absent for objects without activities. */
  activities?: { open: Activity[]; history: Activity[] };
}

export interface HomeView {
  greeting: string;
  lists: ListView[];
}

export interface SearchResult {
  id: string;
  url: string;
  icon: string;
  name: string;
  /** What it is, and what tells it apart. */
  detail: string;
}

/** What the server knows of the signed-in user when it serves the page. */
export interface PageContext {
  orgId: string;
  orgName: string;
  appLabel: string;
  userId: string;
  userName: string;
  username: string;
  userTitle: string | null;
  /** BCP 47 language, e.g. `de`. */
  language: string;
  /** BCP 47 locale, e.g. `de-DE`. */
  locale: string;
  /** IANA name. */
  timeZone: string;
  /** ISO 4217 code of the org. */
  currency: string;
  customPermissions: string[];
  tabs: Tab[];
  utilities: Utility[];
  /** Custom tabs by API name. */
  customTabs: Record<string, { label: string; component: string }>;
  /** Custom labels in the user's language; the default text stands in for a missing one. */
  labels: Record<string, string>;
}

export interface Tab {
  label: string;
  /** Path below the org's own host. */
  url: string;
  /** API name of the object whose pages belong to this tab. */
  object?: string;
}

/** One item of the utility bar, as the app's FlexiPage has it. */
export interface Utility {
  id: string;
  /** Component name, e.g. `saysoPanel`. */
  component: string;
  label: string;
  icon: string;
  /** Pixels. */
  width: number;
  height: number;
  /** Load with the page instead of on first opening. */
  eager: boolean;
}
