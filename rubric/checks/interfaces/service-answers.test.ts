import { expect, test } from 'vitest';
import { judgeNetworkHost } from '../../testing/network-host.ts';
import { serviceAnswersCheck } from './service-answers.ts';

const judge = (answers: string, sockets?: (stdout: string) => string) =>
  judgeNetworkHost(serviceAnswersCheck, { 'service-answers': () => answers, ...(sockets ? { 'ss-listening': sockets } : {}) });

test('one service that accepts connections is enough', () => {
  expect(judge('8080 closed\n6379 open 127.0.0.1\n')).toMatchObject({ outcome: 'passed', seen: 'port 6379 accepts connections' });
});

test('sshd on a port of the platform is no service of the platform', () => {
  expect(judge('22 open 10.213.1.11\n8080 closed\n').outcome).toBe('failed');
});

test('a listener of nc is left alone and counts while it listens', () => {
  expect(judge('8080 one-shot nc\n').outcome).toBe('passed');
  expect(judge('8080 one-shot nc\n', (stdout) => stdout.replace(/^.*:8080.*$/m, '')).outcome).toBe('failed');
});

test('a service that does not even answer its own machine is told apart from none', () => {
  expect(judge('8080 silent\n').seen).toContain('get no answer');
  expect(judge('8080 closed\n').seen).toContain('nothing accepts');
});
