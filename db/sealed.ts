import { createCipheriv, createDecipheriv, createHmac, randomBytes } from 'node:crypto';

/** NETGRADER_SECRET is missing or not in its form. */
export class InvalidSecretError extends Error {
  readonly code = 'invalid-secret';
}

/** Sealed under a version of the secret that is not configured any more. */
export class UnknownSecretVersionError extends Error {
  readonly code = 'unknown-secret-version';
}

/** Not what was sealed for this row: changed, cut, or moved here from another one. */
export class TamperedSealError extends Error {
  readonly code = 'tampered-seal';
}

export interface Sealer {
  /** `context` names the row and column; only the same context opens it again. */
  seal(plaintext: string, context: string): string;
  /** Throws UnknownSecretVersionError or TamperedSealError. */
  unseal(sealed: string, context: string): string;
  /** A token that is the same for the same context, and cannot be guessed without the secret. 256 bits, base64url. */
  deriveToken(context: string): string;
}

const secretForm = /^(v\d+):([A-Za-z0-9_-]{43})$/;

/**
 * AES-256-GCM under NETGRADER_SECRET: `v1:<32 bytes as base64url>[,v0:…]`. The first version seals, all of them unseal.
 * A sealed text is `version.nonce.ciphertext.tag`, base64url. Throws InvalidSecretError.
 */
export function openSealer(secret: string): Sealer {
  const versions = secret.split(',').map(readVersion);
  const keys = new Map(versions);
  const [[current, currentKey]] = versions as [[string, Buffer]];
  return {
    seal(plaintext, context) {
      const nonce = randomBytes(12);
      const cipher = createCipheriv('aes-256-gcm', currentKey, nonce).setAAD(aad(current, context));
      const ciphertext = Buffer.concat([cipher.update(plaintext, 'utf8'), cipher.final()]);
      return [current, ...[nonce, ciphertext, cipher.getAuthTag()].map((part) => part.toString('base64url'))].join('.');
    },
    unseal(sealed, context) {
      const [version = '', nonce = '', ciphertext = '', tag = ''] = sealed.split('.');
      const key = keys.get(version);
      if (!key) throw unknownVersion(version);
      try {
        const decipher = createDecipheriv('aes-256-gcm', key, Buffer.from(nonce, 'base64url'), { authTagLength: 16 });
        decipher.setAAD(aad(version, context)).setAuthTag(Buffer.from(tag, 'base64url'));
        return Buffer.concat([decipher.update(Buffer.from(ciphertext, 'base64url')), decipher.final()]).toString('utf8');
      } catch (cause) {
        throw new TamperedSealError(`What is stored for ${context} is not what was sealed there. Restore that row from a backup, or let the student enrol again.`, { cause });
      }
    },
    deriveToken: (context) => createHmac('sha256', currentKey).update(`token:${context}`).digest('base64url'),
  };
}

function readVersion(text: string): [version: string, key: Buffer] {
  const [, version, key] = secretForm.exec(text.trim()) ?? [];
  if (version === undefined || key === undefined) {
    throw new InvalidSecretError('NETGRADER_SECRET is not of the form v1:<32 bytes as base64url>[,v0:…]. Set it to the secret that this database was made with.');
  }
  return [version, Buffer.from(key, 'base64url')];
}

function unknownVersion(version: string): UnknownSecretVersionError {
  return new UnknownSecretVersionError(
    `Stored keys are sealed under version ${version || '(none)'} of NETGRADER_SECRET, which is not set. Add that version after a comma.`,
  );
}

function aad(version: string, context: string): Buffer {
  return Buffer.from(`netgrader:${version}:${context}`, 'utf8');
}
