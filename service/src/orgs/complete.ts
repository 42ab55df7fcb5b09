import type { Pool } from '../db/pool.ts';
import { SaysoError } from '../errors.ts';
import { saveGrant, type FinishedLogin } from '../grants/connect.ts';
import { giveTokenBack } from '../grants/discard.ts';
import type { OAuthClient } from '../grants/oauth-client.ts';
import type { Log } from '../log.ts';
import { deactivatedError, mayConnect } from '../revocation/may-connect.ts';
import type { Access, Salesforce } from '../salesforce/types.ts';
import type { Vault } from '../vault/vault.ts';
import { environmentOf } from './login-hosts.ts';
import { dropOrgKey, newOrgKey, retireOtherKeys, storeOrgKey } from './org-keys.ts';
import { markPaired, rememberOrg } from './orgs.ts';
import { sendKeyToApex } from './pairing.ts';

export interface CompleteParts {
  pool: Pool;
  vault: Vault;
  oauth: OAuthClient;
  log: Log;
  serviceUrl: string;
  /** A client with a fixed token, for the calls before the grant is kept. */
  salesforceWith(access: Access, login: FinishedLogin): Salesforce;
}

/**
 * Keeps what a finished login brought. What is refused is given back to Salesforce: a pairing whose key Apex did not take, a user whom the org's
 * identity provider has deactivated.
 */
export async function completeLogin(parts: CompleteParts, login: FinishedLogin): Promise<void> {
  const { pool, vault } = parts;
  const { orgId, userId, instanceUrl, accessToken, refreshToken } = login.answer;
  const salesforce = parts.salesforceWith({ accessToken, instanceUrl }, login);
  try {
    const user = await readUser(salesforce, userId);
    if (!(await mayConnect(pool, { orgId, userId }, user.username))) throw deactivatedError();
    if (login.intent === 'pair') await pair(parts, login, salesforce);
    await saveGrant(pool, vault, login, user);
  } catch (error) {
    await giveTokenBack(parts, {
      loginUrl: login.loginUrl,
      token: refreshToken,
      principal: { orgId, userId },
    });
    throw error;
  }
}

async function pair(parts: CompleteParts, login: FinishedLogin, salesforce: Salesforce): Promise<void> {
  const { pool, vault } = parts;
  const { orgId, userId, instanceUrl } = login.answer;
  await rememberOrg(pool, {
    orgId,
    loginUrl: login.loginUrl,
    instanceUrl,
    environment: environmentOf(login.loginUrl),
  });
  const key = newOrgKey();
  await storeOrgKey(pool, vault, orgId, key);
  try {
    await sendKeyToApex(salesforce, key, parts.serviceUrl);
  } catch (error) {
    await dropOrgKey(pool, orgId, key.keyId);
    throw error;
  }
  await retireOtherKeys(pool, orgId, key.keyId);
  await markPaired(pool, orgId, userId);
}

/** Identity providers name people by username, so it is known before the grant is. */
async function readUser(salesforce: Salesforce, userId: string): Promise<{ username: string; name: string }> {
  const [row] = await salesforce.query(`SELECT Username, Name FROM User WHERE Id = '${userId}'`);
  if (!row)
    throw new SaysoError('user_not_readable', 'Salesforce does not show Sayso your own user.', {
      status: 403,
      actions: ['Ask your Salesforce admin to assign the permission set Sayso_User to you.'],
    });
  return { username: String(row['Username']), name: String(row['Name']) };
}
