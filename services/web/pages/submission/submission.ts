import { requireSubmission } from '../../../api/access.ts';
import type { ApiDependencies } from '../../../api/dependencies.ts';
import type { Web } from '../../web.ts';
import { studentSubmission } from './student-submission.ts';

/** One address for a submission: its student and the instructors of the course read different pages there. */
export function addSubmission(web: Web, dependencies: ApiDependencies): void {
  web.get('/submissions/:id', async (context) => {
    const { submission } = await requireSubmission(dependencies.db, context.get('viewer'), context.req.param('id'));
    return studentSubmission(context, dependencies, submission);
  });
}
