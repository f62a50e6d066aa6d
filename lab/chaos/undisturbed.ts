import { collect } from '#workers/collect/collect.ts';
import type { EvidenceBundle } from '#rubric/evidence.ts';
import { score } from '#rubric/grade.ts';
import type { Rubric } from '#rubric/rubric.ts';
import type { Database } from '#db/database.ts';
import { enrolmentKeyContext, selectOptionalEnrolment } from '#db/queries/enrolments.ts';
import type { Sealer } from '#db/sealed.ts';
import type { ChaosCourse, ChaosStudent } from './course.ts';

/**
 * What each student's grade is when nothing is disturbed, as JSON: each recording is visited once, and its evidence judged for
 * every host that plays it. By address.
 */
export async function undisturbedGrades(
  { db, sealer, rubric, port }: { db: Database; sealer: Sealer; rubric: Rubric; port: number },
  { courseId, students }: ChaosCourse,
): Promise<Map<string, string>> {
  const visit = async ({ id, host }: ChaosStudent): Promise<EvidenceBundle> => {
    const enrolment = await selectOptionalEnrolment(db, { courseId, studentId: id });
    if (!enrolment) throw new Error(`Student ${id} is not enrolled`);
    const privateKey = sealer.unseal(enrolment.sealedPrivateKey, enrolmentKeyContext(enrolment.id));
    return collect({ target: targetOf(host.address, port), username: 'netgrader', privateKey, hostKeys: [], rubric });
  };
  const seen = new Map<string, EvidenceBundle>();
  for (const student of students) {
    if (!seen.has(student.host.recording)) seen.set(student.host.recording, await visit(student));
  }
  return new Map(
    students.map(({ host }) => {
      const bundle = seen.get(host.recording) as EvidenceBundle;
      return [host.address, JSON.stringify(score({ ...bundle, target: targetOf(host.address, port) }, rubric))];
    }),
  );
}

function targetOf(address: string, port: number) {
  return { address, port, login: 'student', deliverables: null };
}
