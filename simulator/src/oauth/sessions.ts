import { randomBytes } from 'node:crypto';
import type { Session } from '../http.ts';
import type { Clock } from '../org.ts';
import type { Users } from './users.ts';

/** A live access token: an app's, the browser's (`sid`) or a SOAP login's. */
export interface SessionRecord extends Session {
  /** Counts the sessions of the org. */
  serial: number;
  scope: string;
  issuedAtMs: number;
  timeoutMs: number;
  /** Slides on every use. */
  expiresAtMs: number;
  grantId: number | undefined;
}

export interface Sessions {
  open(session: {
    userId: string;
    clientId: string;
    scope: string;
    timeoutSeconds: number;
    grantId?: number;
    orgId?: string;
  }): SessionRecord;
  /** The session of a live token of an active user; a use prolongs it. */
  use(token: string): SessionRecord | undefined;
  /** The same without prolonging it. */
  peek(token: string): SessionRecord | undefined;
  end(token: string): boolean;
  endWhere(condition: (session: SessionRecord) => boolean): number;
  all(): Iterable<SessionRecord>;
  readonly size: number;
}

/** Logins between two looks for expired sessions: rare enough to cost nothing, often enough to bound the memory. */
const SWEEP_EVERY = 50_000;

export function createSessions(options: { orgId: string; clock: Clock; users: Users }): Sessions {
  const { orgId, clock, users } = options;
  const sessions = new Map<string, SessionRecord>();
  let opened = 0;

  function peek(token: string): SessionRecord | undefined {
    const session = sessions.get(token);
    if (!session) return undefined;
    if (clock.now().getTime() >= session.expiresAtMs) {
      sessions.delete(token);
      return undefined;
    }
    return users.maySignIn(session.userId) ? session : undefined;
  }

  function sweep(now: number): void {
    for (const session of sessions.values())
      if (now >= session.expiresAtMs) sessions.delete(session.accessToken);
  }

  return {
    open({ userId, clientId, scope, timeoutSeconds, grantId, orgId: ownOrg }) {
      const now = clock.now().getTime();
      const session: SessionRecord = {
        serial: ++opened,
        accessToken: `${(ownOrg ?? orgId).slice(0, 15)}!${accessTokenTail()}`,
        userId,
        clientId,
        scope,
        issuedAtMs: now,
        timeoutMs: timeoutSeconds * 1000,
        expiresAtMs: now + timeoutSeconds * 1000,
        grantId,
      };
      sessions.set(session.accessToken, session);
      if (opened % SWEEP_EVERY === 0) sweep(now);
      return session;
    },
    use(token) {
      const session = peek(token);
      if (session) session.expiresAtMs = clock.now().getTime() + session.timeoutMs;
      return session;
    },
    peek,
    end: (token) => sessions.delete(token),
    endWhere(condition) {
      let ended = 0;
      for (const session of sessions.values())
        if (condition(session)) {
          sessions.delete(session.accessToken);
          ended += 1;
        }
      return ended;
    },
    all: () => sessions.values(),
    get size() {
      return sessions.size;
    },
  };
}

/** Looks like the platform's: `AQ`, then letters, digits, dots and underscores. */
function accessTokenTail(): string {
  return `AQ${randomBytes(66).toString('base64url').replaceAll('-', '.')}`;
}
