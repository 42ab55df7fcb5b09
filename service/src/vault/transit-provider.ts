import { KeyProviderError, type KeyProvider } from './provider.ts';
import { callKeyService, required } from './remote-provider.ts';

/**
 * The transit engine of Vault or OpenBao (`/v1/transit/encrypt`, `decrypt`), the context as associated data. The token is VAULT_TOKEN;
 * VAULT_NAMESPACE is sent where it is set. `rotate` makes a new version of the key.
 *
 * @param location `URL#KEY`
 */
export function createTransitProvider(
  location: string,
  environment: Record<string, string | undefined>,
): KeyProvider {
  const [base = '', keyName = ''] = location.split('#');
  if (!URL.canParse(base) || keyName === '')
    throw new KeyProviderError(
      'KEYRING=vault:… needs an address and a key, as in vault:https://vault.example:8200#sayso.',
    );
  const call = async (
    path: string,
    body: object,
    isWrongKey = (status: number): boolean => status === 400,
  ): Promise<Record<string, unknown>> => {
    const headers: Record<string, string> = {
      'x-vault-token': required(environment, 'VAULT_TOKEN', 'vault:…'),
      'content-type': 'application/json',
      ...(environment['VAULT_NAMESPACE'] ? { 'x-vault-namespace': environment['VAULT_NAMESPACE'] } : {}),
    };
    const url = `${base.replace(/\/+$/, '')}/v1/transit/${path}`;
    const answer = await callKeyService('Vault', url, headers, JSON.stringify(body), isWrongKey);
    return (answer['data'] ?? {}) as Record<string, unknown>;
  };
  const name = encodeURIComponent(keyName);
  const aad = (context: string): string => Buffer.from(context, 'utf8').toString('base64');
  return {
    name: 'vault',
    async wrap(key, context) {
      const data = await call(`encrypt/${name}`, {
        plaintext: key.toString('base64'),
        associated_data: aad(context),
      });
      return { bytes: Buffer.from(String(data['ciphertext']), 'latin1'), wrappingKey: keyName };
    },
    async unwrap({ bytes }, context) {
      const data = await call(`decrypt/${name}`, {
        ciphertext: bytes.toString('latin1'),
        associated_data: aad(context),
      });
      return Buffer.from(String(data['plaintext']), 'base64');
    },
    async rotate() {
      await call(`keys/${name}/rotate`, {}, () => false);
    },
  };
}
