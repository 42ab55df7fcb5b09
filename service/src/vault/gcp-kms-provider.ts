import { KeyProviderError, type KeyProvider } from './provider.ts';
import { callKeyService } from './remote-provider.ts';

type Environment = Record<string, string | undefined>;

/** A token that is about to expire is not used any more. */
const TOKEN_MARGIN_MS = 60_000;
/** The metadata server is on the same host. */
const METADATA_TIMEOUT_MS = 5_000;

/**
 * Google Cloud KMS over REST (`cryptoKeys.encrypt`, `decrypt`), the context as additional authenticated data. The access token comes from the
 * metadata server of the machine (GCE_METADATA_HOST overrides it); CLOUDKMS_ENDPOINT overrides the endpoint.
 */
export function createGcpKmsProvider(keyName: string, environment: Environment): KeyProvider {
  const endpoint = environment['CLOUDKMS_ENDPOINT'] ?? 'https://cloudkms.googleapis.com';
  const accessToken = createTokenSource(environment['GCE_METADATA_HOST'] ?? 'metadata.google.internal');
  const call = async (verb: 'encrypt' | 'decrypt', body: object): Promise<Record<string, unknown>> => {
    const headers = { authorization: `Bearer ${await accessToken()}`, 'content-type': 'application/json' };
    return callKeyService(
      'Google Cloud KMS',
      `${endpoint}/v1/${keyName}:${verb}`,
      headers,
      JSON.stringify(body),
      (status) => status === 400,
    );
  };
  const aad = (context: string): string => Buffer.from(context, 'utf8').toString('base64');
  return {
    name: 'gcpkms',
    async wrap(key, context) {
      const answer = await call('encrypt', {
        plaintext: key.toString('base64'),
        additionalAuthenticatedData: aad(context),
      });
      return { bytes: Buffer.from(String(answer['ciphertext']), 'base64'), wrappingKey: keyName };
    },
    async unwrap({ bytes }, context) {
      const answer = await call('decrypt', {
        ciphertext: bytes.toString('base64'),
        additionalAuthenticatedData: aad(context),
      });
      return Buffer.from(String(answer['plaintext']), 'base64');
    },
    rotate: async () => undefined,
  };
}

function createTokenSource(host: string): () => Promise<string> {
  let known: { value: string; until: number } | undefined;
  return async () => {
    if (known && performance.now() < known.until) return known.value;
    let response: Response;
    try {
      response = await fetch(`http://${host}/computeMetadata/v1/instance/service-accounts/default/token`, {
        headers: { 'metadata-flavor': 'Google' },
        signal: AbortSignal.timeout(METADATA_TIMEOUT_MS),
      });
    } catch (cause) {
      throw new KeyProviderError(
        'The Google metadata server cannot be reached; KEYRING=gcpkms:… needs a machine with a service account.',
        { cause },
      );
    }
    if (!response.ok)
      throw new KeyProviderError(`The Google metadata server refused with HTTP ${response.status}.`);
    const { access_token, expires_in } = (await response.json()) as {
      access_token: string;
      expires_in: number;
    };
    known = { value: access_token, until: performance.now() + expires_in * 1_000 - TOKEN_MARGIN_MS };
    return access_token;
  };
}
