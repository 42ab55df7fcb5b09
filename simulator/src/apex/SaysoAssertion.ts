import { createHmac, randomUUID } from 'node:crypto';
import { checkPermission, type Transaction } from './runtime.ts';
import { SaysoException } from './SaysoException.ts';
import type { SaysoKey } from './SaysoKey.ts';

const CALL_SECONDS = 120;
const LINK_SECONDS = 300;

/** Mirror of the inner class of `SaysoController.cls`. */
export interface ConnectUrl {
  url: string;
  /** ISO 8601. */
  expiresAt: string;
}

/** Mirror of `SaysoAssertion.cls`. Signs with the machine's time: the org's clock may be moved, the service's cannot. */
export const SaysoAssertion = {
  forCallout(transaction: Transaction): string {
    return sign(transaction, pairing(transaction), new Date(), CALL_SECONDS);
  },

  connectUrl(transaction: Transaction): ConnectUrl {
    const key = pairing(transaction);
    const now = new Date();
    return {
      url: `${key.serviceUrl}/oauth/start?assertion=${sign(transaction, key, now, LINK_SECONDS)}`,
      expiresAt: new Date(now.getTime() + LINK_SECONDS * 1000).toISOString(),
    };
  },

  isPaired(transaction: Transaction): boolean {
    return transaction.package.key.get() !== undefined;
  },
};

function pairing(transaction: Transaction): SaysoKey {
  const key = transaction.package.key.get();
  if (!key) throw SaysoException.notPaired(transaction.package);
  return key;
}

function sign(transaction: Transaction, key: SaysoKey, now: Date, lifetimeSeconds: number): string {
  const issuedAt = Math.floor(now.getTime() / 1000);
  const header = { alg: 'HS256', typ: 'JWT', kid: key.keyId };
  const claims = {
    iss: transaction.org.id,
    sub: transaction.userId,
    aud: key.serviceUrl,
    iat: issuedAt,
    exp: issuedAt + lifetimeSeconds,
    jti: randomUUID(),
    ...(checkPermission(transaction, 'Sayso_Admin') ? { adm: true } : {}),
  };
  const signed = [header, claims]
    .map((part) => Buffer.from(JSON.stringify(part)).toString('base64url'))
    .join('.');
  const mac = createHmac('sha256', Buffer.from(key.secret, 'base64url')).update(signed).digest('base64url');
  return `${signed}.${mac}`;
}
