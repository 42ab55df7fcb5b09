import { OAuthError } from './errors.ts';
import type { OAuthState } from './state.ts';

const HOUR_MS = 3_600_000;
const counts = new WeakMap<OAuthState, { hour: number; byUser: Map<string, number> }>();

/** Counts a login or refresh of a user and refuses those beyond the hourly rate. */
export function admitLogin(state: OAuthState, userId: string): void {
  const hour = Math.floor(state.org.clock.now().getTime() / HOUR_MS);
  let count = counts.get(state);
  if (count?.hour !== hour) counts.set(state, (count = { hour, byUser: new Map() }));
  const logins = (count.byUser.get(userId) ?? 0) + 1;
  if (logins > state.settings.loginsPerHour)
    throw new OAuthError('rate_limit_exceeded', 'login rate exceeded');
  count.byUser.set(userId, logins);
}
