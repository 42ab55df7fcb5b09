import type { Reply } from '../http.ts';

/** An error of the OAuth endpoints: `error` and `error_description` as clients see them. */
export class OAuthError extends Error {
  readonly error: string;
  readonly status: number;

  constructor(error: string, description: string, status = 400) {
    super(description);
    this.error = error;
    this.status = status;
  }
}

export const expiredToken = () => new OAuthError('invalid_grant', 'expired access/refresh token');
export const inactiveUser = () => new OAuthError('invalid_grant', 'inactive user');
export const authenticationFailure = () => new OAuthError('invalid_grant', 'authentication failure');
export const notApproved = () =>
  new OAuthError('invalid_app_access', 'user is not admin approved to access this app');

export const NO_STORE = { 'cache-control': 'no-cache, no-store', pragma: 'no-cache' };

export function oauthErrorReply(error: OAuthError): Reply {
  return {
    status: error.status,
    headers: NO_STORE,
    body: { error: error.error, error_description: error.message },
  };
}
