import { hash, randomBytes } from 'node:crypto';
import type { Clock } from '../org.ts';
import type { Sessions } from './sessions.ts';

/** One approval of one app by one user, with its family of refresh tokens. */
export interface Grant {
  id: number;
  /** 18 characters; differs from the org's own only for seeded grants. */
  orgId: string;
  userId: string;
  clientId: string;
  scope: string;
  approvedAtMs: number;
  lastUsedMs: number;
  /** Refreshes so far. */
  uses: number;
  /** Refresh tokens minted before the live one. */
  rotations: number;
  /** Requests that presented a dead token of this family. */
  replays: number;
  /** Rotations whose answer never reached the client whole. */
  undelivered: number;
  /** A refresh is being answered. */
  processing: boolean;
  accessTokens: string[];
  revokedAtMs: number | undefined;
  revokedWhy: string | undefined;
}

export type Located = { grant: Grant; live: boolean };

export interface Grants {
  approve(approval: {
    userId: string;
    clientId: string;
    scope: string;
    maxApprovals: number;
    orgId?: string;
  }): Grant;
  /** The live refresh token of a grant. */
  refreshToken(grant: Grant): string;
  /** Finds the family of any token it ever had, dead or alive. */
  locate(refreshToken: string): Located | undefined;
  /** Names the grant to the revoke endpoint and to nothing else. */
  deleteToken(grant: Grant): string;
  byDeleteToken(token: string): Grant | undefined;
  byId(id: number): Grant | undefined;
  of(userId: string, clientId?: string): Grant[];
  all(): Iterable<Grant>;
  revoke(grant: Grant, why: string): void;
  /** Revokes all that fit; returns how many. */
  revokeWhere(condition: (grant: Grant) => boolean, why: string): number;
  readonly size: number;
}

const PREFIX = '5Aep861';
const DELETE_PREFIX = '5AepDel';

/**
 * Grants in memory. A token names its grant and its place in the family and carries a keyed digest, so that a million families
 * cost no index and every replay is recognised.
 */
export function createGrants(options: { orgId: string; clock: Clock; sessions: Sessions }): Grants {
  const { clock, sessions } = options;
  const key = randomBytes(24).toString('base64url');
  const grants: Grant[] = [];
  /** Live grants by client id and user id, oldest first. */
  const byApp = new Map<string, Map<string, Grant[]>>();

  const digest = (id: number, rotation: number) =>
    hash('sha256', `${key}:${id}:${rotation}:${key}`, 'base64url');
  const token = (id: number, rotation: number) =>
    `${PREFIX}${id.toString(36)}.${rotation.toString(36)}.${digest(id, rotation)}`;

  const deleteToken = (grant: Grant) => `${DELETE_PREFIX}${grant.id.toString(36)}.${digest(grant.id, -1)}`;

  function revoke(grant: Grant, why: string): void {
    if (grant.revokedAtMs !== undefined) return;
    grant.revokedAtMs = clock.now().getTime();
    grant.revokedWhy = why;
    for (const accessToken of grant.accessTokens) sessions.end(accessToken);
    grant.accessTokens = [];
    const users = byApp.get(grant.clientId);
    const rest = users?.get(grant.userId)?.filter((other) => other !== grant) ?? [];
    if (rest.length > 0) users?.set(grant.userId, rest);
    else users?.delete(grant.userId);
  }

  return {
    approve({ userId, clientId, scope, maxApprovals, orgId }) {
      const now = clock.now().getTime();
      const grant: Grant = {
        id: grants.length + 1,
        orgId: orgId ?? options.orgId,
        userId,
        clientId,
        scope,
        approvedAtMs: now,
        lastUsedMs: now,
        uses: 0,
        rotations: 0,
        replays: 0,
        undelivered: 0,
        processing: false,
        accessTokens: [],
        revokedAtMs: undefined,
        revokedWhy: undefined,
      };
      grants.push(grant);
      const users = byApp.get(clientId) ?? new Map<string, Grant[]>();
      byApp.set(clientId, users);
      const live = users.get(userId) ?? [];
      users.set(userId, live);
      live.push(grant);
      for (const oldest of live.slice(0, Math.max(0, live.length - maxApprovals)))
        revoke(oldest, `evicted by approval ${maxApprovals + 1}`);
      return grant;
    },
    refreshToken: (grant) => token(grant.id, grant.rotations),
    locate(refreshToken) {
      if (!refreshToken.startsWith(PREFIX)) return undefined;
      const [id, rotation] = refreshToken
        .slice(PREFIX.length)
        .split('.', 2)
        .map((part) => parseInt(part, 36));
      const grant = grants[(id ?? 0) - 1];
      if (!grant || rotation === undefined || refreshToken !== token(grant.id, rotation)) return undefined;
      return { grant, live: grant.revokedAtMs === undefined && rotation === grant.rotations };
    },
    deleteToken,
    byDeleteToken(token) {
      const grant = grants[parseInt(token.slice(DELETE_PREFIX.length), 36) - 1];
      return grant && token === deleteToken(grant) ? grant : undefined;
    },
    byId: (id) => grants[id - 1],
    of(userId, clientId) {
      if (clientId !== undefined) return [...(byApp.get(clientId)?.get(userId) ?? [])];
      return [...byApp.values()].flatMap((users) => users.get(userId) ?? []);
    },
    all: () => grants,
    revoke,
    revokeWhere(condition, why) {
      let revoked = 0;
      for (const grant of grants)
        if (grant.revokedAtMs === undefined && condition(grant)) {
          revoke(grant, why);
          revoked += 1;
        }
      return revoked;
    },
    get size() {
      return grants.length;
    },
  };
}
