import type { Api, ApiDependencies } from '../dependencies.ts';
import { addAcceptHeld } from './accept-held.ts';
import { addAcceptHostKey } from './accept-host-key.ts';
import { addAddMember } from './add-member.ts';
import { addChangeAssignment } from './change-assignment.ts';
import { addConfirmOverride } from './confirm-override.ts';
import { addConfirmRegrade } from './confirm-regrade.ts';
import { addCreateAssignment } from './create-assignment.ts';
import { addCreateCourse } from './create-course.ts';
import { addCreateRegrade } from './create-regrade.ts';
import { addCreateRubric } from './create-rubric.ts';
import { addCreateSubmission } from './create-submission.ts';
import { addCreateToken } from './create-token.ts';
import { addCreateUpload } from './create-upload.ts';
import { addDiffRubrics } from './diff-rubrics.ts';
import { addExportAssignment } from './export-assignment.ts';
import { addGetEnrolmentScript } from './get-enrolment-script.ts';
import { addGetEvidence } from './get-evidence.ts';
import { addGetExtension } from './get-extension.ts';
import { addGetRegrade } from './get-regrade.ts';
import { addGetReport } from './get-report.ts';
import { addGetSubmission } from './get-submission.ts';
import { addHealth } from './health.ts';
import { addLiftOverride } from './lift-override.ts';
import { addListAssignments } from './list-assignments.ts';
import { addListAudit } from './list-audit.ts';
import { addListCourses } from './list-courses.ts';
import { addListExtensions } from './list-extensions.ts';
import { addListGrades } from './list-grades.ts';
import { addListHostKeys } from './list-host-keys.ts';
import { addListOverrides } from './list-overrides.ts';
import { addListRegradeItems } from './list-regrade-items.ts';
import { addListRegrades } from './list-regrades.ts';
import { addListRubrics } from './list-rubrics.ts';
import { addListStandings } from './list-standings.ts';
import { addListSubmissions } from './list-submissions.ts';
import { addRemoveExtension } from './remove-extension.ts';
import { addReportEnrolment } from './report-enrolment.ts';
import { addRevokeToken } from './revoke-token.ts';
import { addSetExtension } from './set-extension.ts';
import { addSetOverride } from './set-override.ts';
import { addStepRegrade } from './step-regrade.ts';
import { addUndoRegrade } from './undo-regrade.ts';
import { addWatchRegrade } from './watch-regrade.ts';

/** All routes, in the order of the reference page. */
export const routes: readonly ((api: Api, dependencies: ApiDependencies) => void)[] = [
  addCreateUpload,
  addCreateSubmission,
  addListSubmissions,
  addGetSubmission,
  addGetReport,
  addGetEvidence,
  addListGrades,
  addSetOverride,
  addLiftOverride,
  addConfirmOverride,
  addGetEnrolmentScript,
  addReportEnrolment,
  addListCourses,
  addCreateCourse,
  addAddMember,
  addListAssignments,
  addCreateAssignment,
  addChangeAssignment,
  addListStandings,
  addExportAssignment,
  addListExtensions,
  addGetExtension,
  addSetExtension,
  addRemoveExtension,
  addListOverrides,
  addListAudit,
  addListRubrics,
  addCreateRubric,
  addDiffRubrics,
  addCreateRegrade,
  addListRegrades,
  addGetRegrade,
  addListRegradeItems,
  addWatchRegrade,
  addConfirmRegrade,
  addStepRegrade,
  addAcceptHeld,
  addUndoRegrade,
  addListHostKeys,
  addAcceptHostKey,
  addCreateToken,
  addRevokeToken,
  addHealth,
];
