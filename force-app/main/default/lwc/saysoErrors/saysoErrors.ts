import missingPermissionLabel from '@salesforce/label/c.Sayso_Error_Missing_Permission';
import missingPermissionNext from '@salesforce/label/c.Sayso_Error_Missing_Permission_Next';

/** What went wrong, in the reader's words. */
export interface Problem {
  code: string;
  message: string;
  actions: string[];
  retryable: boolean;
  /** What to quote to the operator. */
  reference?: string;
}

/** The same as Apex says, for a user whom Salesforce would not even let call it. */
export function missingPermission(permissionSet: string): Problem {
  return {
    code: 'missing_permission',
    message: missingPermissionLabel,
    actions: [missingPermissionNext.replace('{0}', permissionSet)],
    retryable: false
  };
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

/** The innermost messages: those of fields and pages say more than the one around them. */
function messagesOf(error: unknown): string[] {
  if (typeof error === 'string') return error === '' ? [] : [error];
  if (Array.isArray(error)) return error.flatMap(messagesOf);
  if (typeof error !== 'object' || error === null) return [];
  const { body, pageErrors, fieldErrors, output, errors, message, statusText } = error as Record<string, unknown>;
  // A body that is text is some proxy's page, not a message.
  const inside = [typeof body === 'string' ? undefined : body, pageErrors, valuesOf(fieldErrors), output, errors];
  const found = inside.flatMap(messagesOf);
  return found.length > 0 ? found : [message, statusText].filter((text) => typeof text === 'string').slice(0, 1);
}

function valuesOf(lists: unknown): unknown[] {
  return typeof lists === 'object' && lists !== null ? Object.values(lists) : [];
}

function parse(message: string): Problem | undefined {
  try {
    const parsed = JSON.parse(message) as Partial<Problem> | null;
    if (typeof parsed?.code !== 'string' || typeof parsed.message !== 'string') return undefined;
    return {
      code: parsed.code,
      message: parsed.message,
      actions: Array.isArray(parsed.actions) ? parsed.actions : [],
      retryable: parsed.retryable === true,
      ...(parsed.reference ? { reference: parsed.reference } : {})
    };
  } catch {
    return undefined;
  }
}
