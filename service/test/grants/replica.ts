import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pino from 'pino';
import { createGrants, type Grants, type GrantsParts } from '../../src/grants/grants.ts';
import { createOAuthClient } from '../../src/grants/oauth-client.ts';
import { createSpool, type Spool } from '../../src/grants/spool.ts';
import { accessContext, answerContext, refreshContext } from '../../src/grants/store.ts';
import { createMetrics } from '../../src/metrics.ts';
import { salesforceOrigin } from '../../src/orgs/login-hosts.ts';
import { errorOfAnswer } from '../../src/salesforce/errors.ts';
import { createTransport } from '../../src/salesforce/transport.ts';
import type { Principal } from '../../src/salesforce/types.ts';
import { createFileProvider } from '../../src/vault/file-provider.ts';
import { createVault, type Vault } from '../../src/vault/vault.ts';
import type { TestDatabase } from '../database.ts';
import { CLIENT, type StandIn } from './stand-in.ts';

/** The grants of one service process. */
export interface Replica {
  grants: Grants;
  vault: Vault;
  spool: Spool;
  spoolDirectory: string;
  /** Returns the access token that the org accepted. */
  call(principal: Principal): Promise<string>;
  /** A call that the org answers with 401 and this message. */
  callRefused(principal: Principal, message: string): Promise<unknown>;
  seed(principal: Principal, refreshToken: string, accessToken: string): Promise<void>;
  /** Puts an answer into the spool, as a process does that is killed before its commit. */
  spoolAnswer(principal: Principal, version: number, answer: string): Promise<void>;
  /** Waits until nothing goes on in the background. */
  settled(): Promise<void>;
  close(): Promise<void>;
}

const directories = new Map<TestDatabase, string>();

export async function startReplica(
  database: TestDatabase,
  org: StandIn,
  options: { n: number } & Partial<Pick<GrantsParts, 'leaseSeconds' | 'callerWaitMs' | 'onStep'>>,
): Promise<Replica> {
  const shared = directories.get(database) ?? mkdtempSync(join(tmpdir(), 'sayso-replicas-'));
  directories.set(database, shared);
  const spoolDirectory = join(shared, `spool-${options.n}`);
  const vault = createVault(database.pool, createFileProvider(join(shared, 'keyring'), true));
  const transport = createTransport();
  const grants = createGrants({
    pool: database.pool,
    databaseUrl: database.url,
    vault,
    oauth: createOAuthClient({
      clientId: CLIENT.id,
      clientSecret: CLIENT.secret,
      redirectUri: 'http://127.0.0.1/oauth/callback',
      send: transport.send,
      salesforceOrigin: (value) => salesforceOrigin(value, true),
    }),
    log: pino({ level: 'silent' }),
    metrics: createMetrics(),
    spoolDirectory,
    leaseSeconds: options.leaseSeconds ?? 15,
    // A test that waits for a back-off of minutes would be a slow test.
    callerWaitMs: options.callerWaitMs ?? 8_000,
    ...(options.onStep ? { onStep: options.onStep } : {}),
  });
  const spool = createSpool(spoolDirectory);

  return {
    grants,
    vault,
    spool,
    spoolDirectory,
    call: (principal) =>
      grants.use(principal, async ({ accessToken }) => {
        if (!org.isLive(accessToken)) throw expired('Session expired or invalid');
        return accessToken;
      }),
    callRefused: (principal, message) =>
      grants.use(principal, async () => {
        throw expired(message);
      }),
    async seed({ orgId, userId }, refreshToken, accessToken) {
      await database.pool.query('delete from orgs');
      await database.pool.query(
        `insert into orgs (org_id, login_url, instance_url, environment, paired_at) values ($1, $2, $2, 'loopback', now())`,
        [orgId, org.url],
      );
      await database.pool.query(
        `insert into grants (org_id, user_id, status, version, epoch, refresh_token, access_token, instance_url, connected_at, refreshed_at, keep_alive_at)
         values ($1, $2, 'connected', 1, 1, $3, $4, $5, now(), now(), now() + interval '20 days')`,
        [
          orgId,
          userId,
          await vault.seal(orgId, refreshContext(userId, 1), refreshToken),
          await vault.seal(orgId, accessContext(userId, 1), accessToken),
          org.url,
        ],
      );
    },
    async spoolAnswer({ orgId, userId }, version, answer) {
      spool.put({
        orgId,
        userId,
        version,
        loginUrl: org.url,
        answer: await vault.seal(orgId, answerContext(userId, version), answer),
        sentToken: await vault.seal(orgId, refreshContext(userId, version), `refresh-${version - 1}`),
      });
    },
    settled: () => grants.settled(),
    async close() {
      await grants.close();
      await transport.close();
      if (options.n === 0) {
        rmSync(shared, { recursive: true, force: true });
        directories.delete(database);
      }
    },
  };
}

const expired = (message: string) => errorOfAnswer(401, [{ errorCode: 'INVALID_SESSION_ID', message }]);
