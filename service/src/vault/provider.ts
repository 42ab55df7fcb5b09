/**
 * Wraps data keys with a key that the database does not hold. `context` is authenticated with the wrapped key: it opens for the same org
 * and key id only.
 */
export interface KeyProvider {
  /** file, awskms, gcpkms, vault. */
  readonly name: string;
  wrap(key: Buffer, context: string): Promise<Wrapped>;
  /** @throws KeyProviderError when the provider does not open it. */
  unwrap(wrapped: Wrapped, context: string): Promise<Buffer>;
  /** Makes a new wrapping key where that is ours to do; a KMS rotates on its own schedule. */
  rotate(): Promise<void>;
}

export interface Wrapped {
  bytes: Buffer;
  /** Which of the provider's keys wrapped it. */
  wrappingKey: string;
}

/** One sentence for the operator. `wrongKey`: the provider answered, and the answer is that this key does not open it. */
export class KeyProviderError extends Error {
  readonly wrongKey: boolean;

  constructor(message: string, options: { wrongKey?: boolean; cause?: unknown } = {}) {
    super(message, { cause: options.cause });
    this.name = 'KeyProviderError';
    this.wrongKey = options.wrongKey ?? false;
  }
}
