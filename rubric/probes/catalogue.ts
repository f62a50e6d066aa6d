import type { DnsWitness, EvidenceBundle, PortWitness, SshWitness } from '../evidence.ts';
import type { Probe } from '../probe.ts';
import { account } from './account.ts';
import { authorizedKeys } from './authorized-keys.ts';
import { bandwidth } from './bandwidth.ts';
import { captures } from './captures.ts';
import { debugConnection } from './debug-connection.ts';
import { docker } from './docker.ts';
import { bgp } from './bgp.ts';
import { dashboard } from './dashboard.ts';
import { deliverables } from './deliverables.ts';
import { getentHosts } from './getent-hosts.ts';
import { hostsFile } from './hosts-file.ts';
import { ipAddresses, ipRoutes } from './ip.ts';
import { labReport } from './lab-report.ts';
import { latencyScript } from './latency-script.ts';
import { linkStatistics } from './link-statistics.ts';
import { monitorScript } from './monitor-script.ts';
import { namespaceReach } from './namespace-reach.ts';
import { loadBalancers } from './load-balancers.ts';
import { netplanFiles } from './netplan-files.ts';
import { networkNamespaces } from './network-namespaces.ts';
import { netfilter } from './netfilter.ts';
import { packageIntegrity } from './package-integrity.ts';
import { privateKeys } from './private-keys.ts';
import { procNet } from './proc-net.ts';
import { resolvConf } from './resolv-conf.ts';
import { resolved } from './resolved.ts';
import { resolverFiles } from './resolver-files.ts';
import { serviceAnswers } from './service-answers.ts';
import { ssListening } from './ss.ts';
import { sshClient } from './ssh-client.ts';
import { sshdFiles } from './sshd-files.ts';
import { sshd } from './sshd.ts';
import { ufw } from './ufw.ts';
import { unitRestarts } from './unit-restarts.ts';
import { wireguard } from './wireguard.ts';

/** Every probe there is. Only those that a rubric's checks name are ever sent to a host. */
export const probes = {
  account,
  sshd,
  'sshd-files': sshdFiles,
  'authorized-keys': authorizedKeys,
  'private-keys': privateKeys,
  'ssh-client': sshClient,
  'lab-report': labReport,
  deliverables,
  'ip-addresses': ipAddresses,
  'ip-routes': ipRoutes,
  'proc-net': procNet,
  'ss-listening': ssListening,
  'service-answers': serviceAnswers,
  'netplan-files': netplanFiles,
  'getent-hosts': getentHosts,
  'hosts-file': hostsFile,
  'resolv-conf': resolvConf,
  resolved,
  captures,
  'debug-connection': debugConnection,
  'resolver-files': resolverFiles,
  'link-statistics': linkStatistics,
  bandwidth,
  'latency-script': latencyScript,
  'monitor-script': monitorScript,
  'network-namespaces': networkNamespaces,
  docker,
  'namespace-reach': namespaceReach,
  netfilter,
  ufw,
  'package-integrity': packageIntegrity,
  wireguard,
  'load-balancers': loadBalancers,
  dashboard,
  'unit-restarts': unitRestarts,
  bgp,
} as const;

/** Evidence that does not come from a probe: the worker saw it itself. */
export interface WitnessTypes {
  'witness.ssh': SshWitness;
  /** The worker's address and the host's, as the host sees them; null where it did not say. */
  'witness.connection': EvidenceBundle['connection'];
  /** Null where the ports were not asked: nothing can be held against what the host says. */
  'witness.ports': PortWitness[] | null;
  /** Null where the host serves no DNS, or it was not asked. */
  'witness.dns': DnsWitness | null;
}

type Parsed<P> = P extends Probe<string, infer T> ? T : never;
export type ProbeId = keyof typeof probes;
export type EvidenceTypes = { [Id in ProbeId]: Parsed<(typeof probes)[Id]> } & WitnessTypes;
export type EvidenceId = keyof EvidenceTypes;

export const probeById: ReadonlyMap<string, Probe> = new Map(Object.values(probes).map((probe) => [probe.id, probe]));
