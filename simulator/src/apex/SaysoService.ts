import type { Transaction } from './runtime.ts';
import { SaysoAssertion } from './SaysoAssertion.ts';
import { SaysoException } from './SaysoException.ts';

const TIMEOUT_MILLISECONDS = 30_000;

type JsonObject = Record<string, unknown>;

/** Mirror of `SaysoService.cls`: the callouts are real requests to the service. */
export const SaysoService = {
  async call(
    transaction: Transaction,
    method: string,
    path: string,
    body: string | null,
    headers: Record<string, string | null> = {},
  ): Promise<JsonObject> {
    const sent: Record<string, string> = {
      Authorization: `Bearer ${SaysoAssertion.forCallout(transaction)}`,
      Accept: 'application/json',
      ...Object.fromEntries(
        Object.entries(headers).filter((entry): entry is [string, string] => entry[1] !== null),
      ),
    };
    if (body !== null) sent['Content-Type'] = 'application/json';
    const response = await send(transaction, path, { method, headers: sent, body });
    return answerOf(transaction, response.ok, await response.text());
  },

  async isReachable(transaction: Transaction): Promise<boolean> {
    try {
      return (await send(transaction, '/livez', { method: 'GET' })).status === 200;
    } catch (error) {
      if (error instanceof SaysoException) return false;
      throw error;
    }
  },
};

/** A callout through the named credential; it follows no redirects, as Apex does not. */
async function send(transaction: Transaction, path: string, request: RequestInit): Promise<Response> {
  const endpoint = transaction.package.serviceUrl;
  if (endpoint === null) throw SaysoException.unreachable(transaction.package);
  try {
    return await fetch(endpoint + path, {
      ...request,
      redirect: 'manual',
      signal: AbortSignal.timeout(TIMEOUT_MILLISECONDS),
    });
  } catch {
    throw SaysoException.unreachable(transaction.package);
  }
}

function answerOf(transaction: Transaction, succeeded: boolean, body: string): JsonObject {
  if (succeeded && body.trim() === '') return {};
  const answer = parse(transaction, body);
  if (succeeded) return answer;
  throw problemOf(transaction, answer);
}

function parse(transaction: Transaction, body: string): JsonObject {
  try {
    const parsed: unknown = JSON.parse(body);
    if (typeof parsed === 'object' && parsed !== null && !Array.isArray(parsed)) return parsed as JsonObject;
  } catch {
    // a proxy's HTML page, for example
  }
  throw SaysoException.unreachable(transaction.package);
}

function problemOf(transaction: Transaction, problem: JsonObject): SaysoException {
  const { code, detail, actions, retryable, instance } = problem;
  if (typeof code !== 'string') return SaysoException.unreachable(transaction.package);
  return new SaysoException(
    code,
    String(detail),
    Array.isArray(actions) ? actions.map(String) : [],
    retryable === true,
    typeof instance === 'string' ? instance : null,
  );
}
