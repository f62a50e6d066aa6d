import { Buffer } from 'node:buffer';
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import type { HostPlace } from '#rubric/firewall/host-place.ts';
import type { Packet } from '#rubric/firewall/packet.ts';
import { runTool, toolEnvironment } from '../tool.ts';
import { End } from './end.ts';
import { arpRequest, frameOf, readAnswer, readPassedOn, type PacketId, type Seen } from './frames.ts';

/** What the host of the arena is, as the engine is told (see arena.sh). */
export const arenaHost: HostPlace = {
  interfaces: [
    { name: 'eth0', addresses: [{ address: '10.71.0.2', prefix: 24 }, { address: 'fd71::2', prefix: 64 }] },
    { name: 'ens1', addresses: [{ address: '192.0.2.2', prefix: 24 }, { address: '2001:db8:1::2', prefix: 64 }] },
    { name: 'docker0', addresses: [{ address: '172.17.0.1', prefix: 16 }, { address: 'fd17::1', prefix: 64 }] },
  ],
  defaultRoutes: [{ device: 'ens1' }],
  routes: [{ network: '192.168.100.0/24', device: 'eth0' }],
};

/** Ports with a listener for TCP and UDP, on the host and behind it. */
export const listening: readonly number[] = [22, 53, 80, 3000, 5432, 6379, 8080, 9090];

const hardware = (text: string): Buffer => Buffer.from(text, 'hex');
const links = {
  eth0: { peer: 'lan', from: hardware('020000000001'), to: hardware('020000000002'), request: arpRequest(hardware('020000000001'), '10.71.0.1', '10.71.0.2') },
  ens1: { peer: 'wan', from: hardware('020000000101'), to: hardware('020000000102'), request: arpRequest(hardware('020000000101'), '192.0.2.1', '192.0.2.2') },
};

/** A host with a firewall, a peer that sends it packets by two links, and a machine behind it: three network namespaces. */
export class Arena {
  readonly #peer: End;
  readonly #host: End;
  readonly #inner: End;

  private constructor(peer: End, host: End, inner: End) {
    this.#peer = peer;
    this.#host = host;
    this.#inner = inner;
  }

  static async open(): Promise<Arena> {
    const [peer, host, inner] = await Promise.all([End.start(), End.start(), End.start()]);
    const arena = new Arena(peer, host, inner);
    try {
      await runTool('sh', [join(import.meta.dirname, 'arena.sh'), `${peer.pid}`, `${host.pid}`, `${inner.pid}`]);
      await peer.ask('open lan wan');
      await inner.ask('open eth0');
      for (const end of [host, inner]) await end.ask(`listen ${listening.join(' ')}`);
      return arena;
    } catch (error) {
      await arena.close();
      throw error;
    }
  }

  async close(): Promise<void> {
    await Promise.all([this.#peer.close(), this.#host.close(), this.#inner.close()]);
  }

  /** Runs a script of sh in the host's network, with its own /etc and /run to spoil where `mounts` says so. Throws with its stderr. */
  run(script: string): Promise<string> {
    return new Promise((resolve, reject) => {
      const child = execFile(
        'nsenter',
        ['-t', `${this.#host.pid}`, '-n', 'unshare', '--mount', 'sh', '-e', '-c', script],
        { env: toolEnvironment(), timeout: 60_000, maxBuffer: 32 * 1024 * 1024 },
        (error, stdout, stderr) => (error === null ? resolve(stdout) : reject(new Error(`${stderr.slice(0, 2000)}\n${error.message.slice(0, 200)}`))),
      );
      child.stdin?.end();
    });
  }

  /** Sends all packets at once; for each, what was seen of it (nothing: an empty list). */
  async send(packets: ReadonlyMap<PacketId, Packet>): Promise<Map<PacketId, Seen[]>> {
    const lines = [...packets].map(([id, packet]) => {
      const { peer, from, to } = linkOf(packet);
      return `${peer} ${frameOf(packet, id, from, to).toString('hex')}`;
    });
    const requests = Object.values(links).map(({ peer, request }) => `${peer} ${request.toString('hex')}`);
    const back = await this.#peer.ask(`batch ${lines.length}`, ...lines, ...requests);
    const answers = back.map((line) => readAnswer(Buffer.from(line.split(' ')[2] ?? '', 'hex')));
    const inner = await this.#inner.ask('drain');
    const passed = inner.filter((line) => line.startsWith('frame')).map((line) => readPassedOn(Buffer.from(line.split(' ')[2] ?? '', 'hex')));
    const arrived = (await this.#host.ask('drain')).map((line): Seen => ({ id: Buffer.from(line.split(' ')[1] ?? '', 'hex').readUInt32BE(0), what: 'passed-on' }));
    const seen = new Map([...packets.keys()].map((id): [PacketId, Seen[]] => [id, []]));
    for (const one of [...answers, ...passed, ...arrived]) if (one !== null) seen.get(one.id)?.push(one);
    return seen;
  }

  /** Has the host answer datagrams, so that connection tracking counts their flows as established from then on. */
  async establish(packets: ReadonlyMap<PacketId, Packet>): Promise<void> {
    const lines = [...packets].map(([id, packet]) => {
      const { peer, from, to } = linkOf(packet);
      return `${peer} ${frameOf(packet, id, from, to).toString('hex')}`;
    });
    const requests = Object.values(links).map(({ peer, request }) => `${peer} ${request.toString('hex')}`);
    await this.#peer.ask(`batch ${lines.length}`, ...lines, ...requests);
    await this.#host.ask('echo');
    await this.#peer.ask('batch 0', ...requests);
  }
}

function linkOf(packet: Packet): (typeof links)['eth0'] {
  return packet.inInterface === 'eth0' ? links.eth0 : links.ens1;
}
