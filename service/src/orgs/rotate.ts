import type { Pool } from '../db/pool.ts';
import type { Salesforce } from '../salesforce/types.ts';
import type { Vault } from '../vault/vault.ts';
import { dropOrgKey, newOrgKey, retireOtherKeys, storeOrgKey } from './org-keys.ts';
import { sendKeyToApex } from './pairing.ts';

/** A new signing key, known here before Apex signs with it; the old one ends when its last assertion has run out. */
export async function rotateOrgKey(
  pool: Pool,
  vault: Vault,
  salesforce: Salesforce,
  serviceUrl: string,
): Promise<{ keyId: string }> {
  const { orgId } = salesforce.principal;
  const key = newOrgKey();
  await storeOrgKey(pool, vault, orgId, key);
  try {
    await sendKeyToApex(salesforce, key, serviceUrl);
  } catch (error) {
    await dropOrgKey(pool, orgId, key.keyId);
    throw error;
  }
  await retireOtherKeys(pool, orgId, key.keyId);
  return { keyId: key.keyId };
}
