import { lookup } from 'node:dns/promises';
import { isIP, isIPv6 } from 'node:net';
import { UsageError } from './usage-error.ts';

/** `10.0.0.2`, `10.0.0.2:2222`, `vm1.lab:22`, `[fd00::2]:22` or `fd00::2`. The port defaults to 22. Throws UsageError. */
export function parseHostAddress(text: string): { host: string; port: number } {
  if (isIPv6(text)) return { host: text, port: 22 };
  const [, bracketed, name, port = '22'] = /^(?:\[([^\]]+)\]|([^:[\]]+))(?::(\d+))?$/.exec(text) ?? [];
  const host = bracketed ?? name;
  if (!host) throw new UsageError(`“${text}” is not an address. Write ADDRESS or ADDRESS:PORT, for IPv6 [ADDRESS]:PORT.`);
  if (Number(port) < 1 || Number(port) > 65_535) throw new UsageError(`Port ${port} is out of range: 1 to 65535.`);
  return { host, port: Number(port) };
}

/** The literal address of a host; a name is resolved once, here. Throws UsageError where it resolves to nothing. */
export async function literalAddress(host: string): Promise<string> {
  if (isIP(host)) return host;
  try {
    return (await lookup(host)).address;
  } catch (cause) {
    throw new UsageError(`The name ${host} resolves to no address. Check its spelling, or give the address itself.`, { cause });
  }
}
