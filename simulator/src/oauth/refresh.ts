import { wait } from '../exchange.ts';
import type { Clock } from '../org.ts';
import { tokenAnswer, type TokenAnswer } from './answers.ts';
import type { App } from './apps.ts';
import { expiredToken, inactiveUser, notApproved, OAuthError } from './errors.ts';
import type { Grant } from './grants.ts';
import { admitLogin } from './logins.ts';
import type { OAuthState } from './state.ts';

/**
 * One refresh. With rotation the presented token dies at once and there is no grace window; a dead token is refused and, under
 * strict reuse, takes the live one with it. Two refreshes with one live token that overlap: one wins, the other is told so.
 */
export async function refresh(
  state: OAuthState,
  at: { app: App; refreshToken: string; baseUrl: string; remoteAddress: string; scope: string | null },
): Promise<{ answer: TokenAnswer; settled: (delivered: boolean) => void }> {
  const { app } = at;
  const { grants } = state;
  const found = grants.locate(at.refreshToken);
  if (!found || found.grant.clientId !== app.clientId) throw expiredToken();
  const { grant, live } = found;
  if (!live) {
    grant.replays += 1;
    if (app.reuse === 'strict') grants.revoke(grant, 'a dead refresh token was presented');
    throw expiredToken();
  }
  if (grant.processing) throw new OAuthError('invalid_grant', 'token request is already being processed');
  allow(state, at, grant);
  const scope = narrowed(at.scope, grant.scope);

  grant.processing = true;
  try {
    if (state.settings.tokenLatencyMs > 0) await wait(state.settings.tokenLatencyMs);
  } finally {
    grant.processing = false;
  }
  if (grant.revokedAtMs !== undefined) throw expiredToken();
  grant.lastUsedMs = state.org.clock.now().getTime();
  grant.uses += 1;
  if (app.rotation) grant.rotations += 1;
  const answer = await tokenAnswer(state, {
    app,
    userId: grant.userId,
    scope,
    baseUrl: at.baseUrl,
    grant,
    withRefreshToken: app.rotation,
  });
  return {
    answer,
    settled(delivered) {
      if (!delivered && app.rotation) grant.undelivered += 1;
    },
  };
}

function allow(state: OAuthState, at: { app: App; remoteAddress: string }, grant: Grant): void {
  const user = state.users.byId(grant.userId);
  if (!user || !state.users.maySignIn(grant.userId)) throw inactiveUser();
  if (!isApproved(at.app, user)) throw notApproved();
  if (!fromAllowedAddress(at.app, at.remoteAddress)) throw new OAuthError('invalid_grant', 'ip restricted');
  const why = lapse(at.app, grant, state.org.clock);
  if (why !== undefined) {
    state.grants.revoke(grant, why);
    throw expiredToken();
  }
  admitLogin(state, grant.userId);
}

/** Whether an admin's pre-approval, where it is asked for, covers the user. */
export function isApproved(app: App, user: Record<string, unknown>): boolean {
  if (app.approval === 'self') return true;
  const username = String(user['Username']).toLowerCase();
  return app.approvedUsers.some((name) => name === user['Id'] || name.toLowerCase() === username);
}

function fromAllowedAddress(app: App, address: string): boolean {
  return (
    app.refreshIps.length === 0 ||
    app.refreshIps.some((allowed) =>
      allowed.endsWith('.') ? address.startsWith(allowed) : address === allowed,
    )
  );
}

/** Why a grant is past its refresh policy or idle limit. */
function lapse(app: App, grant: Grant, clock: Clock): string | undefined {
  const now = clock.now().getTime();
  const idle = (now - grant.lastUsedMs) / 1000;
  const policy = app.refreshPolicy;
  if (policy.type === 'zero') return 'refresh policy: valid for zero time';
  if (policy.type === 'lifetime' && (now - grant.approvedAtMs) / 1000 > policy.seconds)
    return 'refresh policy: lifetime over';
  if (policy.type === 'inactivity' && idle > policy.seconds) return 'refresh policy: unused for too long';
  if (app.idleSeconds > 0 && idle > app.idleSeconds) return 'idle limit';
  return undefined;
}

function narrowed(wanted: string | null, granted: string): string {
  if (!wanted) return granted;
  const had = new Set(granted.split(' '));
  if (wanted.split(/\s+/).some((scope) => !had.has(scope)))
    throw new OAuthError('invalid_scope', 'the requested scope is not allowed');
  return wanted;
}
