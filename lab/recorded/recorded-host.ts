import type { AddressInfo } from 'node:net';
import { setTimeout as after } from 'node:timers/promises';
import ssh2, { type AuthContext, type Connection, type ServerChannel } from 'ssh2';
import { newKeyPair } from '#db/key-pair.ts';
import { fingerprintOf, keyBlob } from '#workers/ssh/fingerprint.ts';
import { playback } from './playback.ts';
import type { Recording } from './recording.ts';

/** A host that plays back what a live one answered. It is recorded, and says so wherever it is shown. */
export interface RecordedHost {
  kind: 'recorded';
  name: string;
  address: string;
  port: number;
  login: string;
  hostKeyFingerprint: string;
  /** Lets whoever holds this public key log in: a line that has it, or a whole enrolment script. */
  authorize(publicKeyLine: string): void;
  /** Does what the enrolment script does on a live host, and returns the line that it would print to paste. */
  enrol(script: string): string;
  stop(): Promise<void>;
}

export interface RecordedServer {
  /** OpenSSH private key. */
  hostKey: string;
  /** Blobs of public keys that may log in. */
  authorized: readonly Buffer[];
  onConnection: (connection: Connection) => void;
  /** How long the whole answer takes; default: what it took on the live host. */
  answerMs?: number;
}

/** A real SSH server, listening nowhere yet, that answers the collector's script with the recording. */
export function recordedServer(recording: Recording, { hostKey, authorized, onConnection, answerMs }: RecordedServer): ssh2.Server {
  return new ssh2.Server({ hostKeys: [hostKey], ident: identOf(recording) }, (connection) => {
    onConnection(connection);
    connection.on('authentication', (context) => authenticate(context, authorized, recording));
    connection.on('session', (acceptSession) => {
      // A visitor that leaves in the middle is nobody's fault.
      acceptSession().on('exec', (acceptExec) => void answer(acceptExec(), recording, answerMs).catch(() => connection.end()));
    });
  });
}

/** Starts a real SSH server on a free loopback port that answers the collector's script with the recording. */
export async function startRecordedHost(recording: Recording): Promise<RecordedHost> {
  const hostKey = newKeyPair('recorded');
  const authorized: Buffer[] = [];
  const connections = new Set<{ end(): void }>();
  const server = recordedServer(recording, { hostKey: hostKey.private, authorized, onConnection: (connection) => {
    connections.add(connection);
    connection.on('close', () => connections.delete(connection));
    connection.on('error', () => connections.delete(connection));
  } });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const { login } = recording.bundle.target;
  const hostKeyFingerprint = fingerprintOf(keyBlob(hostKey.public));
  const authorize = (line: string) => void authorized.push(keyBlob(line));
  return {
    kind: 'recorded',
    name: recording.name,
    address: '127.0.0.1',
    port,
    login,
    hostKeyFingerprint,
    authorize,
    enrol: (script) => {
      authorize(script);
      const report = { login, port, addresses: ['127.0.0.1'], hostKeys: [hostKeyFingerprint] };
      return `netgrader-enrolment:v1:${Buffer.from(JSON.stringify(report)).toString('base64url')}`;
    },
    stop: async () => {
      for (const connection of connections) connection.end();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}

function authenticate(context: AuthContext, authorized: readonly Buffer[], recording: Recording): void {
  const known = context.method === 'publickey' && authorized.some((key) => key.equals(context.key.data));
  if (known) return context.accept();
  // Typed as a list of known methods; a recording holds what a real server named.
  context.reject(recording.bundle.witness.ssh.methodsOffered as Parameters<AuthContext['reject']>[0] & string[]);
}

async function answer(channel: ServerChannel, recording: Recording, answerMs?: number): Promise<void> {
  const pieces: Buffer[] = [];
  for await (const piece of channel) pieces.push(piece as Buffer);
  const { sudo } = recording.bundle;
  if (!sudo.works) channel.stderr.write(`${sudo.detail}\n`);
  const frames = playback(Buffer.concat(pieces).toString('utf8'), recording);
  const took = frames.at(-1)?.afterMs ?? 0;
  const pace = answerMs === undefined || took === 0 ? 1 : answerMs / took;
  let elapsed = 0;
  for (const { afterMs, frame } of frames) {
    await after((afterMs - elapsed) * pace);
    elapsed = afterMs;
    channel.write(frame);
  }
  channel.exit(0);
  channel.end();
}

function identOf(recording: Recording): string {
  return recording.bundle.witness.ssh.serverIdent.replace(/^SSH-2\.0-/, '');
}
