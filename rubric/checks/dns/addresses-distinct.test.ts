import { expect, test } from 'vitest';
import { judgeNetworkHost } from '../../testing/network-host.ts';
import { addressesDistinct } from './addresses-distinct.ts';

const judge = (names: Record<string, string[]>) =>
  judgeNetworkHost(addressesDistinct, {
    'getent-hosts': () =>
      Object.entries(names)
        .map(([name, addresses]) => `@@ ${name} 0\n${addresses.map((address) => `${address} STREAM`).join('\n')}\n`)
        .join(''),
  });

const nodes = { 'gpu-node-1.internal': ['10.0.0.1'], 'gpu-node-2.internal': ['10.0.0.2'] };

test('services may share a machine, IPv4 and IPv6 may stand side by side', () => {
  expect(judge({ ...nodes, 'ml-api.internal': ['10.0.0.9', 'fd00::9'], 'feature-store.internal': ['10.0.0.9'] }).outcome).toBe('passed');
});

test('two nodes on one address, and a name with two, cost half each', () => {
  const shared = { ...nodes, 'gpu-node-2.internal': ['10.0.0.1'] };
  const ambiguous = { ...nodes, 'ml-api.internal': ['10.0.0.8', '10.0.0.9'] };
  expect(judge(shared)).toMatchObject({ outcome: 'partial', seen: 'gpu-node-1.internal and gpu-node-2.internal share 10.0.0.1' });
  expect(judge(ambiguous)).toMatchObject({ outcome: 'partial', seen: 'ml-api.internal leads to 10.0.0.8 and 10.0.0.9' });
  expect(judge({ ...ambiguous, 'gpu-node-2.internal': ['10.0.0.1'] }).outcome).toBe('failed');
});

test('a node without an address is not distinct, and no addresses at all are nothing', () => {
  expect(judge({ ...nodes, 'gpu-node-2.internal': [] }).seen).toBe('gpu-node-2.internal has no private address');
  expect(judge({ 'gpu-node-1.internal': [], 'gpu-node-2.internal': [] }).outcome).toBe('failed');
});
