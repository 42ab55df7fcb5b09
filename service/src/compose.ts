import { join } from 'node:path';
import type { Express } from 'express';
import { appendAudit } from './audit/append.ts';
import { runCommand } from './commands/job.ts';
import { modelFrom } from './commands/model/openai.ts';
import { createCommands, type Planner } from './commands/pipeline.ts';
import { answerQuestion, planCommand } from './commands/planner.ts';
import type { Config } from './config.ts';
import { startEmbedded, type EmbeddedPostgres } from './db/embedded.ts';
import { migrate } from './db/migrate.ts';
import { createOutage } from './db/outage.ts';
import { createPool, transaction, type Pool } from './db/pool.ts';
import { createLogins } from './grants/connect.ts';
import { createGrants, type Grants } from './grants/grants.ts';
import { createOAuthClient, type OAuthClient } from './grants/oauth-client.ts';
import { refreshContext } from './grants/store.ts';
import { adminRoutes } from './http/admin.ts';
import { createApp } from './http/app.ts';
import { auditRoutes } from './http/audit.ts';
import { createAuthenticate } from './http/authentication.ts';
import { commandRoutes } from './http/commands.ts';
import { connectionRoutes } from './http/connection.ts';
import { healthRoutes } from './http/health.ts';
import { identityProviderRoutes } from './http/identity-providers.ts';
import { oauthRoutes } from './http/oauth.ts';
import { operatorRoutes } from './http/operator.ts';
import { mcpRouter } from './http/mcp.ts';
import { policyRoutes } from './http/policy.ts';
import { revocationRoutes } from './http/revocations.ts';
import type { Route } from './http/route.ts';
import { scimRouter } from './http/scim.ts';
import { sharedSignalsRouter } from './http/shared-signals.ts';
import { userDeactivatedRoute } from './http/user-deactivated.ts';
import { startJanitor } from './janitor.ts';
import { startBoss } from './jobs/boss.ts';
import { startCommandQueue } from './jobs/commands.ts';
import { startRevocationQueue } from './jobs/revocations.ts';
import { createLog, type Log } from './log.ts';
import { createMetrics } from './metrics.ts';
import { createAssertions } from './orgs/assertions.ts';
import { completeLogin } from './orgs/complete.ts';
import { salesforceOrigin } from './orgs/login-hosts.ts';
import { rotateOrgKey } from './orgs/rotate.ts';
import { createCutOff, settleCutOffs } from './revocation/cut-off.ts';
import { createFindIssuers } from './revocation/event-issuers.ts';
import { createRevokeSubject } from './revocation/subject.ts';
import { workRevocation, type RemoteRevocation } from './revocation/work.ts';
import { createResearch } from './research/sources.ts';
import { createSalesforce } from './salesforce/client.ts';
import { createDescribeCache } from './salesforce/describe-cache.ts';
import { createTransport, type Send } from './salesforce/transport.ts';
import type { Principal, Salesforce } from './salesforce/types.ts';
import { openProvider } from './vault/open-provider.ts';
import { createVault, type Vault } from './vault/vault.ts';

export interface Service {
  app: Express;
  pool: Pool;
  grants: Grants;
  vault: Vault;
  /** Tells load balancers (`/readyz`) that this replica is leaving. */
  announceClose(): void;
  /** Finishes what must not be lost (refreshes in flight), then lets go of everything. */
  close(): Promise<void>;
}

export interface ComposeOptions {
  log?: Log;
  /** Fault runs look in at each step of a refresh. */
  onStep?: Parameters<typeof createGrants>[0]['onStep'];
  /** Tests of what follows a plan bring the plan. */
  planner?: Planner;
}

/** The whole service from its settings. What it opened is closed again when it throws. */
export async function compose(config: Config, options: ComposeOptions = {}): Promise<Service> {
  const log = options.log ?? createLog({ level: config.LOG_LEVEL });
  const closers: (() => Promise<unknown>)[] = [];
  const close = async (): Promise<void> => {
    for (const closer of closers.splice(0).reverse()) await closer();
  };
  try {
    return await open(config, log, options, closers, close);
  } catch (error) {
    await close();
    throw error;
  }
}

/** The planner, with the language model that the settings name, if any. */
function plannerFor(config: Config): Planner {
  const model = modelFrom(config);
  return {
    plan: (input, deps) => planCommand(input, { ...deps, model }),
    answer: (dialogue, answer, deps) => answerQuestion(dialogue, answer, { ...deps, model }),
  };
}

async function open(
  config: Config,
  log: Log,
  options: ComposeOptions,
  closers: (() => Promise<unknown>)[],
  close: () => Promise<void>,
): Promise<Service> {
  const databaseUrl = config.DATABASE_URL ?? (await embedded(config, closers)).url;
  const pool = createPool(databaseUrl);
  closers.push(() => pool.end());
  await migrate(pool);
  const outage = createOutage(pool, log);
  closers.push(async () => outage.close());

  const hasData =
    (await pool.query('select from data_keys where destroyed_at is null limit 1')).rowCount === 1;
  const vault = createVault(pool, openProvider(config.KEYRING, config.environment, !hasData));
  await vault.verify();

  const metrics = createMetrics();
  const transport = createTransport();
  closers.push(() => transport.close());
  // A pool of its own: where one host serves both, a thousand refreshes at once must not stand between a call and its connection.
  const loginTransport = createTransport();
  closers.push(() => loginTransport.close());
  const originOf = (value: string): string => salesforceOrigin(value, config.ALLOW_LOOPBACK_ORGS);
  const redirectUri = `${config.SERVICE_URL}/oauth/callback`;
  const oauthOver = (send: Send): OAuthClient =>
    createOAuthClient({
      clientId: config.SALESFORCE_CLIENT_ID,
      clientSecret: config.SALESFORCE_CLIENT_SECRET,
      redirectUri,
      send,
      salesforceOrigin: originOf,
    });
  const oauth = oauthOver(loginTransport.send);
  const grants = createGrants({
    pool,
    databaseUrl,
    vault,
    oauth,
    log,
    metrics,
    spoolDirectory: join(config.DATA_DIR, 'spool'),
    leaseSeconds: config.REFRESH_LEASE_SECONDS,
    ...(options.onStep ? { onStep: options.onStep } : {}),
  });
  closers.push(() => grants.close());
  await grants.drainSpool();

  const describeCache = createDescribeCache();
  const salesforceFor = (principal: Principal): Salesforce =>
    createSalesforce(grants.use, principal, describeCache, transport.send);
  const verifyAssertion = createAssertions(pool, vault, config.SERVICE_URL);
  const authenticate = createAuthenticate(verifyAssertion);
  const audit = appendAudit;

  // And one more: an org that is revoked does not hold up the refreshes of the others, whose login host is the same.
  const revocationTransport = createTransport();
  closers.push(() => revocationTransport.close());
  const { tokenRevocation, isActive } = oauthOver(revocationTransport.send);
  const remote: RemoteRevocation = {
    open: ({ orgId, userId, version, sealed }) => vault.open(orgId, refreshContext(userId, version), sealed),
    revoke: tokenRevocation,
    isActive,
  };
  const boss = await startBoss(databaseUrl, (error) => outage.report(error, 'a job failed'));
  closers.push(() => boss.stop());
  const cutOff = createCutOff(
    audit,
    await startRevocationQueue(boss, (share, signal) =>
      workRevocation({ pool, audit, remote }, share, signal),
    ),
  );
  const revokeSubject = createRevokeSubject(cutOff);

  const commandDeps = { pool, salesforceFor, audit };
  const commands = createCommands({
    ...commandDeps,
    planner: options.planner ?? plannerFor(config),
    research: createResearch({ ycUrl: config.YC_URL, ycFile: config.YC_FILE, csvFolder: config.LISTS_DIR }),
    queue: await startCommandQueue(boss, (orgId, id, signal) => runCommand(commandDeps, orgId, id, signal)),
  });

  const logins = createLogins({ pool, vault, oauth, log, redirectUri });

  let closing = false;
  const routes: Route[] = [
    ...healthRoutes({ db: pool, metrics, metricsToken: config.METRICS_TOKEN, isClosing: () => closing }),
    ...oauthRoutes({
      pool,
      logins,
      verifyAssertion,
      salesforceOrigin: originOf,
      loginUrl: config.SALESFORCE_LOGIN_URL,
      serviceUrl: config.SERVICE_URL,
      audit,
      log,
      async complete(login) {
        const { orgId, userId } = login.answer;
        await completeLogin(
          {
            pool,
            vault,
            oauth,
            log,
            serviceUrl: config.SERVICE_URL,
            salesforceWith: (access) =>
              createSalesforce(
                (_, call) => call(access),
                { orgId, userId },
                createDescribeCache(),
                transport.send,
              ),
          },
          login,
        );
        grants.afterLogin({ orgId, userId });
        await commands.resume({ orgId, userId });
      },
    }),
    ...connectionRoutes({
      db: pool,
      async disconnect({ orgId, userId }, origin) {
        const { id } = await transaction(pool, (client) =>
          cutOff(client, {
            target: { scope: 'user', orgId, userId },
            reason: 'disconnected by the user',
            trigger: 'rep',
            actor: { type: 'user', id: userId },
            origin,
          }),
        );
        await settleCutOffs(pool, [id]);
      },
    }),
    ...adminRoutes({
      pool,
      audit,
      rotateOrgKey: (caller) => rotateOrgKey(pool, vault, salesforceFor(caller), config.SERVICE_URL),
    }),
    ...commandRoutes(commands),
    ...policyRoutes({ pool, audit }),
    ...auditRoutes({ pool }),
    ...revocationRoutes({ pool, cutOff }),
    userDeactivatedRoute({ pool, cutOff }),
    ...identityProviderRoutes({ pool, audit, serviceUrl: config.SERVICE_URL }),
    ...operatorRoutes({ pool, vault }),
  ];

  const app = createApp({
    log,
    metrics,
    serviceUrl: config.SERVICE_URL,
    routes,
    routers: [
      { path: '/mcp', router: mcpRouter({ commands, authenticate, log }) },
      {
        path: '/scim/v2',
        router: scimRouter({ pool, audit, revokeSubject, serviceUrl: config.SERVICE_URL }),
      },
      {
        path: '/ssf',
        router: sharedSignalsRouter({
          pool,
          audit,
          findIssuers: createFindIssuers(),
          revokeSubject,
          now: () => new Date(),
        }),
      },
    ],
    authenticate,
    operatorToken: config.OPERATOR_TOKEN,
  });
  const janitor = startJanitor({ pool, grants, outage });
  closers.push(() => janitor.stop());

  return {
    app,
    pool,
    grants,
    vault,
    announceClose: () => {
      closing = true;
    },
    close,
  };
}

async function embedded(config: Config, closers: (() => Promise<unknown>)[]): Promise<EmbeddedPostgres> {
  const server = await startEmbedded({
    dataDir: join(config.DATA_DIR, 'postgres'),
    binDir: config.PG_BIN_DIR,
  });
  closers.push(() => server.stop());
  return server;
}
