import { expect, test } from 'vitest';
import type { EvidenceBundle } from '#rubric/evidence.ts';
import { score } from '#rubric/grade.ts';
import { builtInRubric } from '../grading.ts';
import { readRecordings } from '../recorded/recording.ts';
import { flickerOf } from './repeat.ts';

const rubric = builtInRubric();
const recorded = readRecordings().get('ufw-namespaces')?.bundle as EvidenceBundle;

test('the same host graded alike does not flicker; a check that was judged otherwise once is told with both', () => {
  const grade = score(recorded, rubric);
  const without = score({ ...recorded, probes: { ...recorded.probes, ufw: { status: 'unavailable', reason: 'timed-out', detail: 'it took too long' } } }, rubric);
  const other = score({ ...recorded, probes: { ...recorded.probes, netfilter: { status: 'unavailable', reason: 'timed-out', detail: 'it took too long' } } }, rubric);
  expect(flickerOf([grade, grade, without])).toEqual([]);
  expect(flickerOf([grade, other, grade]).join('\n')).toMatch(/^firewall\.default-deny: 2× passed: .* \| 1× not_gradable: it took too long/m);
});
