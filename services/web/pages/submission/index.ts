import { addCompare } from './compare.ts';
import { addReport } from './report.ts';
import { addReview } from './review-pages.ts';
import { addSecondLooks } from './second-looks.ts';
import { addSubmission } from './submission.ts';
import { addWatchSubmission } from './watch-submission.ts';

/** Everything below `/submissions`. */
export const submissionPages = [addReview, addSubmission, addWatchSubmission, addReport, addSecondLooks, addCompare] as const;
