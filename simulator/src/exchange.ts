import type { IncomingMessage, ServerResponse } from 'node:http';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { promisify } from 'node:util';
import { gunzip, gzip } from 'node:zlib';
import type { FaultAction } from './faults.ts';
import { ApiError, type Reply, type Request } from './http.ts';
import { decode } from './router.ts';

const inflate = promisify(gunzip);
const deflate = promisify(gzip);

/** A Bulk upload may hold 100 MB; nothing larger is read. */
const MAX_BODY_BYTES = 110 * 1024 * 1024;
/** Below a packet's worth of bytes compression only costs. */
const GZIP_FROM_BYTES = 1400;

/** The request with its raw path, repeated slashes collapsed: clients join URLs carelessly. */
export async function readRequest(message: IncomingMessage): Promise<Request & { rawPath: string }> {
  const target = message.url ?? '/';
  const mark = target.indexOf('?');
  const rawPath = (mark < 0 ? target : target.slice(0, mark)).replace(/\/{2,}/g, '/');
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(message.headers))
    if (value !== undefined) headers[name] = Array.isArray(value) ? value.join(', ') : value;
  const query = new URLSearchParams(mark < 0 ? '' : target.slice(mark + 1));
  let method = message.method ?? 'GET';
  if (method === 'POST' && query.has('_HttpMethod')) method = query.get('_HttpMethod')!.toUpperCase();
  return {
    method,
    rawPath,
    path: rawPath.split('/').map(decode).join('/'),
    query,
    headers,
    body: await readBody(message),
    remoteAddress: (message.socket.remoteAddress ?? '').replace(/^::ffff:/, ''),
  };
}

async function readBody(message: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of message as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > MAX_BODY_BYTES)
      throw new ApiError(413, 'REQUEST_ENTITY_TOO_LARGE', 'Maximum size of request reached.');
    chunks.push(chunk);
  }
  const body = chunks.length === 1 ? chunks[0]! : Buffer.concat(chunks);
  return message.headers['content-encoding'] === 'gzip' ? inflate(body) : body;
}

/** An error as the REST API words it; an unforeseen one becomes UNKNOWN_EXCEPTION and is told to `report`. */
export function errorReply(error: unknown, report: (error: unknown) => void): Reply {
  if (!(error instanceof ApiError)) {
    report(error);
    return {
      status: 500,
      body: [{ message: 'An unexpected error occurred in the simulator.', errorCode: 'UNKNOWN_EXCEPTION' }],
    };
  }
  const entry: Record<string, unknown> = {
    ...error.extra,
    message: error.message,
    errorCode: error.errorCode,
  };
  if (error.fields) entry['fields'] = error.fields;
  return { status: error.status, body: [entry] };
}

/**
 * Sends a reply as the fault actions want it and tells whether it left whole. Waits included: a slow body, a cut one and one
 * that never comes are all "sending".
 */
export async function sendReply(
  reply: Reply,
  exchange: { response: ServerResponse; request: Request; actions: readonly FaultAction[] },
): Promise<boolean> {
  const { response, request, actions } = exchange;
  const find = <T extends FaultAction['type']>(type: T) =>
    actions.find((action): action is Extract<FaultAction, { type: T }> => action.type === type);

  const closed = new Promise<boolean>((resolve) => {
    response.once('finish', () => resolve(true));
    response.once('close', () => resolve(response.writableFinished));
  });
  if (find('hang')) return closed;
  if (find('reset')?.when === 'after') {
    response.socket?.resetAndDestroy();
    return false;
  }
  if (reply.body instanceof Readable) {
    response.writeHead(reply.status, reply.headers);
    await pipeline(reply.body, response).catch(() => {});
    return closed;
  }
  const { headers, bytes } = await encode(reply, request);
  if (response.destroyed) return false;

  const truncate = find('truncate');
  if (truncate && bytes) {
    if (truncate.contentLength ?? true) headers['content-length'] = String(bytes.length);
    response.writeHead(reply.status, headers);
    response.flushHeaders();
    await new Promise((resolve) => response.write(bytes.subarray(0, truncate.afterBytes), resolve));
    if (truncate.how === 'end') response.socket?.end();
    else response.socket?.resetAndDestroy();
    return false;
  }
  if (bytes) headers['content-length'] = String(bytes.length);
  response.writeHead(reply.status, headers);
  const slow = find('slowBody');
  if (slow && bytes) await trickle(response, bytes, slow);
  response.end(slow || request.method === 'HEAD' ? undefined : bytes);
  return closed;
}

async function encode(
  reply: Reply,
  request: Request,
): Promise<{ headers: Record<string, string>; bytes: Buffer | undefined }> {
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(reply.headers ?? {})) headers[name.toLowerCase()] = value;
  const { body } = reply;
  if (body === undefined) {
    if (reply.status !== 204 && reply.status !== 304) headers['content-length'] = '0';
    return { headers, bytes: undefined };
  }
  let bytes: Buffer;
  if (Buffer.isBuffer(body)) bytes = body;
  else if (typeof body === 'string') {
    bytes = Buffer.from(body);
    headers['content-type'] ??= 'text/plain;charset=UTF-8';
  } else {
    bytes = Buffer.from(JSON.stringify(body));
    headers['content-type'] ??= 'application/json;charset=UTF-8';
  }
  if (bytes.length >= GZIP_FROM_BYTES && /\bgzip\b/.test(request.headers['accept-encoding'] ?? '')) {
    bytes = await deflate(bytes, { level: 1 });
    headers['content-encoding'] = 'gzip';
    headers['vary'] = 'Accept-Encoding';
  }
  return { headers, bytes };
}

async function trickle(
  response: ServerResponse,
  bytes: Buffer,
  { chunkBytes, everyMs }: { chunkBytes: number; everyMs: number },
): Promise<void> {
  for (let at = 0; at < bytes.length && !response.destroyed; at += chunkBytes) {
    response.write(bytes.subarray(at, at + chunkBytes));
    await wait(everyMs);
  }
}

/** Never keeps the process alive by itself. */
export function wait(ms: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, ms).unref();
  });
}
