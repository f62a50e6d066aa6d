import { expect, test } from 'vitest';
import { clientBastion } from './client-bastion.ts';
import { clientConnectionReuse } from './client-connection-reuse.ts';
import { clientGpuNodes } from './client-gpu-nodes.ts';
import { judgeRecorded, setting } from './recorded-hosts.ts';

const client = (edit: (text: string) => string, login?: string) => ({ probes: { 'ssh-client': edit }, ...(login ? { login } : {}) });

test('an address in the machine’s own host table is as good as one in the client’s configuration', () => {
  const verdict = judgeRecorded(clientGpuNodes, 'complete', client((text) =>
    text.replaceAll(/(@@ gpu (\S+) yes usable) -([\s\S]*?)hostname \S+/g, '$1 10.0.0.9$3hostname $2'),
  ));
  expect(verdict.outcome).toBe('passed');
});

test('a user who equals the login counts where the configuration names it, and only there', () => {
  expect(judgeRecorded(clientGpuNodes, 'complete', client((text) => text, 'mluser')).outcome).toBe('passed');
  const unnamed = client((text) => text.replace(/@@ users[\s\S]*/, '@@ users\n'), 'mluser');
  expect(judgeRecorded(clientGpuNodes, 'complete', unnamed).outcome).toBe('partial');
});

test('an identity with a default name was still chosen', () => {
  const verdict = judgeRecorded(clientGpuNodes, 'complete', client((text) => text.replaceAll('ml_platform_key', 'id_ed25519')));
  expect(verdict.outcome).toBe('passed');
});

test('host keys that nobody checks cost the node its points', () => {
  expect(judgeRecorded(clientGpuNodes, 'complete', client(setting('stricthostkeychecking', 'false'))).outcome).toBe('failed');
  expect(judgeRecorded(clientGpuNodes, 'complete', client(setting('stricthostkeychecking', 'accept-new'))).outcome).toBe('passed');
});

test('a proxy command is a jump as well; none is none', () => {
  const command = client(setting('proxyjump', 'none\nproxycommand ssh -W %h:%p bastion'));
  expect(judgeRecorded(clientBastion, 'complete', command).outcome).toBe('passed');
  expect(judgeRecorded(clientBastion, 'complete', client(setting('proxyjump', 'none'))).outcome).toBe('partial');
});

test('a shared connection needs a folder for its socket', () => {
  const verdict = judgeRecorded(clientConnectionReuse, 'complete', client((text) => text.replaceAll(' usable ', ' missing ')));
  expect(verdict.outcome).toBe('partial');
  expect(verdict.seen).toContain('does not exist');
});

test('a configuration that ssh refuses earns nothing and its words are quoted', () => {
  const complaint = 'Bad owner or permissions on /home/student/.ssh/config';
  const refused = client(() => `@@ gpu gpu-node-1 no none -\n${complaint}\n@@ default\n@@ users\n`);
  expect(judgeRecorded(clientGpuNodes, 'complete', refused)).toMatchObject({ outcome: 'failed', quote: complaint });
});

test('a machine without an ssh client fails what the client is for', () => {
  const missing = { probes: { 'ssh-client': () => '' }, exits: { 'ssh-client': 127 } };
  expect(judgeRecorded(clientBastion, 'complete', missing).outcome).toBe('failed');
});
