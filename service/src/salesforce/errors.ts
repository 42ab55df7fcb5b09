import { SaysoError, type ErrorKind } from '../errors.ts';
import type { SalesforceErrorEntry } from './types.ts';

/** Whether Salesforce did the thing: `refused` = certainly not, `unknown` = look before doing it again. */
export type CallOutcome = 'refused' | 'unknown';

/** An answer of Salesforce that is not a success, or no answer. `entries` are its own words: for the rep, never for the log. */
export class SalesforceError extends SaysoError {
  declare readonly entries: readonly SalesforceErrorEntry[];
  /** HTTP status of the answer; 0 when there was none. */
  readonly httpStatus: number;
  readonly outcome: CallOutcome;

  constructor(rule: Rule, entries: readonly SalesforceErrorEntry[], httpStatus: number, cause?: unknown) {
    super(rule.code, rule.message ?? messageOf(entries), {
      status: rule.status,
      kind: rule.kind,
      actions: rule.actions,
      detail: `HTTP ${httpStatus}${entries.map((entry) => ` ${entry.errorCode}`).join('')}`,
      ...(rule.retryAfterSeconds === undefined ? {} : { retryAfterSeconds: rule.retryAfterSeconds }),
      cause,
    });
    this.name = 'SalesforceError';
    // Not enumerable: a logger that prints the error must not print field values.
    Object.defineProperty(this, 'entries', { value: entries, enumerable: false });
    this.httpStatus = httpStatus;
    this.outcome = rule.outcome ?? 'refused';
  }

  /** True when one of the errors has this code, e.g. `UNABLE_TO_LOCK_ROW`. */
  has(errorCode: string): boolean {
    return this.entries.some((entry) => entry.errorCode === errorCode);
  }
}

interface Rule {
  code: string;
  status: number;
  kind: ErrorKind;
  /** Absent: Salesforce's own message is the best there is. */
  message?: string;
  actions: string[];
  retryAfterSeconds?: number;
  outcome?: CallOutcome;
}

/** The one 401 that a refresh cures. */
export const SESSION_EXPIRED = 'salesforce_session_expired';

const RETRY = 'Try again in a moment.';
const ASK_ADMIN = 'Ask your Salesforce admin.';

const sessionExpired: Rule = {
  code: SESSION_EXPIRED,
  status: 503,
  kind: 'transient',
  message: 'The Salesforce session had ended.',
  actions: [RETRY],
};
const sessionRefused: Rule = {
  code: 'salesforce_session_refused',
  status: 403,
  kind: 'configuration',
  message: 'Salesforce does not accept this sign-in for the API.',
  actions: [
    'Ask your Salesforce admin to check the IP ranges, the API permission and the policies of the Sayso app.',
  ],
};
const dailyLimit: Rule = {
  code: 'salesforce_daily_limit',
  status: 503,
  kind: 'transient',
  message: 'Your org has used up its Salesforce API calls for the last 24 hours.',
  actions: ['Try again later, or ask your Salesforce admin what uses the API calls.'],
  retryAfterSeconds: 3_600,
};
const busy: Rule = {
  code: 'salesforce_busy',
  status: 503,
  kind: 'transient',
  message: 'Salesforce is handling too many requests of your org at once.',
  actions: [RETRY],
  retryAfterSeconds: 5,
};
const rowLocked: Rule = {
  code: 'salesforce_row_locked',
  status: 409,
  kind: 'transient',
  message: 'Somebody or something else is changing the record right now.',
  actions: [RETRY],
  retryAfterSeconds: 2,
};
const unavailable: Rule = {
  code: 'salesforce_unavailable',
  status: 503,
  kind: 'transient',
  message: 'Salesforce is not available right now.',
  actions: [RETRY],
  retryAfterSeconds: 5,
  outcome: 'unknown',
};
const apiDisabled: Rule = {
  code: 'salesforce_access_denied',
  status: 403,
  kind: 'configuration',
  actions: [ASK_ADMIN],
};
const notFound: Rule = {
  code: 'salesforce_not_found',
  status: 404,
  kind: 'permanent',
  actions: ['Check that the record still exists and that you may see it.'],
};
const conflict: Rule = {
  code: 'salesforce_conflict',
  status: 409,
  kind: 'permanent',
  message: 'The record was changed in the meantime.',
  actions: ['Look at the record as it is now, then give the command again.'],
};
const refused: Rule = {
  code: 'salesforce_refused',
  status: 422,
  kind: 'permanent',
  actions: ['Correct what Salesforce names, then try again.'],
};
const unexpected: Rule = {
  code: 'salesforce_unexpected_answer',
  status: 502,
  kind: 'transient',
  message: 'Salesforce gave an answer that is not understood.',
  actions: [RETRY],
  outcome: 'unknown',
};
const unreachable: Rule = {
  code: 'salesforce_unreachable',
  status: 503,
  kind: 'transient',
  message: 'Salesforce could not be reached.',
  actions: [RETRY],
  retryAfterSeconds: 5,
};
const noAnswer: Rule = {
  code: 'salesforce_no_answer',
  status: 504,
  kind: 'transient',
  message: 'Salesforce did not answer in time. What was asked may or may not have been done.',
  actions: ['Look at the record before you try again.'],
  outcome: 'unknown',
};

/** errorCode → rule, for answers whose status does not decide. */
const BY_CODE: Record<string, Rule> = {
  API_DISABLED_FOR_ORG: apiDisabled,
  API_CURRENTLY_DISABLED: apiDisabled,
  INSUFFICIENT_ACCESS: apiDisabled,
  UNABLE_TO_LOCK_ROW: rowLocked,
  SERVER_UNAVAILABLE: unavailable,
  NOT_FOUND: notFound,
  ENTITY_IS_DELETED: notFound,
  QUERY_TIMEOUT: {
    ...busy,
    code: 'salesforce_query_timeout',
    message: 'The search took Salesforce too long.',
    actions: ['Narrow it down, then try again.'],
  },
};

/** The error for an answer with a status of 300 or more. */
export function errorOfAnswer(status: number, entries: readonly SalesforceErrorEntry[]): SalesforceError {
  return new SalesforceError(ruleOf(status, entries), entries, status);
}

/** The error for a request that got no answer. */
export function errorOfSilence(sent: boolean, cause: unknown): SalesforceError {
  return new SalesforceError(sent ? noAnswer : unreachable, [], 0, cause);
}

function ruleOf(status: number, entries: readonly SalesforceErrorEntry[]): Rule {
  const first = entries[0];
  if (status === 401) return isExpiredSession(entries) ? sessionExpired : sessionRefused;
  if (first?.errorCode === 'REQUEST_LIMIT_EXCEEDED')
    return /^TotalRequests/.test(first.message) ? dailyLimit : busy;
  const known = entries.map((entry) => BY_CODE[entry.errorCode]).find((rule) => rule !== undefined);
  if (known) return known;
  if (status === 429) return busy;
  if (status >= 500 || status === 420) return unavailable;
  if (status === 404) return notFound;
  if (status === 412) return conflict;
  if (status < 400 || first === undefined) return unexpected;
  return refused;
}

/** "Session expired or invalid", and not the 401s that a fresh token would meet again. */
function isExpiredSession(entries: readonly SalesforceErrorEntry[]): boolean {
  return entries.some(
    (entry) =>
      entry.errorCode === 'INVALID_SESSION_ID' && entry.message.startsWith('Session expired or invalid'),
  );
}

/** SOQL errors begin with a line break and the query; the last line says what is wrong. */
function messageOf(entries: readonly SalesforceErrorEntry[]): string {
  const message = entries[0]?.message.trim() ?? '';
  return message === '' ? 'Salesforce refused without a reason.' : message;
}
