import { expect, test } from 'vitest';
import { readReport } from './document.ts';
import { foreignFacts } from './foreign-facts.ts';

const addresses = [{ address: '10.0.0.5', prefix: 24 }];
const eth0 = { name: 'eth0', altNames: [], kind: null, mac: '52:54:00:00:00:01', addresses };
const network = { primary: eth0, addresses: [{ address: '10.0.0.5', prefix: 24, interface: 'eth0' }], defaultRoutes: [] };

const shown = (mac: string) => `2: eth0: <UP> mtu 1500\n    link/ether ${mac} brd ff:ff:ff:ff:ff:ff\n    inet 10.0.0.5/24 brd 10.0.0.255 scope global eth0\n`;
const container = '7: eth0@if8: <UP> mtu 1500\n    link/ether 02:42:ac:14:00:0a brd ff:ff:ff:ff:ff:ff\n    inet 172.20.0.10/16 scope global eth0\n';
const told = (output: string) => foreignFacts(readReport('LAB_REPORT.md', `## Task 1\n\n\`\`\`\n${output}\`\`\`\n`), network, null);

test('this machine’s address at other hardware is for the instructor: a report whose addresses were replaced', () => {
  expect(told(shown('52:54:00:a1:b2:c3'))).toContain('52:54:00:a1:b2:c3');
});

test('the machine’s own hardware, interfaces of containers, and a machine whose hardware is unknown are no contradiction', () => {
  expect(told(shown('52:54:00:00:00:01'))).toBeNull();
  expect(told(shown('52:54:00:00:00:01') + container)).toBeNull();
  expect(told(container)).toBeNull();
  const unknown = { ...network, primary: { ...eth0, mac: null } };
  expect(foreignFacts(readReport('LAB_REPORT.md', shown('52:54:00:a1:b2:c3')), unknown, null)).toBeNull();
});
