import { connect, type Socket } from 'node:net';
import ssh2, { type AuthenticationType, type Client } from 'ssh2';
import type { SshWitness } from '#rubric/evidence.ts';
import { faultOf, keyRefused, SshError, timedOut } from './errors.ts';
import { fingerprintOf } from './fingerprint.ts';

export interface SessionOptions {
  /** A literal address: names were resolved and checked once, when the submission came. */
  address: string;
  port: number;
  username: string;
  /** OpenSSH private key (PEM). */
  privateKey: string;
  /** `SHA256:…` fingerprints that are accepted; empty: first contact, any key is taken and reported. */
  hostKeys: readonly string[];
  /** TCP connect, and then again the handshake with authentication. */
  connectTimeoutMs: number;
  signal?: AbortSignal;
}

export interface Session {
  client: Client;
  socket: Socket;
  witness: SshWitness;
  /** Says goodbye and closes; the socket is gone afterwards even if the host keeps it open. */
  close(): Promise<void>;
}

/**
 * One TCP connection, one authentication. The first request is `none`, whose refusal names the methods that the server
 * offers and counts as no attempt with OpenSSH; then the one key. Throws SshError.
 */
export async function openSession(options: SessionOptions): Promise<Session> {
  const { address, port } = options;
  const socket = await openSocket(options);
  const witness: SshWitness = { methodsOffered: [], serverIdent: '', hostKey: '' };
  let received = Buffer.alloc(0);
  const readIdent = (chunk: Buffer) => {
    received = Buffer.concat([received, chunk.subarray(0, 4096)]);
    witness.serverIdent = /^SSH-[^\r\n]{1,253}/m.exec(received.toString('latin1'))?.[0] ?? '';
    if (witness.serverIdent || received.length > 4096) socket.off('data', readIdent);
  };
  socket.on('data', readIdent);

  const client = new ssh2.Client();
  let refusedKey = false;
  let asked = false;
  const login = Promise.withResolvers<void>();
  const timer = setTimeout(
    () => login.reject(slowHandshake(witness, received.length, address, port)),
    options.connectTimeoutMs,
  );
  options.signal?.addEventListener('abort', () => login.reject(aborted(address)), { once: true });
  client.once('ready', () => login.resolve());
  // Stays on for the whole session: an 'error' event without a listener would end the worker.
  client.on('error', (error) => {
    if (refusedKey) login.reject(changedHostKey(witness.hostKey, options));
    else if (!witness.serverIdent && received.length > 0) login.reject(notSsh(address, port, error));
    else login.reject(faultOf(error, address, port));
  });
  client.once('close', () => login.reject(faultOf({ code: 'ECONNRESET' }, address, port)));
  client.connect({
    sock: socket,
    username: options.username,
    readyTimeout: 0,
    hostVerifier: (key: Buffer) => {
      witness.hostKey = fingerprintOf(key);
      refusedKey = options.hostKeys.length > 0 && !options.hostKeys.includes(witness.hostKey);
      return !refusedKey;
    },
    authHandler: (methods: AuthenticationType[] | null, _partial, next) => {
      if (methods === null) return next({ type: 'none', username: options.username });
      if (asked) return login.reject(keyRefused(address, port, { methodsOffered: witness.methodsOffered }));
      asked = true;
      witness.methodsOffered = [...methods];
      next({ type: 'publickey', username: options.username, key: options.privateKey });
    },
  });
  try {
    await login.promise;
  } catch (error) {
    socket.destroy();
    throw error;
  } finally {
    clearTimeout(timer);
  }
  options.signal?.addEventListener('abort', () => socket.destroy(), { once: true });
  return { client, socket, witness, close: () => closeSession(client, socket) };
}

function openSocket({ address, port, connectTimeoutMs, signal }: SessionOptions): Promise<Socket> {
  return new Promise((resolve, reject) => {
    if (signal?.aborted) return reject(aborted(address));
    const socket = connect({ host: address, port, noDelay: true });
    const fail = (error: SshError) => {
      socket.destroy();
      reject(error);
    };
    const timer = setTimeout(() => fail(timedOut(address, port)), connectTimeoutMs);
    const onAbort = () => fail(aborted(address));
    signal?.addEventListener('abort', onAbort, { once: true });
    const onError = (error: Error) => {
      clearTimeout(timer);
      fail(faultOf(error, address, port));
    };
    socket.once('error', onError);
    socket.once('connect', () => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', onAbort);
      socket.off('error', onError);
      resolve(socket);
    });
  });
}

/** `client.end()` alone waits for the peer's FIN, which a hostile host withholds: destroy after a second. */
async function closeSession(client: Client, socket: Socket): Promise<void> {
  if (socket.destroyed) return;
  const closed = new Promise<void>((resolve) => void socket.once('close', () => resolve()));
  client.end();
  const timer = setTimeout(() => socket.destroy(), 1000);
  await closed;
  clearTimeout(timer);
}

function changedHostKey(offered: string, { address, hostKeys }: SessionOptions): SshError {
  return new SshError(
    'host-key-changed',
    `The host key of ${address} is ${offered}; enrolled was ${hostKeys.join(' or ')}. If you rebuilt the machine, ask your instructor to accept the new key.`,
    { offeredHostKey: offered },
  );
}

function slowHandshake(witness: SshWitness, bytes: number, address: string, port: number): SshError {
  if (witness.serverIdent) {
    return new SshError('connection-lost', `The SSH login on ${address} port ${port} did not end in time. See whether the machine is very busy, and submit again.`);
  }
  return bytes > 0
    ? notSsh(address, port)
    : new SshError('ssh-silent', `${address} accepts connections on port ${port} and then says nothing. Check that an SSH server runs there, and submit again.`);
}

function notSsh(address: string, port: number, cause?: unknown): SshError {
  return new SshError('not-ssh', `What answers on ${address} port ${port} is not an SSH server. Check the port of your submission.`, { cause });
}

function aborted(address: string): SshError {
  return new SshError('aborted', `The visit to ${address} was called off by the grader.`);
}
