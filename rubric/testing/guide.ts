import type { Check, Verdict } from '../check.ts';
import type { ProbeRecord, Upload } from '../evidence.ts';
import { viewEvidence } from '../evidence-view.ts';
import { bundleWith, collected } from './bundle.ts';

/** For tests: one file of the deliverables, as the probe prints it. */
export function deliverable(kind: string, path: string, text: string, mode: 'plain' | 'executable' | 'unreadable' = 'plain'): string {
  return `@file ${kind} ${mode === 'unreadable' ? '-' : `${Buffer.from(text).toString('base64')}=`} ${mode} ${path}`;
}

/** For tests: judges a host with these deliverables below /home/student and this report; null: it has none. */
export function judgeDeliverables(check: Check, lines: string[], report: string | null = null, uploads: Upload[] = []): Verdict {
  const found = report === null ? 'missing /home/student\n' : `found /home/student/LAB_REPORT.md\n${report}`;
  const probes: Record<string, ProbeRecord> = {
    deliverables: collected(['@folder /home/student', ...lines, ''].join('\n')),
    'lab-report': collected(found),
  };
  const bundle = bundleWith(probes, { uploads });
  const view = viewEvidence(bundle);
  const evidence = Object.fromEntries([...check.needs, ...check.uses].map((id) => [id, view(id)]));
  return check.evaluate(evidence, { target: bundle.target, clientAddress: null, parameters: {} });
}

/** For tests: judges a guide with this text. */
export function judgeGuideText(check: Check, text: string, more: string[] = []): Verdict {
  return judgeDeliverables(check, [deliverable('guide', 'NETWORK_GUIDE.md', text), ...more]);
}
