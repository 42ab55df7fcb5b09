/** What went wrong, in the reader's words. */
export interface Problem {
  code: string;
  message: string;
  actions: string[];
  retryable: boolean;
  /** What to quote to the operator. */
  reference?: string;
}

interface Body {
  message?: string;
  pageErrors?: Body[];
  fieldErrors?: Record<string, Body[]>;
  output?: { errors?: Body[]; fieldErrors?: Record<string, Body[]> };
}

/**
 * Flattens every shape in which a failure reaches a component (Apex, UI API, network, JavaScript) to one problem. Apex carries
 * code and next steps as JSON in its message.
 */
export function reduceErrors(error: unknown): Problem {
  const messages = messagesOf(error);
  const problem = messages.map(parse).find((parsed) => parsed !== undefined);
  return problem ?? { code: 'unknown', message: messages.join(' '), actions: [], retryable: false };
}

function messagesOf(error: unknown): string[] {
  if (typeof error === 'string') return [error];
  if (Array.isArray(error)) return error.flatMap(messagesOf);
  const { body, message, statusText } = (error ?? {}) as {
    body?: Body | Body[];
    message?: string;
    statusText?: string;
  };
  const found = Array.isArray(body) ? body.flatMap(messagesOfBody) : body ? messagesOfBody(body) : [];
  return found.length > 0 ? found : [message ?? statusText ?? ''].filter(Boolean);
}

function messagesOfBody(body: Body): string[] {
  const nested = [
    ...(body.pageErrors ?? []),
    ...Object.values(body.fieldErrors ?? {}).flat(),
    ...(body.output?.errors ?? []),
    ...Object.values(body.output?.fieldErrors ?? {}).flat()
  ].flatMap(({ message }) => message ?? []);
  return nested.length > 0 ? nested : body.message ? [body.message] : [];
}

function parse(message: string): Problem | undefined {
  try {
    const parsed = JSON.parse(message) as Partial<Problem> | null;
    if (typeof parsed?.code !== 'string' || typeof parsed.message !== 'string') return undefined;
    return {
      code: parsed.code,
      message: parsed.message,
      actions: parsed.actions ?? [],
      retryable: parsed.retryable ?? false,
      ...(parsed.reference ? { reference: parsed.reference } : {})
    };
  } catch {
    return undefined;
  }
}
