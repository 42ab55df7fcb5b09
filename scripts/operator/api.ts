/** A refusal or failure, in a sentence, with what to do next. */
export class OperatorError extends Error {
  readonly actions: readonly string[];

  constructor(message: string, actions: readonly string[]) {
    super(message);
    this.actions = actions;
  }
}

export interface OperatorApi {
  call<T>(method: 'GET' | 'POST' | 'DELETE', path: string, body?: unknown): Promise<T>;
}

/** The operator API of the service at `SERVICE_URL`, with `OPERATOR_TOKEN`. Every failure is an `OperatorError`. */
export function operatorApi(environment: Record<string, string | undefined>): OperatorApi {
  const baseUrl = environment.SERVICE_URL ?? 'http://127.0.0.1:4001';
  const token = environment.OPERATOR_TOKEN;
  if (!token)
    throw new OperatorError('OPERATOR_TOKEN is missing.', [
      'Give it the value that the service was started with.',
    ]);
  return {
    async call<T>(method: string, path: string, body?: unknown): Promise<T> {
      const response = await fetch(new URL(path, baseUrl), {
        method,
        headers: {
          authorization: `Bearer ${token}`,
          ...(body !== undefined && { 'content-type': 'application/json' }),
        },
        ...(body !== undefined && { body: JSON.stringify(body) }),
      }).catch((cause: unknown) => {
        throw new OperatorError(`The service at ${baseUrl} does not answer (${(cause as Error).message}).`, [
          'Check SERVICE_URL, and that the service runs.',
        ]);
      });
      const text = await response.text();
      const answer = parsed(text, response.status);
      if (!response.ok) {
        const problem = answer as { detail?: string; actions?: string[] } | undefined;
        throw new OperatorError(
          problem?.detail ?? `The service answered ${response.status}.`,
          problem?.actions ?? [],
        );
      }
      return answer as T;
    },
  };
}

function parsed(text: string, status: number): unknown {
  if (text === '') return undefined;
  try {
    return JSON.parse(text);
  } catch {
    throw new OperatorError(`The answer (HTTP ${status}) is not of Sayso.`, [
      'Check SERVICE_URL, and what stands between here and the service.',
    ]);
  }
}
