import type { Scalar } from '../salesforce/types.ts';

/** A value to write: a literal, a record that exists, or a record that an earlier operation of the plan creates. */
export type Value = Scalar | { $id: string; name?: string } | { $new: string };

/**
 * A typed change. `ids` are 18-character record ids after resolution.
 * `note` appends: its text is `set._text`. `convert` takes ConvertedStatus, AccountId, CreateOpportunity, OpportunityName, OwnerId,
 * `Opportunity.Amount`, `Opportunity.CloseDate`.
 */
export interface Operation {
  op: 'create' | 'update' | 'delete' | 'convert' | 'note';
  object: string;
  ids?: string[];
  set?: Record<string, Value>;
  /** Name by which later operations refer to the created record (`{ $new: ref }`). */
  ref?: string;
  /** Old values by record id, of every field in `set`: preview, conflict check, undo. */
  before?: Record<string, Record<string, Scalar>>;
  /** Display names by record id. */
  names?: Record<string, string>;
  /** The rep was shown a record like the new one and wants another. */
  allowDuplicate?: true;
  /** One line each: why this record, why this value. */
  why?: string[];
  /** The SOQL filter that the ids came from, for the audit trail. */
  filter?: string;
}

export interface CommandContext {
  /** Record page that is open. */
  recordId?: string | undefined;
  /** Records of the previous turn. */
  mentioned?: string[] | undefined;
  /** What the rep means by "my notes". */
  notes?: string | undefined;
  /** Text of the previous turn. */
  previous?: string | undefined;
}

export interface CommandInput {
  text: string;
  now: Date;
  /** IANA name, the rep's own calendar. */
  timeZone: string;
  context?: CommandContext | undefined;
}

export type ClarifySlot =
  | 'record'
  | 'field'
  | 'value'
  | 'user'
  | 'not-found'
  | 'duplicate'
  | 'scope'
  | 'source';

export interface Choice {
  /** What `answer {choice}` sends back: a record id, a picklist value, "yes"/"no". */
  value: string;
  label: string;
  /** What tells it apart: stage · amount · close date · owner. */
  detail?: string;
}

export interface PlanOutcome {
  kind: 'plan';
  ops: Operation[];
  /** Clauses that cannot be done, each a sentence. */
  flags: string[];
  /** Set when the policy wants the number of records typed before it runs (deletes, many records). */
  typeToConfirm?: number;
}

export interface ClarifyOutcome {
  kind: 'clarify';
  question: string;
  clarify: { slot: ClarifySlot; object?: string; field?: string; candidates?: string[] };
  choices: Choice[];
  /** Everything `answerQuestion` needs to go on; plain JSON, stored with the command, never shown. */
  dialogue: unknown;
  flags: string[];
}

export interface AnswerColumn {
  field: string;
  label: string;
  /** describe type, for formatting. */
  type: string;
}

export interface AnswerOutcome {
  kind: 'answer';
  headline: string;
  answer: {
    object?: string;
    ids?: string[];
    value?: number | string;
    rows?: { key: string; value: number }[];
    names?: string[];
  };
  columns: AnswerColumn[];
  /** `id` where the row is a record; cells in column order. */
  rows: { id?: string; cells: Scalar[] }[];
  flags: string[];
}

export interface RefuseOutcome {
  kind: 'refuse';
  /** unsafe: … | unsupported: … | not permitted: … */
  reason: string;
  /** One sentence why. */
  message: string;
  /** One sentence what to do instead. */
  instead: string;
}

export type Outcome = PlanOutcome | ClarifyOutcome | AnswerOutcome | RefuseOutcome;

/** What commands may write in one org; versioned and audited. */
export interface Policy {
  /** Objects that commands may write; a field list narrows, `'*'` means every field the user may edit. */
  writable: Record<string, '*' | string[]>;
  /** More records than this need the number typed. */
  confirmAbove: number;
  /** More records than this are refused. */
  maxRecords: number;
  allowDelete: boolean;
  followUp: 'Task' | 'Event' | 'NextStep';
  notes: 'ContentNote' | 'Note' | 'Task' | 'Description';
  /** The org's own words: synonym → label, API name or picklist value. */
  synonyms: Record<string, string>;
  /** How long a preview may be confirmed. */
  previewMinutes: number;
  /** How long a finished command may be taken back. */
  undoHours: number;
}

// ---- What the HTTP API answers (DESIGN §3): the outcome, plus what the panel shows. ----

export interface PreviewChange {
  field: string;
  label: string;
  /** Formatted for reading, in the rep's zone and the org's currency; null = empty. */
  before: string | null;
  after: string | null;
}

export interface PreviewRecord {
  op: Operation['op'];
  object: string;
  objectLabel: string;
  /** null for a record that will be created. */
  id: string | null;
  name: string;
  /** Record page, below the org's own host: `/lightning/r/Opportunity/006…/view`. */
  url: string | null;
  changes: PreviewChange[];
  why: string[];
}

/** Body of `POST /v1/commands/{id}/confirm`. */
export interface ConfirmRequest {
  /** The number that `typeToConfirm` asked for. */
  typed?: number | undefined;
  /** Places in `preview`, from 0, that the rep has taken out. */
  leaveOut?: number[] | undefined;
}

/** status of a command: `question` waits for an answer, `preview` for confirm, the rest is its fate. */
export type CommandStatus =
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

export interface RecordResult {
  /** Place in the receipt, from 0. */
  n: number;
  op: Operation['op'];
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
  /** Salesforce's reason in its own words, and what to do next. */
  reason?: string;
  next?: string;
}

export interface CommandView {
  id: string;
  text: string;
  createdAt: string;
  kind: Outcome['kind'];
  status: CommandStatus;
  headline: string;
  flags: string[];
  // kind plan
  ops?: Operation[];
  preview?: PreviewRecord[];
  /** The button says the effect: "Change 42 opportunities". */
  confirmLabel?: string;
  typeToConfirm?: number;
  progress?: { done: number; total: number; failed: number };
  /** Set while a running command waits (sign in again, request limit): it goes on by itself afterwards, or at once by `confirm`. */
  paused?: { code: string; message: string; actions: string[] };
  results?: RecordResult[];
  undo?: { available: boolean; until?: string; why?: string };
  // kind clarify
  question?: string;
  clarify?: ClarifyOutcome['clarify'];
  choices?: Choice[];
  // kind answer
  answer?: AnswerOutcome['answer'];
  columns?: AnswerColumn[];
  rows?: { id?: string; url?: string; cells: (string | null)[] }[];
  asOf?: string;
  // kind refuse
  refuse?: { reason: string; message: string; instead: string };
}
