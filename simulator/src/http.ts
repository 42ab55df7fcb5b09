import type { Org } from './org.ts';

/** A request as the resources see it: path without repeated slashes, body read whole. */
export interface Request {
  method: string;
  /** Decoded path without the query, e.g. `/services/data/v66.0/query`. */
  path: string;
  query: URLSearchParams;
  headers: Record<string, string>;
  body: Buffer;
  remoteAddress: string;
}

export interface Reply {
  status: number;
  headers?: Record<string, string>;
  /** A string or buffer goes out as it is, a stream as it comes; anything else as JSON; undefined as an empty body. */
  body?: unknown;
  /** Told once whether the answer left whole; `false` when the client had gone or a fault swallowed it. */
  settled?(delivered: boolean): void;
}

/** A signed-in user of the org, from a live access token. */
export interface Session {
  userId: string;
  accessToken: string;
  /** Client id of the app that the token belongs to. */
  clientId: string;
}

export interface Context {
  request: Request;
  org: Org;
  /** `:name` parts of the matched path, decoded. */
  params: Record<string, string>;
  /** Base URL by which the client reached the org, without a final slash. */
  baseUrl: string;
  /** Set for routes with `auth: 'session'` or `'cookie'`. */
  session: Session;
  /** Tells the journal what a sub-request queries. */
  noteSubquery(soql: string): void;
}

export interface Route {
  method: string;
  /** `/services/data/:version/sobjects/:object`; a last `*rest` takes the remainder. */
  path: string;
  /**
   * `session` answers 401 INVALID_SESSION_ID without a live bearer token; `cookie` wants the browser session that the login page
   * sets (cookie `sid`) and answers 401 without; `none` is open.
   */
  auth: 'session' | 'cookie' | 'none';
  handle(context: Context): Reply | Promise<Reply>;
}

/** The parsed JSON body; a syntax error is Salesforce's JSON_PARSER_ERROR. */
export function json(request: Request): unknown {
  try {
    return JSON.parse(request.body.toString('utf8'));
  } catch (cause) {
    throw new ApiError(400, 'JSON_PARSER_ERROR', (cause as Error).message);
  }
}

/** An error in Salesforce's REST shape: `[{ message, errorCode, fields? }]`. */
export class ApiError extends Error {
  readonly status: number;
  readonly errorCode: string;
  readonly fields: string[] | undefined;
  readonly extra: Record<string, unknown> | undefined;

  constructor(
    status: number,
    errorCode: string,
    message: string,
    fields?: string[],
    extra?: Record<string, unknown>,
  ) {
    super(message);
    this.status = status;
    this.errorCode = errorCode;
    this.fields = fields;
    this.extra = extra;
  }
}
