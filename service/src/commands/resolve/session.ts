import type { ObjectDescribe, Salesforce, Scalar, SObject } from '../../salesforce/types.ts';
import type { Calendar } from '../understand/calendar.ts';
import { Sentence, type Said } from '../understand/sentence.ts';
import type { Vocabulary } from '../understand/vocabulary.ts';
import type { Choice, ClarifyOutcome, ClarifySlot, CommandInput, Outcome, Policy } from '../types.ts';
import type { PlannerDeps } from '../planner.ts';

/** The outcome is known before the plan is complete: a question or a refusal. */
export class Early extends Error {
  readonly outcome: Outcome;
  constructor(outcome: Outcome) {
    super(outcome.kind);
    this.outcome = outcome;
  }
}

/** A record that the command has talked about: an existing one, or one that an operation before creates. */
export interface Mention {
  object: string;
  id?: string;
  ref?: string;
  name: string;
  /** 18-character id of its account, when known. */
  accountId?: string;
  /** Named for what follows: "For Globex, log a call …". */
  topic?: true;
  row?: SObject;
}

export interface Answer {
  key: string;
  value: string;
}

export interface Dialogue {
  input: { text: string; now: string; timeZone: string; context?: CommandInput['context'] };
  answers: Answer[];
  asked?: { key: string; choices: Choice[] };
}

/** Everything one planning run knows: the org, the rep, what was mentioned so far, and the answers given to earlier questions. */
export class Session {
  readonly salesforce: Salesforce;
  readonly policy: Policy;
  readonly deps: PlannerDeps;
  readonly vocabulary: Vocabulary;
  readonly calendar: Calendar;
  readonly input: CommandInput;
  readonly answers: Answer[];
  /** A record counts only by its whole name. */
  readonly exactNames: boolean;
  /** Newest last. */
  readonly mentions: Mention[][] = [];
  readonly flags: string[] = [];
  refs = 0;

  constructor(
    input: CommandInput,
    deps: PlannerDeps,
    vocabulary: Vocabulary,
    calendar: Calendar,
    answers: Answer[],
    exactNames = false,
  ) {
    this.input = input;
    this.salesforce = deps.salesforce;
    this.policy = deps.policy;
    this.deps = deps;
    this.vocabulary = vocabulary;
    this.calendar = calendar;
    this.answers = answers;
    this.exactNames = exactNames;
  }

  get me(): string {
    return this.salesforce.principal.userId;
  }

  describe(object: string): ObjectDescribe {
    const found = this.vocabulary.objects.get(object);
    if (!found)
      this.refuse(
        'not permitted: object',
        `You have no access to ${object} in this org.`,
        'Ask your Salesforce admin for access.',
      );
    return found;
  }

  mention(records: Mention[]): void {
    if (records.length > 0) this.mentions.push(records);
  }

  newRef(object: string): string {
    return `${object.toLowerCase().replace(/__c$/, '')}${++this.refs}`;
  }

  /** A typed answer, in every way it can be read. */
  said(text: string): Said {
    const sentence = Sentence.of(text, this.calendar, this.vocabulary);
    return sentence.tokens.length === 0
      ? { text, phrase: '', quoted: false }
      : sentence.said(0, sentence.tokens.length);
  }

  answerTo(key: string): string | undefined {
    return this.answers.find((a) => a.key === key)?.value;
  }

  /** Ends the run with a question; `key` tells the answer to the next run where it belongs. */
  ask(
    key: string,
    question: string,
    clarify: { slot: ClarifySlot; object?: string; field?: string; candidates?: string[] },
    choices: Choice[] = [],
  ): never {
    const { text, now, timeZone, context } = this.input;
    const dialogue: Dialogue = {
      input: { text, now: now.toISOString(), timeZone, ...(context ? { context } : {}) },
      answers: this.answers,
      asked: { key, choices },
    };
    const outcome: ClarifyOutcome = {
      kind: 'clarify',
      question,
      clarify,
      choices,
      dialogue,
      flags: this.flags,
    };
    throw new Early(outcome);
  }

  refuse(reason: string, message: string, instead: string): never {
    throw new Early({ kind: 'refuse', reason, message, instead });
  }

  queries(soqls: readonly string[]): Promise<SObject[][]> {
    return this.salesforce.queries(soqls, { maxRows: MAX_ROWS });
  }
}

const MAX_ROWS = 10_000;

export function textOf(row: SObject, path: string): string | null {
  const value = valueAt(row, path);
  return value === null ? null : String(value);
}

/** The value at `Account.Industry`. */
export function valueAt(row: SObject, path: string): Scalar {
  let value: unknown = row;
  for (const step of path.split('.'))
    value = value === null || value === undefined ? null : (value as Record<string, unknown>)[step];
  return (value ?? null) as Scalar;
}
