import { expect, test } from 'vitest';
import { newKeyPair } from '#db/key-pair.ts';
import { parseBundle, serializeBundle } from '#rubric/evidence.ts';
import { score } from '#rubric/grade.ts';
import { parseRubric } from '#rubric/rubric.ts';
import { sshServer } from '../ssh/testing/server.ts';
import { collect } from './collect.ts';

const key = newKeyPair('test');
const rubric = parseRubric(`
id: one-check
version: 1.0.0
title: One check
criteria:
  - { id: ssh, title: SSH, points: 1, checks: [{ check: ssh.configuration-loads, points: 1 }] }
`);

/** Visits a host that answers the script with frames of its own making. */
async function visitForger(frames: { id: string; body: (nonce: string) => string }[]) {
  await using server = await sshServer({
    accepts: key,
    exec(channel) {
      let script = '';
      channel.on('data', (chunk: Buffer) => (script += chunk.toString()));
      channel.on('end', () => {
        const nonce = /^NONCE=(\w+)$/m.exec(script)?.[1] ?? '';
        for (const { id, body } of frames) {
          const text = body(nonce);
          channel.write(`@${nonce} ${id} 0 ${Buffer.byteLength(text)}\n${text}\n`);
        }
        channel.exit(0);
        channel.end();
      });
    },
  });
  const target = { address: '127.0.0.1', port: server.port, login: 'ada', deliverables: null };
  return await collect({ target, username: 'netgrader', privateKey: key.private, hostKeys: [], rubric });
}

test.each([
  ['a greeting with a port that is none', '0 1 10.0.0.1 5 10.0.0.2 twenty-two', '0'],
  ['a greeting with too long a port', '0 1 10.0.0.1 5 10.0.0.2 99999999999999999999', '0'],
  ['an exit status that is none', '0 1 10.0.0.1 5 10.0.0.2 22', 'NaN'],
  ['an exit status that no integer holds', '0 1 10.0.0.1 5 10.0.0.2 22', '99999999999999999999'],
  ['NUL bytes', '0 \0 \0 \0 \0 \0', '\0'],
])('what a forger sends can be stored, read again and scored: %s', async (_what, greeting, exit) => {
  const bundle = await visitForger([
    { id: 'hello', body: () => greeting },
    { id: 'sshd', body: (nonce) => `out\n--${nonce}--\nerr\n${nonce} ${exit}` },
  ]);
  expect(parseBundle(serializeBundle(bundle))).toEqual(bundle);
  expect(score(bundle, rubric)).toMatchObject({ possible: 100 });
});

const answer = (text: string) => (nonce: string) => `${text}\n--${nonce}--\n\n${nonce} 0`;

test.each([
  ['4', '20 s'],
  ['1', '5 s'],
  ['100000', '30 s'],
  ['-3', '5 s'],
  ['soon', '5 s'],
])('a machine that says its pace is %s has %s for sshd’s answer, never more than six times the usual', async (pace, limit) => {
  const { probes } = await visitForger([
    { id: 'hello', body: () => `0 ${pace} 10.0.0.1 5 10.0.0.2 22` },
    { id: 'sshd', body: (nonce) => `\n--${nonce}--\n\n${nonce} 124` },
  ]);
  expect(probes['sshd']).toMatchObject({ reason: 'timed-out', detail: `sshd did not end within ${limit}` });
});

test('of two answers to one probe the first counts', async () => {
  const { probes } = await visitForger([
    { id: 'hello', body: () => '0 1 10.0.0.1 5 10.0.0.2 22' },
    { id: 'sshd', body: answer('first') },
    { id: 'sshd', body: answer('second') },
  ]);
  expect(probes['sshd']).toMatchObject({ stdout: 'first' });
});
