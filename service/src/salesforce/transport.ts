import { Agent, type Dispatcher } from 'undici';

export interface HttpRequest {
  method: 'GET' | 'POST' | 'PATCH' | 'PUT' | 'DELETE';
  url: URL;
  headers: Record<string, string>;
  body?: string | Buffer | undefined;
  /** From the call to the last byte of the answer. */
  timeoutMs: number;
  /** Instant of `performance.now()` after which the request must not start any more. Read when there is a connection for it. */
  startBefore?: number | undefined;
}

export interface HttpResponse {
  status: number;
  headers: Record<string, string>;
  body: Buffer;
}

/** Sends one request; redirects are answers like any other. Throws `TransportError`. */
export type Send = (request: HttpRequest) => Promise<HttpResponse>;

/**
 * No answer. `sent` decides everything that follows: a request that never left may be repeated, one that left has an unknown outcome.
 * `lapsed`: it waited for a connection beyond `startBefore` and was held back.
 */
export class TransportError extends Error {
  readonly sent: boolean;
  readonly lapsed: boolean;

  constructor(message: string, options: { sent: boolean; lapsed?: boolean; cause?: unknown }) {
    super(message, { cause: options.cause });
    this.name = 'TransportError';
    this.sent = options.sent;
    this.lapsed = options.lapsed ?? false;
  }
}

/** Enough for every rep of a busy replica; Salesforce itself allows 25 long requests per org at once. */
export const CONNECTIONS_PER_ORIGIN = 64;
/** Salesforce closes idle connections after about a minute; ours go first, so that no request meets a closing one. */
const KEEP_ALIVE_MS = 30_000;
/** A TLS handshake across an ocean takes under a second. */
const CONNECT_TIMEOUT_MS = 5_000;
/** The largest answer that is read: a bulk result of 100 MB, and then some. */
const MAX_RESPONSE_BYTES = 128 * 1024 * 1024;

export function createTransport(): { send: Send; close(): Promise<void> } {
  const agent = new Agent({
    connections: CONNECTIONS_PER_ORIGIN,
    keepAliveTimeout: KEEP_ALIVE_MS,
    connect: { timeout: CONNECT_TIMEOUT_MS },
    maxResponseSize: MAX_RESPONSE_BYTES,
    // `timeoutMs` covers both.
    headersTimeout: 0,
    bodyTimeout: 0,
  });
  return { send: (request) => sendOn(agent, request), close: () => agent.close() };
}

function sendOn(dispatcher: Dispatcher, request: HttpRequest): Promise<HttpResponse> {
  return new Promise((answered, failed) => {
    let sent = false;
    let over = false;
    let status = 0;
    let headers: Record<string, string> = {};
    let controller: Dispatcher.DispatchController | undefined;
    const chunks: Buffer[] = [];

    const fail = (error: TransportError): void => {
      if (over) return;
      over = true;
      clearTimeout(timer);
      failed(error);
      controller?.abort(error);
    };
    const timer = setTimeout(
      () => fail(new TransportError(`no answer within ${request.timeoutMs} ms`, { sent })),
      request.timeoutMs,
    );

    dispatcher.dispatch(
      {
        origin: request.url.origin,
        path: request.url.pathname + request.url.search,
        method: request.method,
        headers: request.headers,
        body: request.body ?? null,
      },
      {
        onRequestStart(started) {
          // Nothing was written yet: thrown, unlike aborted, it leaves the connection to the next request.
          if (over) throw new Error('gave up before it started');
          if (request.startBefore !== undefined && performance.now() > request.startBefore) {
            const lapse = new TransportError('waited too long for a connection', {
              sent: false,
              lapsed: true,
            });
            fail(lapse);
            throw lapse;
          }
          controller = started;
          sent = true;
        },
        onResponseStart(_, statusCode, fields) {
          status = statusCode;
          headers = flat(fields);
        },
        onResponseData(_, chunk) {
          chunks.push(chunk);
        },
        onResponseEnd() {
          if (over) return;
          over = true;
          clearTimeout(timer);
          answered({ status, headers, body: Buffer.concat(chunks) });
        },
        onResponseError(_, cause) {
          fail(new TransportError(sent ? 'connection lost' : 'no connection', { sent, cause }));
        },
      },
    );
  });
}

function flat(fields: Record<string, string | string[] | undefined>): Record<string, string> {
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(fields))
    if (value !== undefined) headers[name] = Array.isArray(value) ? value.join(', ') : value;
  return headers;
}
