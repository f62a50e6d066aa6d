import type { EvidenceBundle } from '#rubric/evidence.ts';
import { score } from '#rubric/grade.ts';
import { probes, type ProbeId } from '#rubric/probes/catalogue.ts';
import type { Rubric } from '#rubric/rubric.ts';
import { enrolHost, gradeEnrolled } from '../grading.ts';
import { ensureImage } from '../image.ts';
import type { Lab } from '../lab.ts';
import { applyStyle } from '../states.ts';
import { takeOffSshLimit } from './unlimited.ts';

const rounds = 5;
const targetSeconds = 15;

/** A whole grade of the complete host with Docker, experiments included, as Markdown: wall time of the visit, and the slowest probes. */
export async function wholeGradeTable(lab: Lab, rubric: Rubric): Promise<string> {
  const host = await lab.boot('bench-docker', { image: await ensureImage({ docker: true }) });
  try {
    await applyStyle(host, 'ufw-docker');
    await takeOffSshLimit(host);
    const enrolled = await enrolHost(lab, host);
    const visits: { seconds: number; bundle: EvidenceBundle; scoring: number }[] = [];
    for (let round = 0; round < rounds; round += 1) {
      const started = performance.now();
      const { bundle } = await gradeEnrolled(enrolled, rubric);
      const seconds = (performance.now() - started) / 1000;
      const scored = performance.now();
      score(bundle, rubric);
      visits.push({ seconds, bundle, scoring: performance.now() - scored });
    }
    return tableOf(visits);
  } finally {
    await host.stop();
  }
}

function tableOf(visits: { seconds: number; bundle: EvidenceBundle; scoring: number }[]): string {
  const [middle] = visits.toSorted((a, b) => a.seconds - b.seconds).slice((visits.length - 1) >> 1);
  if (middle === undefined) throw new Error('no visit was made');
  const seconds = visits.map((visit) => visit.seconds);
  const took = Object.entries(middle.bundle.probes).map(([id, record]) => ({
    id,
    phase: probes[id as ProbeId].phase,
    ms: record.status === 'collected' ? record.durationMs : null,
  }));
  const rows = took.toSorted((a, b) => (b.ms ?? Infinity) - (a.ms ?? Infinity)).slice(0, 12);
  return [
    '## A whole grade of the complete host with Docker',
    `${visits.length} visits, ${took.length} probes, experiments included: median ${middle.seconds.toFixed(1)} s, fastest ${Math.min(...seconds).toFixed(1)} s, slowest ${Math.max(...seconds).toFixed(1)} s (target: at most ${targetSeconds} s); of that scoring ${middle.scoring.toFixed(0)} ms.`,
    ['| slowest probes | phase | ms |', '|---|---|---:|', ...rows.map(({ id, phase, ms }) => `| ${id} | ${phase} | ${ms ?? 'no answer'} |`)].join('\n'),
  ].join('\n\n');
}
