import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { rm } from 'node:fs/promises';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';

export type Lock = { release(): Promise<void> } | { heldBy: number | undefined };

/**
 * A lock that the kernel frees when its holder dies in whatever way: a listening socket named after the subject,
 * in Linux' abstract name space, which leaves no file behind; elsewhere a socket file.
 * @param subject what is locked, for instance a real path
 * @returns the lock, or the process number of who has it, where it answers
 */
export async function holdLock(subject: string): Promise<Lock> {
  const digest = createHash('sha256').update(subject).digest('hex').slice(0, 32);
  const abstract = process.platform === 'linux';
  const address = abstract ? `\0netgrader-${digest}` : path.join(os.tmpdir(), `netgrader-${digest}.sock`);
  for (let attempt = 1; ; attempt++) {
    const server = await listen(address);
    if (server !== undefined) return { release: () => close(server) };
    const holder = await whoHolds(address);
    if (holder !== 'nobody' || attempt === 3) return { heldBy: holder === 'nobody' ? undefined : holder };
    if (!abstract) await rm(address, { force: true }); // A dead holder's file.
  }
}

/** Undefined where the address is taken. */
async function listen(address: string): Promise<net.Server | undefined> {
  const server = net.createServer((socket) => socket.on('error', () => {}).end(`${process.pid}\n`));
  try {
    server.listen({ path: address });
    await once(server, 'listening');
    server.unref(); // The lock is no reason to stay alive.
    return server;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EADDRINUSE') return undefined;
    throw error;
  }
}

/** The holder answers with its process number, unless it is too busy to answer within a second. */
async function whoHolds(address: string): Promise<number | undefined | 'nobody'> {
  const socket = net.connect({ path: address });
  let answer = '';
  return new Promise((resolve) => {
    socket.setEncoding('utf8').setTimeout(1000, () => socket.destroy());
    socket.on('data', (text) => (answer += String(text)));
    socket.on('error', (error: NodeJS.ErrnoException) => error.code === 'ECONNREFUSED' && resolve('nobody'));
    socket.on('close', () => resolve(Number(answer) || undefined));
  });
}

async function close(server: net.Server): Promise<void> {
  server.close();
  await once(server, 'close');
}
