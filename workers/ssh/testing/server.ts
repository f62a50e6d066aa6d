import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { newKeyPair, type SshKeyPair } from '#db/key-pair.ts';
import { fingerprintOf, keyBlob } from '../fingerprint.ts';
import ssh2, { type AuthContext, type ServerChannel } from 'ssh2';

export function fingerprint(publicKey: string): string {
  return fingerprintOf(keyBlob(publicKey));
}

export interface TestServer extends AsyncDisposable {
  port: number;
  hostKey: string;
  /** TCP connections taken so far. */
  connections: number;
  authentications: string[];
}

/** A real SSH server in this process whose manners a test decides. */
export async function sshServer(behaviour: {
  accepts: SshKeyPair;
  offers?: ('publickey' | 'password' | 'keyboard-interactive')[];
  exec(channel: ServerChannel, command: string): void;
}): Promise<TestServer> {
  const host = newKeyPair('test');
  const state = { connections: 0, authentications: [] as string[] };
  const server = new ssh2.Server({ hostKeys: [host.private], ident: 'test_1.0' }, (connection) => {
    state.connections += 1;
    connection.on('error', () => {});
    connection.on('authentication', (context: AuthContext) => {
      state.authentications.push(context.method);
      const allowed = context.method === 'publickey' && context.key.data.equals(keyBlob(behaviour.accepts.public));
      if (allowed) context.accept();
      else context.reject(behaviour.offers ?? ['publickey']);
    });
    connection.on('session', (accept) => {
      accept().on('exec', (acceptExec, _reject, info) => behaviour.exec(acceptExec(), info.command));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return Object.assign(state, {
    port: (server.address() as AddressInfo).port,
    hostKey: fingerprint(host.public),
    [Symbol.asyncDispose]: () => new Promise<void>((resolve) => server.close(() => resolve())),
  });
}

/** A TCP server that is no SSH server. */
export async function tcpServer(onConnection: (socket: Socket) => void): Promise<{ port: number } & AsyncDisposable> {
  const sockets = new Set<Socket>();
  const server: Server = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => {});
    onConnection(socket);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    port: (server.address() as AddressInfo).port,
    [Symbol.asyncDispose]: () =>
      new Promise<void>((resolve) => {
        for (const socket of sockets) socket.destroy();
        server.close(() => resolve());
      }),
  };
}
