import { checkPermission, type Transaction } from './runtime.ts';
import { SaysoException } from './SaysoException.ts';
import { SaysoOrg } from './SaysoOrg.ts';
import { SaysoService } from './SaysoService.ts';
import { SaysoSetup } from './SaysoSetup.ts';

const ADMIN_PERMISSION = 'Sayso_Admin';
const AUDIT_FILTERS = ['actor', 'target', 'action', 'outcome'];

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

  async getPolicy(transaction: Transaction) {
    return withName(transaction, await call(transaction, 'GET', '/v1/admin/policy', null));
  },

  async savePolicy(
    transaction: Transaction,
    { policyJson, etag }: { policyJson: string | null; etag: string | null },
  ) {
    const saved = await call(transaction, 'PUT', '/v1/admin/policy', policyJson, { 'If-Match': etag });
    return withName(transaction, saved);
  },

  getWritableObjects: (transaction: Transaction) =>
    asAdmin(transaction, () => ({ objects: SaysoOrg.writableObjects(transaction) })),

  getWritableFields: (transaction: Transaction, { objectName }: { objectName: string | null }) =>
    asAdmin(transaction, () => ({ fields: SaysoOrg.writableFields(transaction, objectName) })),

  async getAudit(
    transaction: Transaction,
    { cursor, filterJson }: { cursor: string | null; filterJson: string | null },
  ) {
    const query = new URLSearchParams();
    if (cursor?.trim()) query.set('cursor', cursor);
    const filter = (filterJson?.trim() ? JSON.parse(filterJson) : {}) as JsonObject;
    for (const key of AUDIT_FILTERS) {
      const value = filter[key];
      if (typeof value === 'string' && value.trim() !== '') query.set(key, value);
    }
    const suffix = query.size > 0 ? `?${query}` : '';
    const answer = await call(transaction, 'GET', `/v1/admin/audit${suffix}`, null);
    const entries = (answer['entries'] ?? []) as { actor: { id?: string }; target?: string }[];
    const ids = entries.flatMap(({ actor, target }) => [actor.id, target]);
    return { ...answer, names: SaysoOrg.userNames(transaction, ids) };
  },

  verifyAudit: (transaction: Transaction) => call(transaction, 'GET', '/v1/admin/audit/verification', null),
};

function withName(transaction: Transaction, version: JsonObject): JsonObject {
  const names = SaysoOrg.userNames(transaction, [version['changedBy']]);
  const [name] = Object.values(names);
  return name === undefined ? version : { ...version, changedByName: name };
}

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
