import { createServer, type Socket } from 'node:net';
import type ssh2 from 'ssh2';
import { newKeyPair } from '#db/key-pair.ts';
import { recordedServer } from '#lab/recorded/recorded-host.ts';
import { readRecordings } from '#lab/recorded/recording.ts';
import { keyBlob } from '#workers/ssh/fingerprint.ts';
import type { FromHosts, HostPlan, ToHosts } from './messages.ts';

// Plays recorded hosts, each on an address of its own, and watches that visits to one do not overlap.

const recordings = readRecordings();
const hostKey = newKeyPair('recorded').private;
const open = new Set<Socket>();
let shutUntil = 0;
let overlaps = 0;

const tell = (message: FromHosts): void => void process.send?.(message);

process.on('message', (message: ToHosts) => {
  if (message.kind === 'play') void play(message.port, message.hosts);
  else cut(message.milliseconds);
});
// The suite is gone: nobody is left to play for.
process.on('disconnect', () => process.exit());

function cut(milliseconds: number): void {
  shutUntil = Date.now() + milliseconds;
  for (const socket of open) socket.resetAndDestroy();
}

async function play(port: number, hosts: readonly HostPlan[]): Promise<void> {
  for (const host of hosts) await listen(port, host);
  tell({ kind: 'playing' });
}

function listen(port: number, { address, recording: name, publicKey, answerMs }: HostPlan): Promise<void> {
  const recording = recordings.get(name);
  if (!recording) throw new Error(`There is no recording of ${name}`);
  const server: ssh2.Server = recordedServer(recording, {
    hostKey,
    authorized: [keyBlob(publicKey)],
    answerMs,
    onConnection: (connection) => void connection.on('error', () => {}),
  });
  const visits: { socket: Socket; overlap: number | null }[] = [];
  const door = createServer((socket) => {
    if (Date.now() < shutUntil) {
      socket.resetAndDestroy();
      return;
    }
    for (const older of visits) {
      older.overlap = ++overlaps;
      tell({ kind: 'overlap', number: older.overlap, address, olderPort: older.socket.remotePort ?? 0 });
    }
    const visit: (typeof visits)[number] = { socket, overlap: null };
    visits.push(visit);
    open.add(socket);
    socket.on('error', () => {});
    socket.on('close', () => {
      open.delete(socket);
      visits.splice(visits.indexOf(visit), 1);
      if (visit.overlap !== null) tell({ kind: 'overlap-over', number: visit.overlap, at: Date.now() });
    });
    server.injectSocket(socket);
  });
  return new Promise((resolve, reject) => {
    door.once('error', reject);
    door.listen(port, address, resolve);
  });
}
