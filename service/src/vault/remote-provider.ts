import { KeyProviderError } from './provider.ts';

/** A key service answers in milliseconds; replicas ask it once per org and key. */
const TIMEOUT_MS = 10_000;

/** One JSON call to a key service; an empty answer is an empty object. `wrongKey` tells whether a refusal means that the key does not open the data. */
export async function callKeyService(
  what: string,
  url: string,
  headers: Record<string, string>,
  body: string,
  wrongKey: (status: number, text: string) => boolean,
): Promise<Record<string, unknown>> {
  let response: Response;
  try {
    response = await fetch(url, {
      method: 'POST',
      headers,
      body,
      redirect: 'error',
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
  } catch (cause) {
    throw new KeyProviderError(`${what} cannot be reached.`, { cause });
  }
  const text = await response.text();
  if (!response.ok) {
    const wrong = wrongKey(response.status, text);
    throw new KeyProviderError(
      wrong
        ? `${what} does not open this data with that key.`
        : `${what} refused with HTTP ${response.status}.`,
      { wrongKey: wrong },
    );
  }
  try {
    return (text === '' ? {} : JSON.parse(text)) as Record<string, unknown>;
  } catch (cause) {
    throw new KeyProviderError(`${what} gave an answer that is not JSON.`, { cause });
  }
}

export function required(
  environment: Record<string, string | undefined>,
  name: string,
  keyring: string,
): string {
  const value = environment[name];
  if (!value) throw new KeyProviderError(`${name} is missing; KEYRING=${keyring} needs it.`);
  return value;
}
