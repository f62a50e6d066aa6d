import type { EvidenceBundle, Unavailable } from './evidence.ts';
import { UnparsableOutput } from './probe.ts';
import { type EvidenceId, probeById } from './probes/catalogue.ts';

/** Parsed evidence of one bundle, each probe parsed at most once, absent evidence as Unavailable. */
export function viewEvidence(bundle: EvidenceBundle): (id: EvidenceId) => unknown {
  const parsed = new Map<string, unknown>();
  return (id) => {
    if (!parsed.has(id)) parsed.set(id, read(bundle, id));
    return parsed.get(id);
  };
}

function read(bundle: EvidenceBundle, id: EvidenceId): unknown {
  if (id === 'witness.ssh') return bundle.witness.ssh;
  if (id === 'witness.connection') return bundle.connection;
  if (id === 'witness.ports') return bundle.witness.ports;
  if (id === 'witness.dns') return bundle.witness.dns;
  const record = bundle.probes[id];
  const probe = probeById.get(id);
  if (!record || !probe) return unavailable('not-requested', `the evidence was collected without the probe ${id}`);
  try {
    const uploaded = probe.uploaded?.(bundle) ?? null;
    if (uploaded !== null) return uploaded;
    if (record.status === 'unavailable') return record;
    return probe.parse(record, bundle);
  } catch (error) {
    // A parser that stumbles over hostile text must not cost the whole grade.
    const why = error instanceof UnparsableOutput ? error.message : 'it is not what the tool prints';
    return unavailable('unparsable', `the output of ${id} could not be read: ${why}`);
  }
}

function unavailable(reason: Unavailable['reason'], detail: string): Unavailable {
  return { status: 'unavailable', reason, detail };
}
