import { requireSubmission } from '../../../api/access.ts';
import type { ApiDependencies } from '../../../api/dependencies.ts';
import type { Web } from '../../web.ts';
import { instructorSubmission } from './instructor-submission.ts';
import { addRawPages } from './raw-pages.ts';
import { addReviewActions } from './review-actions.ts';

/** What instructors see of a submission and do with it; the student's page has the same address. */
export function addReview(web: Web, dependencies: ApiDependencies): void {
  web.get('/submissions/:id', async (context, next) => {
    const { submission, role } = await requireSubmission(dependencies.db, context.get('viewer'), context.req.param('id'));
    if (role !== 'instructor' || context.req.query('as') === 'student') return next();
    return instructorSubmission(context, dependencies, submission);
  });
  addRawPages(web, dependencies);
  addReviewActions(web, dependencies);
}
