import { expect, test } from 'vitest';
import { judgeNetworkHost, reportOf } from '../../testing/network-host.ts';
import { primaryInterface } from './primary-interface.ts';

test('the interface must be named as a whole word', () => {
  expect(judgeNetworkHost(primaryInterface, reportOf('2: eth0@if5: <BROADCAST>')).outcome).toBe('passed');
  expect(judgeNetworkHost(primaryInterface, reportOf('Primary interface: `eth0`.')).outcome).toBe('passed');
  for (const other of ['veth0 is up', 'eth0.100 is a VLAN', 'my-eth0', 'eth01']) {
    expect(judgeNetworkHost(primaryInterface, reportOf(other)).outcome).toBe('failed');
  }
});

const netplan = (text: string, path = '/etc/netplan/01-netcfg.yaml', mode = '600') =>
  judgeNetworkHost(primaryInterface, { 'netplan-files': () => `@@ ${mode} ${path}\n${text}\n` });

test('a netplan file that is there must parse, whatever it sets', () => {
  expect(netplan('network:\n  version: 2\n  ethernets:\n    ens3:\n      dhcp4: true\n').outcome).toBe('passed');
  expect(netplan('# nothing yet\n').outcome).toBe('passed');
  expect(netplan('network:\n\tversion: 2\n')).toMatchObject({ outcome: 'partial', where: '/etc/netplan/01-netcfg.yaml' });
  expect(netplan('network:\n  version: 2\n  version: 2\n').outcome).toBe('partial');
  expect(netplan('ethernets:\n  eth0: {}\n').outcome).toBe('partial');
});

test('a file that others may read is only remarked upon', () => {
  const verdict = netplan('network: {version: 2}\n', '/etc/netplan/01-netcfg.yaml', '644');
  expect(verdict).toMatchObject({ outcome: 'passed' });
  expect(verdict.seen).toContain('without cost');
});
