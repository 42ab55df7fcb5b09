/** What kind of failure this is decides what a caller may do: reconnect or ask (permanent), wait (transient), fix a setting (configuration). */
export type ErrorKind = 'permanent' | 'transient' | 'configuration';

export interface SaysoErrorOptions {
  /** HTTP status of the problem document. */
  status?: number;
  kind?: ErrorKind;
  /** What the reader can do next, each a full sentence. */
  actions?: string[];
  /** For the operator's log only; never shown to the caller, never a token or a field value. */
  detail?: string;
  /** Seconds to wait before a retry makes sense; sent as `Retry-After`. */
  retryAfterSeconds?: number;
  cause?: unknown;
}

/**
 * The one error class of the service. `code` is stable and documented, `message` is for the caller,
 * `detail` is for the operator. Anything else that reaches the HTTP edge is a bug and becomes `internal`.
 */
export class SaysoError extends Error {
  readonly code: string;
  readonly status: number;
  readonly kind: ErrorKind;
  readonly actions: readonly string[];
  readonly detail: string | undefined;
  readonly retryAfterSeconds: number | undefined;

  constructor(code: string, message: string, options: SaysoErrorOptions = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = 'SaysoError';
    this.code = code;
    this.status = options.status ?? 400;
    this.kind = options.kind ?? 'permanent';
    this.actions = options.actions ?? [];
    this.detail = options.detail;
    this.retryAfterSeconds = options.retryAfterSeconds;
  }

  get retryable(): boolean {
    return this.kind === 'transient';
  }
}

/** RFC 9457 problem document. */
export interface Problem {
  type: string;
  title: string;
  status: number;
  code: string;
  detail: string;
  actions: readonly string[];
  retryable: boolean;
  /** Request id, to quote to the operator. */
  instance?: string;
}

export function problemOf(error: SaysoError, instance?: string): Problem {
  return {
    type: `urn:sayso:problem:${error.code}`,
    title: error.code.replaceAll('_', ' '),
    status: error.status,
    code: error.code,
    detail: error.message,
    actions: error.actions,
    retryable: error.retryable,
    ...(instance === undefined ? {} : { instance }),
  };
}
