import type { Check, Verdict } from '../check.ts';
import { bundleSchema, type EvidenceBundle, type ProbeRecord } from '../evidence.ts';
import { viewEvidence } from '../evidence-view.ts';
import type { ProbeId } from '../probes/catalogue.ts';
import complete from './recorded/network-complete.json' with { type: 'json' };
import stock from './recorded/network-stock.json' with { type: 'json' };

const recorded = { stock, complete };

/** What a probe printed instead: an edit, a whole record, or its absence. */
export type ProbeChange = ((stdout: string) => string) | Partial<ProbeRecord> | 'missing';
export type Changes = Partial<Record<ProbeId, ProbeChange>>;

/** For tests: judges a lab host as it was recorded, complete unless told otherwise, with some probes changed. */
export function judgeNetworkHost(check: Check, changes: Changes = {}, host: keyof typeof recorded = 'complete'): Verdict {
  const bundle: EvidenceBundle = structuredClone(bundleSchema.parse(recorded[host]));
  for (const [id, change] of Object.entries(changes)) {
    const record = bundle.probes[id];
    if (record?.status !== 'collected') throw new Error(`${id} was not recorded`);
    if (change === 'missing') bundle.probes[id] = { ...record, exit: 127, stdout: '', stderr: `sh: 1: ${id}: not found` };
    else if (typeof change === 'function') record.stdout = change(record.stdout);
    else bundle.probes[id] = { ...record, ...change } as ProbeRecord;
  }
  const view = viewEvidence(bundle);
  const evidence = Object.fromEntries([...check.needs, ...check.uses].map((id) => [id, view(id)]));
  const parameters = { hosts: ['gpu-node-1.internal', 'gpu-node-2.internal'] };
  return check.evaluate(evidence, { target: bundle.target, clientAddress: null, parameters });
}

/** A report with this text, at the usual place. */
export function reportOf(text: string): Changes {
  return { 'lab-report': () => `found /home/student/LAB_REPORT.md\n${text}` };
}

/** The address of the recorded complete host, on a /24 behind 10.213.0.1. */
export const recordedAddress = complete.target.address;
