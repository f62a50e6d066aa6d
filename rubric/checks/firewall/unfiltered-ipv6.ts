import { decide } from '../../firewall/decide.ts';
import { isIPv6 } from '../../network/address.ts';
import { hostNetwork } from '../../network/host-network.ts';
import { type FirewallEvidence, letsIn, type Situation } from './situation.ts';

/** A remark without cost for machines that filter IPv4 alone and have an address of IPv6 that others reach; else ''. */
export function unfilteredIPv6(evidence: FirewallEvidence, { netfilter, place, address }: Situation): string {
  const network = hostNetwork({ address, port: 22, login: '', deliverables: null }, evidence['ip-addresses'], evidence['ip-routes'], evidence['proc-net']);
  const own = network?.addresses.find((one) => isIPv6(one.address));
  if (!own) return '';
  // 2001:db8::/32 is for documentation (RFC 3849).
  const packet = { protocol: 'tcp', family: 6, source: '2001:db8::77', destination: own.address, port: 20_202, inInterface: own.interface, state: 'new' } as const;
  return letsIn(decide(netfilter.firewall, packet, place)) ? `; a remark without cost: over IPv6 (${own.address}) everything is let in` : '';
}
