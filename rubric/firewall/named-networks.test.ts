import { expect, test } from 'vitest';
import { namedNetworks } from './named-networks.ts';

test('networks are found in rules and in the elements of nft’s sets, each once, and not in other numbers', () => {
  const rules = '-A INPUT -s 10.0.0.0/8 -p tcp -m tcp --dport 22 -j ACCEPT\n-A INPUT -s 10.0.0.0/8 -j DROP\n:INPUT DROP [1:2]';
  const json = '{"set": {"elem": [{"prefix": {"addr": "192.168.1.0", "len": 24}}, "172.20.0.5"]}, "version": "1.0.6.1.2"}';
  expect(namedNetworks([rules, json], 100)).toEqual([
    { base: '10.0.0.0', prefix: 8 },
    { base: '192.168.1.0', prefix: 24 },
    { base: '172.20.0.5', prefix: 32 },
  ]);
  expect(namedNetworks([rules, json], 2)).toHaveLength(2);
});
