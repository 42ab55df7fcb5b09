import { createHash, createHmac } from 'node:crypto';
import { KeyProviderError, type KeyProvider } from './provider.ts';
import { callKeyService, required } from './remote-provider.ts';

type Environment = Record<string, string | undefined>;

/**
 * AWS KMS over its JSON interface (`TrentService.Encrypt`, `Decrypt`), the context as encryption context. Credentials come from the
 * environment (AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, AWS_SESSION_TOKEN); AWS_ENDPOINT_URL_KMS overrides the endpoint.
 */
export function createAwsKmsProvider(arn: string, environment: Environment): KeyProvider {
  const region = arn.split(':')[3];
  if (!region) throw new KeyProviderError('KEYRING=awskms:… needs the full ARN of the key, with its region.');
  const endpoint = environment['AWS_ENDPOINT_URL_KMS'] ?? `https://kms.${region}.amazonaws.com`;
  const call = async (operation: string, input: object): Promise<Record<string, unknown>> => {
    const body = JSON.stringify(input);
    const headers = signedHeaders(
      `TrentService.${operation}`,
      new URL(endpoint).host,
      region,
      body,
      environment,
      new Date(),
    );
    return callKeyService(
      'AWS KMS',
      `${endpoint}/`,
      headers,
      body,
      (status, text) => status === 400 && /InvalidCiphertextException|IncorrectKeyException/.test(text),
    );
  };
  return {
    name: 'awskms',
    async wrap(key, context) {
      const answer = await call('Encrypt', {
        KeyId: arn,
        Plaintext: key.toString('base64'),
        EncryptionContext: { sayso: context },
      });
      return { bytes: Buffer.from(String(answer['CiphertextBlob']), 'base64'), wrappingKey: arn };
    },
    async unwrap({ bytes, wrappingKey }, context) {
      const answer = await call('Decrypt', {
        KeyId: wrappingKey,
        CiphertextBlob: bytes.toString('base64'),
        EncryptionContext: { sayso: context },
      });
      return Buffer.from(String(answer['Plaintext']), 'base64');
    },
    rotate: async () => undefined,
  };
}

/** AWS Signature Version 4 for a POST to `/` with a JSON 1.1 body. */
function signedHeaders(
  target: string,
  host: string,
  region: string,
  body: string,
  environment: Environment,
  now: Date,
): Record<string, string> {
  const accessKey = required(environment, 'AWS_ACCESS_KEY_ID', 'awskms:…');
  const secretKey = required(environment, 'AWS_SECRET_ACCESS_KEY', 'awskms:…');
  const amzDate = now.toISOString().replaceAll(/[:-]|\.\d{3}/g, '');
  const day = amzDate.slice(0, 8);
  const scope = `${day}/${region}/kms/aws4_request`;
  const headers: Record<string, string> = {
    'content-type': 'application/x-amz-json-1.1',
    host,
    'x-amz-date': amzDate,
    ...(environment['AWS_SESSION_TOKEN'] ? { 'x-amz-security-token': environment['AWS_SESSION_TOKEN'] } : {}),
    'x-amz-target': target,
  };
  const names = Object.keys(headers).sort();
  const canonical = [
    'POST',
    '/',
    '',
    ...names.map((name) => `${name}:${headers[name]}`),
    '',
    names.join(';'),
    sha256(body),
  ].join('\n');
  const toSign = ['AWS4-HMAC-SHA256', amzDate, scope, sha256(canonical)].join('\n');
  const signingKey = ['kms', 'aws4_request'].reduce(
    (key: Buffer, part) => hmac(key, part),
    hmac(hmac(Buffer.from(`AWS4${secretKey}`), day), region),
  );
  const signature = hmac(signingKey, toSign).toString('hex');
  headers['authorization'] =
    `AWS4-HMAC-SHA256 Credential=${accessKey}/${scope}, SignedHeaders=${names.join(';')}, Signature=${signature}`;
  // fetch sets it from the URL.
  delete headers['host'];
  return headers;
}

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');
const hmac = (key: Buffer, text: string): Buffer => createHmac('sha256', key).update(text).digest();
