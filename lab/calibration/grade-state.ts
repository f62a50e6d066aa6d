import type { Expectation } from '#rubric/calibration/differences.ts';
import type { EvidenceBundle } from '#rubric/evidence.ts';
import type { Grade } from '#rubric/grade.ts';
import type { Rubric } from '#rubric/rubric.ts';
import { enrolHost, gradeEnrolled } from '../grading.ts';
import type { Suite } from '../image.ts';
import type { Lab } from '../lab.ts';
import { bootInState, type State } from '../states.ts';

/** Boots a host, brings it to its state, enrols it as its student would, grades it, and turns it off. Throws the lab's errors and SshError. */
export async function gradeState(lab: Lab, state: State, rubric: Rubric, suite?: Suite): Promise<{ bundle: EvidenceBundle; grade: Grade }> {
  const host = await bootInState(lab, state.name, state, suite);
  try {
    return await gradeEnrolled(await enrolHost(lab, host), rubric);
  } finally {
    await host.stop();
  }
}

/** What a state's grade must be. Nothing of a sound style may look suspicious. */
export function expectationOf({ kind, trips, review, earns, bonus }: State): Expectation {
  return { trips, review: kind === 'style' ? 'none' : review, earns, bonus };
}
