import { expect, test } from 'vitest';
import { configurationLoads } from './configuration-loads.ts';
import { judgeRecorded } from './recorded-hosts.ts';

test('a configuration that would not load names the line', () => {
  const complaint = '/etc/ssh/sshd_config.d/99-hardening.conf: line 10: Bad configuration option: MaxAuthTrys';
  const verdict = judgeRecorded(configurationLoads, 'complete', {
    probes: { sshd: () => `@@ test 255\n${complaint}\n@@ login student student,sudo\n@@ root root root\n@@ grader netgrader netgrader\n` },
  });
  expect(verdict).toMatchObject({ outcome: 'failed', where: '/etc/ssh/sshd_config.d/99-hardening.conf:10', quote: complaint });
});

test('a host without OpenSSH’s daemon fails; it is not a fault of the visit', () => {
  expect(judgeRecorded(configurationLoads, 'complete', { probes: { sshd: () => '' }, exits: { sshd: 127 } }).outcome).toBe('failed');
});

test('a file younger than the daemon’s last load is told to the instructor and costs nothing', () => {
  const verdict = judgeRecorded(configurationLoads, 'complete', {
    probes: { 'sshd-files': (text) => `newer\t/etc/ssh/sshd_config.d/99-hardening.conf\n${text}` },
  });
  expect(verdict.outcome).toBe('passed');
  expect(verdict.review).toContain('99-hardening.conf');
});
