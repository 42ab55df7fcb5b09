/** `npm run sayso -- …`: the operator's commands, over the operator API of a running service. */
import { parseArgs } from 'node:util';
import { operatorApi, OperatorError, type OperatorApi } from './operator/api.ts';

const USAGE = `Commands (SERVICE_URL, default http://127.0.0.1:4001, and OPERATOR_TOKEN come from the environment):

  npm run sayso -- doctor                                   every org: paired, connections, rotation of refresh tokens
  npm run sayso -- revoke --org ID --user ID --reason TEXT  end one user's grant (leaver, lost device)
  npm run sayso -- revoke --org ID --reason TEXT            end every grant of an org
  npm run sayso -- revoke --everyone --reason TEXT          suspected breach: end every grant, retire every org key
  npm run sayso -- revocation ID                            its receipt
  npm run sayso -- keys rotate                              new wrapping key and data keys, while traffic runs
  npm run sayso -- audit verify --org ID                    prove the org's audit chain

  --wait   with revoke: until Salesforce confirmed every grant dead
  --json   the service's answer as JSON`;

/** Asking more often would only load the service; a receipt of one grant is complete in about a second. */
const POLL_MS = 500;

const { values, positionals } = readArguments();

try {
  if (values.help || positionals.length === 0) console.log(USAGE);
  else await runCommand(operatorApi(process.env), positionals.join(' '));
} catch (error) {
  fail(error);
}

function readArguments() {
  try {
    return parseArgs({
      allowPositionals: true,
      options: {
        org: { type: 'string' },
        user: { type: 'string' },
        everyone: { type: 'boolean' },
        reason: { type: 'string' },
        wait: { type: 'boolean' },
        json: { type: 'boolean' },
        help: { type: 'boolean', short: 'h' },
      },
    });
  } catch (error) {
    console.error((error as Error).message);
    console.error('  → npm run sayso -- --help lists the options.');
    process.exit(1);
  }
}

function fail(error: unknown): void {
  if (!(error instanceof OperatorError)) throw error;
  console.error(error.message);
  for (const action of error.actions) console.error(`  → ${action}`);
  process.exitCode = 1;
}

async function runCommand(api: OperatorApi, command: string): Promise<void> {
  if (command === 'doctor') return doctor(api);
  if (command === 'revoke') return revoke(api);
  if (command === 'keys rotate') return show(await api.call('POST', '/v1/operator/keys/rotate'));
  if (command === 'audit verify') return verify(api);
  const [verb, id] = command.split(' ');
  if (verb === 'revocation' && id)
    return show(await api.call('GET', `/v1/operator/revocations/${encodeURIComponent(id)}`));
  throw new OperatorError(`There is no command "${command}".`, ['npm run sayso -- --help lists them.']);
}

interface OrgHealth {
  orgId: string;
  name: string | null;
  environment: string;
  pairedAt: string | null;
  rotation: 'on' | 'off' | 'unknown';
  connected: number;
  reconnectRequired: number;
  failing: number;
}

async function doctor(api: OperatorApi): Promise<void> {
  const orgs: OrgHealth[] = [];
  let after: string | undefined = '';
  do {
    const page: { orgs: OrgHealth[]; next?: string } = await api.call(
      'GET',
      `/v1/operator/orgs?after=${after}`,
    );
    orgs.push(...page.orgs);
    after = page.next;
  } while (after !== undefined);
  if (values.json) return show(orgs);
  console.table(
    orgs.map(({ orgId, name, environment, pairedAt, rotation, connected, reconnectRequired, failing }) => ({
      org: orgId,
      name,
      environment,
      paired: pairedAt?.slice(0, 10) ?? 'no',
      rotation,
      connected,
      'sign in again': reconnectRequired,
      failing,
    })),
  );
  for (const org of orgs) {
    if (org.pairedAt === null)
      console.log(`${org.orgId} is not paired: its admin opens the Sayso setup page and presses Connect.`);
    if (org.rotation === 'off')
      console.log(
        `${org.orgId} does not rotate refresh tokens: its admin turns on "Refresh Token Rotation" in the policies of the Sayso app.`,
      );
    if (org.failing > 0)
      console.log(
        `${org.orgId} has ${org.failing} connections whose last refresh failed: see GET /v1/admin/connections for the reasons.`,
      );
  }
  if (orgs.every((org) => org.pairedAt !== null && org.rotation !== 'off' && org.failing === 0))
    console.log('Nothing to do.');
}

async function revoke(api: OperatorApi): Promise<void> {
  if (!values.reason)
    throw new OperatorError('A revocation needs a reason, for its receipt and the audit trail.', [
      'Add --reason "lost laptop".',
    ]);
  if (!values.everyone && !values.org)
    throw new OperatorError('Say whose grants: --org ID, --org ID --user ID, or --everyone.', []);
  if (values.everyone && (values.org || values.user))
    throw new OperatorError('Say --everyone or --org, not both.', []);
  const target = values.everyone
    ? { scope: 'everyone' }
    : values.user
      ? { scope: 'user', orgId: values.org, userId: values.user }
      : { scope: 'org', orgId: values.org };
  const started = await api.call<{ id: string; cutOffAt: string; grants: number }>(
    'POST',
    '/v1/operator/revocations',
    { ...target, reason: values.reason },
  );
  if (!values.json)
    console.log(
      `Cut off at ${started.cutOffAt}: ${started.grants} ${started.grants === 1 ? 'grant' : 'grants'}. Receipt ${started.id}.`,
    );
  if (!values.wait || started.grants === 0) return values.json ? show(started) : undefined;
  for (;;) {
    const receipt = await api.call<{
      completedAt: string | null;
      counts: { grants: number; confirmed: number };
    }>('GET', `/v1/operator/revocations/${started.id}`);
    if (receipt.completedAt)
      return values.json
        ? show(receipt)
        : console.log(
            `All ${receipt.counts.confirmed} confirmed dead by Salesforce at ${receipt.completedAt}.`,
          );
    if (!values.json) console.log(`${receipt.counts.confirmed} of ${receipt.counts.grants} confirmed …`);
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  }
}

async function verify(api: OperatorApi): Promise<void> {
  if (!values.org)
    throw new OperatorError('Say which org: --org ID.', ['npm run sayso -- doctor lists the orgs.']);
  const proof = await api.call<{ checked: number; brokenAt?: number; head: string }>(
    'GET',
    `/v1/operator/orgs/${encodeURIComponent(values.org)}/audit/verification`,
  );
  if (values.json) show(proof);
  else if (proof.brokenAt === undefined)
    console.log(`${proof.checked} entries, each follows from the one before. Head: ${proof.head}`);
  if (proof.brokenAt !== undefined)
    throw new OperatorError(
      `The chain is broken at entry ${proof.brokenAt}: entries were changed or removed.`,
      ['Keep the database as it is and compare it with a backup.'],
    );
}

function show(value: unknown): void {
  console.log(JSON.stringify(value, null, 2));
}
