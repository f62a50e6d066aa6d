import { randomBytes } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { InvalidSecretError, openSealer, TamperedSealError, UnknownSecretVersionError } from './sealed.ts';

const version = (name: string) => `${name}:${randomBytes(32).toString('base64url')}`;

describe('a sealed text', () => {
  test('opens again under the same secret and for the same row', () => {
    const sealer = openSealer(version('v1'));
    expect(sealer.unseal(sealer.seal('private – key', 'row 1'), 'row 1')).toBe('private – key');
  });

  test('never looks the same twice', () => {
    const sealer = openSealer(version('v1'));
    expect(sealer.seal('a', 'row')).not.toBe(sealer.seal('a', 'row'));
  });

  test('does not open for another row', () => {
    const sealer = openSealer(version('v1'));
    const sealed = sealer.seal('private key', 'row 1');
    expect(() => sealer.unseal(sealed, 'row 2')).toThrow(TamperedSealError);
  });

  test('does not open when any character of it was changed, or when it was cut', () => {
    const sealer = openSealer(version('v1'));
    const sealed = sealer.seal('private key', 'row');
    for (let at = 3; at < sealed.length; at += 5) {
      const changed = sealed.slice(0, at) + (sealed[at] === 'A' ? 'B' : 'A') + sealed.slice(at + 1);
      expect(() => sealer.unseal(changed, 'row')).toThrow(TamperedSealError);
    }
    expect(() => sealer.unseal(sealed.slice(0, -8), 'row')).toThrow(TamperedSealError);
  });

  test('opens after the secret was rotated, while the old version is still listed', () => {
    const old = version('v1');
    const sealed = openSealer(old).seal('private key', 'row');
    const rotated = version('v2');
    expect(openSealer(`${rotated},${old}`).unseal(sealed, 'row')).toBe('private key');
    expect(openSealer(`${rotated},${old}`).seal('x', 'row')).toMatch(/^v2\./);
    expect(() => openSealer(rotated).unseal(sealed, 'row')).toThrow(UnknownSecretVersionError);
  });
});

test('a secret that is not in its form is refused, naming the setting', () => {
  for (const secret of ['', 'hunter2', 'v1:short', `${version('v1')},v2`]) {
    expect(() => openSealer(secret)).toThrow(InvalidSecretError);
    expect(() => openSealer(secret)).toThrow(/NETGRADER_SECRET/);
  }
});
