import { describe, expect, test } from 'vitest';
import type { Check, Verdict } from '../../check.ts';
import { viewEvidence } from '../../evidence-view.ts';
import { bundleWith, collected } from '../../testing/bundle.ts';
import { deliverable } from '../../testing/guide.ts';
import { bonusChecks } from './index.ts';
import { automaticRestart } from './automatic-restart.ts';
import { bgpCheck } from './bgp.ts';
import { dashboardCheck } from './dashboard.ts';
import { loadBalancer } from './load-balancer.ts';
import recorded from './recorded/lab-hosts.json' with { type: 'json' };
import { wireguardCheck } from './wireguard.ts';

function judge(check: Check, outputs: Record<string, string>): Verdict {
  const none = Object.fromEntries(check.needs.map((id) => [id, collected(id === 'bgp' ? 'no\n' : '')]));
  const bundle = bundleWith({ ...none, ...Object.fromEntries(Object.entries(outputs).map(([id, text]) => [id, collected(text)])) });
  const view = viewEvidence(bundle);
  const evidence = Object.fromEntries([...check.needs, ...check.uses].map((id) => [id, view(id)]));
  return check.evaluate(evidence, { target: bundle.target, clientAddress: null, parameters: {} });
}

// A namespace per job is proven beside its check, on recorded namespaces.
test.each(bonusChecks.filter(({ id }) => id !== 'bonus.namespace-per-job'))('a host without it fails $id', (check) => {
  expect(judge(check, {}).outcome).toBe('failed');
});

// What live hosts in the states lab/states/whole/bonus-*.sh answered, as they were and after one change.
describe('WireGuard', () => {
  test.each([
    ['a tunnel', 'passed'],
    ['an end that is down', 'partial'],
    ['an end that knows no peer', 'partial'],
  ] as const)('%s', (name, outcome) => {
    expect(judge(wireguardCheck, { wireguard: recorded.wireguard[name] })).toMatchObject({ outcome, seen: expect.stringContaining('wg0') });
  });

  test('the end in another namespace, which wg shows as well, is not taken for the machine’s own', () => {
    expect(recorded.wireguard['a tunnel']).toMatch(/^@@ wg1 - -\n/);
  });
});

describe('a load balancer', () => {
  test.each([
    ['HAProxy', 'passed'],
    ['HAProxy without servers that answer', 'passed'],
    ['HAProxy with one server', 'failed'],
    ['Nginx', 'passed'],
    ['Nginx with one server', 'failed'],
    ['Nginx that forwards to nobody', 'failed'],
  ] as const)('%s', (name, outcome) => {
    expect(judge(loadBalancer, { 'load-balancers': recorded['load-balancers'][name] }).outcome).toBe(outcome);
  });

  test('one whose port is closed earns half', () => {
    const closed = recorded['load-balancers'].Nginx.replace(/^@@ answer (\d+) .*$/m, '@@ answer $1 closed');
    expect(judge(loadBalancer, { 'load-balancers': closed }).outcome).toBe('partial');
  });
});

describe('automatic restarts', () => {
  test.each([
    ['a unit that starts again', 'passed'],
    ['a unit that is stopped', 'partial'],
    ['a unit without it', 'failed'],
  ] as const)('%s', (name, outcome) => {
    expect(judge(automaticRestart, { 'unit-restarts': recorded['unit-restarts'][name] }).outcome).toBe(outcome);
  });

  test.each([
    ['by the script', '#!/bin/bash\ncheck || sudo systemctl restart "$unit"\n', 'passed'],
    ['in a comment', '# systemctl restart x\n', 'failed'],
  ])('%s', (_, script, outcome) => {
    expect(judge(automaticRestart, { deliverables: `@folder /home/student\n${deliverable('network_monitor', 'network_monitor.sh', script)}\n` }).outcome).toBe(outcome);
  });
});

describe('BGP', () => {
  test.each([
    ['an established session', 'passed'],
    ['a neighbour that does not answer', 'partial'],
    ['no neighbour', 'failed'],
  ] as const)('%s', (name, outcome) => {
    expect(judge(bgpCheck, { bgp: recorded.bgp[name] }).outcome).toBe(outcome);
  });
});

describe('a dashboard needs Grafana, Prometheus and panels', () => {
  test.each([
    ['Prometheus, Grafana and a dashboard', 'passed'],
    ['a model API on the port of Grafana', 'partial'],
    ['an export without panels', 'failed'],
  ] as const)('%s', (name, outcome) => {
    expect(judge(dashboardCheck, { dashboard: recorded.dashboard[name] }).outcome).toBe(outcome);
  });
});
