import type { Reply, Request } from '../http.ts';
import { checkPermission, type Transaction } from './runtime.ts';
import { SaysoRestError } from './SaysoRestError.ts';

const ADMIN_PERMISSION = 'Sayso_Admin';
const SECRET_BYTES = 32;

interface Pairing {
  keyId: string;
  secret: string;
  serviceUrl: string;
}

/** Mirror of `SaysoPairingResource.cls`: `POST /services/apexrest/sayso/v1/pairing`. */
export const SaysoPairingResource = {
  urlMapping: '/sayso/v1/pairing',

  pair(transaction: Transaction, request: Request): Reply {
    if (!checkPermission(transaction, ADMIN_PERMISSION))
      return SaysoRestError.respond(
        403,
        'INSUFFICIENT_ACCESS',
        'Pairing needs the custom permission Sayso_Admin.',
      );
    const pairing = parse(request.body);
    if (!pairing || !isUsable(pairing))
      return SaysoRestError.respond(
        400,
        'INVALID_INPUT',
        'Send keyId, a secret of 32 bytes as base64url, and serviceUrl.',
      );
    const serviceUrl = pairing.serviceUrl.replace(/\/$/, '');
    const called = transaction.package.serviceUrl;
    if (called !== null && called.toLowerCase() !== serviceUrl.toLowerCase())
      return SaysoRestError.respond(
        409,
        'SERVICE_MISMATCH',
        `The named credential Sayso calls another service: ${called}`,
      );
    transaction.package.key.upsert({ ...pairing, serviceUrl, pairedOn: new Date() });
    return { status: 200, body: { paired: true, orgId: transaction.org.id, keyId: pairing.keyId } };
  },
};

function parse(body: Buffer): Pairing | undefined {
  try {
    const { keyId, secret, serviceUrl } = JSON.parse(body.toString('utf8')) as Partial<Pairing>;
    if (typeof keyId === 'string' && typeof secret === 'string' && typeof serviceUrl === 'string')
      return { keyId, secret, serviceUrl };
  } catch {
    // not JSON, or null
  }
  return undefined;
}

function isUsable({ keyId, secret, serviceUrl }: Pairing): boolean {
  return (
    keyId.trim() !== '' &&
    serviceUrl.trim() !== '' &&
    /^[A-Za-z0-9_-]+$/.test(secret) &&
    Buffer.from(secret, 'base64url').length === SECRET_BYTES
  );
}
