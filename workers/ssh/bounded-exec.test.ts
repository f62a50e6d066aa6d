import type { ServerChannel } from 'ssh2';
import { expect, test } from 'vitest';
import { newKeyPair } from '#db/key-pair.ts';
import { boundedExec } from './bounded-exec.ts';
import { openSession } from './session.ts';
import { sshServer } from './testing/server.ts';

const key = newKeyPair('test');

async function sessionWith(exec: Parameters<typeof sshServer>[0]['exec']) {
  const server = await sshServer({ accepts: key, exec });
  const session = await openSession({
    address: '127.0.0.1',
    port: server.port,
    username: 'netgrader',
    privateKey: key.private,
    hostKeys: [],
    connectTimeoutMs: 5000,
  });
  return { server, session };
}

test('a host that floods is cut off at the cap, and no more than the cap is handed on', async () => {
  const { server, session } = await sessionWith((channel) => {
    const block = Buffer.alloc(256 * 1024, 'x');
    const flood = () => {
      while (channel.writable && channel.write(block));
    };
    channel.on('drain', flood);
    flood();
  });
  let received = 0;
  const end = await boundedExec(session, {
    command: 'x',
    stdin: '',
    maxBytes: 1_000_000,
    deadlineMs: () => 60_000,
    onStdout: (chunk) => (received += chunk.length),
  });
  expect(end.how).toBe('output-cap');
  expect(session.socket.destroyed).toBe(true);
  expect(received).toBeLessThanOrEqual(1_000_000);
  await server[Symbol.asyncDispose]();
});

test('stderr counts towards the cap too', async () => {
  const { server, session } = await sessionWith((channel) => void channel.stderr.write('e'.repeat(5000)));
  const end = await boundedExec(session, { command: 'x', stdin: '', maxBytes: 4000, deadlineMs: () => 60_000, onStdout: () => {} });
  expect(end.how).toBe('output-cap');
  await server[Symbol.asyncDispose]();
});

test('a host that sends its output in packets of one byte is cut off before the cap on output', async () => {
  const { server, session } = await sessionWith((channel) => {
    for (let byte = 0; byte < 15_000; byte++) channel.write('x');
  });
  let received = 0;
  const end = await boundedExec(session, {
    command: 'x',
    stdin: '',
    maxBytes: 20_000,
    deadlineMs: () => 60_000,
    onStdout: (chunk) => (received += chunk.length),
  });
  expect(end.how).toBe('output-cap');
  expect(received).toBeLessThan(15_000);
  await server[Symbol.asyncDispose]();
});

test('a host that never answers is left at the deadline', async () => {
  const { server, session } = await sessionWith(() => {});
  const end = await boundedExec(session, { command: 'x', stdin: '', maxBytes: 4000, deadlineMs: () => 200, onStdout: () => {} });
  expect(end.how).toBe('deadline');
  expect(session.socket.destroyed).toBe(true);
  await server[Symbol.asyncDispose]();
});

test('a deadline that has grown by the time it is over is kept as it is then', async () => {
  const opened = Promise.withResolvers<ServerChannel>();
  const { server, session } = await sessionWith((channel) => opened.resolve(channel.resume()));
  let asked = 0;
  const deadlineMs = () => {
    if ((asked += 1) === 1) return 100;
    void opened.promise.then((channel) => {
      channel.exit(0);
      channel.end();
    });
    return 60_000;
  };
  expect(await boundedExec(session, { command: 'x', stdin: '', maxBytes: 4000, deadlineMs, onStdout: () => {} })).toMatchObject({ how: 'closed', exit: 0 });
  await session.close();
  await server[Symbol.asyncDispose]();
});

test('output, stderr and exit status arrive; stdin reaches the command whole', async () => {
  const { server, session } = await sessionWith((channel) => {
    let bytes = 0;
    channel.on('data', (chunk: Buffer) => (bytes += chunk.length));
    channel.on('end', () => {
      channel.stderr.write('warned');
      channel.write(`got ${bytes}`);
      channel.exit(3);
      channel.end();
    });
  });
  let stdout = '';
  const end = await boundedExec(session, {
    command: 'x',
    stdin: 'y'.repeat(300_000),
    maxBytes: 4000,
    deadlineMs: () => 60_000,
    onStdout: (chunk) => (stdout += chunk.toString()),
  });
  expect(end).toEqual({ how: 'closed', exit: 3, stderr: 'warned' });
  expect(stdout).toBe('got 300000');
  await session.close();
  await server[Symbol.asyncDispose]();
});

test('a connection that is lost midway is told as lost', async () => {
  const { server, session } = await sessionWith(() => session.socket.destroy());
  const end = await boundedExec(session, { command: 'x', stdin: '', maxBytes: 4000, deadlineMs: () => 60_000, onStdout: () => {} });
  expect(end.how).toBe('connection-lost');
  await server[Symbol.asyncDispose]();
});
