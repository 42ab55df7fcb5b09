import type { Scalar } from '../../salesforce/types.ts';
import type { Said } from './sentence.ts';
import type { FieldRef } from './vocabulary.ts';

/** What a clause asks for: plain JSON, before any record is looked up. A language model may produce the same shapes. */
export type Intent =
  | { kind: 'update'; target: Target; assignments: Assignment[]; when?: Condition[] }
  | {
      kind: 'create';
      object: string;
      name?: string;
      also?: string[];
      properties: Property[];
      target?: Target;
      /** Called as the company that the clauses before tell of: "register the company as an account". */
      told?: true;
    }
  | { kind: 'delete'; target: Target }
  /** `whole`: only a record of that very name is meant. */
  | { kind: 'note'; target: Target; text?: string; whole?: true }
  | { kind: 'activity'; activity: Activity }
  | {
      kind: 'convert';
      target: Target;
      account?: string;
      newAccount?: boolean;
      accountIndustry?: string;
      opportunity?: string;
      noOpportunity?: boolean;
      /** Asked for, without a name. */
      withOpportunity?: true;
      owner?: string;
      status?: Said;
      /** The status that it is told to be in. */
      from?: Said;
      properties?: Property[];
    }
  | {
      kind: 'role';
      person: Target;
      deal: Target;
      role?: Said;
      primary?: boolean;
      /** Another role than before: who has none yet gets it, or must have one. */
      change?: 'may' | 'must';
      from?: Said;
    }
  /** `known`: the people are members already, and the status is what changes. */
  | { kind: 'member'; people: Target; campaign: Target; status?: Said; known?: true }
  /** The people are in the campaign or the deal no longer. */
  | { kind: 'unlink'; people: Target; target: Target }
  | { kind: 'read'; read: Read }
  | {
      kind: 'list-create';
      list: string;
      object: string;
      conditions: Condition[];
      properties: Property[];
      where?: string;
    }
  | { kind: 'list-read'; list: string; where?: string; count?: boolean }
  /** What the next clauses are about; one that was only named must be there. */
  | {
      kind: 'topic';
      target: Target;
      must?: boolean;
      /** A record that is created next belongs to it. */
      whose?: boolean;
      /** A colon follows: of a person, the words of whom come next. */ speaks?: boolean;
      of?: Told;
    }
  | {
      kind: 'story';
      mentions: string[];
      text: string;
      of?: Told;
    }
  | { kind: 'except'; target: Target }
  /** "… but leave the stage alone": fields that the command does not change; none: nothing else. */
  | { kind: 'keep'; fields: FieldRef[] }
  /** The changes said before, of another record; replaced before anything is planned. */
  | { kind: 'again'; target: Target }
  /** "…, update the stage": the change that the clause before tells of; of one of these fields, if some are named. */
  | { kind: 'confirm'; fields: FieldRef[] }
  | { kind: 'refuse'; reason: string; message: string; instead: string }
  | { kind: 'cancel' };

/** Told of whom or what was spoken of last, in whole words. */
export interface Told {
  text: string;
  /** It may hold a value that a record could get. */
  value: boolean;
}

export interface Target {
  /** As said. */
  text: string;
  kind: 'context' | 'named' | 'set' | 'ids';
  pronoun?: string;
  /** Objects that the noun can mean; empty = no noun. */
  objects: string[];
  /** Spellings of the name, the fullest first. */
  names: string[];
  /** "A and B": another reading of the name. */
  list?: Target[];
  account?: string;
  /** "Akira's leads", "Globex's deals". */
  possessor?: string;
  conditions: Condition[];
  /** "the two …", "both …" */
  count?: number;
  /** "the ones in proposal": of those spoken of before. */
  among?: true;
  /** "the three biggest": the first `count` of them by a field. */
  order?: Order;
  ids?: string[];
  except?: Target[];
  /** Who else is named before "him" or "her". */
  besides?: string[];
}

export interface Order {
  path: string;
  descending: boolean;
}

export type Condition =
  | { kind: 'compare'; path: string; op: '=' | '!=' | '<' | '<=' | '>' | '>='; value: Scalar; why?: string }
  | { kind: 'in'; path: string; values: Scalar[]; not?: boolean; why?: string }
  | { kind: 'empty'; path: string; not?: boolean }
  /** A text holds this one; `start`: it begins with it; `end`: it ends with it. */
  | { kind: 'like'; path: string; text: string; start?: true; end?: true }
  | { kind: 'days'; path: string; from?: string; to?: string; why?: string }
  /** Before or after a moment, `at` in the wire form. */
  | { kind: 'instant'; path: string; op: '<' | '<=' | '>' | '>='; at: string }
  | { kind: 'any'; of: Condition[] }
  | { kind: 'all'; of: Condition[] }
  /** Of a user: who owns it, or whom another lookup of it names. */
  | { kind: 'owner'; who: string; not?: boolean; path?: string }
  /** That lookup points to the record of that name. */
  | { kind: 'points'; path: string; objects: string[]; name: string; not?: boolean }
  | { kind: 'account'; name: string; not?: boolean }
  /** Of a user who owns them, or of a company; "their" of what was just spoken of. */
  | { kind: 'belongs'; name: string }
  /** Records of the other object point to it through that field. */
  | {
      kind: 'related';
      object: string;
      field: string;
      of: Condition[];
      not: boolean;
      /** So many of them. */
      count?: { op: '=' | '<' | '<=' | '>' | '>='; value: number };
    }
  /** What the record points to by that lookup is one of those. */
  | { kind: 'under'; object: string; field: string; of: Condition[] }
  /** "in Boston": a place if some record is there, else a company. */
  | { kind: 'within'; name: string; places: Condition[] }
  /** Of an activity: whom or what it is linked to; with `subject` also what it is called. */
  | {
      kind: 'about';
      name: string;
      subject?: boolean;
      /** Of a company also what its people are linked to. */ company?: true;
      /** What kind of record is called so. */ object?: string;
      /** "For Tom": a user's are those that he has to do. */ whose?: true;
    }
  | { kind: 'named'; name: string; not?: boolean }
  /** Of its members, those with that status. */
  | { kind: 'campaign'; name: string; status?: string }
  | { kind: 'unclear'; field: string; said: string; candidates: string[] };

export interface Assignment {
  /** Fields that the words can mean; empty = only a value was said. */
  fields: FieldRef[];
  fieldText: string;
  value: Said;
  change?: Change;
  /** "from Qualification to Proposal": the value that the record is expected to have. */
  from?: Said;
  /** "Move it to …": a new owner, and where no user is called so, a stage or status. */
  orStatus?: boolean;
}

export type Change =
  | { by: 'clear' }
  /** Some of the values of a field that takes several, beside those that it has, or no longer. */
  | { by: 'include' | 'exclude'; text: string }
  /** Behind what a long text holds. */
  | { by: 'append'; text: string }
  /** One part of a text for another. */
  | { by: 'replace'; old: string; text: string }
  | {
      by: 'add' | 'subtract';
      amount: number;
      unit: 'plain' | 'percent';
      currency?: string;
      /** "A 20 % discount": the rate itself, where the record has a field for it. */
      discount?: true;
    }
  | { by: 'times'; factor: number }
  | { by: 'shift'; count: number; unit: 'minute' | 'day' | 'week' | 'month' | 'quarter' | 'year' }
  | { by: 'step'; steps: number };

/** Something said about a record that is to be created. */
export type Property =
  | { kind: 'field'; assignment: Assignment }
  | { kind: 'name'; text: string }
  | {
      kind: 'party';
      preposition: string;
      text: string;
      object?: string;
      /** "One subordinate under each: A and B": which of so many that the plan makes. */
      nth?: { n: number; of: number };
    }
  | { kind: 'place'; text: string; region?: { text: string; kind: 'Country' | 'State' } }
  | { kind: 'owner'; text: string }
  | { kind: 'value'; value: Said }
  | { kind: 'title'; text: string }
  | { kind: 'times-budget'; factor: number; plus: number; field: FieldRef[] };

export interface Activity {
  type: 'call' | 'email' | 'meeting' | 'task' | 'event' | 'note';
  /** The activity has taken place. */
  done: boolean;
  subject?: string;
  text?: string;
  /** "my call notes": taken from the context. */
  notesFromContext?: boolean;
  parties: { preposition: string; target: Target }[];
  day?: string;
  /** The words for `day`: "Friday". */
  daySaid?: string;
  /** Minutes after midnight. */
  minutes?: number;
  until?: number;
  duration?: number;
  properties: Assignment[];
  owner?: string;
  location?: string;
}

export interface Read {
  mode:
    | 'list'
    | 'count'
    | 'sum'
    | 'avg'
    | 'max'
    | 'min'
    | 'value'
    | 'pipeline'
    | 'primary-contact'
    | 'roles'
    | 'notes';
  target: Target;
  fields?: FieldRef[];
  fieldText?: string;
  groupBy?: FieldRef[];
  orderBy?: { fields: FieldRef[]; descending: boolean };
  /** One group for each week, month … of the day that they are due, or were created. */
  period?: { unit: 'week' | 'month' | 'quarter' | 'year'; created: boolean };
  limit?: number;
  /** "… with their email and owner": fields that shall be seen beside each. */
  columns?: FieldRef[];
  /** "Who has the most": the largest group first. */
  mostFirst?: true;
  /** Kinds of records that shall be seen beside each. */
  related?: string[];
}

/** Whether an intent is about records that its words name. */
export function hasTarget(intent: Intent): intent is Intent & { target: Target } {
  return 'target' in intent && intent.target !== undefined && intent.kind !== 'except';
}
