import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';
import { setTimeout as after } from 'node:timers/promises';
import { freeLoopbackPort } from '#db/embedded/free-port.ts';

/** A TCP proxy on a port of its own, through which the parts reach a server, and which can be shut. */
export interface Gate {
  port: number;
  /** Breaks all connections, and every new one until the time is over. */
  cut(milliseconds: number): Promise<void>;
  close(): void;
}

/** @param target port of 127.0.0.1 */
export async function openGate(target: number): Promise<Gate> {
  const port = await freeLoopbackPort();
  const sockets = new Set<Socket>();
  let isShut = false;
  const server = createServer((near) => {
    if (isShut) {
      near.resetAndDestroy();
      return;
    }
    const far = connect(target, '127.0.0.1');
    for (const [one, other] of [
      [near, far],
      [far, near],
    ] as const) {
      sockets.add(one);
      one.on('error', () => {});
      one.on('close', () => {
        sockets.delete(one);
        other.destroy();
      });
      one.pipe(other);
    }
  });
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  return {
    port,
    cut: async (milliseconds) => {
      isShut = true;
      for (const socket of sockets) socket.resetAndDestroy();
      await after(milliseconds);
      isShut = false;
    },
    close: () => {
      for (const socket of sockets) socket.destroy();
      server.close();
    },
  };
}
