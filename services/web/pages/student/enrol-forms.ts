import { z } from 'zod';
import { selectOptionalEnrolment } from '#db/queries/enrolments.ts';
import { requireAssignment, requireMember } from '../../../api/access.ts';
import type { ApiDependencies } from '../../../api/dependencies.ts';
import { openEnrolment } from '../../../api/enrolment/open-enrolment.ts';
import { acceptReport, readEnrolmentLine } from '../../../api/enrolment/report.ts';
import { enrolmentScriptOf } from '../../../api/enrolment/script-of-student.ts';
import { ApiProblem } from '../../../api/problem.ts';
import { setFlash } from '../../layout/flash.ts';
import { readForm } from '../../parts/read-form.ts';
import type { Web } from '../../web.ts';
import { assignmentPage } from './assignment-page.ts';
import { problemsByField, requireStudentOf } from './student-forms.ts';

const pasted = z.object({ line: z.string({ error: 'Paste the line that the script printed.' }).max(16_384, 'This is longer than any line of the script.') });

/** The enrolment script as a file, and its report as a pasted line. */
export function addEnrolment(web: Web, dependencies: ApiDependencies): void {
  const { db } = dependencies;

  web.get('/courses/:id/enrolment.sh', async (context) => {
    const [viewer, courseId] = [context.get('viewer'), context.req.param('id')];
    if ((await requireMember(db, viewer, courseId)) !== 'student') throw new ApiProblem('forbidden', 'The script is made for students: each has one of their own.');
    const script = await enrolmentScriptOf(dependencies, { courseId, studentId: viewer.userId });
    const headers = { 'Content-Type': 'text/x-shellscript; charset=utf-8', 'Cache-Control': 'no-store', 'Content-Disposition': 'attachment; filename="enrolment.sh"' };
    return context.body(script, 200, headers);
  });

  // Asked by a page that waits for the script's own report: no content until there is one, then the page is loaded again.
  web.get('/assignments/:id/enrolled', async (context) => {
    const viewer = context.get('viewer');
    const { assignment } = await requireAssignment(db, viewer, context.req.param('id'));
    const enrolment = await selectOptionalEnrolment(db, { courseId: assignment.courseId, studentId: viewer.userId });
    context.header('Cache-Control', 'no-store');
    if (enrolment?.reportedAt) context.header('HX-Refresh', 'true');
    return context.body(null, 204);
  });

  web.post('/assignments/:id/enrolment', async (context) => {
    const viewer = context.get('viewer');
    const asked = await requireAssignment(db, viewer, context.req.param('id'));
    requireStudentOf(asked);
    const { assignment } = asked;
    const form = await readForm(context, pasted);
    if (!form.ok) return assignmentPage(context, dependencies, asked, { ...form, step: 'enrol', status: 422 });
    try {
      const enrolment = await openEnrolment(dependencies, { courseId: assignment.courseId, studentId: viewer.userId });
      const { login, addresses, hostKeys } = await acceptReport(dependencies, enrolment, readEnrolmentLine(form.values.line));
      const where = addresses.length === 0 ? 'none of its addresses is in the networks that are graded' : `at ${addresses.join(', ')}`;
      if (hostKeys === 'pending') setFlash(context, 'warn', `Noted: your login is ${login}, ${where}. The machine’s host keys are new, and your instructor has to accept them.`);
      else setFlash(context, addresses.length === 0 ? 'warn' : 'good', `Enrolled: your login is ${login}, ${where}. Now check your VM.`);
      return context.redirect(`/assignments/${assignment.id}`, 303);
    } catch (error) {
      const errors = problemsByField(error, { line: 'The line' });
      return assignmentPage(context, dependencies, asked, { step: 'enrol', status: 422, errors, given: { line: form.values.line } });
    }
  });
}
