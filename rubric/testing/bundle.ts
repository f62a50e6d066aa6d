import type { EvidenceBundle, ProbeOutput, ProbeRecord } from '../evidence.ts';

/** A collected probe, as a test writes it. */
export function collected(stdout: string, more: Partial<ProbeOutput> = {}): ProbeOutput {
  return { status: 'collected', exit: 0, stdout, stderr: '', truncated: false, durationMs: 10, ...more };
}

/** A bundle of a host that answered with these probes; everything else is as on an enrolled lab host. */
export function bundleWith(probes: Record<string, ProbeRecord>, more: Partial<EvidenceBundle> = {}): EvidenceBundle {
  return {
    format: 1,
    rubric: { id: 'test', version: '1.0.0' },
    collectedAt: '2026-01-02T03:04:05.000Z',
    target: { address: '10.0.0.2', port: 22, login: 'student', deliverables: null },
    connection: { clientAddress: '10.0.0.1', serverAddress: '10.0.0.2', serverPort: 22 },
    sudo: { works: true },
    witness: { ssh: { methodsOffered: ['publickey'], serverIdent: 'SSH-2.0-OpenSSH_9.2p1', hostKey: 'SHA256:x' } },
    probes: { account: collected('student:x:1000:1000::/home/student:/bin/bash\n'), ...probes },
    timings: { connectMs: 100, totalMs: 400 },
    ...more,
  };
}
