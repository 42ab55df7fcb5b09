import { createAwsKmsProvider } from './aws-kms-provider.ts';
import { createFileProvider } from './file-provider.ts';
import { createGcpKmsProvider } from './gcp-kms-provider.ts';
import { KeyProviderError, type KeyProvider } from './provider.ts';
import { createTransitProvider } from './transit-provider.ts';

/**
 * The key provider that `keyring` names: `file:PATH`, `awskms:ARN`, `gcpkms:NAME`, `vault:URL#KEY`.
 *
 * @param mayCreate whether a missing file may be made
 */
export function openProvider(
  keyring: string,
  environment: Record<string, string | undefined>,
  mayCreate: boolean,
): KeyProvider {
  const colon = keyring.indexOf(':');
  const kind = keyring.slice(0, colon);
  const location = keyring.slice(colon + 1);
  switch (kind) {
    case 'file':
      return createFileProvider(location, mayCreate);
    case 'awskms':
      return createAwsKmsProvider(location, environment);
    case 'gcpkms':
      return createGcpKmsProvider(location, environment);
    case 'vault':
      return createTransitProvider(location, environment);
    default:
      throw new KeyProviderError(`KEYRING names an unknown kind of key provider: ${kind}.`);
  }
}
