import { describe, expect, test } from 'vitest';
import { hostNetwork, type Interface } from './host-network.ts';

const target = { address: '192.168.56.10', port: 22, login: 'student', deliverables: null };
const link = (name: string, address: string, kind: string | null = null): Interface => ({
  name,
  altNames: [],
  kind,
  addresses: [{ address, prefix: 24 }],
});
const none = { status: 'unavailable', reason: 'unparsable', detail: '' } as const;
const addressesOf = (links: Interface[], routes: { device: string; gateway: string | null }[]) =>
  hostNetwork(target, links, routes, none)?.addresses.map(({ address }) => address);

test('with two cards both addresses are the machine’s, the default route’s first', () => {
  const links = [link('enp0s8', '192.168.56.10'), link('enp0s3', '10.0.2.15')];
  const network = hostNetwork(target, links, [{ device: 'enp0s3', gateway: '10.0.2.2' }], none);
  expect(network?.primary?.name).toBe('enp0s3');
  expect(network?.addresses.map(({ address }) => address)).toEqual(['10.0.2.15', '192.168.56.10']);
});

describe('what is not the machine’s own', () => {
  test('bridges and pairs of containers and namespaces', () => {
    const links = [
      link('eth0', '192.168.56.10'),
      link('docker0', '172.17.0.1', 'bridge'),
      link('br-3f2a', '172.20.0.1', 'bridge'),
      link('serve-br', '10.100.2.1', 'veth'),
    ];
    expect(addressesOf(links, [{ device: 'eth0', gateway: '192.168.56.1' }])).toEqual(['192.168.56.10']);
  });

  test('loopback and link-local', () => {
    expect(addressesOf([link('lo', '127.0.0.1'), link('eth0', 'fe80::1'), link('eth1', '10.0.0.5')], [])).toEqual(['10.0.0.5']);
  });
});

test('a bridge that carries the default route is the machine’s own', () => {
  expect(addressesOf([link('br0', '10.0.0.5', 'bridge')], [{ device: 'br0', gateway: '10.0.0.1' }])).toEqual(['10.0.0.5']);
});

test('without a default route the interface that the grader reached is the primary one', () => {
  const links = [link('eth0', '10.0.0.5'), link('eth1', '192.168.56.10')];
  expect(hostNetwork(target, links, [], none)?.primary?.name).toBe('eth1');
});

test('IPv6 alone is a network, too', () => {
  expect(addressesOf([link('eth0', 'fd00::5')], [{ device: 'eth0', gateway: 'fe80::1' }])).toEqual(['fd00::5']);
});
