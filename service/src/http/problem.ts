import type { ErrorRequestHandler, Request, Response } from 'express';
import { z } from 'zod';
import { isDatabaseAway, isUnstorableText } from '../db/pool.ts';
import { problemOf, SaysoError } from '../errors.ts';
import type { Log } from '../log.ts';

/** Sends a problem document (RFC 9457). */
export function sendProblem(error: SaysoError, response: Response): void {
  if (error.retryAfterSeconds !== undefined)
    response.setHeader('Retry-After', String(Math.ceil(error.retryAfterSeconds)));
  if (error.status === 401) response.setHeader('WWW-Authenticate', 'Bearer');
  response
    .status(error.status)
    .type('application/problem+json')
    .send(JSON.stringify(problemOf(error, response.getHeader('X-Request-Id') as string | undefined)));
}

/** The last handler: every error becomes a problem document; what was not foreseen is logged with its stack and shown without. */
export function problemHandler(log: Log): ErrorRequestHandler {
  return (thrown: unknown, request: Request, response: Response, next) => {
    const error = asSaysoError(thrown);
    const facts = {
      code: error.code,
      detail: error.detail,
      requestId: response.getHeader('X-Request-Id'),
      method: request.method,
    };
    if (error.code === 'internal') log.error({ ...facts, err: thrown }, 'unforeseen error');
    else if (error.status >= 500) log.warn(facts, 'request failed');
    else log.debug(facts, 'request refused');
    if (response.headersSent) return next(thrown);
    sendProblem(error, response);
  };
}

export function asSaysoError(thrown: unknown): SaysoError {
  if (thrown instanceof SaysoError) return thrown;
  if (thrown instanceof z.ZodError) return invalidRequest(thrown);
  if (isDatabaseAway(thrown))
    return new SaysoError('database_unavailable', 'The service cannot reach its database right now.', {
      status: 503,
      kind: 'transient',
      actions: ['Try again in a moment.'],
      retryAfterSeconds: 2,
      cause: thrown,
    });
  if (isUnstorableText(thrown))
    return new SaysoError('invalid_request', 'The request is not valid: a text holds a NUL character.', {
      status: 400,
      actions: ['Send text without NUL characters.'],
      cause: thrown,
    });
  const { status, type } = (thrown ?? {}) as { status?: unknown; type?: unknown };
  if (typeof status === 'number' && status >= 400 && status < 500)
    return refusedByParser(status, String(type ?? ''), thrown);
  return new SaysoError('internal', 'Something went wrong inside the service.', {
    status: 500,
    kind: 'transient',
    actions: ['Try again. If it happens again, tell the people who run Sayso and quote the reference.'],
    cause: thrown,
  });
}

/** Names the first thing that is wrong, by its path; the value itself is not repeated. */
export function invalidRequest(error: z.ZodError): SaysoError {
  const [issue] = error.issues;
  const where = issue && issue.path.length > 0 ? `${issue.path.join('.')}: ` : '';
  return new SaysoError(
    'invalid_request',
    `The request is not valid: ${where}${issue?.message ?? 'unknown reason'}.`,
    {
      status: 400,
      actions: ['Correct the request; /openapi.json describes it.'],
    },
  );
}

/** Errors of Express and its body parser, which carry a status and a type. */
function refusedByParser(status: number, type: string, cause: unknown): SaysoError {
  if (status === 413)
    return new SaysoError('too_large', 'The request is larger than this service accepts.', {
      status,
      actions: ['Send less text.'],
      cause,
    });
  if (type === 'entity.parse.failed')
    return new SaysoError('malformed_json', 'The request body is not valid JSON.', {
      status: 400,
      actions: ['Send valid JSON.'],
      cause,
    });
  if (status === 415)
    return new SaysoError(
      'unsupported_media_type',
      'The request body has an encoding that this service does not read.',
      {
        status,
        actions: ['Send application/json in UTF-8.'],
        cause,
      },
    );
  return new SaysoError('invalid_request', 'The request is not valid.', {
    status: 400,
    actions: ['Correct the request; /openapi.json describes it.'],
    cause,
  });
}
