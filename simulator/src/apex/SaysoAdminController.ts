import { checkPermission, type Transaction } from './runtime.ts';
import { SaysoException } from './SaysoException.ts';
import { SaysoService } from './SaysoService.ts';
import { SaysoSetup } from './SaysoSetup.ts';

const ADMIN_PERMISSION = 'Sayso_Admin';

type JsonObject = Record<string, unknown>;

/** Mirror of the `@AuraEnabled` methods of `SaysoAdminController.cls`; parameters by name, absent ones null. */
export const SaysoAdminController = {
  getSetup: (transaction: Transaction) => asAdmin(transaction, () => SaysoSetup.read(transaction)),

  getPairUrl: (transaction: Transaction) =>
    asAdmin(transaction, () => ({ url: SaysoSetup.pairUrl(transaction) })),

  getConnections(transaction: Transaction, { after }: { after: string | null }) {
    const query = after?.trim() ? `?after=${encodeURIComponent(after)}` : '';
    return call(transaction, 'GET', `/v1/admin/connections${query}`, null);
  },

  revoke: (transaction: Transaction, { requestJson }: { requestJson: string | null }) =>
    call(transaction, 'POST', '/v1/admin/revocations', requestJson),

  listRevocations: (transaction: Transaction) => call(transaction, 'GET', '/v1/admin/revocations', null),

  getRevocation: (transaction: Transaction, { revocationId }: { revocationId: string | null }) =>
    call(transaction, 'GET', `/v1/admin/revocations/${encodeURIComponent(revocationId ?? '')}`, null),

  getPolicy: (transaction: Transaction) => call(transaction, 'GET', '/v1/admin/policy', null),

  savePolicy: (
    transaction: Transaction,
    { policyJson, etag }: { policyJson: string | null; etag: string | null },
  ) => call(transaction, 'PUT', '/v1/admin/policy', policyJson, { 'If-Match': etag }),

  getAudit(transaction: Transaction, { cursor }: { cursor: string | null }) {
    const query = cursor?.trim() ? `?cursor=${encodeURIComponent(cursor)}` : '';
    return call(transaction, 'GET', `/v1/admin/audit${query}`, null);
  },
};

function call(
  transaction: Transaction,
  method: string,
  path: string,
  body: string | null,
  headers?: Record<string, string | null>,
): Promise<JsonObject> {
  return asAdmin(transaction, () => SaysoService.call(transaction, method, path, body, headers));
}

async function asAdmin<T>(transaction: Transaction, action: () => T | Promise<T>): Promise<T> {
  try {
    if (!checkPermission(transaction, ADMIN_PERMISSION))
      throw SaysoException.missingPermission(transaction.package, ADMIN_PERMISSION);
    return await action();
  } catch (problem) {
    throw problem instanceof SaysoException ? problem.forBrowser() : problem;
  }
}
