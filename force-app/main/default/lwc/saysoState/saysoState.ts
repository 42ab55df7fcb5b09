/* A command as the service describes it, and what the panel shows for it. */

export interface Change {
  field: string;
  label: string;
  before: string | null;
  after: string | null;
}

export interface PreviewRecord {
  op: 'create' | 'update' | 'delete' | 'convert' | 'note';
  object: string;
  objectLabel: string;
  id: string | null;
  name: string;
  url: string | null;
  changes: Change[];
  why: string[];
}

export interface RecordResult {
  n: number;
  object: string;
  objectLabel: string;
  id: string | null;
  name: string;
  url: string | null;
  outcome:
    | 'changed'
    | 'created'
    | 'deleted'
    | 'converted'
    | 'noted'
    | 'unchanged'
    | 'skipped'
    | 'conflict'
    | 'refused'
    | 'undone'
    | 'not-run';
  reason?: string;
  next?: string;
}

export interface Choice {
  value: string;
  label: string;
  detail?: string;
}

export interface Column {
  field: string;
  label: string;
  type: string;
}

export interface AnswerRow {
  id?: string;
  url?: string;
  cells: (string | null)[];
}

export interface Command {
  id: string;
  text: string;
  createdAt: string;
  status:
    | 'question'
    | 'preview'
    | 'answered'
    | 'refused'
    | 'cancelled'
    | 'expired'
    | 'running'
    | 'cancelling'
    | 'done'
    | 'failed'
    | 'undoing'
    | 'undone';
  headline: string;
  flags: string[];
  preview?: PreviewRecord[];
  confirmLabel?: string;
  typeToConfirm?: number;
  progress?: { done: number; total: number; failed: number };
  paused?: { code: string; message: string; actions: string[] };
  results?: RecordResult[];
  undo?: { available: boolean; until?: string; why?: string };
  question?: string;
  clarify?: { object?: string };
  choices?: Choice[];
  answer?: { object?: string };
  columns?: Column[];
  rows?: AnswerRow[];
  asOf?: string;
  refuse?: { reason: string; message: string; instead: string };
}

export interface Connection {
  status: 'connected' | 'reconnect_required' | 'not_connected';
  reason?: string;
  since?: string | null;
  /** What will end the connection if nobody acts. */
  warning?: string;
  userName?: string;
  orgName?: string;
}

export type View = 'question' | 'preview' | 'running' | 'receipt' | 'answer' | 'refusal' | 'idle';

const VIEWS: Record<Command['status'], View> = {
  question: 'question',
  preview: 'preview',
  answered: 'answer',
  refused: 'refusal',
  cancelled: 'idle',
  expired: 'idle',
  running: 'running',
  cancelling: 'running',
  undoing: 'running',
  done: 'receipt',
  failed: 'receipt',
  undone: 'receipt'
};

export function viewOf(command: Command): View {
  // A command that was stopped half-way has done something, and says what.
  if (command.status === 'cancelled' && command.results?.length) return 'receipt';
  return VIEWS[command.status];
}

/** Codes that mean "sign in first": the panel shows Connect and keeps the command waiting. */
export function needsConnection(code: string | undefined): boolean {
  return code === 'not_connected' || code === 'reconnect_required';
}

/** The service looks back at no more records than this. */
const MOST_RECORDS = 200;

/** Ids of the records a command was about, for "them" and "it" in the next one. */
export function recordsOf(command: Command): string[] {
  const ids = [...(command.results ?? []), ...(command.preview ?? []), ...(command.rows ?? [])].map(({ id }) => id);
  return [...new Set(ids.filter((id): id is string => Boolean(id)))].slice(0, MOST_RECORDS);
}
