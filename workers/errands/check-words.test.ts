import { expect, test } from 'vitest';
import { SshError, type SshFault } from '../ssh/errors.ts';
import { comeBack, ofFault, ourFault } from './check-words.ts';

const machine = { address: '10.0.0.7', port: 2222, reported: true };
const ofTheMachine: SshFault[] = ['host-unreachable', 'connection-refused', 'connection-timeout', 'ssh-silent', 'not-ssh', 'handshake-failed', 'key-refused', 'host-key-changed', 'connection-lost', 'no-answer'];

test.each(ofTheMachine)('%s: a sentence of its own names the machine and a command to look with', (code) => {
  const words = ofFault(new SshError(code, '', { offeredHostKey: 'SHA256:abc' }), machine);
  expect(words).toContain('10.0.0.7');
  expect(words).not.toBe(ourFault());
  expect(words).toMatch(/“|enrolment script/);
});

test('a server that takes only passwords is told what to switch on', () => {
  const words = ofFault(new SshError('key-refused', '', { methodsOffered: ['password'] }), machine);
  expect(words).toContain('only: password');
  expect(words).toContain('PubkeyAuthentication yes');
});

test('a machine that never reported is sent to the script; one that did, to run it again', () => {
  const refused = new SshError('key-refused', '', { methodsOffered: ['publickey'] });
  expect(ofFault(refused, { ...machine, reported: false })).toContain('has not reported');
  expect(ofFault(refused, machine)).toContain('again on this very machine');
});

test('who comes too early is told when to come back', () => {
  expect(comeBack({ why: 'connection-budget', retryAfterMs: 12_300 }, { host: machine })).toContain('in 13 seconds');
});
