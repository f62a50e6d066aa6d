import type { EvidenceBundle } from '../evidence.ts';
import { score } from '../grade.ts';
import type { Criterion, Rubric } from '../rubric.ts';
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

/**
 * The rubric's checks whose probes were not asked for when the bundle was collected, and those that require one of them;
 * also all checks of a criterion of whose own probes none was asked, since the host was made before there was one.
 */
export function incomparableChecks(bundle: EvidenceBundle, rubric: Rubric): string[] {
  const unknown = new Set(newerCriteria(bundle, rubric));
  for (const { check, requires } of [...rubric.criteria.flatMap(({ items }) => items), ...rubric.bonus]) {
    const asked = [...check.needs, ...check.uses].every((id) => id.startsWith('witness.') || id in bundle.probes);
    if (!asked || requires.some((id) => unknown.has(id))) unknown.add(check.id);
  }
  return [...unknown];
}

function newerCriteria(bundle: EvidenceBundle, { criteria }: Rubric): string[] {
  return criteria.flatMap((criterion) => {
    const others = new Set(criteria.filter((other) => other !== criterion).flatMap(probesOf));
    const own = probesOf(criterion).filter((probe) => !others.has(probe));
    return own.length > 0 && own.every((probe) => !(probe in bundle.probes)) ? criterion.items.map(({ check }) => check.id) : [];
  });
}

function probesOf({ items }: Criterion): string[] {
  return items.flatMap(({ check }) => [...check.needs, ...check.uses]);
}
