import { expect, test } from 'vitest';
import { judgeRecorded, setting } from './recorded-hosts.ts';
import { rootLoginRefused } from './root-login-refused.ts';

const verdictFor = (value: string, lists = '') =>
  judgeRecorded(rootLoginRefused, 'complete', {
    probes: { sshd: (text) => setting('permitrootlogin', `${value}${lists}`)(text) },
  }).outcome;

test('a key for root is as much a root login as a password', () => {
  expect(['yes', 'without-password', 'prohibit-password', 'forced-commands-only'].map((value) => verdictFor(value))).toEqual(
    Array.from({ length: 4 }, () => 'failed'),
  );
});

test('lists that leave root out refuse root, whatever PermitRootLogin says', () => {
  expect(verdictFor('yes', '\nallowusers student\nallowusers netgrader')).toBe('passed');
  expect(verdictFor('yes', '\ndenyusers ro?t')).toBe('passed');
  expect(verdictFor('yes', '\nallowgroups sudo')).toBe('passed');
});

test('a list that lets root in from somewhere, or keeps root out from one place only, refuses nobody', () => {
  expect(verdictFor('yes', '\nallowusers root@10.0.0.0/8')).toBe('failed');
  expect(verdictFor('yes', '\ndenyusers root@192.0.2.1')).toBe('failed');
});
