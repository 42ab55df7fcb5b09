import { chmodSync, existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';

/** The one record of the protected custom setting `Sayso_Key__c`. */
export interface SaysoKey {
  keyId: string;
  /** HMAC key, 32 bytes as base64url. */
  secret: string;
  serviceUrl: string;
  pairedOn: Date;
}

/** The custom setting: readable by the package's code alone, so it is no part of the org's records or of a snapshot. */
export interface SaysoKeySetting {
  get(): SaysoKey | undefined;
  upsert(key: SaysoKey): void;
}

/** The setting kept in a file of its own, which outlives the process; without a file, in memory. */
export function createSaysoKeySetting(file?: string): SaysoKeySetting {
  let key = file !== undefined && existsSync(file) ? read(file) : undefined;
  return {
    get: () => key,
    upsert(changed) {
      key = changed;
      if (file !== undefined) write(file, changed);
    },
  };
}

function read(file: string): SaysoKey {
  const stored = JSON.parse(readFileSync(file, 'utf8')) as Omit<SaysoKey, 'pairedOn'> & { pairedOn: string };
  return { ...stored, pairedOn: new Date(stored.pairedOn) };
}

/** For its owner only, and never half-written. */
function write(file: string, key: SaysoKey): void {
  const draft = `${file}.new`;
  writeFileSync(draft, JSON.stringify(key), { mode: 0o600 });
  chmodSync(draft, 0o600);
  renameSync(draft, file);
}
