import { isAvailable } from '../../check.ts';
import type { EvidenceBundle, PortWitness, Target, Unavailable } from '../../evidence.ts';
import { decide } from '../../firewall/decide.ts';
import type { Decision, RuleReference } from '../../firewall/decision.ts';
import type { HostPlace } from '../../firewall/host-place.ts';
import { canonicalAddress, isIPv6, kindOfAddress } from '../../network/address.ts';
import { type DefaultRoute, hostNetwork, type Interface } from '../../network/host-network.ts';
import { type Listener, listenersOf } from '../../network/listeners.ts';
import type { Netfilter } from '../../probes/netfilter.ts';
import type { ProcNet } from '../../probes/proc-net.ts';
import { type Source, sourcesFor } from './sources.ts';

/** What every check that asks the rule set takes. */
export const firewallNeeds = ['netfilter'] as const;
export const firewallUses = ['ip-addresses', 'ip-routes', 'proc-net', 'ss-listening', 'witness.connection', 'witness.ports'] as const;

export interface FirewallEvidence {
  netfilter: Netfilter;
  'ip-addresses': Interface[] | Unavailable;
  'ip-routes': DefaultRoute[] | Unavailable;
  'proc-net': ProcNet | Unavailable;
  'ss-listening': Listener[] | Unavailable;
  'witness.connection': EvidenceBundle['connection'] | Unavailable;
  'witness.ports': PortWitness[] | null | Unavailable;
}

/** A host's rule set with its place in the network and everybody who might knock. */
export interface Situation {
  netfilter: Netfilter;
  place: HostPlace;
  /** The port that sshd has on the machine itself. */
  sshPort: number;
  sources: Source[];
  /** Null where they could not be read. */
  listeners: Listener[] | null;
  witness: PortWitness[];
  worker: Source | null;
  /** The machine's own address that strangers meet. */
  address: string;
  /** The interface by which they come. */
  inInterface: string;
  /** A new connection from `source` to the machine. */
  ask: (source: Source, port: number, protocol?: 'tcp' | 'udp') => Decision;
}

const situations = new WeakMap<Netfilter, Situation>();

/** Brings a host's evidence together, once for all checks of a bundle. */
export function situationOf(evidence: FirewallEvidence, target: Target): Situation {
  const known = situations.get(evidence.netfilter);
  if (known) return known;
  const { netfilter, 'ip-addresses': addresses, 'ip-routes': routes, 'proc-net': kernel, 'witness.ports': witness } = evidence;
  const connection = isAvailable(evidence['witness.connection']) ? evidence['witness.connection'] : null;
  const network = hostNetwork(target, addresses, routes, kernel);
  const interfaces = isAvailable(addresses) ? addresses : isAvailable(kernel) ? kernel.interfaces : [];
  const place: HostPlace = { interfaces, defaultRoutes: network?.defaultRoutes ?? [] };

  const reached = canonicalAddress(connection?.serverAddress ?? target.address) ?? target.address;
  const reachedBy = interfaces.find((link) => link.addresses.some(({ address }) => address === reached))?.name;
  const outward = network?.primary;
  const own = outward?.addresses.find(({ address }) => !isIPv6(address) && kindOfAddress(address) !== 'link-local')?.address ?? (isIPv6(reached) ? '192.0.2.2' : reached);
  const worker = canonicalAddress(connection?.clientAddress ?? '');
  const sources = sourcesFor(netfilter.networks, worker);
  const inInterface = outward?.name ?? reachedBy ?? 'eth0';
  const answers = new Map<string, Decision>();

  const situation: Situation = {
    netfilter,
    place,
    sshPort: connection?.serverPort ?? target.port,
    sources,
    listeners: listenersOf(evidence['ss-listening'], kernel),
    witness: isAvailable(witness) ? (witness ?? []) : [],
    worker: sources.find(({ kind }) => kind === 'worker') ?? null,
    address: own,
    inInterface,
    ask(source, port, protocol = 'tcp') {
      const asGrader = source.kind === 'worker' && reachedBy !== undefined && !isIPv6(reached);
      const key = `${source.address} ${asGrader} ${port} ${protocol}`;
      const answer =
        answers.get(key) ??
        decide(
          netfilter.firewall,
          {
            protocol,
            family: 4,
            source: source.address,
            destination: asGrader ? reached : own,
            port,
            inInterface: asGrader ? reachedBy : inInterface,
            state: 'new',
          },
          place,
        );
      answers.set(key, answer);
      return answer;
    },
  };
  situations.set(netfilter, situation);
  return situation;
}

/** Whether packets get in, if only up to a rate. */
export function letsIn({ verdict }: Decision): boolean {
  return verdict === 'accepted' || verdict === 'limited';
}

export function keepsOut({ verdict }: Decision): boolean {
  return verdict === 'dropped' || verdict === 'rejected';
}

/** `rule 4 of chain INPUT (iptables)`, for a message: the innermost rule on the way that names a port, else the one that decides. */
export function placeOfRule(decision: Decision): string | undefined {
  const rule = tellingRule(decision);
  if (rule === null) return undefined;
  const chain = `chain ${rule.chain.slice(0, 40)} (${rule.tool})`;
  return rule.index === 0 ? `the policy of ${chain}` : `rule ${rule.index} of ${chain}`;
}

function tellingRule({ rule, trail }: Decision): RuleReference | null {
  return trail.findLast(({ text }) => /dports? /.test(text)) ?? rule;
}

export function quoteOf(decision: Decision): { quote?: string } {
  const rule = tellingRule(decision);
  return rule === null ? {} : { quote: rule.text.slice(0, 500) };
}

/** Where something listens on a port: `null` where the sockets are not known. */
export function listening({ listeners }: Situation, port: number): { anywhere: boolean; onlyLoopback: boolean } | null {
  if (listeners === null) return null;
  const own = listeners.filter((one) => one.protocol === 'tcp' && one.port === port);
  return { anywhere: own.length > 0, onlyLoopback: own.length > 0 && own.every(({ address }) => kindOfAddress(address) === 'loopback') };
}
