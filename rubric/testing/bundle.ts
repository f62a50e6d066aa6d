import type { EvidenceBundle, ProbeOutput, ProbeRecord, Upload, Visit } from '../evidence.ts';

/** A collected probe, as a test writes it. */
export function collected(stdout: string, more: Partial<ProbeOutput> = {}): ProbeOutput {
  return { status: 'collected', exit: 0, stdout, stderr: '', truncated: false, durationMs: 10, ...more };
}

/** What parsers know of a visit to an enrolled lab host. */
export function visitOf(uploads: Upload[] = []): Visit {
  return { target: { address: '10.0.0.2', port: 22, login: 'student', deliverables: null }, uploads };
}

/** A file of an archive, as a test writes it. */
export function upload(path: string, content: string | Uint8Array, more: Partial<Upload> = {}): Upload {
  return { path, executable: false, base64: Buffer.from(content).toString('base64'), truncated: false, ...more };
}

/** A bundle of a host that answered with these probes; everything else is as on an enrolled lab host. */
export function bundleWith(probes: Record<string, ProbeRecord>, more: Partial<EvidenceBundle> = {}): EvidenceBundle {
  return {
    format: 1,
    rubric: { id: 'test', version: '1.0.0' },
    collectedAt: '2026-01-02T03:04:05.000Z',
    target: { address: '10.0.0.2', port: 22, login: 'student', deliverables: null },
    uploads: [],
    connection: { clientAddress: '10.0.0.1', serverAddress: '10.0.0.2', serverPort: 22 },
    sudo: { works: true },
    witness: { ssh: { methodsOffered: ['publickey'], serverIdent: 'SSH-2.0-OpenSSH_9.2p1', hostKey: 'SHA256:x' }, ports: null, dns: null },
    probes: { account: collected('student:x:1000:1000::/home/student:/bin/bash\n'), ...probes },
    timings: { connectMs: 100, totalMs: 400 },
    ...more,
  };
}
