import type { Queryable } from '../db/pool.ts';
import type { Principal } from '../salesforce/types.ts';

export type GrantStatus = 'connected' | 'reconnect_required' | 'revoked';

/** What one call needs. */
export interface UsableGrant {
  status: GrantStatus;
  reason: string | null;
  version: number;
  /** False once a cut-off of the org came after the login. */
  current: boolean;
  accessToken: Buffer | null;
  instanceUrl: string;
  /** `last_used_at` is older than an hour. */
  noteUse: boolean;
}

/** What a refresher decides by. */
export interface RefreshState {
  status: GrantStatus;
  reason: string | null;
  version: number;
  current: boolean;
  /** Somebody is refreshing right now. */
  leased: boolean;
  /** An earlier request may have been carried out without an answer. */
  intent: boolean;
  /** Its owner has not given it back: it may hold the answer still. */
  unreturned: boolean;
  retryInMs: number;
  failures: number;
  lastFailure: string | null;
}

export interface Claim {
  refreshToken: Buffer;
  version: number;
  loginUrl: string;
  failures: number;
  /** The outcome of an earlier request is unknown: ask before sending the token again. */
  unknownOutcome: boolean;
  /** Whoever sent that request never said how it ended. */
  unreturned: boolean;
  /** Its answer was given up as lost before; this looks whether that is still so. */
  answerLost: boolean;
}

/** The answer to a refresh, sealed for the version that it makes. */
export interface RefreshedTokens {
  orgId: string;
  userId: string;
  /** Version after this answer; the row must hold the one before. */
  version: number;
  refreshToken: Buffer;
  accessToken: Buffer;
  instanceUrl: string;
  loginUrl: string;
  /** False: the row keeps no new token, rotation is off. */
  rotated: boolean;
}

/** Channel that tells waiting replicas; the payload is `org/user`. */
export const CHANNEL = 'sayso_grants';

/** Refreshed for its own sake this long after the last refresh, spread evenly: before day 25 of the 30 days that Salesforce allows. */
const KEEP_ALIVE_FROM_DAYS = 15;
const KEEP_ALIVE_SPREAD_DAYS = 9;
export const KEEP_ALIVE_DUE = `now() + make_interval(secs => 86400 * (${KEEP_ALIVE_FROM_DAYS} + random() * ${KEEP_ALIVE_SPREAD_DAYS}))`;

/** One read by key: authority, token and address of a call. */
export async function readUsable(
  db: Queryable,
  { orgId, userId }: Principal,
): Promise<UsableGrant | undefined> {
  const { rows } = await db.query<UsableGrant>({
    name: 'grant_usable',
    text: `select g.status, g.reason, g.version, g.epoch >= o.epoch as current, g.access_token as "accessToken", g.instance_url as "instanceUrl",
                  g.last_used_at is null or g.last_used_at < now() - interval '1 hour' as "noteUse"
             from grants g join orgs o on o.org_id = g.org_id
            where g.org_id = $1 and g.user_id = $2`,
    values: [orgId, userId],
  });
  return rows[0];
}

export async function noteUse(db: Queryable, { orgId, userId }: Principal): Promise<void> {
  await db.query({
    name: 'grant_note_use',
    text: `update grants set last_used_at = now() where org_id = $1 and user_id = $2 and (last_used_at is null or last_used_at < now() - interval '1 hour')`,
    values: [orgId, userId],
  });
}

export async function readState(
  db: Queryable,
  { orgId, userId }: Principal,
): Promise<RefreshState | undefined> {
  const { rows } = await db.query<RefreshState>({
    name: 'grant_state',
    text: `select g.status, g.reason, g.version, g.epoch >= o.epoch as current, coalesce(g.lease_until > now(), false) as leased,
                  g.refresh_intent_at is not null as intent, g.lease_owner is not null as unreturned, g.failures, g.last_failure as "lastFailure",
                  greatest(0, coalesce(extract(epoch from g.retry_at - now()) * 1000, 0))::float8 as "retryInMs"
             from grants g join orgs o on o.org_id = g.org_id
            where g.org_id = $1 and g.user_id = $2`,
    values: [orgId, userId],
  });
  return rows[0];
}

/**
 * Takes the lease and writes the intent in one commit, before any request leaves. Nothing when another has the lease, the grant moved on, or
 * what an earlier owner left is not as it was seen.
 */
export async function claim(
  db: Queryable,
  { orgId, userId }: Principal,
  seen: Pick<RefreshState, 'version' | 'intent' | 'unreturned'>,
  lease: { owner: string; seconds: number },
  recheck: boolean,
): Promise<Claim | undefined> {
  const { rows } = await db.query<Omit<Claim, 'unknownOutcome' | 'unreturned'>>({
    name: 'grant_claim',
    text: `update grants g set lease_owner = $5, lease_until = now() + make_interval(secs => $6), refresh_intent_at = now()
             from orgs o
            where o.org_id = g.org_id and g.org_id = $1 and g.user_id = $2 and g.version = $3 and g.epoch >= o.epoch
              and (g.refresh_intent_at is not null) = $4 and (g.lease_owner is not null) = $8
              and (g.status = 'connected' or ($7 and g.status = 'reconnect_required' and g.reason in ('inactive_user', 'refresh_answer_lost')))
              and (g.lease_until is null or g.lease_until <= now())
              and (g.retry_at is null or g.retry_at <= now())
        returning g.refresh_token as "refreshToken", g.version, g.failures, o.login_url as "loginUrl",
                  g.reason is not distinct from 'refresh_answer_lost' as "answerLost"`,
    values: [orgId, userId, seen.version, seen.intent, lease.owner, lease.seconds, recheck, seen.unreturned],
  });
  return (
    rows[0] && {
      ...rows[0],
      unknownOutcome: seen.intent || rows[0].answerLost,
      unreturned: seen.unreturned,
    }
  );
}

/** False when the lease is another's by now. */
export async function renewLease(
  db: Queryable,
  { orgId, userId }: Principal,
  lease: { owner: string; seconds: number },
): Promise<boolean> {
  const { rowCount } = await db.query({
    name: 'grant_renew',
    text: 'update grants set lease_until = now() + make_interval(secs => $4) where org_id = $1 and user_id = $2 and lease_owner = $3',
    values: [orgId, userId, lease.owner, lease.seconds],
  });
  return rowCount === 1;
}

/**
 * Stores an answer if the row still holds the version before it: whoever has the lease by now, this is the live token. Also heals a grant that
 * was given up while the answer was on its way. False = superseded by a cut-off or a new login.
 */
export async function saveRefreshed(db: Queryable, tokens: RefreshedTokens): Promise<boolean> {
  const { rows } = await db.query({
    name: 'grant_save_refreshed',
    text: `with saved as (
             update grants g
                set version = $3, refresh_token = $4, access_token = $5, instance_url = $6, refreshed_at = now(), keep_alive_at = ${KEEP_ALIVE_DUE},
                    status_since = case when g.status = 'connected' then g.status_since else now() end, status = 'connected', reason = null,
                    lease_owner = null, lease_until = null, refresh_intent_at = null, failures = 0, last_failure = null, retry_at = null
               from orgs o
              where o.org_id = g.org_id and g.org_id = $1 and g.user_id = $2 and g.version = $3 - 1 and g.epoch >= o.epoch
                and (g.status = 'connected' or (g.status = 'reconnect_required' and g.reason in ('refresh_answer_lost', 'inactive_user')))
          returning 1)
           select pg_notify('${CHANNEL}', $1 || '/' || $2) from saved`,
    values: [
      tokens.orgId,
      tokens.userId,
      tokens.version,
      tokens.refreshToken,
      tokens.accessToken,
      tokens.instanceUrl,
    ],
  });
  return rows.length === 1;
}

/** A failure that leaves the grant alive: lease back, next try later. `definite` clears the intent. */
export async function saveFailure(
  db: Queryable,
  { orgId, userId }: Principal,
  failure: { owner: string; code: string; retrySeconds: number; definite: boolean },
): Promise<void> {
  await db.query({
    name: 'grant_save_failure',
    text: `with saved as (
             update grants set lease_owner = null, lease_until = null, failures = failures + 1, last_failure = $4,
                    retry_at = now() + make_interval(secs => $5), refresh_intent_at = case when $6 then null else refresh_intent_at end
              where org_id = $1 and user_id = $2 and lease_owner = $3 returning 1)
           select pg_notify('${CHANNEL}', $1 || '/' || $2) from saved`,
    values: [orgId, userId, failure.owner, failure.code, failure.retrySeconds, failure.definite],
  });
}

/** The end of a grant by Salesforce's word. The row and its sealed token stay; nothing is sent any more (but the daily re-check). */
export async function saveEnded(
  db: Queryable,
  { orgId, userId }: Principal,
  ended: { owner: string; version: number; reason: string; recheck: boolean },
): Promise<boolean> {
  const { rows } = await db.query({
    name: 'grant_save_ended',
    text: `with saved as (
             update grants set status = 'reconnect_required', status_since = case when reason is not distinct from $5 then status_since else now() end,
                    reason = $5, access_token = null, lease_owner = null, lease_until = null, refresh_intent_at = null,
                    failures = failures + 1, last_failure = $5, retry_at = null, keep_alive_at = case when $6 then now() + interval '1 day' end
              where org_id = $1 and user_id = $2 and lease_owner = $3 and version = $4 and status <> 'revoked' returning 1)
           select pg_notify('${CHANNEL}', $1 || '/' || $2) from saved`,
    values: [orgId, userId, ended.owner, ended.version, ended.reason, ended.recheck],
  });
  return rows.length === 1;
}

/** Whose frame it is, what it holds, and of which version: the associated data. */
export const refreshContext = (userId: string, version: number): string[] => [
  userId,
  'refresh token',
  String(version),
];
export const accessContext = (userId: string, version: number): string[] => [
  userId,
  'access token',
  String(version),
];
/** A token answer as it came, on its way to the row. */
export const answerContext = (userId: string, version: number): string[] => [
  userId,
  'token answer',
  String(version),
];
