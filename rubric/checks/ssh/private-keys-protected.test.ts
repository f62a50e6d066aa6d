import { expect, test } from 'vitest';
import { privateKeysProtected } from './private-keys-protected.ts';
import { judgeRecorded } from './recorded-hosts.ts';

const withFiles = (text: string) => judgeRecorded(privateKeysProtected, 'complete', { probes: { 'private-keys': () => text } });

test('no private key on the machine is as good as a protected one', () => {
  expect(withFiles('').outcome).toBe('passed');
  expect(withFiles('400\tstudent\t/home/student/.ssh/id_ed25519\n600\troot\t/home/student/.ssh/made_with_sudo\n').outcome).toBe('passed');
});

test('one exposed key among protected ones fails and is named with its mode', () => {
  const verdict = withFiles('600\tstudent\t/home/student/.ssh/id_ed25519\n644\tstudent\t/home/student/my keys/ml_platform_key\n');
  expect(verdict).toMatchObject({ outcome: 'failed', where: '/home/student/my keys/ml_platform_key' });
  expect(verdict.seen).toContain('mode 0644');
});

test('a key that belongs to another account is readable to another', () => {
  expect(withFiles('600\tnobody\t/home/student/.ssh/id_ed25519\n').outcome).toBe('failed');
});
