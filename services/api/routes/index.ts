import type { Api, ApiDependencies } from '../dependencies.ts';
import { addAcceptHostKey } from './accept-host-key.ts';
import { addAddMember } from './add-member.ts';
import { addCreateAssignment } from './create-assignment.ts';
import { addCreateCourse } from './create-course.ts';
import { addCreateSubmission } from './create-submission.ts';
import { addCreateToken } from './create-token.ts';
import { addCreateUpload } from './create-upload.ts';
import { addGetEnrolmentScript } from './get-enrolment-script.ts';
import { addGetEvidence } from './get-evidence.ts';
import { addGetReport } from './get-report.ts';
import { addGetSubmission } from './get-submission.ts';
import { addHealth } from './health.ts';
import { addListAssignments } from './list-assignments.ts';
import { addListCourses } from './list-courses.ts';
import { addListHostKeys } from './list-host-keys.ts';
import { addListSubmissions } from './list-submissions.ts';
import { addReportEnrolment } from './report-enrolment.ts';
import { addChangeAssignment } from './change-assignment.ts';
import { addListStandings } from './list-standings.ts';

/** All routes, in the order of the reference page. */
export const routes: readonly ((api: Api, dependencies: ApiDependencies) => void)[] = [
  addCreateUpload,
  addCreateSubmission,
  addListSubmissions,
  addGetSubmission,
  addGetReport,
  addGetEvidence,
  addGetEnrolmentScript,
  addReportEnrolment,
  addListCourses,
  addCreateCourse,
  addAddMember,
  addListAssignments,
  addCreateAssignment,
  addChangeAssignment,
  addListStandings,
  addListHostKeys,
  addAcceptHostKey,
  addCreateToken,
  addHealth,
];
