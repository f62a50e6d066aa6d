import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { collected, visitOf } from '../testing/bundle.ts';
import { serviceAnswers } from './service-answers.ts';

const run = promisify(execFile);

test('a listener answers; a port without one is closed', async () => {
  const server = createServer((socket) => socket.on('error', () => undefined).end());
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const open = (server.address() as AddressInfo).port;
  try {
    const env = { PATH: process.env['PATH'], NG_SERVICE_PORTS: `${open} 1` };
    const { stdout } = await run('sh', ['-c', serviceAnswers.command], { env });
    expect(serviceAnswers.parse(collected(stdout), visitOf())).toEqual([
      { port: 1, answer: 'closed', address: null },
      { port: open, answer: 'open', address: '127.0.0.1' },
    ]);
  } finally {
    server.close();
  }
});

test('the best answer of several addresses counts', () => {
  const answers = serviceAnswers.parse(collected('80 closed\n80 silent\n80 open 10.0.0.2\n80 closed\nnonsense\n81 one-shot nc\n'), visitOf());
  expect(answers).toEqual([
    { port: 80, answer: 'open', address: '10.0.0.2' },
    { port: 81, answer: 'one-shot', address: null },
  ]);
});
