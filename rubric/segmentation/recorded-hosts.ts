import type { Check, Verdict } from '../check.ts';
import { bundleSchema, type ProbeRecord } from '../evidence.ts';
import { viewEvidence } from '../evidence-view.ts';
import docker from './recorded/docker.json' with { type: 'json' };
import namespaces from './recorded/namespaces.json' with { type: 'json' };
import portTaken from './recorded/port-taken.json' with { type: 'json' };
import stock from './recorded/stock.json' with { type: 'json' };

const recorded = { stock, namespaces, docker, portTaken };
type Segmentation = 'network-namespaces' | 'docker' | 'namespace-reach';

/** What a probe printed instead, or its absence. */
export type Changes = Partial<Record<Segmentation, ((stdout: string) => string) | 'timed-out'>>;

/** For tests: judges a lab host as it was recorded, with some probes changed. */
export function judgeSegments(check: Check, host: keyof typeof recorded, changes: Changes = {}): Verdict {
  const bundle = structuredClone(bundleSchema.parse(recorded[host]));
  for (const [id, change] of Object.entries(changes)) {
    const record = bundle.probes[id];
    if (record?.status !== 'collected') throw new Error(`${id} was not recorded`);
    const absent: ProbeRecord = { status: 'unavailable', reason: 'timed-out', detail: 'it took too long' };
    bundle.probes[id] = change === 'timed-out' ? absent : { ...record, exit: 0, stdout: change(record.stdout) };
  }
  const view = viewEvidence(bundle);
  const evidence = Object.fromEntries([...check.needs, ...check.uses].map((id) => [id, view(id)]));
  return check.evaluate(evidence, { target: bundle.target, clientAddress: null, parameters: {} });
}
