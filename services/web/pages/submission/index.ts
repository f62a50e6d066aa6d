import { addReport } from './report.ts';
import { addSubmission } from './submission.ts';
import { addWatchSubmission } from './watch-submission.ts';

/** Everything below `/submissions`. */
export const submissionPages = [addSubmission, addWatchSubmission, addReport] as const;
