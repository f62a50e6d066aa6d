import { expect, test } from 'vitest';
import { newKeyPair } from '#db/key-pair.ts';
import { SshError } from './errors.ts';
import { openSession, type SessionOptions } from './session.ts';
import { fingerprint, sshServer, tcpServer } from './testing/server.ts';

const key = newKeyPair('test');
const options = (port: number, more: Partial<SessionOptions> = {}): SessionOptions => ({
  address: '127.0.0.1',
  port,
  username: 'netgrader',
  privateKey: key.private,
  hostKeys: [],
  connectTimeoutMs: 2000,
  ...more,
});

async function faultOf(attempt: Promise<unknown>): Promise<SshError> {
  const error = await attempt.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (!(error instanceof SshError)) throw new Error('expected an SshError', { cause: error });
  return error;
}

test('one connection and one key: the refusal of “none” tells the methods that the server offers', async () => {
  await using server = await sshServer({ accepts: key, offers: ['publickey', 'password'], exec: () => {} });
  const session = await openSession(options(server.port));
  expect(session.witness).toEqual({
    methodsOffered: ['publickey', 'password'],
    serverIdent: 'SSH-2.0-test_1.0',
    hostKey: server.hostKey,
  });
  await session.close();
  expect(server.connections).toBe(1);
  // A signed request follows the unsigned query only where a library sends both; either way it is one key.
  expect(server.authentications[0]).toBe('none');
  expect(new Set(server.authentications.slice(1))).toEqual(new Set(['publickey']));
});

test('a key that the server refuses is tried once and told as such', async () => {
  await using server = await sshServer({ accepts: newKeyPair('test'), exec: () => {} });
  const error = await faultOf(openSession(options(server.port)));
  expect(error.code).toBe('key-refused');
  expect(error.isTransportFault).toBe(false);
  expect(server.authentications).toEqual(['none', 'publickey']);
});

test('a pinned host key is checked before anything is sent: a changed one is told with both fingerprints', async () => {
  await using server = await sshServer({ accepts: key, exec: () => {} });
  const pinned = fingerprint(newKeyPair('test').public);
  const error = await faultOf(openSession(options(server.port, { hostKeys: [pinned] })));
  expect(error.code).toBe('host-key-changed');
  expect(error.offeredHostKey).toBe(server.hostKey);
  expect(error.message).toContain(pinned);
  expect(error.message).toContain(server.hostKey);
  expect(server.authentications).toEqual([]);
});

test('a server that takes the connection and says nothing is told apart from one that speaks no SSH', async () => {
  await using silent = await tcpServer(() => {});
  await using web = await tcpServer((socket) => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n'));
  expect((await faultOf(openSession(options(silent.port, { connectTimeoutMs: 300 })))).code).toBe('ssh-silent');
  expect((await faultOf(openSession(options(web.port)))).code).toBe('not-ssh');
});

test('a closed port, a connection cut in the handshake', async () => {
  const closed = await tcpServer(() => {});
  const { port } = closed;
  await closed[Symbol.asyncDispose]();
  expect((await faultOf(openSession(options(port)))).code).toBe('connection-refused');
  await using cutting = await tcpServer((socket) => socket.resetAndDestroy());
  const cut = await faultOf(openSession(options(cutting.port)));
  expect(cut.code).toBe('connection-lost');
  expect(cut.isTransportFault).toBe(true);
});

test('a server that stalls in the middle of the handshake is left at the deadline', async () => {
  await using stalling = await tcpServer((socket) => void socket.write('SSH-2.0-stall\r\n'));
  expect((await faultOf(openSession(options(stalling.port, { connectTimeoutMs: 300 })))).code).toBe('connection-lost');
});

test('an abort ends the visit at once and destroys the socket', async () => {
  await using server = await sshServer({ accepts: key, exec: () => {} });
  const controller = new AbortController();
  const session = await openSession(options(server.port, { signal: controller.signal }));
  const closed = new Promise<void>((resolve) => void session.socket.once('close', () => resolve()));
  controller.abort();
  await closed;
  expect((await faultOf(openSession(options(server.port, { signal: controller.signal })))).code).toBe('aborted');
});
