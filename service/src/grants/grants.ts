import { createListener } from '../db/listen.ts';
import type { Pool } from '../db/pool.ts';
import { SaysoError } from '../errors.ts';
import type { Log } from '../log.ts';
import type { Metrics } from '../metrics.ts';
import { SESSION_EXPIRED } from '../salesforce/errors.ts';
import { CONNECTIONS_PER_ORIGIN, TransportError } from '../salesforce/transport.ts';
import type { Principal, UseGrant } from '../salesforce/types.ts';
import type { Vault } from '../vault/vault.ts';
import { sweepKeepAlive } from './keep-alive.ts';
import { revokeDiscarded } from './discard.ts';
import type { OAuthClient } from './oauth-client.ts';
import { createRefresher, type RefreshParts } from './refresh.ts';
import { createSlots } from './slots.ts';
import { createSpool } from './spool.ts';
import { endedError } from './status.ts';
import { accessContext, CHANNEL, noteUse, readUsable, type UsableGrant } from './store.ts';

export interface GrantsParts {
  pool: Pool;
  /** For the connection that listens. */
  databaseUrl: string;
  vault: Vault;
  oauth: OAuthClient;
  log: Log;
  metrics: Metrics;
  spoolDirectory: string;
  leaseSeconds: number;
  callerWaitMs?: number;
  onStep?: RefreshParts['onStep'];
}

export interface Grants {
  use: UseGrant;
  /** In the background: revokes what the login replaced, and refreshes once, which shows whether the app rotates tokens. */
  afterLogin(principal: Principal): void;
  /** One round of what is due: keep-alive refreshes, re-checks, tokens to revoke. */
  sweep(): Promise<void>;
  /** Stores what earlier processes left on disk. */
  drainSpool(): Promise<number>;
  /** Resolves when no refresh is in flight and nothing goes on in the background. */
  settled(): Promise<void>;
  /** Waits for refreshes in flight: a lost answer is a lost grant. */
  close(): Promise<void>;
}

/**
 * How long a read of the grant is authority to begin a call. A call that has to wait longer for a connection reads the grant anew, so that a
 * cut-off holds for calls under way to the socket, too.
 */
export const AUTHORITY_MS = 250;
/** Reads that lapsed in a row before the replica is called overloaded. */
const MAX_LAPSES = 20;

export function createGrants(parts: GrantsParts): Grants {
  const { pool, vault, log } = parts;
  const listener = createListener(parts.databaseUrl, CHANNEL);
  const refresher = createRefresher({
    ...parts,
    spool: createSpool(parts.spoolDirectory),
    listener,
    onDiscarded: () => revokeSoon(),
  });
  const slots = createSlots(CONNECTIONS_PER_ORIGIN);
  const background = new Set<Promise<unknown>>();

  function inBackground(work: Promise<unknown>): void {
    const tracked = work
      .catch((error: unknown) => log.error({ err: error }, 'background work failed'))
      .finally(() => background.delete(tracked));
    background.add(tracked);
  }

  async function settled(): Promise<void> {
    await refresher.settled();
    while (background.size > 0) await Promise.all(background);
  }

  function revokeSoon(): void {
    inBackground(revokeDiscarded(pool, vault, parts.oauth, log));
  }

  /** Reads the grant; the authority to begin a call counts from the moment the read is sent, not from when a connection was asked for. */
  async function authority(
    principal: Principal,
  ): Promise<{ grant: UsableGrant | undefined; startBefore: number }> {
    const client = await pool.connect();
    let broken: Error | undefined;
    try {
      const startBefore = performance.now() + AUTHORITY_MS;
      return { grant: await readUsable(client, principal), startBefore };
    } catch (error) {
      broken = error as Error;
      throw error;
    } finally {
      client.release(broken);
    }
  }

  async function attempt<T>(principal: Principal, call: Parameters<UseGrant>[1]): Promise<T> {
    for (let lapses = 0; ; lapses++) {
      const { grant: read, startBefore } = await authority(principal);
      const grant = connected(read);
      const accessToken = await vault.open(
        principal.orgId,
        accessContext(principal.userId, grant.version),
        grant.accessToken,
      );
      if (grant.noteUse) inBackground(noteUse(pool, principal));
      try {
        return (await call({ accessToken, instanceUrl: grant.instanceUrl, startBefore })) as T;
      } catch (error) {
        if (isSessionExpired(error)) throw new ExpiredSession(grant.version, error);
        if (!(error instanceof TransportError && error.lapsed)) throw error;
        if (lapses === MAX_LAPSES) throw overloaded(error);
      }
    }
  }

  async function use<T>(principal: Principal, call: Parameters<UseGrant>[1]): Promise<T> {
    try {
      return await slots.run(principal.orgId, () => attempt<T>(principal, call));
    } catch (error) {
      if (!(error instanceof ExpiredSession)) throw error;
      await refresher.refreshed(principal, error.version);
    }
    try {
      return await slots.run(principal.orgId, () => attempt<T>(principal, call));
    } catch (error) {
      if (error instanceof ExpiredSession) throw sessionRefused(error.cause);
      throw error;
    }
  }

  return {
    use: use as UseGrant,
    afterLogin(principal) {
      revokeSoon();
      inBackground(refresher.tryOnce(principal, false));
    },
    async sweep() {
      await revokeDiscarded(pool, vault, parts.oauth, log);
      await sweepKeepAlive(pool, refresher, log);
    },
    drainSpool: () => refresher.drainSpool(),
    settled,
    async close() {
      await settled();
      await listener.close();
    },
  };
}

/** Carries the version that met the 401 to the refresh; never leaves this file. */
class ExpiredSession extends Error {
  readonly version: number;

  constructor(version: number, cause: unknown) {
    super('session expired', { cause });
    this.version = version;
  }
}

function connected(grant: UsableGrant | undefined): UsableGrant & { accessToken: Buffer } {
  if (!grant || grant.status !== 'connected' || !grant.current || grant.accessToken === null)
    throw endedError(grant);
  return grant as UsableGrant & { accessToken: Buffer };
}

function isSessionExpired(error: unknown): boolean {
  return error instanceof SaysoError && error.code === SESSION_EXPIRED;
}

/** A token minted a moment ago meets the same 401: no refresh will help. */
function sessionRefused(cause: unknown): SaysoError {
  return new SaysoError(
    'salesforce_session_refused',
    'Salesforce does not accept the session that it has just opened.',
    {
      status: 502,
      kind: 'configuration',
      actions: [
        'Ask your Salesforce admin to check the session and IP policies of the Sayso app and of your profile.',
      ],
      cause,
    },
  );
}

function overloaded(cause: unknown): SaysoError {
  return new SaysoError('overloaded', 'This replica has more calls to Salesforce than it can send.', {
    status: 503,
    kind: 'transient',
    actions: ['Try again in a moment.'],
    retryAfterSeconds: 2,
    cause,
  });
}
