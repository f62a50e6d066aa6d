import type { EvidenceBundle, ProbeRecord, Target } from '#rubric/evidence.ts';
import { canonicalAddress, kindOfAddress } from '#rubric/network/address.ts';
import type { Listener } from '#rubric/network/listeners.ts';
import { ssListening } from '#rubric/probes/ss.ts';
import { witnessDns } from './dns.ts';
import { witnessPorts } from './ports.ts';

export interface OutsideView {
  target: Target;
  connection: EvidenceBundle['connection'];
  parameters: Record<string, string | string[]>;
  /** What ss said, so that nobody's one-shot listener is used up and DNS is asked only where it is served. */
  listening: ProbeRecord | undefined;
  signal?: AbortSignal;
}

type Seen = Pick<EvidenceBundle['witness'], 'ports' | 'dns'>;

const maxPorts = 16;
/** They end after one visitor, and a machine is left as it was found. */
const oneShot = /^(nc|nc\..*|ncat|netcat|socat|busybox)$/;

/**
 * What the worker sees of the host beside SSH: the parameter `witness_ports`, one connection a port and never the SSH
 * port, and DNS. Null, not asked, where the machine does not have the address that was dialled (NAT, a forwarded port).
 */
export async function witnessFromOutside({ target, connection, parameters, listening, signal }: OutsideView): Promise<Seen> {
  if (!isDialled(target, connection)) return { ports: null, dns: null };
  const listeners = listenersIn(listening, target);
  const held = new Set(listeners.filter((one) => oneShot.test(one.process ?? '')).map(({ port }) => port));
  const ports = numbers(parameters['witness_ports']).filter((port) => port !== target.port && !held.has(port));
  const servesDns = listeners.some(({ port, address }) => port === 53 && kindOfAddress(address) !== 'loopback');
  const [name] = [parameters['internal_names'] ?? []].flat();
  const [seen, dns] = await Promise.all([
    ports.length === 0 ? null : witnessPorts(target.address, ports, signal),
    servesDns && name !== undefined ? witnessDns(target.address, name, signal) : null,
  ]);
  return { ports: seen, dns };
}

/** SSH_CONNECTION names the address and port that we dialled: what we see is the machine itself. */
function isDialled(target: Target, connection: EvidenceBundle['connection']): boolean {
  if (connection === null || connection.serverPort !== target.port) return false;
  const there = canonicalAddress(connection.serverAddress);
  return there !== null && there === canonicalAddress(target.address);
}

function listenersIn(record: ProbeRecord | undefined, target: Target): Listener[] {
  if (record?.status !== 'collected') return [];
  try {
    return ssListening.parse(record, { target, uploads: [] });
  } catch {
    // Said once more by the check that reads it; here it only leaves every port to be asked.
    return [];
  }
}

function numbers(list: string | string[] | undefined): number[] {
  const ports = [list ?? []].flat().map(Number).filter((port) => Number.isInteger(port) && port > 0 && port < 65_536);
  return [...new Set(ports)].slice(0, maxPorts);
}
