import { SaysoError } from '../errors.ts';
import { ruleOfCode } from './token-errors.ts';

/** Why a grant cannot be used, as an error: from its row, or from there being none. */
export function endedError(
  grant: { status: string; reason: string | null; current: boolean } | undefined,
): SaysoError {
  if (grant?.status === 'reconnect_required' && grant.current) {
    const rule = ruleOfCode(grant.reason ?? '');
    return new SaysoError('reconnect_required', rule.message, {
      status: 403,
      actions: rule.actions,
      detail: grant.reason ?? 'unknown',
    });
  }
  const reason = grant?.status === 'revoked' ? grant.reason : grant ? 'revoked' : null;
  return new SaysoError('not_connected', sentenceOf(reason), {
    status: 403,
    actions: ['Connect Salesforce in the Sayso panel.'],
    ...(reason === null ? {} : { detail: reason }),
  });
}

/** A grant that lives, but whose last refresh failed and whose next one is not due yet. */
export function failedError(code: string | null, retryInMs: number): SaysoError {
  const rule = ruleOfCode(code ?? 'salesforce_login_unavailable');
  return new SaysoError(rule.code, rule.message, {
    status: rule.kind === 'configuration' ? 502 : 503,
    kind: rule.kind === 'permanent' ? 'transient' : rule.kind,
    actions: rule.actions,
    retryAfterSeconds: retryInMs / 1_000,
  });
}

const SENTENCES: Record<string, string> = {
  disconnected: 'You disconnected Sayso from Salesforce.',
  revoked_by_admin: 'An admin ended your connection.',
  revoked_by_operator: 'The people who run Sayso ended all connections.',
  user_deactivated: 'Your connection ended because your user was deactivated.',
  session_revoked: "Your company's login system ended your sessions.",
  revoked: 'All connections of your org were ended.',
};

/** A reason in words; the reasons of ended grants are the codes of the token rules. */
export function sentenceOf(reason: string | null): string {
  if (reason === null) return 'Sayso is not connected to Salesforce for you yet.';
  return SENTENCES[reason] ?? ruleOfCode(reason).message;
}
