import { SaysoError, type ErrorKind } from '../errors.ts';

/** One line of the table of what Salesforce's OAuth endpoints answer, and what it means for a grant. */
export interface TokenRule {
  code: string;
  kind: ErrorKind;
  /** For the rep, or the admin who sees it on the page. */
  message: string;
  actions: string[];
  /** Seconds before the next try; with the number of failures in a row it doubles, up to an hour. Absent for permanent ones. */
  retrySeconds?: number;
  /** Looked at again once a day: the admin may reactivate the user. */
  recheck?: boolean;
}

const CONNECT = 'Connect Salesforce again.';
const ASK_ADMIN = 'Ask your Salesforce admin.';

/** Outage of Salesforce: soon again, then ever less often. */
const OUTAGE_RETRY_SECONDS = 2;
/** Another request with the same token is answered within seconds. */
const PROCESSING_RETRY_SECONDS = 1;
/** 3,600 logins per user and hour: an empty allowance refills slowly. */
const RATE_RETRY_SECONDS = 900;
/** A setting does not change by itself; someone may be changing it right now. */
const CONFIGURATION_RETRY_SECONDS = 60;

const expired: TokenRule = {
  code: 'grant_expired',
  kind: 'permanent',
  message:
    'Salesforce has ended this connection: it was revoked there, unused for 30 days, or replaced (a user has at most five logins to one app).',
  actions: [CONNECT],
};
const inactiveUser: TokenRule = {
  code: 'inactive_user',
  kind: 'permanent',
  message: 'Your Salesforce user is inactive or frozen.',
  actions: ['Ask your Salesforce admin to activate the user; the connection is checked again every day.'],
  recheck: true,
};
const authenticationFailure: TokenRule = {
  code: 'authentication_failure',
  kind: 'permanent',
  message: 'Salesforce did not accept the login that this connection came from.',
  actions: [CONNECT],
};
const ipRestricted: TokenRule = {
  code: 'ip_restricted',
  kind: 'permanent',
  message: 'Salesforce does not accept refreshes from the address of this service.',
  actions: [
    "Ask your Salesforce admin to add the service's addresses to the IP allowlist of the Sayso app.",
    CONNECT,
  ],
};
const codeExpired: TokenRule = {
  code: 'login_expired',
  kind: 'permanent',
  message: 'The login took too long or was already used.',
  actions: [CONNECT],
};
const verifierInvalid: TokenRule = {
  code: 'login_tampered',
  kind: 'permanent',
  message: 'The login was not finished by the browser that began it.',
  actions: [CONNECT, 'If you did not start it yourself, tell your admin.'],
};
const alreadyProcessing: TokenRule = {
  code: 'refresh_in_progress',
  kind: 'transient',
  message: 'Salesforce is still answering an earlier request for this connection.',
  actions: ['Try again in a moment.'],
  retrySeconds: PROCESSING_RETRY_SECONDS,
};
const grantRefused: TokenRule = {
  code: 'grant_refused',
  kind: 'permanent',
  message: 'Salesforce no longer accepts this connection.',
  actions: [CONNECT, ASK_ADMIN],
};
const clientInvalid: TokenRule = {
  code: 'client_invalid',
  kind: 'configuration',
  message: 'Salesforce does not know the app registration of this service, or its secret was changed.',
  actions: ['Tell the people who run Sayso: SALESFORCE_CLIENT_ID or SALESFORCE_CLIENT_SECRET is wrong.'],
  retrySeconds: CONFIGURATION_RETRY_SECONDS,
};
const accessDenied: TokenRule = {
  code: 'app_access_denied',
  kind: 'permanent',
  message: 'Your Salesforce admin has not approved you for the Sayso app.',
  actions: [
    'Ask your Salesforce admin to give you the permission set Sayso_User, which the app is approved for.',
    CONNECT,
  ],
};
const appMissing: TokenRule = {
  code: 'app_not_found',
  kind: 'permanent',
  message: 'The Sayso app is not installed in this org.',
  actions: ['Ask your Salesforce admin to install the Sayso package.', CONNECT],
};
const appBlocked: TokenRule = {
  code: 'app_blocked',
  kind: 'permanent',
  message: 'The Sayso app is blocked in this org.',
  actions: [
    'Ask your Salesforce admin to unblock it: Setup → Connected Apps OAuth Usage → Unblock.',
    CONNECT,
  ],
};
const flowDisabled: TokenRule = {
  code: 'oauth_flow_disabled',
  kind: 'permanent',
  message: 'The login flow that Sayso uses is switched off in this org.',
  actions: [
    'Ask your Salesforce admin to allow the authorization code flow with PKCE for the Sayso app.',
    CONNECT,
  ],
};
const misconfigured: TokenRule = {
  code: 'oauth_misconfigured',
  kind: 'configuration',
  message: 'Salesforce refused the way in which this service asked.',
  actions: [
    'Tell the people who run Sayso: the app registration and the service do not agree (callback URL, scopes, PKCE).',
  ],
  retrySeconds: CONFIGURATION_RETRY_SECONDS,
};
const orgInactive: TokenRule = {
  code: 'inactive_org',
  kind: 'permanent',
  message: 'This Salesforce org is locked, closed or suspended.',
  actions: [ASK_ADMIN],
};
const rateLimited: TokenRule = {
  code: 'login_rate_exceeded',
  kind: 'transient',
  message: 'Salesforce accepts no more logins of this user for a while.',
  actions: ['Try again in about an hour.'],
  retrySeconds: RATE_RETRY_SECONDS,
};
const unavailable: TokenRule = {
  code: 'salesforce_login_unavailable',
  kind: 'transient',
  message: "Salesforce's login service is not available right now.",
  actions: ['Try again in a moment.'],
  retrySeconds: OUTAGE_RETRY_SECONDS,
};
const consentDenied: TokenRule = {
  code: 'consent_denied',
  kind: 'permanent',
  message: 'You did not allow Sayso to work for you.',
  actions: ['Connect again and choose Allow, if you want to use Sayso.'],
};

/** Found here after a crash: the request left, its answer never came, and the old token is dead. */
const answerLost: TokenRule = {
  code: 'refresh_answer_lost',
  kind: 'permanent',
  message: 'Salesforce renewed this connection, but its answer was lost in an outage.',
  actions: [CONNECT],
};
/** A token for somebody else is never stored. */
const identityMismatch: TokenRule = {
  code: 'identity_mismatch',
  kind: 'permanent',
  message: 'The login at Salesforce was made by another user or in another org.',
  actions: ['Sign in as the user whose Salesforce you have open, then connect again.'],
};
const signatureInvalid: TokenRule = {
  code: 'signature_invalid',
  kind: 'permanent',
  message: "Salesforce's answer was not signed with this service's secret.",
  actions: ['Try again. If it happens again, tell the people who run Sayso.'],
};
const scopeMismatch: TokenRule = {
  code: 'scope_mismatch',
  kind: 'configuration',
  message:
    'The Sayso app in this org grants other rights than "api" and "refresh_token". Sayso gave them back at once.',
  actions: [
    'Ask your Salesforce admin to set the OAuth scopes of the Sayso app to exactly: api, refresh_token.',
  ],
};
const instanceRefused: TokenRule = {
  code: 'instance_refused',
  kind: 'permanent',
  message: 'Salesforce named an address that is not one of its own.',
  actions: ['Tell the people who run Sayso.'],
};

const ALL = [
  expired,
  inactiveUser,
  authenticationFailure,
  ipRestricted,
  codeExpired,
  verifierInvalid,
  alreadyProcessing,
  grantRefused,
  clientInvalid,
  accessDenied,
  appMissing,
  appBlocked,
  flowDisabled,
  misconfigured,
  orgInactive,
  rateLimited,
  unavailable,
  consentDenied,
  answerLost,
  identityMismatch,
  signatureInvalid,
  scopeMismatch,
  instanceRefused,
];
const BY_CODE = new Map(ALL.map((rule) => [rule.code, rule]));

/** error → rule, or description → rule where the description decides. Lower case. */
const TABLE: Record<string, TokenRule | Record<string, TokenRule>> = {
  invalid_grant: {
    'expired access/refresh token': expired,
    'inactive user': inactiveUser,
    'authentication failure': authenticationFailure,
    'ip restricted': ipRestricted,
    'expired authorization code': codeExpired,
    'invalid authorization code': codeExpired,
    'invalid code verifier': verifierInvalid,
    'token request is already being processed': alreadyProcessing,
    '': grantRefused,
  },
  invalid_request: { 'invalid code verifier': verifierInvalid, '': misconfigured },
  invalid_client_id: clientInvalid,
  invalid_client: clientInvalid,
  invalid_app_access: accessDenied,
  oauth_app_access_denied: accessDenied,
  app_not_found: appMissing,
  app_blocked: appBlocked,
  oauth_app_blocked: appBlocked,
  oauth_flow_disabled: flowDisabled,
  redirect_uri_mismatch: misconfigured,
  invalid_scope: misconfigured,
  unsupported_grant_type: misconfigured,
  access_denied: consentDenied,
  inactive_org: orgInactive,
  rate_limit_exceeded: rateLimited,
  server_error: unavailable,
  service_unavailable: unavailable,
  system_down: unavailable,
};

/** The meaning of an OAuth error answer. An unknown text of invalid_grant ends the grant; any other unknown error does not. */
export function ruleOf(error: string, description: string | undefined, status: number): TokenRule {
  const entry = TABLE[error.toLowerCase()];
  if (entry === undefined) return status >= 500 ? unavailable : status === 429 ? rateLimited : misconfigured;
  if (isRule(entry)) return entry;
  return entry[(description ?? '').trim().toLowerCase()] ?? entry['']!;
}

/** The rule that a grant's stored reason or last failure names. */
export function ruleOfCode(code: string): TokenRule {
  return BY_CODE.get(code) ?? grantRefused;
}

function isRule(entry: TokenRule | Record<string, TokenRule>): entry is TokenRule {
  return typeof (entry as TokenRule).code === 'string';
}

export interface GrantedTokens {
  accessToken: string;
  refreshToken: string | undefined;
}

/** What Salesforce's OAuth side said, or that it said nothing. */
export class TokenError extends SaysoError {
  readonly rule: TokenRule;
  /** False when the request may have been carried out all the same: no answer, or one that is no answer. */
  readonly definite: boolean;
  /** What a refused answer granted all the same, to be revoked. Not enumerable: no log or document can hold it. */
  declare readonly granted: GrantedTokens | undefined;

  constructor(
    rule: TokenRule,
    options: { definite: boolean; detail?: string; cause?: unknown; granted?: GrantedTokens },
  ) {
    super(rule.code, rule.message, {
      status: rule.kind === 'transient' ? 503 : rule.kind === 'configuration' ? 502 : 403,
      kind: rule.kind,
      actions: rule.actions,
      ...(rule.retrySeconds === undefined || rule.kind === 'permanent'
        ? {}
        : { retryAfterSeconds: rule.retrySeconds }),
      ...(options.detail === undefined ? {} : { detail: options.detail }),
      cause: options.cause,
    });
    this.name = 'TokenError';
    this.rule = rule;
    this.definite = options.definite;
    Object.defineProperty(this, 'granted', { value: options.granted, enumerable: false });
  }
}

export const rules = {
  answerLost,
  identityMismatch,
  signatureInvalid,
  scopeMismatch,
  instanceRefused,
  unavailable,
} as const;

/** A failed try doubles the wait, up to this: an outage of a day costs each grant about 30 requests. */
const LONGEST_RETRY_SECONDS = 3_600;

/** Seconds to the next try after `failures` in a row, with jitter of a half, so that what failed together does not come back together. */
export function retrySeconds(rule: TokenRule, failures: number, random: () => number = Math.random): number {
  const base = rule.retrySeconds ?? CONFIGURATION_RETRY_SECONDS;
  const doubled = base * 2 ** Math.min(failures - 1, 20);
  return Math.min(Math.max(LONGEST_RETRY_SECONDS, base), doubled) * (0.5 + random() * 0.5);
}
