import { type Check, isAvailable } from '../check.ts';
import type { Unavailable } from '../evidence.ts';
import type { Listener } from '../network/listeners.ts';
import { type EvidenceId, probeById } from '../probes/catalogue.ts';
import type { ToolFault } from '../probes/package-integrity.ts';
import type { ProcNet } from '../probes/proc-net.ts';
import type { SshdEvidence } from '../probes/sshd.ts';
import { socketContradiction } from './sockets.ts';
import { toolContradictions } from './tools.ts';

/**
 * What speaks against the evidence that a check was given: tools that are not their packages' own, a command forced upon the
 * grader, sockets that ss and the kernel disagree on. A sentence with both sides each, for review; they cost nothing.
 */
export function contradictionsOf({ needs, uses }: Check, evidence: (id: EvidenceId) => unknown): string[] {
  const given = [...needs, ...uses];
  const probes = given.flatMap((id) => probeById.get(id) ?? []);
  if (probes.length === 0) return [];
  const faults = evidence('package-integrity') as ToolFault[] | Unavailable;
  const found = isAvailable(faults) ? toolContradictions(probes.flatMap(({ tools = [] }) => tools), faults) : [];
  const sshd = evidence('sshd') as SshdEvidence | Unavailable;
  const forced = isAvailable(sshd) ? sshd.grader.settings?.get('forcecommand')?.[0] : undefined;
  if (forced !== undefined && forced !== 'none') found.push(`sshd runs ${forced.slice(0, 100)} in place of the grader’s commands, which may change what is asked and answered`);
  if (given.includes('ss-listening')) {
    const ss = evidence('ss-listening') as Listener[] | Unavailable;
    const kernel = evidence('proc-net') as ProcNet | Unavailable;
    const sockets = isAvailable(ss) && isAvailable(kernel) ? socketContradiction(ss, kernel.listeners) : null;
    if (sockets !== null) found.push(sockets);
  }
  return found;
}
