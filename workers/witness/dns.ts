import { Resolver } from 'node:dns/promises';
import type { DnsWitness } from '#rubric/evidence.ts';

/** c-ares' words for an answer that says no: the server is there. */
const refusals = new Set(['ENODATA', 'ENOTFOUND', 'ESERVFAIL', 'EREFUSED', 'EFORMERR', 'ENOTIMP']);
const maxAddresses = 10;

/** Asks the DNS server of a host for one name, once, for 2 s at most. Null where it was called off. Never throws. */
export async function witnessDns(address: string, name: string, signal?: AbortSignal, port = 53): Promise<DnsWitness | null> {
  const resolver = new Resolver({ timeout: 2000, tries: 1 });
  resolver.setServers([address.includes(':') ? `[${address}]:${port}` : `${address}:${port}`]);
  const onAbort = () => resolver.cancel();
  signal?.addEventListener('abort', onAbort, { once: true });
  try {
    const addresses = await resolver.resolve4(name);
    return { name, answer: 'addresses', addresses: addresses.slice(0, maxAddresses) };
  } catch (error) {
    if (signal?.aborted) return null;
    const answered = refusals.has((error as NodeJS.ErrnoException).code ?? '');
    return { name, answer: answered ? 'no-address' : 'silent', addresses: [] };
  } finally {
    signal?.removeEventListener('abort', onAbort);
  }
}
