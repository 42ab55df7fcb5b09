import { appendAudit } from '../../src/audit/append.ts';
import { runCommand } from '../../src/commands/job.ts';
import { createPool } from '../../src/db/pool.ts';
import { startBoss } from '../../src/jobs/boss.ts';
import { startCommandQueue } from '../../src/jobs/commands.ts';
import { createSalesforce } from '../../src/salesforce/client.ts';
import { createDescribeCache } from '../../src/salesforce/describe-cache.ts';
import type { Principal, UseGrant } from '../../src/salesforce/types.ts';

/** The job half of the service in a process of its own, for tests that kill it. */
const [databaseUrl = '', simulatorUrl = ''] = process.argv.slice(2);
const pool = createPool(databaseUrl);
const use: UseGrant = async ({ userId }, call) => {
  const response = await fetch(`${simulatorUrl}/__sim/session`, {
    method: 'POST',
    body: JSON.stringify({ username: userId }),
  });
  const { access_token: accessToken, instance_url: instanceUrl } = (await response.json()) as Record<
    string,
    string
  >;
  return call({ accessToken: accessToken ?? '', instanceUrl: instanceUrl ?? '' });
};
const describes = createDescribeCache();
const deps = {
  pool,
  salesforceFor: (principal: Principal) => createSalesforce(use, principal, describes),
  audit: appendAudit,
  timing: { bulkPollMs: 100 },
};
const boss = await startBoss(databaseUrl, (error) => void process.stderr.write(`${String(error)}\n`));
await startCommandQueue(boss, (orgId, id, signal) => runCommand(deps, orgId, id, signal));
process.once('SIGTERM', () => void boss.stop().then(() => process.exit(0)));
process.stdout.write('ready\n');
