import { describe, expect, test } from 'vitest';
import { InvalidNetworkError, isNumericHost, literalAddress, mayVisit, parseNetworks, privateNetworks } from './address-policy.ts';

const byDefault = parseNetworks(privateNetworks);

describe('by default', () => {
  test.each(['10.0.0.2', '172.16.0.1', '172.31.255.254', '192.168.1.100', 'fd12::2', '::ffff:10.0.0.2'])('%s may be visited', (address) => {
    expect(mayVisit(address, byDefault)).toBe(true);
  });

  test.each([
    '127.0.0.1', '127.255.0.1', '::1', '::ffff:127.0.0.1', // loopback
    '169.254.169.254', 'fe80::1', '::ffff:a9fe:a9fe', // link-local, and the metadata service there
    'fd00:ec2::254', '64:ff9b::a9fe:a9fe', '2002:a9fe:a9fe::1', // the same by other ways
    '0.0.0.0', '::', '255.255.255.255', '224.0.0.1', 'ff02::1',
    '8.8.8.8', '100.64.0.1', '172.32.0.1', '2001:4860::8888',
    '127.1', '0177.0.0.1', '0x7f.0.0.1', '2130706433', 'fe80::1%eth0', 'example.org', '',
  ])('%s may not', (address) => {
    expect(mayVisit(address, byDefault)).toBe(false);
  });
});

test('loopback and link-local need a network of their own; a wide one does not open them', () => {
  expect(mayVisit('127.0.0.1', parseNetworks(['0.0.0.0/0']))).toBe(false);
  expect(mayVisit('169.254.1.1', parseNetworks(['0.0.0.0/0']))).toBe(false);
  expect(mayVisit('127.0.0.1', parseNetworks(['127.0.0.0/8']))).toBe(true);
  expect(mayVisit('8.8.8.8', parseNetworks(['0.0.0.0/0']))).toBe(true);
  expect(mayVisit('0.0.0.0', parseNetworks(['0.0.0.0/0']))).toBe(false);
});

test('an address has one spelling', () => {
  expect(literalAddress('::FFFF:0a00:0002')).toBe('10.0.0.2');
  expect(literalAddress('FD00:0:0::0:2')).toBe('fd00::2');
  for (const text of ['10.0.0', '010.0.0.1', '10.0.0.256', '10.0.0.1 ', '10.0.0.1/8', 'host', 'fd00::2%1']) expect(literalAddress(text)).toBeNull();
});

test('numbers in other clothes are not taken for names', () => {
  for (const text of ['127.1', '0x7f000001', '2130706433', '0177.1', '1.2.3.4.', 'a.0x1']) expect(isNumericHost(text)).toBe(true);
  for (const text of ['vm1', 'vm1.lab', 'x.1a']) expect(isNumericHost(text)).toBe(false);
});

test('a network that is not one is named', () => {
  expect(() => parseNetworks(['10.0.0.0/8', '10.0.0.0/33'])).toThrow(InvalidNetworkError);
  expect(() => parseNetworks(['10.0.0.0'])).toThrow(/10\.0\.0\.0/);
});
