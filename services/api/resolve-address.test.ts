import { describe, expect, test } from 'vitest';
import { privateNetworks } from '#rubric/address-policy.ts';
import { resolveAddress } from './resolve-address.ts';

const names: Record<string, string[]> = {
  'vm7.lab': ['10.0.0.7'],
  'two.lab': ['10.0.0.7', '169.254.169.254'],
  'mapped.lab': ['::ffff:127.0.0.1'],
  'none.lab': [],
};
const resolve = (name: string) => {
  const addresses = names[name];
  return addresses ? Promise.resolve(addresses) : Promise.reject(new Error('ENOTFOUND'));
};
const resolved = (text: string) => resolveAddress(text, privateNetworks, resolve);

describe('an address that was typed', () => {
  test('becomes one literal address', async () => {
    expect(await resolved('10.0.0.7')).toBe('10.0.0.7');
    expect(await resolved('vm7.lab')).toBe('10.0.0.7');
    expect(await resolved('FD00::0007')).toBe('fd00::7');
    expect(await resolved('::ffff:10.0.0.7')).toBe('10.0.0.7');
  });

  test.each([
    ['127.1', 'must be'],
    ['0177.0.0.1', 'must be'],
    ['2130706433', 'must be'],
    ['0x7f000001', 'must be'],
    ['10.0.0.7:22', 'must be'],
    ['user@10.0.0.7', 'must be'],
    ['10.0.0.7 -oProxyCommand=x', 'must be'],
    ['-oProxyCommand=x', 'must be'],
    ['', 'must be'],
    ['::ffff:a9fe:a9fe', 'outside'],
    ['127.0.0.1', 'outside'],
    ['8.8.8.8', 'outside'],
    ['two.lab', '169.254.169.254'],
    ['mapped.lab', 'outside'],
    ['none.lab', 'no address'],
    ['unknown.lab', 'no address'],
  ])('is refused: %s', async (text, words) => {
    await expect(resolved(text)).rejects.toMatchObject({
      code: 'invalid',
      extra: { errors: [{ field: 'address', message: expect.stringContaining(words) }] },
    });
  });
});
