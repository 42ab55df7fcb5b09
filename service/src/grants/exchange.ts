import { setTimeout as delay } from 'node:timers/promises';
import type { Pool } from '../db/pool.ts';
import type { Log } from '../log.ts';
import type { Metrics } from '../metrics.ts';
import { rememberRotation } from '../orgs/orgs.ts';
import { refreshEnded } from '../revocation/lines.ts';
import type { Principal } from '../salesforce/types.ts';
import type { Seal, Vault } from '../vault/vault.ts';
import { discardToken, type Discarded } from './discard.ts';
import type { OAuthClient, TokenAnswer } from './oauth-client.ts';
import type { KeptAnswer, Spool } from './spool.ts';
import {
  accessContext,
  answerContext,
  refreshContext,
  saveRefreshed,
  type Claim,
  type RefreshedTokens,
} from './store.ts';
import { rules, TokenError } from './token-errors.ts';

/** In order. `answer-received`: in this process, and nowhere else; `answer-kept`: it outlives the process. */
export type RefreshStep =
  | 'before-intent'
  | 'after-intent'
  | 'request-sent'
  | 'answer-received'
  | 'answer-kept'
  | 'before-commit'
  | 'after-commit';

export interface ExchangeParts {
  pool: Pool;
  vault: Vault;
  oauth: OAuthClient;
  spool: Spool;
  log: Log;
  metrics: Metrics;
  /** Called when a token was noted for revocation: an answer that is refused, or of a grant that has ended meanwhile. */
  onDiscarded: () => void;
  step: (name: RefreshStep, principal: Principal) => Promise<void>;
}

export interface Exchange {
  /**
   * Asks Salesforce for new tokens. Returns once the database has them, however long that takes.
   *
   * @param startBefore until when the lease covers the begin of the request
   * @throws TokenError
   */
  refresh(principal: Principal, claimed: Claim, startBefore: () => number): Promise<void>;
  /** Stores answers that earlier processes left in the spool. Returns how many were there. */
  drainSpool(): Promise<number>;
}

/** While the database is away an answer is offered to it this often. */
const COMMIT_RETRY_MS = 250;

/** One refresh on the wire, and what becomes of its answer: kept, read, stored; in this process or in the one after it. */
export function createExchange(parts: ExchangeParts): Exchange {
  const { pool, vault, oauth, spool, log, metrics, step } = parts;

  async function refresh(principal: Principal, claimed: Claim, startBefore: () => number): Promise<void> {
    const { orgId, userId } = principal;
    const version = claimed.version + 1;
    const oldToken = await vault.open(orgId, refreshContext(userId, claimed.version), claimed.refreshToken);
    // Fetched before the request: with the answer in hand nothing may be missing to keep it.
    const seal = await vault.sealer(orgId);
    const sentToken = seal(refreshContext(userId, version), oldToken);
    const made: Made = { orgId, userId, version, loginUrl: claimed.loginUrl, sentToken };
    const file: SpoolFile = {};

    function keep(body: string): void {
      void step('answer-received', principal);
      const answer = seal(answerContext(userId, version), body);
      try {
        file.name = spool.put({ ...made, answer });
      } catch (error) {
        // A full disk costs this safety net, not the answer.
        log.error({ ...principal, err: error }, 'a refresh answer could not be written to the spool');
      }
      void step('answer-kept', principal);
    }

    const took = metrics.refreshSeconds.startTimer();
    const request = oauth.refreshTokenGrant(claimed.loginUrl, oldToken, { keep, startBefore });
    // Handled below; a step that throws first must not leave it unheard.
    request.catch(() => undefined);
    await step('request-sent', principal);
    await settle(
      made,
      oldToken,
      file,
      request.finally(() => took()),
      seal,
    );
  }

  /** Reads an answer and stores it. What a refused one granted is noted for revocation. @throws TokenError */
  async function settle(
    made: Made,
    sent: string,
    file: SpoolFile,
    reading: Promise<TokenAnswer>,
    seal: Seal,
  ): Promise<void> {
    const { orgId, userId, version } = made;
    let answer: TokenAnswer;
    try {
      answer = ownAnswer(await reading, made);
    } catch (error) {
      const granted = error instanceof TokenError ? error.granted?.refreshToken : undefined;
      if (granted !== undefined && granted !== sent)
        await discard(
          { ...made, refreshToken: seal(refreshContext(userId, version), granted) },
          granted,
          'refused',
        );
      if (file.name !== undefined) spool.remove(file.name);
      throw error;
    }
    const { refreshToken = sent } = answer;
    const rotated = refreshToken !== sent;
    const tokens: RefreshedTokens = {
      orgId,
      userId,
      version,
      refreshToken: rotated ? seal(refreshContext(userId, version), refreshToken) : made.sentToken,
      accessToken: seal(accessContext(userId, version), answer.accessToken),
      instanceUrl: answer.instanceUrl,
      loginUrl: made.loginUrl,
      rotated,
    };
    await step('before-commit', made);
    await store(file, tokens, refreshToken);
    await step('after-commit', made);
    await rememberRotation(pool, orgId, tokens.rotated).catch(() => undefined);
  }

  /** Until the database has it, however long that takes. */
  async function store(file: SpoolFile, tokens: RefreshedTokens, refreshToken: string): Promise<void> {
    for (let attempt = 0; ; attempt++) {
      try {
        const saved = await saveRefreshed(pool, tokens);
        if (!saved && tokens.rotated && !(await isStored(tokens)))
          await discard(tokens, refreshToken, 'superseded');
        if (!saved) await refreshEnded(pool, tokens);
        metrics.refreshes.inc({ outcome: saved ? 'refreshed' : 'superseded' });
        if (file.name !== undefined) spool.remove(file.name);
        if (attempt > 0) metrics.spooledAnswers.dec();
        return;
      } catch (error) {
        if (attempt === 0) {
          if (file.name !== undefined) spool.sync(file.name);
          metrics.spooledAnswers.inc();
          log.error(
            { orgId: tokens.orgId, userId: tokens.userId, err: error },
            'a refresh answer waits for the database',
          );
        }
        await delay(COMMIT_RETRY_MS * (0.5 + Math.random()));
      }
    }
  }

  /** Noted for revocation; of an org that was shredded meanwhile nothing can be noted, so that it is revoked now or never. */
  async function discard(token: Omit<Discarded, 'why'>, refreshToken: string, why: string): Promise<void> {
    if (await discardToken(pool, { ...token, why })) return parts.onDiscarded();
    await oauth
      .tokenRevocation(token.loginUrl, refreshToken)
      .catch((error: unknown) =>
        log.error({ orgId: token.orgId, err: error }, 'a token of a shredded org could not be revoked'),
      );
  }

  /** The commit may have happened although its confirmation, or the process after it, was lost; then the row holds this very token. */
  async function isStored({ orgId, userId, version, refreshToken }: RefreshedTokens): Promise<boolean> {
    const { rows } = await pool.query<{ refreshToken: Buffer }>(
      `select refresh_token as "refreshToken" from grants
        where org_id = $1 and user_id = $2 and version = $3 and refresh_token is not null`,
      [orgId, userId, version],
    );
    if (!rows[0]) return false;
    const context = refreshContext(userId, version);
    return (
      (await vault.open(orgId, context, rows[0].refreshToken)) ===
      (await vault.open(orgId, context, refreshToken))
    );
  }

  async function drainSpool(): Promise<number> {
    const left = spool.list((name) =>
      log.error({ name }, 'a file in the spool of refresh answers cannot be read'),
    );
    for (const { name, kept } of left) {
      const { orgId, userId, version, loginUrl } = kept;
      try {
        const body = await vault.open(orgId, answerContext(userId, version), kept.answer);
        const sent = await vault.open(orgId, refreshContext(userId, version), kept.sentToken);
        const seal = await vault.sealer(orgId);
        await settle(kept, sent, { name }, oauth.keptAnswer(loginUrl, body), seal);
      } catch (error) {
        log.error({ orgId, userId, err: error }, 'a refresh answer of an earlier process could not be used');
      }
    }
    return left.length;
  }

  return { refresh, drainSpool };
}

/** The grant version that an answer makes. */
type Made = Omit<KeptAnswer, 'answer'>;

/** Absent before the answer is in, and where the disk refused it. */
interface SpoolFile {
  name?: string;
}

/** @throws TokenError when the tokens are somebody else's */
function ownAnswer(answer: TokenAnswer, { orgId, userId }: Principal): TokenAnswer {
  if (answer.orgId === orgId && answer.userId === userId) return answer;
  throw new TokenError(rules.identityMismatch, { definite: true, granted: answer });
}
