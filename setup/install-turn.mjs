import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { realpathSync } from 'node:fs';
import net from 'node:net';

/**
 * Waits until no other process installs dependencies into this folder, then holds the turn. The turn is an
 * abstract Linux socket, which the kernel frees when its holder dies; elsewhere there is no such lock.
 * @param {string} root the project's folder
 * @returns {Promise<() => void>} gives the turn back
 */
export async function untilAlone(root) {
  if (process.platform !== 'linux') return () => {};
  const name = createHash('sha256').update(realpathSync(root)).digest('hex').slice(0, 32);
  const address = `\0netgrader-install-${name}`;
  for (let told = false; ; told = true) {
    const waiting = new Set();
    const server = net.createServer((socket) => waiting.add(socket.on('error', () => {})));
    try {
      server.listen({ path: address });
      await once(server, 'listening');
      return () => {
        server.close();
        for (const socket of waiting) socket.destroy();
      };
    } catch (error) {
      if (error.code !== 'EADDRINUSE') throw error;
      if (!told) process.stderr.write('netgrader: another process is installing the dependencies, waiting …\n');
      await holderGone(address);
    }
  }
}

/** The holder never answers: the connection ends when it is done or dead. */
async function holderGone(address) {
  const socket = net.connect({ path: address });
  await new Promise((resolve) => socket.on('error', () => {}).on('close', resolve).resume());
}
