import { kindOfAddress } from '../../network/address.ts';
import type { NameAnswer } from '../../probes/getent-hosts.ts';

/** The private addresses of a name; none where it has a public one besides, which would lead out of the platform. */
export function usableAddresses({ addresses }: NameAnswer): string[] {
  if (addresses.some((address) => kindOfAddress(address) === 'public')) return [];
  return addresses.filter((address) => kindOfAddress(address) === 'private');
}
