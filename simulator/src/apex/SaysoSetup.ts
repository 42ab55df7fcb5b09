import { permissionSetsOf, type Transaction } from './runtime.ts';
import { SaysoAssertion } from './SaysoAssertion.ts';
import { SaysoService } from './SaysoService.ts';

const FAILED_SIGNAL_MILLISECONDS = 7 * 86_400_000;

interface SetupCheck {
  id: string;
  state: 'ok' | 'todo' | 'unknown';
  detail: string | null;
  setupPath: string | null;
}

/** Mirror of `SaysoSetup.cls`. */
export const SaysoSetup = {
  async read(transaction: Transaction) {
    const { serviceUrl, key } = transaction.package;
    const paired = SaysoAssertion.isPaired(transaction);
    return {
      serviceUrl,
      paired,
      pairedOn: key.get()?.pairedOn.toISOString() ?? null,
      myDomainUrl: transaction.myDomainUrl,
      checks: [
        check(
          'service',
          await SaysoService.isReachable(transaction),
          serviceUrl,
          '/lightning/setup/NamedCredential/home',
        ),
        check(
          'app',
          transaction.package.appInstalled(),
          null,
          '/lightning/setup/ManageExternalClientApplication/home',
        ),
        permissionCheck(transaction, 'users', 'Sayso_User'),
        permissionCheck(transaction, 'admins', 'Sayso_Admin'),
        check('pairing', paired, null, null),
        signalCheck(transaction),
      ],
    };
  },

  pairUrl({ package: { serviceUrl }, myDomainUrl }: Transaction): string {
    return `${serviceUrl}/oauth/start?intent=pair&login_url=${encodeURIComponent(myDomainUrl)}`;
  },
};

function permissionCheck({ org }: Transaction, id: string, permissionSet: string): SetupCheck {
  let holders = 0;
  for (const user of org.data.rows('User'))
    if (user['IsActive'] === true && permissionSetsOf(org, String(user['Id'])).has(permissionSet))
      holders += 1;
  return check(id, holders > 0, String(holders), '/lightning/setup/PermSets/home');
}

function signalCheck({ package: { jobs } }: Transaction): SetupCheck {
  const since = Date.now() - FAILED_SIGNAL_MILLISECONDS;
  const failed = jobs.filter(
    ({ className, status, createdAt }) =>
      className === 'SaysoUserTriggerHandler' && status === 'Failed' && createdAt.getTime() > since,
  ).length;
  return check('signals', failed === 0, String(failed), '/lightning/setup/AsyncApexJobs/home');
}

function check(id: string, ok: boolean, detail: string | null, setupPath: string | null): SetupCheck {
  return { id, state: ok ? 'ok' : 'todo', detail, setupPath };
}
