import type { EvidenceBundle } from '../evidence.ts';
import { score } from '../grade.ts';
import type { Rubric } from '../rubric.ts';
import { differences, type Expectation } from './differences.ts';

/** A calibrated host's evidence, kept, and what its grade must be. */
export interface KeptHost {
  name: string;
  expected: Expectation;
  bundle: EvidenceBundle;
}

/**
 * Scores a kept bundle with a rubric and tells where the grade is not the expected one, in sentences. Checks whose
 * probes came after the bundle cannot be compared and are left out, and with them the sum of points.
 */
export function rescore({ expected, bundle }: KeptHost, rubric: Rubric): string[] {
  const unknown = new Set(incomparableChecks(bundle, rubric));
  const earns = unknown.size > 0 ? null : expected.earns;
  return differences(score(bundle, rubric), { ...expected, earns }, (check) => !unknown.has(check));
}

/** The rubric's checks whose probes were not asked for when the bundle was collected, and those that require one of them. */
export function incomparableChecks(bundle: EvidenceBundle, rubric: Rubric): string[] {
  const unknown = new Set<string>();
  for (const { check, requires } of [...rubric.criteria.flatMap(({ items }) => items), ...rubric.bonus]) {
    const asked = [...check.needs, ...check.uses].every((id) => id.startsWith('witness.') || id in bundle.probes);
    if (!asked || requires.some((id) => unknown.has(id))) unknown.add(check.id);
  }
  return [...unknown];
}
