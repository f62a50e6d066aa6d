import type { Check, Verdict } from '../../check.ts';
import { bundleSchema, type EvidenceBundle, type SshWitness } from '../../evidence.ts';
import { viewEvidence } from '../../evidence-view.ts';
import type { ProbeId } from '../../probes/catalogue.ts';
import complete from './recorded/complete.json' with { type: 'json' };
import stock from './recorded/stock.json' with { type: 'json' };

const recorded = { stock, complete };

export interface Change {
  /** Edits what a probe printed. */
  probes?: Partial<Record<ProbeId, (stdout: string) => string>>;
  exits?: Partial<Record<ProbeId, number>>;
  /** What the daemon offered on the login connection. */
  offered?: string[];
  serverIdent?: string;
  login?: string;
}

/**
 * For tests: judges a lab host as it was recorded (long lists of algorithms left out), with one thing changed.
 */
export function judgeRecorded(check: Check, host: keyof typeof recorded, change: Change = {}): Verdict {
  const bundle = changed(bundleSchema.parse(recorded[host]), change);
  const view = viewEvidence(bundle);
  const evidence = Object.fromEntries([...check.needs, ...check.uses].map((id) => [id, view(id)]));
  return check.evaluate(evidence, { target: bundle.target, clientAddress: null, parameters: {} });
}

/** Replaces the value of one keyword, for every account, in what `sshd -T` printed. */
export function setting(keyword: string, value: string): (stdout: string) => string {
  return (stdout) => stdout.replaceAll(new RegExp(`^${keyword} .*$`, 'gm'), `${keyword} ${value}`);
}

function changed(bundle: EvidenceBundle, { probes = {}, exits = {}, offered, serverIdent, login }: Change): EvidenceBundle {
  for (const [id, record] of Object.entries(bundle.probes)) {
    if (record.status !== 'collected') continue;
    record.stdout = probes[id as ProbeId]?.(record.stdout) ?? record.stdout;
    record.exit = exits[id as ProbeId] ?? record.exit;
  }
  const ssh: SshWitness = {
    ...bundle.witness.ssh,
    ...(offered ? { methodsOffered: offered } : {}),
    ...(serverIdent ? { serverIdent } : {}),
  };
  return { ...bundle, witness: { ...bundle.witness, ssh }, target: { ...bundle.target, login: login ?? bundle.target.login } };
}
