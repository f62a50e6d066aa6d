import { selectCourse } from '#db/queries/courses.ts';
import type { ApiDependencies } from '../dependencies.ts';
import { openEnrolment, openReportToken } from './open-enrolment.ts';
import { renderEnrolmentScript } from './script.ts';

const dayMs = 24 * 3600 * 1000;

/** The enrolment script of a student of a course, whose key pair is made at the first call. */
export async function enrolmentScriptOf(
  dependencies: Pick<ApiDependencies, 'db' | 'sealer' | 'config'>,
  owner: { courseId: string; studentId: string },
): Promise<string> {
  const { db, config } = dependencies;
  const course = await selectCourse(db, owner.courseId);
  const enrolment = await openEnrolment(dependencies, owner);
  return renderEnrolmentScript({
    publicKey: enrolment.publicKey,
    workerNetworks: config.workerNetworks,
    expires: new Date(course.endsAt.getTime() + config.keyGraceDays * dayMs),
    reportUrl: `${config.publicUrl}/v1/enrolments`,
    reportToken: await openReportToken(dependencies, enrolment),
  });
}
