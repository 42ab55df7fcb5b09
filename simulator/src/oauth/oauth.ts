import { randomUUID } from 'node:crypto';
import { exportJWK, generateKeyPair } from 'jose';
import type { Route } from '../http.ts';
import type { Org } from '../org.ts';
import { type App, createApps } from './apps.ts';
import { authorizeRoutes } from './authorize.ts';
import { createCodes } from './codes.ts';
import { discoveryRoutes } from './discovery.ts';
import { createGrants } from './grants.ts';
import { identityRoutes } from './identity.ts';
import { introspectRoutes } from './introspect.ts';
import { loginRoutes } from './login.ts';
import { revokeRoutes } from './revoke.ts';
import { createSessions } from './sessions.ts';
import { offerSetupRows } from './setup-rows.ts';
import { soapLoginRoutes } from './soap-login.ts';
import type { OAuthState, SigningKey } from './state.ts';
import { tokenRoutes } from './token.ts';
import { createUsers } from './users.ts';

export interface OAuth extends OAuthState {
  routes: Route[];
  /** The app whose id and secret the simulator reports. */
  app: App;
}

/**
 * A refresh at the platform takes a few hundred milliseconds, so refreshes that two workers send together overlap there; forty
 * keep that true here, and tests fast.
 */
const TOKEN_LATENCY_MS = 40;
/** The documented rate of logins per user. */
const LOGINS_PER_HOUR = 3600;

/** The authorization server of the org and its sessions. */
export async function createOAuth(options: {
  org: Org;
  apps: Partial<App>[];
  instanceUrl: (baseUrl: string) => string;
}): Promise<OAuth> {
  const { org } = options;
  const users = createUsers(org.data);
  const sessions = createSessions({ orgId: org.id, clock: org.clock, users });
  const apps = createApps();
  const [app = apps.add({})] = options.apps.map((policies) => apps.add(policies));
  const state: OAuthState = {
    org,
    apps,
    users,
    sessions,
    grants: createGrants({ orgId: org.id, clock: org.clock, sessions }),
    codes: createCodes(org.clock),
    signingKey: await createSigningKey(),
    settings: { tokenLatencyMs: TOKEN_LATENCY_MS, loginsPerHour: LOGINS_PER_HOUR },
    instanceUrl: options.instanceUrl,
  };
  offerSetupRows(org.data, state);
  return {
    ...state,
    app,
    routes: [
      ...authorizeRoutes(state),
      ...tokenRoutes(state),
      ...revokeRoutes(state),
      ...introspectRoutes(state),
      ...identityRoutes(state),
      ...discoveryRoutes(state),
      ...loginRoutes(state),
      ...soapLoginRoutes(state),
    ],
  };
}

async function createSigningKey(): Promise<SigningKey> {
  const { publicKey, privateKey } = await generateKeyPair('RS256');
  const kid = randomUUID();
  return {
    kid,
    privateKey,
    publicJwk: { ...(await exportJWK(publicKey)), kid, alg: 'RS256', use: 'sig' },
  };
}
