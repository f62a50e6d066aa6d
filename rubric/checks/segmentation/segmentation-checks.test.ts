import { describe, expect, test } from 'vitest';
import { type Changes, judgeSegments } from '../../segmentation/recorded-hosts.ts';
import { segmentationChecks } from './index.ts';
import { isolationHolds } from './isolation-holds.ts';
import { segmentsConnected } from './segments-connected.ts';
import { segmentsExist } from './segments-exist.ts';

const links = (edit: (text: string) => string): Changes => ({ 'network-namespaces': edit });

test.each(segmentationChecks)('a stock host fails $id', (check) => {
  expect(judgeSegments(check, 'stock').outcome).toBe('failed');
});

test.each(segmentationChecks)('namespaces earn all of $id, and so do Docker tiers', (check) => {
  expect(judgeSegments(check, 'namespaces')).toMatchObject({ outcome: 'passed' });
  expect(judgeSegments(check, 'docker')).toMatchObject({ outcome: 'passed' });
});

test('where nothing is there, the machine’s uptime is told', () => {
  expect(judgeSegments(segmentsExist, 'stock').seen).toMatch(/the machine has been up for .*, and a reboot erases/);
});

describe('Docker that does not answer', () => {
  test('takes nothing from namespaces that are complete', () => {
    for (const check of segmentationChecks) expect(judgeSegments(check, 'namespaces', { docker: 'timed-out' }).outcome).toBe('passed');
  });

  test('makes a host without namespaces not gradable, never poor', () => {
    for (const check of segmentationChecks) expect(judgeSegments(check, 'docker', { docker: 'timed-out' }).outcome).toBe('not_gradable');
  });

  test('counts as none where its daemon was turned off', () => {
    const off: Changes = { docker: () => '@@ tool docker\n@@ silent\nCannot connect to the Docker daemon at unix:///var/run/docker.sock.\n' };
    expect(judgeSegments(segmentsExist, 'docker', off).outcome).toBe('failed');
    expect(judgeSegments(segmentsExist, 'namespaces', off).outcome).toBe('passed');
  });
});

test('isolation that could not be tried is not gradable', () => {
  expect(judgeSegments(isolationHolds, 'namespaces', { 'namespace-reach': 'timed-out' }).outcome).toBe('not_gradable');
  for (const host of ['namespaces', 'docker'] as const) {
    const cutShort: Changes = { 'namespace-reach': (text) => text.replaceAll(' whole', ' part').replaceAll(/^\d.*\n/gm, '') };
    expect(judgeSegments(isolationHolds, host, cutShort).outcome).toBe('not_gradable');
  }
  expect(judgeSegments(segmentsConnected, 'namespaces', { 'namespace-reach': 'timed-out' }).outcome).toBe('passed');
});

describe('namespaces', () => {
  test('the administrative state counts, not the carrier: the other end may be down', () => {
    const verdict = judgeSegments(segmentsConnected, 'namespaces', links((text) => text.replaceAll('"operstate":"UP"', '"operstate":"LOWERLAYERDOWN"')));
    expect(verdict.outcome).toBe('passed');
  });

  test('an address that ip alone tells of counts for nothing and is told to the instructor', () => {
    const verdict = judgeSegments(segmentsConnected, 'namespaces', links((text) => text.replace(/^10\.100\.2\.2$/m, '10.9.9.9')));
    expect(verdict).toMatchObject({ outcome: 'partial', seen: 'veth-serve in ml-serving has no address' });
    expect(verdict.review).toContain('10.100.2.2');
  });

  test('a name that only ip netns list knows is told to the instructor', () => {
    const verdict = judgeSegments(segmentsExist, 'stock', links((text) => text.replace('@@ listed', '@@ listed ml-training')));
    expect(verdict).toMatchObject({ outcome: 'failed', review: expect.stringContaining('ml-training') as string });
  });

  test('two namespaces with one and the same address are apart: each asks itself', () => {
    const verdict = judgeSegments(isolationHolds, 'namespaces', { 'namespace-reach': (text) => text.replaceAll(/(10\.100\.\d\.2) none/g, '10.100.1.2 own') });
    expect(verdict.outcome).toBe('passed');
  });

  test('one direction that gets through is no isolation', () => {
    const verdict = judgeSegments(isolationHolds, 'namespaces', { 'namespace-reach': (text) => text.replace('10.100.2.2 none', '10.100.2.2 service:6379') });
    expect(verdict).toMatchObject({ outcome: 'failed', seen: 'ml-training reaches 10.100.2.2 of ml-serving on port 6379' });
  });
});

describe('Docker tiers', () => {
  test('a container that stands in the tiers of two is named', () => {
    const network = /("networks":\{"ml-data":)(\{[^}]*\}[^}]*\})/;
    const both = (text: string) => text.replace(network, '"networks":{"ml-backend":{"IPAddress":"172.22.0.10"},"ml-data":$2');
    expect(judgeSegments(isolationHolds, 'docker', { docker: both })).toMatchObject({ outcome: 'failed', seen: expect.stringContaining('model-db stands in') as string });
  });

  test('containers of different tiers that reach each other cost the isolation', () => {
    const verdict = judgeSegments(isolationHolds, 'docker', { 'namespace-reach': (text) => text.replaceAll('172.22.0.10 none', '172.22.0.10 listener') });
    expect(verdict).toMatchObject({ outcome: 'failed', seen: 'feature-store (ml-backend) reaches model-db (ml-data) at 172.22.0.10 by TCP' });
  });

  test('a port that something else holds is given as the reason for a container that did not start', () => {
    const verdict = judgeSegments(segmentsConnected, 'portTaken');
    expect(verdict).toMatchObject({ outcome: 'partial', seen: expect.stringContaining('ml-api is created') as string });
    expect(verdict.hint).toContain('published once');
  });

  test('containers without a process, and networks without a bridge, are told to the instructor and count for nothing', () => {
    const bare = judgeSegments(segmentsExist, 'stock', { docker: () => fake });
    expect(bare).toMatchObject({ outcome: 'failed', review: expect.stringContaining('no process of it') as string });
  });

  const fake = `@@ tool docker
@@ networks
[{"Name":"ml-data","Id":"${'0'.repeat(64)}","Driver":"bridge","IPAM":{"Config":[{"Subnet":"172.22.0.0/16"}]}}]
@@ containers
{"name":"/model-db","status":"running","error":"","exit":0,"pid":1,"restart":"no","networks":{"ml-data":{"IPAddress":"172.22.0.10"}}}
@@ pid 1 4026531840
`;
});

test('what is said reads as clauses, without a full stop at the end', () => {
  for (const check of segmentationChecks) {
    expect(check.expected).not.toMatch(/\.$/);
    for (const host of ['stock', 'namespaces', 'docker', 'portTaken'] as const) expect(judgeSegments(check, host).seen).not.toMatch(/\.$/);
  }
});
