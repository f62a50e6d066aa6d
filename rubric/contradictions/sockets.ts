import { isEphemeral, type Listener } from '../network/listeners.ts';

/** The probe keeps this many rows of each of the kernel's tables; with more, a missing one says nothing. */
const keptRows = 500;

/** Listening TCP sockets of which one of ss and the kernel's own table knows and the other does not; null where they agree. */
export function socketContradiction(ss: readonly Listener[], kernel: readonly Listener[]): string | null {
  if (kernel.length >= keptRows) return null;
  const [told, held] = [ports(ss), ports(kernel)];
  const hidden = held.filter((port) => !told.includes(port));
  const invented = told.filter((port) => !held.includes(port));
  if (hidden.length > 0) return `the kernel’s table has a listening socket on port ${hidden.slice(0, 5).join(', ')}, which ss does not list`;
  if (invented.length > 0) return `ss lists a listening socket on port ${invented.slice(0, 5).join(', ')}, which the kernel’s table does not have`;
  return null;
}

function ports(listeners: readonly Listener[]): number[] {
  return [...new Set(listeners.filter(({ protocol, port }) => protocol === 'tcp' && !isEphemeral(port)).map(({ port }) => port))].toSorted((a, b) => a - b);
}
