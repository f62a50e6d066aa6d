import { connect } from 'node:net';
import type { PortState, PortWitness } from '#rubric/evidence.ts';

/** Two SYNs fit in (the second after 1 s), and an answer that takes its time. */
const answerMs = 2500;

/**
 * What a TCP connection to each port does, one connection a port, all at once: accepted (and cut at once, nothing is
 * read), refused, or no answer. Ends after 2.5 s whatever the host does. Never throws; an abort leaves ports out.
 */
export async function witnessPorts(address: string, ports: readonly number[], signal?: AbortSignal): Promise<PortWitness[]> {
  const states = await Promise.all(ports.map((port) => knock(address, port, signal)));
  return ports.flatMap((port, index) => {
    const state = states[index];
    return state === undefined || state === null ? [] : [{ port, state }];
  });
}

/** Null where nothing can be said of the host: called off, or a fault on our side. */
function knock(address: string, port: number, signal: AbortSignal | undefined): Promise<PortState | null> {
  return new Promise((resolve) => {
    if (signal?.aborted) return resolve(null);
    const socket = connect({ host: address, port });
    const end = (state: PortState | null) => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', onAbort);
      socket.destroy();
      resolve(state);
    };
    const onAbort = () => end(null);
    const timer = setTimeout(() => end('filtered'), answerMs);
    signal?.addEventListener('abort', onAbort, { once: true });
    socket.once('connect', () => end('open'));
    // Stays on: a socket's late error without a listener would end the worker.
    socket.on('error', (error: NodeJS.ErrnoException) => end(stateOf(error.code)));
  });
}

/** connect(2) and icmp(7): a reset or ICMP port unreachable refuses; what a firewall sends instead makes the host unreachable. */
function stateOf(code: string | undefined): PortState | null {
  if (code === 'ECONNREFUSED' || code === 'ECONNRESET') return 'closed';
  if (code === 'EHOSTUNREACH' || code === 'ENETUNREACH' || code === 'ETIMEDOUT' || code === 'EACCES' || code === 'ENOPROTOOPT') return 'filtered';
  return null;
}
