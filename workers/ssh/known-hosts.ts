import { createHmac } from 'node:crypto';
import { fingerprintOf } from './fingerprint.ts';

/**
 * Fingerprints (`SHA256:…`) of a host in an OpenSSH known_hosts file (sshd(8), SSH_KNOWN_HOSTS FILE FORMAT), plain and
 * hashed names. Marked lines (@revoked, @cert-authority) and patterns with wildcards are passed over.
 */
export function knownHostKeys(text: string, host: string, port: number): string[] {
  const name = port === 22 ? host : `[${host}]:${port}`;
  return text.split('\n').flatMap((line) => {
    const [names, , key] = line.trim().split(/\s+/);
    if (!names || !key || names.startsWith('#') || names.startsWith('@')) return [];
    return names.split(',').some((pattern) => matches(pattern, name)) ? [fingerprintOf(Buffer.from(key, 'base64'))] : [];
  });
}

function matches(pattern: string, name: string): boolean {
  const [, salt, hash] = /^\|1\|([^|]+)\|([^|]+)$/.exec(pattern) ?? [];
  if (salt === undefined || hash === undefined) return pattern === name;
  return createHmac('sha1', Buffer.from(salt, 'base64')).update(name).digest('base64') === hash;
}
