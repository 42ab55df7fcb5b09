import { randomBytes } from 'node:crypto';
import { ApiError } from '../http.ts';

export type RefreshPolicy =
  | { type: 'infinite' }
  /** No refresh token outlives the access token: refreshing always fails. */
  | { type: 'zero' }
  /** Counted from the approval. */
  | { type: 'lifetime'; seconds: number }
  /** Counted from the last use. */
  | { type: 'inactivity'; seconds: number };

/** A connected app or external client app with the policies an admin may set. */
export interface App {
  name: string;
  clientId: string;
  /** Empty for a public client. */
  clientSecret: string;
  /** Exact callback URLs. */
  callbacks: string[];
  /** Also accept `http://127.0.0.1:PORT/oauth/callback` and its like on localhost, whatever the port. */
  loopbackCallbacks: boolean;
  scopes: string[];
  pkceRequired: boolean;
  secretRequired: boolean;
  secretRequiredForRefresh: boolean;
  rotation: boolean;
  /** What the replay of a dead refresh token does: `strict` kills the whole family, `lenient` only fails. */
  reuse: 'strict' | 'lenient';
  refreshPolicy: RefreshPolicy;
  /** A refresh token unused for so long dies; 0 switches the limit off. */
  idleSeconds: number;
  /** Addresses or IPv4 prefixes that may refresh; empty accepts all. */
  refreshIps: string[];
  /** Access tokens die so long after their last use. */
  sessionSeconds: number;
  /** `admin` lets in only `approvedUsers` (usernames or ids), without a consent page. */
  approval: 'self' | 'admin';
  approvedUsers: string[];
  blocked: boolean;
  installed: boolean;
  /** Run-as user of the client-credentials flow; empty switches the flow off. */
  clientCredentialsUser: string;
  /** PEM certificates or public keys of the JWT bearer flow; empty accepts any signature. */
  jwtKeys: string[];
  maxApprovals: number;
}

/** The default session timeout of an org. */
const TWO_HOURS_S = 2 * 3600;
/** The idle limit that partner apps must set. */
const THIRTY_DAYS_S = 30 * 86_400;

const PARTNER_POLICIES: Omit<App, 'name' | 'clientId' | 'clientSecret'> = {
  callbacks: [],
  loopbackCallbacks: true,
  scopes: ['api', 'refresh_token'],
  pkceRequired: true,
  secretRequired: true,
  secretRequiredForRefresh: true,
  rotation: true,
  reuse: 'strict',
  refreshPolicy: { type: 'infinite' },
  idleSeconds: THIRTY_DAYS_S,
  refreshIps: [],
  sessionSeconds: TWO_HOURS_S,
  approval: 'self',
  approvedUsers: [],
  blocked: false,
  installed: true,
  clientCredentialsUser: '',
  jwtKeys: [],
  maxApprovals: 5,
};

/** The sf CLI's own app: public, without rotation, since the CLI drops a rotated token. */
const PLATFORM_CLI: App = {
  ...PARTNER_POLICIES,
  name: 'Salesforce CLI',
  clientId: 'PlatformCLI',
  clientSecret: '',
  callbacks: ['http://localhost:1717/OauthRedirect'],
  loopbackCallbacks: false,
  scopes: ['refresh_token', 'api', 'web'],
  pkceRequired: false,
  secretRequired: false,
  secretRequiredForRefresh: false,
  rotation: false,
  idleSeconds: 0,
};

export interface Apps {
  find(clientId: string): App | undefined;
  list(): App[];
  /** Adds an app with the partner policies where nothing else is said. */
  add(app: Partial<App>): App;
  /** Sets policies at run time; throws on an unknown app or policy. */
  set(clientId: string, policies: Record<string, unknown>): App;
}

export function createApps(): Apps {
  const apps = new Map<string, App>([[PLATFORM_CLI.clientId, { ...PLATFORM_CLI }]]);

  function checked(policies: Record<string, unknown>): void {
    for (const key of Object.keys(policies))
      if (!(key in PLATFORM_CLI))
        throw new ApiError(400, 'INVALID_APP_POLICY', `An app has no policy "${key}".`);
  }

  return {
    find: (clientId) => apps.get(clientId),
    list: () => [...apps.values()],
    add(app) {
      checked(app as Record<string, unknown>);
      const added: App = {
        ...PARTNER_POLICIES,
        name: 'Sayso',
        clientId: `3MVG9${randomBytes(60).toString('base64url').replaceAll('-', '.')}`,
        clientSecret: randomBytes(32).toString('hex').toUpperCase(),
        ...app,
      };
      apps.set(added.clientId, added);
      return added;
    },
    set(clientId, policies) {
      const app = apps.get(clientId);
      if (!app) throw new ApiError(404, 'NOT_FOUND', `No app has the client id ${clientId}.`);
      checked(policies);
      return Object.assign(app, policies);
    },
  };
}

const LOOPBACK = /^https?:\/\/(?:127\.0\.0\.1|localhost|\[::1\])(?::\d+)?\/oauth\/callback$/;

export function acceptsCallback(app: App, redirectUri: string): boolean {
  return app.callbacks.includes(redirectUri) || (app.loopbackCallbacks && LOOPBACK.test(redirectUri));
}
