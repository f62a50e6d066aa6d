import { expect, test } from 'vitest';
import { InvalidConfigError, readApiConfig } from './config.ts';

test('a setting that is empty counts as not set', () => {
  expect(readApiConfig({ NETGRADER_ALLOWED_NETWORKS: '', NETGRADER_URL: '' }, '')).toEqual(readApiConfig({}, ''));
});

test('every setting has a default that is safe', () => {
  expect(readApiConfig({}, 'rubric')).toEqual({
    publicUrl: 'http://127.0.0.1:8080',
    allowedNetworks: ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', 'fc00::/7'],
    workerNetworks: ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', 'fc00::/7'],
    rubricText: 'rubric',
    bodyLimitBytes: 262_144,
    archiveLimitBytes: 8_388_608,
    keyGraceDays: 30,
  });
});

test('each wrong setting is named, with what to write', () => {
  const env = { NETGRADER_URL: 'grader', NETGRADER_ALLOWED_NETWORKS: '10.0.0.0/8,lab', NETGRADER_BODY_LIMIT: 'big' };
  expect(() => readApiConfig(env, '')).toThrow(InvalidConfigError);
  expect(() => readApiConfig(env, '')).toThrow(/NETGRADER_URL must be the http/);
  expect(() => readApiConfig(env, '')).toThrow(/NETGRADER_ALLOWED_NETWORKS “lab” is not a network in CIDR notation/);
  expect(() => readApiConfig(env, '')).toThrow(/NETGRADER_BODY_LIMIT must be a number of bytes/);
});
