import { expect, test } from 'vitest';
import namespaces from '../../segmentation/recorded/namespaces.json' with { type: 'json' };
import { judgeSegments } from '../../segmentation/recorded-hosts.ts';
import { namespacePerJob } from './namespace-per-job.ts';

const inodes = [...namespaces.probes['network-namespaces'].stdout.matchAll(/^@@ named (\d+)/gm)].map((match) => match[1] ?? '');
const withJobs = (jobs: string[]) => judgeSegments(namespacePerJob, 'namespaces', { 'network-namespaces': (text) => `${text}\n${jobs.join('\n')}\n` });

test('two processes in two namespaces are jobs apart', () => {
  expect(withJobs(inodes.map((inode, at) => `@@ process ${inode} ${500 + at} 1000 0 python3`))).toMatchObject({
    outcome: 'passed',
    seen: 'python3 in ml-serving and python3 in ml-training',
  });
});

test('two jobs in one namespace are not apart, and namespaces without processes have none', () => {
  expect(withJobs(['1', '2'].map((pid) => `@@ process ${inodes[0]} ${pid} 1000 0 python3`))).toMatchObject({ outcome: 'partial' });
  expect(withJobs([]).outcome).toBe('failed');
});

test('the containers of the tiers are no jobs', () => {
  expect(judgeSegments(namespacePerJob, 'docker').outcome).toBe('failed');
});
