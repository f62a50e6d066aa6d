import { lookup } from 'node:dns/promises';
import { isNumericHost, literalAddress, mayVisit, parseNetworks } from '#rubric/address-policy.ts';
import { invalidField } from './problem.ts';

/** RFC 1123 §2.1, with the underscores that labs use. */
const hostName = /^(?=.{1,253}$)[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?(\.[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?)*\.?$/i;

/** All addresses of a name, as the system's resolver has them. */
export async function systemResolve(name: string): Promise<string[]> {
  return (await lookup(name, { all: true, order: 'ipv4first' })).map(({ address }) => address);
}

/**
 * The literal address to visit. A name is resolved here, once; every address it has must be allowed, since which one a
 * later look-up would yield is not ours to know. Throws an ApiProblem (422) that names the field `address`.
 */
export async function resolveAddress(
  text: string,
  allowedNetworks: readonly string[],
  resolve: (name: string) => Promise<string[]> = systemResolve,
): Promise<string> {
  const networks = parseNetworks(allowedNetworks);
  const literal = literalAddress(text);
  if (literal === null && (isNumericHost(text) || !hostName.test(text))) {
    throw invalidField('address', 'must be an IPv4 address such as 10.0.0.7, an IPv6 address or a host name');
  }
  const addresses = literal === null ? await resolveName(text, resolve) : [literal];
  const refused = addresses.find((address) => !mayVisit(address, networks));
  if (refused !== undefined) {
    const what = literal === null ? `${text} has the address ${refused}, which is` : 'is';
    throw invalidField('address', `${what} outside the networks that may be graded (${allowedNetworks.join(', ')})`);
  }
  return literalAddress(addresses[0] ?? '') ?? '';
}

async function resolveName(name: string, resolve: (name: string) => Promise<string[]>): Promise<string[]> {
  const noAddress = `${name} resolves to no address; check its spelling, or give the address itself`;
  const addresses = await resolve(name).catch((cause: unknown) => {
    throw invalidField('address', noAddress, { cause });
  });
  if (addresses.length === 0) throw invalidField('address', noAddress);
  return addresses;
}
