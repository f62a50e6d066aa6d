import { expect, test } from 'vitest';
import { keyLogin } from './key-login.ts';
import { type Change, judgeRecorded, setting } from './recorded-hosts.ts';

const withKeys = (edit: (text: string) => string, more: Change = {}) =>
  judgeRecorded(keyLogin, 'complete', { ...more, probes: { 'authorized-keys': edit, ...more.probes } });
const ownKey = /^key:1:ssh-ed25519 (\S+) ml-platform-admin$/m;

test('the grader’s own key, copied to the student with another comment, is not the student’s', () => {
  const verdict = withKeys((text) => {
    const graders = /^key:1:restrict ssh-ed25519 (\S+)/m.exec(text)?.[1] ?? '';
    return text.replace(ownKey, `key:1:ssh-ed25519 ${graders} me`);
  });
  expect(verdict).toMatchObject({ outcome: 'failed', seen: 'the only key there is the grader’s' });
});

test('one file for all accounts does not make the student’s key ours', () => {
  const verdict = withKeys((text) => {
    const key = ownKey.exec(text)?.[0] ?? '';
    const file = `yes /etc/ssh/all_keys\npath\t644\troot\t\t/etc/ssh/all_keys\n${key}\nkey:2:ssh-ed25519 ${'A'.repeat(4)} netgrader`;
    return `@@ login ${file}\n@@ grader ${file}\n`;
  });
  expect(verdict).toMatchObject({ outcome: 'passed', where: '/etc/ssh/all_keys:1' });
});

test('a key cut short is named by its line', () => {
  const verdict = withKeys((text) => text.replace(ownKey, (line) => line.replace(/\S{9} ml-platform-admin/, '')));
  expect(verdict).toMatchObject({ outcome: 'failed', where: '/home/student/.ssh/authorized_keys:1' });
  expect(verdict.seen).toContain('not whole');
});

test.each([
  ['a home that all may write to', (text: string) => text.replace('path\t755\tstudent\t\t/home/student\n', 'path\t777\tstudent\t\t/home/student\n')],
  ['a file of another account', (text: string) => text.replace('path\t600\tstudent', 'path\t600\tnobody')],
  ['a file that the student cannot read', (text: string) => text.replace('@@ login yes', '@@ login no')],
  ['a group with other members', (text: string) => text.replace('path\t600\tstudent\t\t', 'path\t664\tstudent\tbob,\t')],
])('sshd passes over the key for %s', (_what, edit) => {
  expect(withKeys(edit).outcome).toBe('failed');
});

const groupWritable = (text: string) => text.replace('path\t600\tstudent', 'path\t664\tstudent');

test('a group of its own may write on Debian, whose sshd allows that, and not elsewhere', () => {
  expect(withKeys(groupWritable).outcome).toBe('passed');
  expect(withKeys(groupWritable, { serverIdent: 'SSH-2.0-OpenSSH_9.9' }).outcome).toBe('failed');
});

test('FIDO keys are as good as ed25519, RSA is not', () => {
  const fido = Buffer.concat(
    ['sk-ssh-ed25519@openssh.com', 'x'.repeat(32), 'ssh:'].map((part) => {
      const length = Buffer.alloc(4);
      length.writeUInt32BE(part.length);
      return Buffer.concat([length, Buffer.from(part)]);
    }),
  ).toString('base64');
  expect(withKeys((text) => text.replace(ownKey, `key:1:sk-ssh-ed25519@openssh.com ${fido} token`)).outcome).toBe('passed');
  const rsa = Buffer.from(`\0\0\0\u0007ssh-rsa\0\0\0\u0003\u0001\0\u0001\0\0\0\u0002ab`, 'latin1').toString('base64');
  expect(withKeys((text) => text.replace(ownKey, `key:1:ssh-rsa ${rsa} old`))).toMatchObject({
    outcome: 'failed',
    seen: 'the authorised key is of type ssh-rsa',
  });
});

test.each([
  ['sshd takes no keys', setting('pubkeyauthentication', 'no')],
  ['AllowUsers forgets the student', setting('pubkeyauthentication', 'yes\nallowusers mluser')],
  ['AllowGroups forgets the student', setting('pubkeyauthentication', 'yes\nallowgroups admins')],
  ['the type is not accepted', setting('pubkeyacceptedalgorithms', 'rsa-sha2-512')],
  ['no list of methods has a key in it', setting('authenticationmethods', 'password')],
])('an authorised key is no use where %s', (_what, edit) => {
  expect(judgeRecorded(keyLogin, 'complete', { probes: { sshd: edit } }).outcome).toBe('failed');
});

test('strict modes switched off cost a part', () => {
  expect(judgeRecorded(keyLogin, 'complete', { probes: { sshd: setting('strictmodes', 'no') } }).outcome).toBe('partial');
});

test('keys from a command cannot be judged from files, and an instructor looks', () => {
  const verdict = judgeRecorded(keyLogin, 'stock', { probes: { sshd: setting('authorizedkeyscommand', '/usr/bin/sss_ssh_authorizedkeys') } });
  expect(verdict.outcome).toBe('not_gradable');
  expect(verdict.review).toContain('sss_ssh');
});
