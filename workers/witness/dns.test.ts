import { createSocket } from 'node:dgram';
import { createServer, type AddressInfo } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { witnessDns } from './dns.ts';

const name = 'ml-api.internal';
const addresses = ['192.168.1.200', '192.168.1.201'];
const closing: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

/** A DNS message (RFC 1035, 4.1) that answers a query: `code` as its RCODE, or the answer cut off (TC). */
function reply(query: Buffer, found: readonly string[], { code = 0, cut = false } = {}): Buffer {
  const head = Buffer.from(query.subarray(0, 12));
  head.writeUInt16BE(0x8180 | code | (cut ? 0x0200 : 0), 2);
  head.writeUInt16BE(cut ? 0 : found.length, 6);
  head.writeUInt16BE(0, 10);
  const labelsEnd = query.indexOf(0, 12) + 5;
  const records = found.map((address) => Buffer.from([0xc0, 0x0c, 0, 1, 0, 1, 0, 0, 0, 60, 0, 4, ...address.split('.').map(Number)]));
  return Buffer.concat([head, query.subarray(12, labelsEnd), ...(cut ? [] : records)]);
}

type Answer = (query: Buffer, over: 'udp' | 'tcp') => Buffer | null;

/** A DNS server on loopback, UDP and TCP on one port; its answers decide what it is. */
async function serve(answer: Answer): Promise<{ port: number; asked: string[] }> {
  const asked: string[] = [];
  const tcp = createServer((socket) => {
    socket.on('error', () => {});
    socket.on('data', (data) => {
      asked.push('tcp');
      const message = answer(data.subarray(2), 'tcp');
      if (message) socket.write(Buffer.concat([Buffer.from([message.length >> 8, message.length & 255]), message]));
    });
  });
  await new Promise<void>((resolve) => tcp.listen(0, '127.0.0.1', resolve));
  const { port } = tcp.address() as AddressInfo;
  const udp = createSocket('udp4');
  udp.on('message', (query, from) => {
    asked.push('udp');
    const message = answer(query, 'udp');
    if (message) udp.send(message, from.port, from.address);
  });
  await new Promise<void>((resolve) => udp.bind(port, '127.0.0.1', resolve));
  closing.push(
    () => new Promise((resolve) => void udp.close(resolve)),
    () => new Promise((resolve) => void tcp.close(() => resolve())),
  );
  return { port, asked };
}

const ask = (port: number, signal?: AbortSignal) => witnessDns('127.0.0.1', name, signal, port);

test('addresses are told as the server gives them', async () => {
  const { port, asked } = await serve((query) => reply(query, addresses));
  expect(await ask(port)).toEqual({ name, answer: 'addresses', addresses });
  expect(asked).toEqual(['udp']);
});

test('an answer that is cut off is asked for again over TCP', async () => {
  const { port, asked } = await serve((query, over) => reply(query, addresses, { cut: over === 'udp' }));
  expect(await ask(port)).toEqual({ name, answer: 'addresses', addresses });
  expect(asked).toEqual(['udp', 'tcp']);
});

test('a flood of addresses is cut', async () => {
  const many = Array.from({ length: 25 }, (_, index) => `10.0.0.${index + 1}`);
  const { port } = await serve((query, over) => reply(query, many, { cut: over === 'udp' }));
  expect((await ask(port))?.addresses).toHaveLength(10);
});

test.each([
  ['that there is no such name', 3],
  ['that there is no such data', 0],
  ['that it will not', 5],
  ['that it failed', 2],
])('a server that says %s is there', async (_, code) => {
  const { port } = await serve((query) => reply(query, [], { code }));
  expect(await ask(port)).toEqual({ name, answer: 'no-address', addresses: [] });
});

test('no answer, garbage, and nobody at the port are silence', async () => {
  const { port } = await serve(() => null);
  const garbage = await serve((query) => Buffer.concat([query.subarray(0, 2), Buffer.alloc(400, 0xff)]));
  const gone = createSocket('udp4');
  await new Promise<void>((resolve) => gone.bind(0, '127.0.0.1', resolve));
  const closed = gone.address().port;
  await new Promise<void>((resolve) => void gone.close(resolve));
  const answers = await Promise.all([ask(port), ask(garbage.port), ask(closed)]);
  expect(answers.map((answer) => answer?.addresses)).toEqual([[], [], []]);
  expect(answers[0]?.answer).toBe('silent');
  expect(answers[2]?.answer).toBe('silent');
});

test('a question that is called off says nothing', async () => {
  const controller = new AbortController();
  const { port } = await serve(() => {
    controller.abort();
    return null;
  });
  expect(await ask(port, controller.signal)).toBeNull();
});
