import { expect, test } from 'vitest';
import type { Check } from '../../check.ts';
import { authAttemptsLimited } from './auth-attempts-limited.ts';
import { idleTimeout } from './idle-timeout.ts';
import { loginGraceLimited } from './login-grace-limited.ts';
import { judgeRecorded, setting } from './recorded-hosts.ts';
import { sessionsLimited } from './sessions-limited.ts';
import { unneededFeaturesOff } from './unneeded-features-off.ts';

const outcomes = (check: Check, keyword: string, values: string[]) =>
  values.map((value) => judgeRecorded(check, 'complete', { probes: { sshd: setting(keyword, value) } }).outcome);

test('limits are bounds: any value inside is good, none outside, and zero is no limit', () => {
  expect(outcomes(authAttemptsLimited, 'maxauthtries', ['1', '2', '3', '4', '0'])).toEqual(['passed', 'passed', 'passed', 'failed', 'failed']);
  expect(outcomes(sessionsLimited, 'maxsessions', ['1', '5', '6', '0'])).toEqual(['passed', 'passed', 'failed', 'failed']);
  expect(outcomes(loginGraceLimited, 'logingracetime', ['1', '30', '31', '0'])).toEqual(['passed', 'passed', 'failed', 'failed']);
});

test('the idle time-out is interval times count: up to 15 minutes, and never zero', () => {
  expect(outcomes(idleTimeout, 'clientaliveinterval', ['450', '451', '0', '1'])).toEqual(['passed', 'failed', 'failed', 'passed']);
  expect(outcomes(idleTimeout, 'clientalivecountmax', ['3', '4', '0'])).toEqual(['passed', 'failed', 'failed']);
});

test('a channel time-out ends idle sessions as well', () => {
  const sshd = setting('clientaliveinterval', '0\nchanneltimeout session*=10m');
  expect(judgeRecorded(idleTimeout, 'complete', { probes: { sshd } }).outcome).toBe('passed');
});

test('of two lines for one setting, the message names the first as the one that decided', () => {
  const verdict = judgeRecorded(sessionsLimited, 'complete', {
    probes: {
      sshd: setting('maxsessions', '20'),
      'sshd-files': (text) => text.replace('11\tMaxSessions 5', '11\tMaxSessions 20\nline\t1\t/etc/ssh/sshd_config.d/99-hardening.conf\t12\tMaxSessions 5'),
    },
  });
  expect(verdict.where).toBe('/etc/ssh/sshd_config.d/99-hardening.conf:11');
  expect(verdict.quote).toMatch(/:11: MaxSessions 20 {3}<- decides\n.*:12: MaxSessions 5$/);
});

test('X11 forwarding and compression cost half each, an environment set by users costs all', () => {
  expect(outcomes(unneededFeaturesOff, 'x11forwarding', ['yes'])).toEqual(['partial']);
  expect(outcomes(unneededFeaturesOff, 'compression', ['yes'])).toEqual(['partial']);
  expect(outcomes(unneededFeaturesOff, 'permituserenvironment', ['yes'])).toEqual(['failed']);
});
