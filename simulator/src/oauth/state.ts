import type { CryptoKey } from 'jose';
import type { Org } from '../org.ts';
import type { Apps } from './apps.ts';
import type { Codes } from './codes.ts';
import type { Grants } from './grants.ts';
import type { Sessions } from './sessions.ts';
import type { Users } from './users.ts';

export interface SigningKey {
  kid: string;
  privateKey: CryptoKey;
  publicJwk: Record<string, unknown>;
}

/** What the OAuth endpoints share. */
export interface OAuthState {
  org: Org;
  apps: Apps;
  users: Users;
  sessions: Sessions;
  grants: Grants;
  codes: Codes;
  signingKey: SigningKey;
  settings: OAuthSettings;
  /** Instance URL for a client that reached the org by this base URL. */
  instanceUrl(baseUrl: string): string;
}

export interface OAuthSettings {
  /** How long the token endpoint works on a refresh; requests with the same token meanwhile overlap. */
  tokenLatencyMs: number;
  /** Logins and refreshes per user and hour. */
  loginsPerHour: number;
}
