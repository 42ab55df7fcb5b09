import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import type { Listener } from '../db/listen.ts';
import { SaysoError } from '../errors.ts';
import { refreshEnded } from '../revocation/lines.ts';
import type { Principal } from '../salesforce/types.ts';
import { createExchange, type ExchangeParts, type RefreshStep } from './exchange.ts';
import { endedError, failedError } from './status.ts';
import {
  claim,
  readState,
  refreshContext,
  renewLease,
  saveEnded,
  saveFailure,
  type Claim,
  type RefreshState,
} from './store.ts';
import { retrySeconds, rules, TokenError } from './token-errors.ts';

export interface RefreshParts extends Omit<ExchangeParts, 'step'> {
  listener: Listener;
  /** How long an owner that stopped renewing keeps the grant. */
  leaseSeconds: number;
  /** How long a caller waits before it gets a retryable error; the refresh goes on without it. */
  callerWaitMs?: number;
  /** Fault runs look in, and may never come back, at each step. */
  onStep?: (step: RefreshStep, principal: Principal) => void | Promise<void>;
}

export interface Refresher {
  /** Returns once the grant has a version above `seen`. Throws when it has ended, or is not refreshed in the time a caller waits. */
  refreshed(principal: Principal, seen: number): Promise<void>;
  /** One try without waiting for others; `recheck` also for a user who was inactive. Resolves when the try is over. */
  tryOnce(principal: Principal, recheck: boolean): Promise<void>;
  /** Stores answers that earlier processes left in the spool. */
  drainSpool(): Promise<number>;
  /** Resolves when no refresh is in flight and every answer is stored. */
  settled(): Promise<void>;
}

/** A person waits: after this a retryable error is better than silence. */
const CALLER_WAIT_MS = 15_000;
/** Losers normally hear from the listener; this is for when they do not. Doubles, with jitter. */
const FIRST_POLL_MS = 25;
const LONGEST_POLL_MS = 500;
/** Renewals per lease: one may be lost. */
const RENEWALS_PER_LEASE = 3;
/**
 * A request leaves in this part of the lease or not at all: a process that was paused for longer may find that another has refreshed, and its
 * token dead. The rest is for the request to arrive before another owner can ask whether the token lives.
 */
const START_WITHIN_LEASE = 0.8;
/** An owner that stalled may still hold the answer that makes the old token dead: it gets this long to store it. */
const LATE_ANSWER_GRACE_MS = 5_000;

/**
 * Refreshes with one owner per grant across all replicas. In this process callers share one promise; across processes the lease row decides.
 * No database connection is held while Salesforce is asked, and a refresh in flight is never abandoned.
 */
export function createRefresher(parts: RefreshParts): Refresher {
  const { pool, vault, oauth, listener, log, metrics, leaseSeconds } = parts;
  const callerWaitMs = parts.callerWaitMs ?? CALLER_WAIT_MS;
  const step = async (name: RefreshStep, principal: Principal): Promise<void> =>
    parts.onStep?.(name, principal);
  const exchange = createExchange({ ...parts, step });
  /** Refreshes that this process owns, by grant. */
  const owned = new Map<string, Promise<void>>();
  /** Callers that wait for the same version, by grant and version. */
  const shared = new Map<string, Promise<void>>();

  function refreshed(principal: Principal, seen: number): Promise<void> {
    const name = `${nameOf(principal)}/${seen}`;
    const running = shared.get(name);
    if (running) return running;
    const started = waitForRefresh(principal, seen).finally(() => shared.delete(name));
    shared.set(name, started);
    return started;
  }

  async function waitForRefresh(principal: Principal, seen: number): Promise<void> {
    const giveUpAt = performance.now() + callerWaitMs;
    for (let pollMs = FIRST_POLL_MS; ; pollMs = Math.min(LONGEST_POLL_MS, pollMs * 2)) {
      const state = usable(await readState(pool, principal));
      if (state.version > seen) return;
      const leftMs = giveUpAt - performance.now();
      if (leftMs <= 0) throw stillRefreshing();
      const running = owned.get(nameOf(principal));
      if (running) await Promise.race([running, delay(leftMs, undefined, { ref: false })]);
      else if (state.retryInMs > leftMs) throw failedError(state.lastFailure, state.retryInMs);
      else if (state.retryInMs > 0) await listener.next(nameOf(principal), state.retryInMs);
      else if (state.leased || !(await take(principal, state, false)))
        await listener.next(nameOf(principal), Math.min(leftMs, pollMs * (0.5 + Math.random())));
    }
  }

  /** Tries to become the owner; true when the refresh is under way in this process. */
  async function take(principal: Principal, state: RefreshState, recheck: boolean): Promise<boolean> {
    await step('before-intent', principal);
    const owner = randomUUID();
    const askedAt = performance.now();
    const claimed = await claim(pool, principal, state, { owner, seconds: leaseSeconds }, recheck);
    if (!claimed) return false;
    const name = nameOf(principal);
    const running = own(principal, claimed, keepLease(principal, owner, askedAt)).finally(() =>
      owned.delete(name),
    );
    owned.set(name, running);
    return true;
  }

  /** Never rejects: what happened is in the row. */
  async function own(principal: Principal, claimed: Claim, lease: Lease): Promise<void> {
    const { owner } = lease;
    metrics.refreshesInFlight.inc();
    try {
      await step('after-intent', principal);
      if (claimed.unknownOutcome && !(await isStillLive(principal, claimed, owner)))
        await refreshEnded(pool, principal);
      else await exchange.refresh(principal, claimed, lease.startBefore);
    } catch (error) {
      await recordFailure(principal, claimed, owner, error);
    } finally {
      lease.stop();
      metrics.refreshesInFlight.dec();
    }
  }

  /**
   * After a request whose outcome nobody knows: may the old token be sent? Asked of introspection, never by sending it. A dead one means that
   * the answer is lost, unless its owner never gave the lease back, is only slow and stores it within the grace. A user who was deactivated
   * meanwhile looks the same, so introspection is asked again every day: a token that lives again was never used up.
   */
  async function isStillLive(principal: Principal, claimed: Claim, owner: string): Promise<boolean> {
    const token = await vault.open(
      principal.orgId,
      refreshContext(principal.userId, claimed.version),
      claimed.refreshToken,
    );
    if (await isActive(claimed.loginUrl, token)) return true;
    const giveUpAt = performance.now() + (claimed.unreturned ? LATE_ANSWER_GRACE_MS : 0);
    while (performance.now() < giveUpAt) {
      const state = await readState(pool, principal);
      if (!state || state.version !== claimed.version || state.status === 'revoked') return false;
      await listener.next(nameOf(principal), Math.max(0, giveUpAt - performance.now()));
    }
    const ended = await saveEnded(pool, principal, {
      owner,
      version: claimed.version,
      reason: rules.answerLost.code,
      recheck: true,
    });
    if (ended && !claimed.answerLost) {
      metrics.refreshes.inc({ outcome: 'lost' });
      log.error({ ...principal }, 'the answer to a refresh was lost; the user must connect again');
    }
    return false;
  }

  /** Whatever introspection fails of, it says nothing of the refresh before it, whose outcome stays unknown. */
  async function isActive(loginUrl: string, token: string): Promise<boolean> {
    try {
      return await oauth.isActive(loginUrl, token);
    } catch (error) {
      if (!(error instanceof TokenError)) throw error;
      const { rule, detail } = error;
      throw new TokenError(rule.kind === 'permanent' ? rules.unavailable : rule, {
        definite: false,
        detail: `introspect: ${detail}`,
        cause: error,
      });
    }
  }

  async function recordFailure(
    principal: Principal,
    claimed: Claim,
    owner: string,
    error: unknown,
  ): Promise<void> {
    const failure =
      error instanceof TokenError
        ? error
        : new TokenError(rules.unavailable, { definite: false, cause: error });
    const { rule } = failure;
    if (!(error instanceof TokenError))
      log.error({ ...principal, err: error }, 'unforeseen error during a refresh');
    else
      log.warn(
        { ...principal, code: rule.code, detail: failure.detail, kind: rule.kind },
        'a refresh failed',
      );
    metrics.refreshes.inc({ outcome: rule.kind });
    try {
      if (rule.kind === 'permanent')
        await saveEnded(pool, principal, {
          owner,
          version: claimed.version,
          reason: rule.code,
          recheck: rule.recheck ?? false,
        });
      else
        await saveFailure(pool, principal, {
          owner,
          code: rule.code,
          retrySeconds: retrySeconds(rule, claimed.failures + 1),
          definite: failure.definite,
        });
      await refreshEnded(pool, principal);
    } catch (cause) {
      // The lease runs out by itself, the intent stays: the next owner asks introspection first.
      log.error({ ...principal, err: cause }, 'the outcome of a refresh could not be recorded');
    }
  }

  /** Renews the lease that was asked for at `askedAt` until it is stopped; a database that is away is tried again at the next beat. */
  function keepLease(principal: Principal, owner: string, askedAt: number): Lease {
    const leaseMs = leaseSeconds * 1_000;
    let startBefore = askedAt + leaseMs * START_WITHIN_LEASE;
    async function renew(): Promise<void> {
      const from = performance.now();
      const isMine = await renewLease(pool, principal, { owner, seconds: leaseSeconds });
      startBefore = isMine ? from + leaseMs * START_WITHIN_LEASE : -Infinity;
    }
    const timer = setInterval(() => void renew().catch(() => undefined), leaseMs / RENEWALS_PER_LEASE);
    return { owner, startBefore: () => startBefore, stop: () => clearInterval(timer) };
  }

  return {
    refreshed,
    drainSpool: exchange.drainSpool,

    async tryOnce(principal, recheck) {
      const state = await readState(pool, principal);
      if (!state || state.leased || state.retryInMs > 0 || owned.has(nameOf(principal))) return;
      if (await take(principal, state, recheck)) await owned.get(nameOf(principal));
    },

    async settled() {
      while (owned.size > 0) await Promise.all(owned.values());
    },
  };
}

interface Lease {
  owner: string;
  /** Instant of `performance.now()` up to which a request may begin. */
  startBefore(): number;
  stop(): void;
}

const nameOf = ({ orgId, userId }: Principal): string => `${orgId}/${userId}`;

function usable(state: RefreshState | undefined): RefreshState {
  if (!state || state.status !== 'connected' || !state.current) throw endedError(state);
  return state;
}

function stillRefreshing(): SaysoError {
  return new SaysoError('refresh_pending', 'Salesforce is slow to renew your session.', {
    status: 503,
    kind: 'transient',
    actions: ['Try again in a moment; the renewal goes on meanwhile.'],
    retryAfterSeconds: 5,
  });
}
