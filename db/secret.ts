import { createHash, randomBytes } from 'node:crypto';

/** A random text of 256 bits for URLs, headers and cookies. */
export function newSecret(): string {
  return randomBytes(32).toString('base64url');
}

/** SHA-256: what is kept of a secret. It has 256 random bits, so no salt is needed. */
export function hashOfSecret(secret: string): Buffer {
  return createHash('sha256').update(secret).digest();
}
