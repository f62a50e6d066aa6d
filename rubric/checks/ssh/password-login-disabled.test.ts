import { expect, test } from 'vitest';
import { passwordLoginDisabled } from './password-login-disabled.ts';
import { judgeRecorded, setting } from './recorded-hosts.ts';

test('a drop-in that sorts earlier and turns passwords on is named, with the line that it beats', () => {
  const verdict = judgeRecorded(passwordLoginDisabled, 'complete', {
    probes: {
      sshd: setting('passwordauthentication', 'yes'),
      'sshd-files': (text) =>
        text.replace('line\t1\t', 'line\t1\t/etc/ssh/sshd_config.d/50-cloud-init.conf\t1\tPasswordAuthentication yes\nline\t1\t'),
    },
    offered: ['publickey', 'password'],
  });
  expect(verdict).toMatchObject({ outcome: 'failed', where: '/etc/ssh/sshd_config.d/50-cloud-init.conf:1' });
  expect(verdict.quote).toContain('99-hardening.conf:2: PasswordAuthentication no');
});

test('a daemon that still offers passwords against its files was not reloaded, and both sides are told', () => {
  const verdict = judgeRecorded(passwordLoginDisabled, 'complete', { offered: ['publickey', 'password'] });
  expect(verdict.outcome).toBe('failed');
  expect(verdict.seen).toContain('it was not reloaded');
  expect(verdict.review).toContain('offered password');
});

test('a running daemon that offers no passwords decides against files that would, and an instructor hears of it', () => {
  const verdict = judgeRecorded(passwordLoginDisabled, 'complete', {
    probes: { sshd: setting('passwordauthentication', 'yes') },
  });
  expect(verdict.outcome).toBe('passed');
  expect(verdict.review).toContain('would offer password');
});

function graderOnly(text: string): string {
  const at = text.indexOf('@@ grader');
  return text.slice(0, at) + setting('passwordauthentication', 'yes')(text.slice(at));
}

test('a Match block for the visiting account alone is no contradiction and costs the student nothing', () => {
  const verdict = judgeRecorded(passwordLoginDisabled, 'complete', {
    probes: { sshd: graderOnly },
    offered: ['publickey', 'password'],
  });
  expect(verdict).toMatchObject({ outcome: 'passed' });
  expect(verdict.review).toBeUndefined();
});

test('AuthenticationMethods that ask for a key leave a password without use', () => {
  const verdict = judgeRecorded(passwordLoginDisabled, 'complete', {
    probes: {
      sshd: (text) => setting('authenticationmethods', 'publickey,password')(setting('passwordauthentication', 'yes')(text)),
    },
  });
  expect(verdict.outcome).toBe('passed');
});

test('keyboard-interactive alone keeps password login open', () => {
  const verdict = judgeRecorded(passwordLoginDisabled, 'complete', {
    probes: { sshd: setting('kbdinteractiveauthentication', 'yes') },
    offered: ['publickey', 'keyboard-interactive'],
  });
  expect(verdict).toMatchObject({ outcome: 'failed', seen: 'keyboard-interactive opens the account student' });
});

function openElsewhere(text: string): string {
  const account = text.slice(text.indexOf('@@ login'), text.indexOf('@@ root')).replace(/^@@.*\n/, '');
  return `${text}\n@@ stranger student\n${setting('passwordauthentication', 'yes')(account)}`;
}

test('passwords that a Match block turns off for the graders’ network alone are still open to everybody else', () => {
  const verdict = judgeRecorded(passwordLoginDisabled, 'complete', { probes: { sshd: openElsewhere } });
  expect(verdict).toMatchObject({ outcome: 'failed', seen: expect.stringContaining('from elsewhere') });
});
