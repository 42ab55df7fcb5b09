import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';

/**
 * A sealed value: `[1][length of key id][key id][nonce 12][tag 16][ciphertext]`, AES-256-GCM. The associated data is the header and the
 * context (whose it is, which version), so a frame that is moved to another row, user or version does not open.
 */
const VERSION = 1;
const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/** A frame that cannot be opened: damaged, moved, or sealed with another key. Says nothing about its content. */
export class FrameError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'FrameError';
  }
}

export function sealFrame(key: Buffer, keyId: string, context: readonly string[], plaintext: Buffer): Buffer {
  const header = headerOf(keyId);
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv('aes-256-gcm', key, nonce);
  cipher.setAAD(associatedData(header, context));
  const ciphertext = Buffer.concat([cipher.update(plaintext), cipher.final()]);
  return Buffer.concat([header, nonce, cipher.getAuthTag(), ciphertext]);
}

/** @throws FrameError */
export function openFrame(key: Buffer, context: readonly string[], frame: Buffer): Buffer {
  const header = frame.subarray(0, 2 + keyIdOf(frame).length);
  const nonceAt = header.length;
  const tagAt = nonceAt + NONCE_BYTES;
  const decipher = createDecipheriv('aes-256-gcm', key, frame.subarray(nonceAt, tagAt), {
    authTagLength: TAG_BYTES,
  });
  decipher.setAAD(associatedData(header, context));
  decipher.setAuthTag(frame.subarray(tagAt, tagAt + TAG_BYTES));
  try {
    return Buffer.concat([decipher.update(frame.subarray(tagAt + TAG_BYTES)), decipher.final()]);
  } catch {
    throw new FrameError(
      'The sealed value does not open: it was changed, moved, or sealed with another key.',
    );
  }
}

/** Which key sealed it. @throws FrameError */
export function keyIdOf(frame: Buffer): string {
  const length = frame[1] ?? 0;
  if (frame[0] !== VERSION || frame.length < 2 + length + NONCE_BYTES + TAG_BYTES)
    throw new FrameError('This is not a sealed value of a known version.');
  return frame.toString('latin1', 2, 2 + length);
}

function headerOf(keyId: string): Buffer {
  const id = Buffer.from(keyId, 'latin1');
  if (id.length === 0 || id.length > 255) throw new RangeError('key ids have 1 to 255 bytes');
  return Buffer.concat([Buffer.from([VERSION, id.length]), id]);
}

/** Every part with its length before it, so that no two contexts give the same bytes. */
function associatedData(header: Buffer, context: readonly string[]): Buffer {
  const parts: Buffer[] = [header];
  for (const part of context) {
    const bytes = Buffer.from(part, 'utf8');
    const length = Buffer.alloc(4);
    length.writeUInt32BE(bytes.length);
    parts.push(length, bytes);
  }
  return Buffer.concat(parts);
}
