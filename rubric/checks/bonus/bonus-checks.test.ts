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

describe('WireGuard', () => {
  test.each([
    ['@@ wg0 POINTOPOINT,NOARP,UP,LOWER_UP 10.9.0.1/24\npeer 10.9.0.2/32\nhandshake\n', 'passed'],
    ['@@ wg0 POINTOPOINT,NOARP 10.9.0.1/24\npeer 10.9.0.2/32\n', 'partial'],
    ['@@ wg0 POINTOPOINT,NOARP,UP,LOWER_UP 10.9.0.1/24\n', 'partial'],
  ])('%j', (wireguard, outcome) => {
    expect(judge(wireguardCheck, { wireguard }).outcome).toBe(outcome);
  });
});

describe('a load balancer', () => {
  const nginx = '@@ nginx\nhttp {\n upstream models {\n  server 127.0.0.1:8081;\n  server 127.0.0.1:8082;\n }\n server {\n  listen 8080;\n  location / { proxy_pass http://models; }\n }\n}\n';
  const haproxy = '@@ haproxy\nglobal\n daemon\nfrontend in\n bind *:8080\n default_backend api\nbackend api\n server a 10.0.0.1:80 check\n server b 10.0.0.2:80 check\n';
  test.each([
    ['Nginx', `${nginx}@@ answer 8080 200\n`, 'passed'],
    ['HAProxy', `${haproxy}@@ answer 8080 503\n@@ answer 8081 open\n`, 'passed'],
    ['one that does not answer', `${haproxy}@@ answer 8080 closed\n`, 'partial'],
    ['a web server', '@@ nginx\nserver { listen 80; }\n@@ answer 80 200\n', 'failed'],
    ['an upstream of one', `${nginx.replace('  server 127.0.0.1:8082;\n', '')}@@ answer 8080 200\n`, 'failed'],
    ['an upstream that nothing uses', `${nginx.replace('proxy_pass http://models', 'return 200')}@@ answer 8080 200\n`, 'failed'],
  ])('%s', (_, text, outcome) => {
    expect(judge(loadBalancer, { 'load-balancers': text }).outcome).toBe(outcome);
  });
});

describe('automatic restarts', () => {
  test.each([
    ['by systemd', { 'unit-restarts': 'api.service always active\n' }, 'passed'],
    ['of a unit that is stopped', { 'unit-restarts': 'api.service on-failure inactive\n' }, 'partial'],
    ['of none', { 'unit-restarts': 'api.service no active\n' }, 'failed'],
    ['by the script', { deliverables: `@folder /home/student\n${deliverable('network_monitor', 'network_monitor.sh', '#!/bin/bash\ncheck || sudo systemctl restart "$unit"\n')}\n` }, 'passed'],
    ['in a comment', { deliverables: `@folder /home/student\n${deliverable('network_monitor', 'network_monitor.sh', '# systemctl restart x\n')}\n` }, 'failed'],
  ] as const)('%s', (_, outputs, outcome) => {
    expect(judge(automaticRestart, outputs).outcome).toBe(outcome);
  });
});

const summary = (state: string) => `yes\n{"ipv4Unicast":{"routerId":"10.0.0.1","as":65001,"peers":{"10.0.0.2":{"remoteAs":65002,"state":"${state}","peerState":"OK"}}}}\n`;

test('BGP needs an established session', () => {
  expect(judge(bgpCheck, { bgp: summary('Established') }).outcome).toBe('passed');
  expect(judge(bgpCheck, { bgp: summary('Connect') }).outcome).toBe('partial');
  expect(judge(bgpCheck, { bgp: 'yes\n{}\n' }).outcome).toBe('failed');
});

test('a dashboard needs Grafana, Prometheus and panels', () => {
  const answers = '@grafana { "database": "ok", "version": "11.2.0" }\n@prometheus Prometheus Server is Healthy. \n@build {}\n';
  expect(judge(dashboardCheck, { dashboard: `${answers}@file 4 /home/student/d.json\n` }).outcome).toBe('passed');
  expect(judge(dashboardCheck, { dashboard: answers })).toMatchObject({ outcome: 'partial' });
  expect(judge(dashboardCheck, { dashboard: '@grafana <html>model api</html>\n@prometheus \n' }).outcome).toBe('failed');
});
