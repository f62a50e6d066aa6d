import { addCompare } from './compare.ts';
import { addRawPages } from './raw-pages.ts';
import { addReport } from './report.ts';
import { addReviewActions } from './review-actions.ts';
import { addSecondLooks } from './second-looks.ts';
import { addSubmission } from './submission.ts';
import { addWatchSubmission } from './watch-submission.ts';

/** Everything below `/submissions`. */
export const submissionPages = [addSubmission, addReviewActions, addRawPages, addWatchSubmission, addReport, addSecondLooks, addCompare] as const;
