import { type AddressInfo, createServer, type Server } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import type { ProbeRecord } from '#rubric/evidence.ts';
import { witnessPorts } from './ports.ts';
import { witnessFromOutside } from './witness.ts';

const servers: Server[] = [];
afterEach(async () => {
  for (const server of servers.splice(0)) await new Promise((resolve) => server.close(resolve));
});

/** A listener on loopback that counts its visitors and floods each. */
async function listener(): Promise<{ port: number; visits: () => number }> {
  let visits = 0;
  const server = createServer((socket) => {
    visits += 1;
    socket.on('error', () => {});
    socket.write(Buffer.alloc(8 * 1024 * 1024));
  });
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { port: (server.address() as AddressInfo).port, visits: () => visits };
}

async function closedPort(): Promise<number> {
  const { port } = await listener();
  await new Promise((resolve) => servers.pop()?.close(resolve));
  return port;
}

const sockets = (stdout: string): ProbeRecord => ({ status: 'collected', exit: 0, stdout, stderr: '', truncated: false, durationMs: 1 });
const target = { address: '127.0.0.1', port: 22, login: 'ada', deliverables: null };
const direct = { clientAddress: '127.0.0.1', serverAddress: '::ffff:127.0.0.1', serverPort: 22 };
const look = (ports: number[], more = {}) =>
  witnessFromOutside({ target, connection: direct, parameters: { witness_ports: ports.map(String) }, listening: undefined, ...more });

test('an open and a closed port are told apart, and a flood is not waited for', async () => {
  const [open, closed] = [await listener(), await closedPort()];
  expect(await look([open.port, closed])).toEqual({ ports: [{ port: open.port, state: 'open' }, { port: closed, state: 'closed' }], dns: null });
});

test('a machine that says it was reached by another address or port is not asked', async () => {
  const open = await listener();
  for (const connection of [null, { ...direct, serverAddress: '10.0.2.15' }, { ...direct, serverPort: 2222 }, { ...direct, serverAddress: 'x' }]) {
    expect(await look([open.port], { connection })).toEqual({ ports: null, dns: null });
  }
  expect(open.visits()).toBe(0);
});

test('the SSH port, and a port that nc holds for one visitor, are left alone', async () => {
  const open = await listener();
  const listening = sockets(`tcp LISTEN 0 1 0.0.0.0:${open.port} 0.0.0.0:* users:(("nc",pid=7,fd=3))`);
  expect(await look([open.port], { listening })).toEqual({ ports: null, dns: null });
  expect(await look([22])).toEqual({ ports: null, dns: null });
  expect(open.visits()).toBe(0);
});

test('a visit that is called off says nothing of the ports', async () => {
  const open = await listener();
  expect(await witnessPorts('127.0.0.1', [open.port], AbortSignal.abort())).toEqual([]);
  expect(open.visits()).toBe(0);
});

