import type { ApiDependencies } from '../../../api/dependencies.ts';
import type { Web } from '../../web.ts';
import { addRawPages } from './raw-pages.ts';
import { addReviewActions } from './review-actions.ts';

/** What instructors look into and do on a submission's page, which `submission.ts` gives to them. */
export function addReview(web: Web, dependencies: ApiDependencies): void {
  addRawPages(web, dependencies);
  addReviewActions(web, dependencies);
}
