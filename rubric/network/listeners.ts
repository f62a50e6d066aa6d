import { isAvailable } from '../check.ts';
import type { Unavailable } from '../evidence.ts';

export interface Listener {
  protocol: 'tcp' | 'udp';
  /** `0.0.0.0` or `::` where it listens on all. */
  address: string;
  port: number;
  process: string | null;
}

/** Linux hands out ports from here on by itself (ip(7), ip_local_port_range): they change with every restart. */
const firstEphemeralPort = 32_768;

/** The stub of systemd-resolved, and LLMNR beside it: part of the system, nobody's service. */
const isResolverStub = ({ address, port }: Listener): boolean => (port === 53 && /^127\.0\.0\.5[34]$/.test(address)) || port === 5355;

/** All listeners by ss, or the TCP ones by the kernel's table; null where neither could be read. */
export function listenersOf(ss: Listener[] | Unavailable, kernel: { listeners: Listener[] } | Unavailable): Listener[] | null {
  if (isAvailable(ss)) return ss;
  return isAvailable(kernel) ? kernel.listeners : null;
}

/** TCP ports that somebody's service holds for good, ascending. */
export function servicePorts(listeners: readonly Listener[]): number[] {
  const ports = listeners.filter((one) => one.protocol === 'tcp' && one.port < firstEphemeralPort && !isResolverStub(one)).map(({ port }) => port);
  return [...new Set(ports)].toSorted((a, b) => a - b);
}

export function isEphemeral(port: number): boolean {
  return port >= firstEphemeralPort;
}
