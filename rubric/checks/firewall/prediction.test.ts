import { expect, test } from 'vitest';
import type { PortState } from '../../evidence.ts';
import { databasesClosed } from './databases-closed.ts';
import { judgeFirewall, rulesWith, soundRules } from './filtering-host.ts';
import { servicesOpen } from './services-open.ts';

const listening = ['tcp LISTEN 0 128 0.0.0.0:8080 0.0.0.0:* '];
const rejecting = (kind: string) => [...soundRules, `-A INPUT -j REJECT --reject-with ${kind}`];
const seen = (port: number, state: PortState) => [{ port, state }];

test('what the worker sees as the rules and sockets have it is no contradiction', () => {
  expect(judgeFirewall(servicesOpen, { sockets: listening, seen: seen(8080, 'open') }).review).toBeUndefined();
  expect(judgeFirewall(servicesOpen, { seen: seen(9090, 'closed') }).review).toBeUndefined();
  expect(judgeFirewall(databasesClosed, { seen: seen(5432, 'filtered') }).review).toBeUndefined();
});

test('beyond its rate a limited port may look filtered', () => {
  expect(judgeFirewall(servicesOpen, { sockets: listening, seen: seen(8080, 'filtered') }).review).toBeUndefined();
});

test('a port that the rules drop and the worker finds otherwise is told with both sides, and costs nothing', () => {
  const verdict = judgeFirewall(databasesClosed, { seen: seen(5432, 'open') });
  expect(verdict).toMatchObject({ outcome: 'passed', review: expect.stringMatching(/5432 must be filtered.*found it open/) });
});

test('a filter between the two is named as what it may be', () => {
  expect(judgeFirewall(servicesOpen, { seen: seen(9090, 'filtered') }).review).toContain('something between');
});

test('a port whose rules cannot be worked out contradicts nothing', () => {
  const iptables = rulesWith(/dport 5432/, '-A INPUT -p tcp -m tcp --dport 5432 -m bpf --bytecode "1,6 0 0 0" -j ACCEPT');
  expect(judgeFirewall(databasesClosed, { iptables, seen: seen(5432, 'open') }).review ?? '').not.toContain('the grader found');
});

test('a witness that was not asked says nothing', () => {
  expect(judgeFirewall(databasesClosed, { iptables: soundRules, seen: null }).review).toBeUndefined();
});

test('an ICMP refusal looks closed or filtered by its kind', () => {
  expect(judgeFirewall(databasesClosed, { iptables: rejecting('icmp-port-unreachable'), seen: seen(5432, 'closed') }).review).toBeUndefined();
  expect(judgeFirewall(databasesClosed, { iptables: rejecting('icmp-admin-prohibited'), seen: seen(5432, 'filtered') }).review).toBeUndefined();
  expect(judgeFirewall(databasesClosed, { iptables: rejecting('icmp-admin-prohibited'), seen: seen(5432, 'closed') }).review).toBeDefined();
});
