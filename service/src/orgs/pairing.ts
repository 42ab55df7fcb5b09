import { SaysoError } from '../errors.ts';
import type { Salesforce } from '../salesforce/types.ts';
import { SalesforceError } from '../salesforce/errors.ts';
import type { OrgKey } from './org-keys.ts';

const RESOURCE = '/services/apexrest/sayso/v1/pairing';

/** Hands the signing key to the package's Apex, with the rights of an admin. Throws `pairing_refused` and its kin with what to do. */
export async function sendKeyToApex(salesforce: Salesforce, key: OrgKey, serviceUrl: string): Promise<void> {
  try {
    await salesforce.request('POST', RESOURCE, {
      body: { keyId: key.keyId, secret: key.secret, serviceUrl },
    });
  } catch (error) {
    if (error instanceof SalesforceError) throw explained(error);
    throw error;
  }
}

function explained(error: SalesforceError): SaysoError {
  const detail = error.detail === undefined ? {} : { detail: error.detail };
  if (error.httpStatus === 403)
    return new SaysoError('pairing_needs_admin', 'Pairing needs the permission set Sayso_Admin.', {
      status: 403,
      actions: [
        'Assign yourself the permission set Sayso_Admin in Setup, or ask an admin who has it; then connect again.',
      ],
      ...detail,
    });
  if (error.httpStatus === 404)
    return new SaysoError('package_missing', 'The Sayso package is not installed in this org.', {
      status: 409,
      kind: 'configuration',
      actions: ['Install the Sayso package in the org, then connect again.'],
      ...detail,
    });
  if (error.httpStatus === 409)
    return new SaysoError(
      'service_mismatch',
      'The named credential "Sayso" in this org points to another service.',
      {
        status: 409,
        kind: 'configuration',
        actions: [
          'Set the URL of the named credential "Sayso" to the address of this service, then connect again.',
        ],
        ...detail,
      },
    );
  if (error.retryable) return error;
  return new SaysoError('pairing_refused', 'Salesforce refused to take the signing key.', {
    status: 502,
    actions: ['Check that the Sayso package is installed and up to date, then connect again.'],
    ...detail,
  });
}
