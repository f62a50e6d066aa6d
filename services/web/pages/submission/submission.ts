import { requireSubmission } from '../../../api/access.ts';
import type { ApiDependencies } from '../../../api/dependencies.ts';
import type { Web } from '../../web.ts';
import { instructorSubmission } from './instructor-submission.ts';
import { studentSubmission } from './student-submission.ts';

/** One address for a submission: its student and the instructors of the course read different pages there. */
export function addSubmission(web: Web, dependencies: ApiDependencies): void {
  web.get('/submissions/:id', async (context) => {
    const { submission, role } = await requireSubmission(dependencies.db, context.get('viewer'), context.req.param('id'));
    // An instructor may look at what the student sees.
    const asStudent = role === 'student' || context.req.query('as') === 'student';
    return asStudent ? studentSubmission(context, dependencies, submission) : instructorSubmission(context, dependencies, submission);
  });
}
