import type { CountedSubmission } from '#db/queries/counted-submissions.ts';
import { pointsOfText, pointsText } from '../../parts/points.ts';

/** What a submission is worth, `12.5 / 15`; what could not be graded is no zero. */
export function countedText({ status, counted, possible }: CountedSubmission): string {
  return status === 'not_gradable' ? 'Not gradable' : pointsOfText(counted, possible);
}

/** ` (14 less 1.5 for 1 day of lateness)`; empty where nothing is deducted. */
export function lateText({ status, earned, deducted, lateDays }: CountedSubmission): string {
  if (status === 'not_gradable' || deducted === 0) return '';
  return ` (${pointsText(earned)} less ${pointsText(deducted)}, ${lateDays} ${lateDays === 1 ? 'day' : 'days'} late)`;
}
