import type { Pool } from '../db/pool.ts';
import { saveGrant, type FinishedLogin } from '../grants/connect.ts';
import type { OAuthClient } from '../grants/oauthClient.ts';
import type { Log } from '../log.ts';
import type { Access, Salesforce } from '../salesforce/types.ts';
import type { Vault } from '../vault/vault.ts';
import { environmentOf } from './loginHosts.ts';
import { dropOrgKey, newOrgKey, retireOtherKeys, storeOrgKey } from './orgKeys.ts';
import { markPaired, rememberOrg } from './orgs.ts';
import { sendKeyToApex } from './pairing.ts';

export interface CompleteParts {
  pool: Pool;
  vault: Vault;
  oauth: OAuthClient;
  log: Log;
  serviceUrl: string;
  /** A client with a fixed token, for the one call before the grant is kept. */
  salesforceWith(access: Access, login: FinishedLogin): Salesforce;
}

/** Keeps what a finished login brought. A pairing is kept only when Apex took the key; otherwise Salesforce's grant is given back. */
export async function completeLogin(parts: CompleteParts, login: FinishedLogin): Promise<void> {
  const { pool, vault } = parts;
  if (login.intent === 'connect') {
    await saveGrant(pool, vault, login);
    return;
  }
  const { orgId, userId, instanceUrl, accessToken, refreshToken } = login.answer;
  await rememberOrg(pool, {
    orgId,
    loginUrl: login.loginUrl,
    instanceUrl,
    environment: environmentOf(login.loginUrl),
  });
  const key = newOrgKey();
  await storeOrgKey(pool, vault, orgId, key);
  try {
    await sendKeyToApex(parts.salesforceWith({ accessToken, instanceUrl }, login), key, parts.serviceUrl);
  } catch (error) {
    await dropOrgKey(pool, orgId, key.keyId);
    await parts.oauth
      .tokenRevocation(login.loginUrl, refreshToken)
      .catch(() => parts.log.error({ orgId }, 'a refused pairing could not be revoked at Salesforce'));
    throw error;
  }
  await retireOtherKeys(pool, orgId, key.keyId);
  await markPaired(pool, orgId, userId);
  await saveGrant(pool, vault, login);
}
