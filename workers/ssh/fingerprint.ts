import { createHash } from 'node:crypto';

/** `SHA256:…` of a public key's blob, as `ssh-keygen -l` prints it. */
export function fingerprintOf(blob: Buffer): string {
  return `SHA256:${createHash('sha256').update(blob).digest('base64').replace(/=+$/, '')}`;
}

/** The blob of an OpenSSH public key line or of a known_hosts line's last fields: `ssh-ed25519 AAAA… comment`. */
export function keyBlob(line: string): Buffer {
  return Buffer.from(/(?:ssh|ecdsa|sk)-\S+ (\S+)/.exec(line)?.[1] ?? '', 'base64');
}
