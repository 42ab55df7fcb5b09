import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import * as openid from 'openid-client';
import { transaction, type Client, type Pool } from '../db/pool.ts';
import { SaysoError } from '../errors.ts';
import type { Log } from '../log.ts';
import { moveEnded } from '../revocation/lines.ts';
import { deactivatedError, mayConnect } from '../revocation/may-connect.ts';
import type { Principal } from '../salesforce/types.ts';
import { SERVICE_SCOPE } from '../vault/data-keys.ts';
import type { Vault } from '../vault/vault.ts';
import { discardToken, giveTokenBack } from './discard.ts';
import { SCOPES, type OAuthClient, type TokenAnswer } from './oauth-client.ts';
import { accessContext, KEEP_ALIVE_DUE, refreshContext } from './store.ts';
import { rules, ruleOf, TokenError, type GrantedTokens } from './token-errors.ts';

export type Login =
  /** An admin introduces the org; who they are, the login tells. */
  | { intent: 'pair'; loginUrl: string }
  /** A user whom Apex signed for; the login must be theirs. */
  | { intent: 'connect'; loginUrl: string; principal: Principal };

export interface FinishedLogin {
  intent: Login['intent'];
  loginUrl: string;
  answer: TokenAnswer & { refreshToken: string };
}

export interface Logins {
  /** Where to send the browser, which must come back with the secret of its cookie. */
  begin(login: Login, browserSecret: string): Promise<URL>;
  /** Takes the state that came back: once, from the browser that began. */
  take(callback: URL, browserSecret: string | undefined): Promise<PendingLogin>;
  /** Exchanges the code and checks the answer. Whatever Salesforce granted to a refused login is revoked at once. */
  finish(pending: PendingLogin, callback: URL): Promise<FinishedLogin>;
}

/** A login whose browser is back. */
export interface PendingLogin {
  intent: Login['intent'];
  loginUrl: string;
  state: string;
  /** Whom Apex signed for; nobody while pairing. */
  principal: Principal | undefined;
  /** Sealed. */
  codeVerifier: Buffer;
}

/** RFC 9700 recommends short-lived states; a person with a second factor and a consent page needs minutes. */
export const LOGIN_SECONDS = 600;

export function newBrowserSecret(): string {
  return randomBytes(32).toString('base64url');
}

export function createLogins(parts: {
  pool: Pool;
  vault: Vault;
  oauth: OAuthClient;
  log: Log;
  redirectUri: string;
}): Logins {
  const { pool, vault, oauth, log } = parts;

  return {
    async begin(login, browserSecret) {
      const state = openid.randomState();
      const codeVerifier = openid.randomPKCECodeVerifier();
      const principal = login.intent === 'connect' ? login.principal : undefined;
      await pool.query(
        `insert into oauth_states (state_hash, browser_hash, code_verifier, intent, login_url, org_id, user_id, expires_at)
         values ($1, $2, $3, $4, $5, $6, $7, now() + make_interval(secs => $8))`,
        [
          sha256(state),
          sha256(browserSecret),
          await vault.seal(SERVICE_SCOPE, ['code verifier', sha256(state).toString('hex')], codeVerifier),
          login.intent,
          login.loginUrl,
          principal?.orgId ?? null,
          principal?.userId ?? null,
          LOGIN_SECONDS,
        ],
      );
      return oauth.authorizationUrl(login.loginUrl, { state, codeVerifier });
    },

    async take(callback, browserSecret) {
      const state = callback.searchParams.get('state');
      const pending = state === null ? undefined : await takeState(pool, state, browserSecret ?? '');
      if (!pending) throw foreignState();
      return pending;
    },

    async finish(pending, callback) {
      const { loginUrl, state, principal } = pending;
      const error = callback.searchParams.get('error');
      if (error !== null)
        throw loginRefused(error, callback.searchParams.get('error_description') ?? undefined);
      const codeVerifier = await vault.open(
        SERVICE_SCOPE,
        ['code verifier', sha256(state).toString('hex')],
        pending.codeVerifier,
      );
      const url = new URL(parts.redirectUri);
      url.search = callback.search;
      const giveBack = ({ refreshToken, accessToken }: GrantedTokens): Promise<void> =>
        giveTokenBack(parts, { loginUrl, token: refreshToken ?? accessToken, principal });
      let answer: TokenAnswer;
      try {
        answer = await oauth.authorizationCodeGrant(loginUrl, url, { state, codeVerifier });
      } catch (error) {
        if (error instanceof TokenError && error.granted) await giveBack(error.granted);
        if (error instanceof TokenError && error.code === 'login_tampered')
          log.warn({ orgId: principal?.orgId }, 'a login came with another code verifier');
        throw error;
      }
      const refusal = refusalOf(answer, principal);
      if (refusal) {
        await giveBack(answer);
        throw refusal;
      }
      return { intent: pending.intent, loginUrl, answer: answer as FinishedLogin['answer'] };
    },
  };
}

/** Single use: the row is gone with the first try of the browser that began. A foreign browser does not use it up. */
async function takeState(
  pool: Pool,
  state: string,
  browserSecret: string,
): Promise<PendingLogin | undefined> {
  const browserHash = sha256(browserSecret);
  const { rows } = await pool.query<{
    intent: Login['intent'];
    loginUrl: string;
    orgId: string | null;
    userId: string | null;
    codeVerifier: Buffer;
    browserHash: Buffer;
    live: boolean;
  }>(
    `delete from oauth_states where state_hash = $1 and browser_hash = $2
  returning intent, login_url as "loginUrl", org_id as "orgId", user_id as "userId", code_verifier as "codeVerifier",
            browser_hash as "browserHash", expires_at > now() as live`,
    [sha256(state), browserHash],
  );
  const [row] = rows;
  if (!row?.live || !timingSafeEqual(row.browserHash, browserHash)) return undefined;
  const { intent, loginUrl, orgId, userId, codeVerifier } = row;
  const principal = orgId === null || userId === null ? undefined : { orgId, userId };
  return { intent, loginUrl, state, principal, codeVerifier };
}

function refusalOf(answer: TokenAnswer, principal: Principal | undefined): TokenError | undefined {
  const refuse = (rule: ConstructorParameters<typeof TokenError>[0]): TokenError =>
    new TokenError(rule, { definite: true });
  if (principal && (answer.orgId !== principal.orgId || answer.userId !== principal.userId))
    return refuse(rules.identityMismatch);
  if (answer.refreshToken === undefined || !isSame(answer.scopes, SCOPES)) return refuse(rules.scopeMismatch);
  return undefined;
}

const isSame = (left: ReadonlySet<string>, right: ReadonlySet<string>): boolean =>
  left.size === right.size && [...left].every((item) => right.has(item));

/** What the browser brought back instead of a code, as a next step that an admin can act on. */
function loginRefused(error: string, description: string | undefined): SaysoError {
  const rule = ruleOf(error, description, 400);
  if (error === 'invalid_request' && /code challenge/i.test(description ?? ''))
    return new TokenError(
      {
        ...rule,
        actions: ['Tell the people who run Sayso: Salesforce did not receive the PKCE code challenge.'],
      },
      { definite: true, detail: 'code challenge missing' },
    );
  return new TokenError(rule, { definite: true, detail: error.slice(0, 60) });
}

function foreignState(): SaysoError {
  return new SaysoError(
    'login_not_recognized',
    'This login was not started in this browser, was already finished, or took longer than ten minutes.',
    {
      status: 400,
      actions: ['Close this window and connect again from Salesforce.'],
    },
  );
}

/**
 * Keeps the grant of a finished login and whose it is in the org's own words, in place of an earlier one of the same user, whose token is noted
 * for revocation. Refuses a user whom the org's identity provider has deactivated. The epoch is the org's
 * at this commit, so a cut-off before it does not end the new grant and one after it does.
 */
export async function saveGrant(
  pool: Pool,
  vault: Vault,
  login: FinishedLogin,
  user: { username: string; name: string },
): Promise<number> {
  const { orgId, userId, refreshToken, accessToken, instanceUrl } = login.answer;
  const seal = await vault.sealer(orgId);
  return transaction(pool, async (client) => {
    if (!(await mayConnect(client, { orgId, userId }, user.username))) throw deactivatedError();
    await moveEnded(client, orgId, userId);
    const old = await lockGrant(client, orgId, userId);
    if (old?.refreshToken)
      await discardToken(client, {
        orgId,
        userId,
        version: old.version,
        refreshToken: old.refreshToken,
        loginUrl: login.loginUrl,
        why: 'replaced',
      });
    const version = (old?.version ?? 0) + 1;
    await client.query(
      `insert into grants (org_id, user_id, username, display_name, status, version, epoch, refresh_token, access_token, instance_url, connected_at,
                           refreshed_at, keep_alive_at)
       select $1, $2, $7, $8, 'connected', $3, epoch, $4, $5, $6, now(), now(), ${KEEP_ALIVE_DUE} from orgs where org_id = $1
       on conflict (org_id, user_id) do update
          set username = excluded.username, display_name = excluded.display_name, status = 'connected', reason = null, status_since = now(),
              version = excluded.version, epoch = excluded.epoch,
              refresh_token = excluded.refresh_token, access_token = excluded.access_token, instance_url = excluded.instance_url,
              connected_at = now(), refreshed_at = now(), keep_alive_at = excluded.keep_alive_at, lease_owner = null, lease_until = null,
              refresh_intent_at = null, failures = 0, last_failure = null, retry_at = null`,
      [
        orgId,
        userId,
        version,
        seal(refreshContext(userId, version), refreshToken),
        seal(accessContext(userId, version), accessToken),
        instanceUrl,
        user.username,
        user.name,
      ],
    );
    await client.query(`select pg_notify('sayso_grants', $1)`, [`${orgId}/${userId}`]);
    return version;
  });
}

async function lockGrant(
  client: Client,
  orgId: string,
  userId: string,
): Promise<{ version: number; refreshToken: Buffer | null } | undefined> {
  const { rows } = await client.query<{ version: number; refreshToken: Buffer | null }>(
    'select version, refresh_token as "refreshToken" from grants where org_id = $1 and user_id = $2 for update',
    [orgId, userId],
  );
  return rows[0];
}

const sha256 = (text: string): Buffer => createHash('sha256').update(text).digest();
