import { expect, test } from 'vitest';
import { judgeNetworkHost, recordedAddress, reportOf } from '../../testing/network-host.ts';
import { prefixDocumented } from './prefix-documented.ts';

const judge = (text: string) => judgeNetworkHost(prefixDocumented, reportOf(text));

test.each([
  ['beside the address', `${recordedAddress}/24`],
  ['beside the network', 'Network: 10.213.1.0/24'],
  ['as a dotted mask', `Address ${recordedAddress}, mask 255.255.255.0`],
  ['by itself', `Address ${recordedAddress}, subnet /24`],
  ['in words', `My address is ${recordedAddress}.\n\nPräfixlänge: 24`],
])('the prefix counts %s', (_, text) => {
  expect(judge(text).outcome).toBe('passed');
});

test.each([
  ['another prefix beside the address', `${recordedAddress}/16, as in the example /24`],
  ['a prefix of another network', '192.168.1.0/24'],
  ['a path or a date', `${recordedAddress} see img/24.png, 2026/24`],
  ['no prefix', recordedAddress],
])('%s does not', (_, text) => {
  expect(judge(text).outcome).toBe('failed');
});
