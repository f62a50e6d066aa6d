import { expect, test } from 'vitest';
import type { Listener } from '../network/listeners.ts';
import { knownTools, packageIntegrity } from '../probes/package-integrity.ts';
import { probes } from '../probes/catalogue.ts';
import { sshd } from '../probes/sshd.ts';
import type { Check } from '../check.ts';
import type { Probe } from '../probe.ts';
import { score } from '../grade.ts';
import { parseRubric } from '../rubric.ts';
import { bundleWith, collected, visitOf } from '../testing/bundle.ts';
import { contradictionsOf } from './contradictions.ts';
import { socketContradiction } from './sockets.ts';
import { toolContradictions } from './tools.ts';

const faultsIn = (stdout: string) => packageIntegrity.parse(collected(stdout), visitOf());
const sound = `@@ tool sh /usr/bin/sh /usr/bin/dash
@@ tool ss /usr/bin/ss /usr/bin/ss
@@ tool iptables-save /usr/sbin/iptables-save /usr/sbin/xtables-nft-multi
@@ owners
diversion by dash from: /bin/sh
diversion by dash to: /bin/sh.distrib
dash: /bin/dash
iproute2: /bin/ss
iptables: /usr/sbin/iptables-save
iptables: /usr/sbin/xtables-nft-multi
@@ verify
@@ altered
@@ preload
`;

test('tools that are their packages’ own are no fault, under either name of /bin', () => {
  expect(faultsIn(sound)).toEqual([]);
});

test('a file that was changed, one of no package, and one diverted by hand are told', () => {
  const changed = sound.replace('@@ verify\n@@ altered\n', '@@ verify\n/bin/ss\n@@ altered\niproute2: /bin/ss\n');
  expect(faultsIn(changed)).toEqual([{ tool: 'ss', fault: '/bin/ss is not as in the package iproute2' }]);
  expect(faultsIn(sound.replace('/usr/sbin/iptables-save /usr/sbin/xtables-nft-multi', '/usr/sbin/iptables-save /opt/fake'))).toEqual([
    { tool: 'iptables-save', fault: '/opt/fake belongs to no package' },
  ]);
  expect(faultsIn(sound.replace('@@ owners\n', '@@ owners\nlocal diversion from: /usr/bin/ss\nlocal diversion to: /usr/bin/ss.real\n'))).toMatchObject([{ tool: 'ss' }]);
});

test('a script in a program’s place is told although its package’s checksums fit; ufw is one everywhere', () => {
  const begins = (bytes: string) => faultsIn(sound.replace('@@ preload', `@@ begin\n${bytes}\n@@ preload`));
  expect(begins('EEEEEE')).toEqual([]);
  expect(begins('EE#!EE')).toMatchObject([{ tool: 'ss', fault: expect.stringContaining('/usr/bin/ss is a script') }]);
  expect(begins('EE#!')).toEqual([]);
  const ufw = sound.replace('@@ owners', '@@ tool ufw /usr/sbin/ufw /usr/sbin/ufw\n@@ owners\nufw: /usr/sbin/ufw').replace('@@ preload', '@@ begin\nEEEEEE#!\n@@ preload');
  expect(faultsIn(ufw)).toEqual([]);
});

test('a wrapper before sudo and a preloaded library concern every check', () => {
  const [wrapper] = faultsIn(`@@ before sudo /usr/local/bin/sudo\n${sound}`);
  expect(toolContradictions([], wrapper ? [wrapper] : [])).toHaveLength(1);
  expect(toolContradictions([], faultsIn(`${sound}/usr/lib/evil.so\n`))).toHaveLength(1);
});

test('without dpkg nothing is held against a machine', () => {
  expect(packageIntegrity.parse(collected('', { exit: 127 }), visitOf())).toEqual([]);
});

test('a fault concerns those who asked the tool', () => {
  const faults = [{ tool: 'ss', fault: '/bin/ss is not as in the package iproute2' }];
  expect(toolContradictions(['ip'], faults)).toEqual([]);
  expect(toolContradictions(['ss'], faults)).toHaveLength(1);
});

test('a command that sshd forces upon the grader concerns every check, and sshd’s own “none” concerns nobody', () => {
  const check = { needs: ['ss-listening'], uses: [] } as unknown as Check;
  const told = (command: string) => {
    const settings = sshd.parse(collected(`@@ test 0\n@@ grader netgrader netgrader\npermitrootlogin no\nforcecommand ${command}\n`), visitOf());
    return contradictionsOf(check, (id) => (id === 'sshd' ? settings : { status: 'unavailable', reason: 'not-reported', detail: '' }));
  };
  expect(told('none')).toEqual([]);
  expect(told('/opt/shell')).toEqual([expect.stringContaining('/opt/shell')]);
});

test('every tool that a probe names is looked at', () => {
  const named = Object.values(probes as Record<string, Probe>).flatMap(({ tools = [] }) => tools);
  expect(named.filter((tool) => !knownTools.includes(tool))).toEqual([]);
});

test('a check that rests on a tool with a fault is marked, and earns what it earned', () => {
  const rubric = parseRubric(`
id: one-check
version: 1.0.0
title: One check
criteria:
  - { id: interfaces, title: Interfaces, points: 1, checks: [{ check: interfaces.service-answers, points: 1 }] }
`);
  const answers = { 'service-answers': collected('8080 open 10.0.0.2\n') };
  const graded = (integrity: string) => score(bundleWith({ ...answers, 'package-integrity': collected(integrity) }), rubric);
  const plain = graded(sound);
  const marked = graded(sound.replace('@@ verify\n@@ altered\n', '@@ verify\n/bin/ss\n@@ altered\niproute2: /bin/ss\n'));
  expect(plain).toMatchObject({ earned: 100, criteria: [{ checks: [{ review: null }] }] });
  expect(marked).toMatchObject({ earned: 100, criteria: [{ checks: [{ outcome: 'passed', review: expect.stringContaining('told by ss') }] }] });
});

const socket = (port: number, protocol: Listener['protocol'] = 'tcp'): Listener => ({ protocol, address: '0.0.0.0', port, process: null });

test('a socket that only one of ss and the kernel knows is a contradiction; ephemeral ports and UDP are not', () => {
  expect(socketContradiction([socket(22)], [socket(22), socket(6379)])).toContain('port 6379, which ss does not list');
  expect(socketContradiction([socket(22), socket(8080)], [socket(22)])).toContain('the kernel’s table does not have');
  expect(socketContradiction([socket(22), socket(53, 'udp')], [socket(22), socket(40_000)])).toBeNull();
});
