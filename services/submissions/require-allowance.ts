import type { Database } from '#db/database.ts';
import { type Allowance, type OnTime, selectAllowance } from '#db/queries/allowance.ts';
import { ApiProblem } from '../api/problem.ts';

/** In the transaction that hands in. Throws an ApiProblem (409) where the assignment's rules refuse it, saying what applies. */
export async function requireAllowance(tx: Database, of: { assignmentId: string; studentId: string }): Promise<void> {
  const allowance = await selectAllowance(tx, of);
  if (allowance.state === 'closed') throw deadlinePassed(allowance);
  if (allowance.state === 'used-up') throw usedUp(allowance.attempts);
  if (allowance.state === 'cool-down') throw coolDown(allowance);
}

function usedUp({ used, limit }: Allowance['attempts']): ApiProblem {
  const sentences = [
    `This assignment takes ${counted(limit ?? used)} of each student, and yours ${used === 1 ? 'is' : 'are'} used up.`,
    'One that cannot be graded wholly uses up none: should that become of one, you may hand in again.',
  ];
  return new ApiProblem('attempts-used-up', sentences.join(' '));
}

function counted(attempts: number): string {
  return attempts === 1 ? 'one submission' : `${attempts} submissions`;
}

function coolDown({ nextAt, dueAt, lateUntil }: Allowance): ApiProblem {
  const next = nextAt?.toISOString() ?? '';
  const last = lateUntil ?? dueAt;
  const isTooLate = nextAt !== null && last !== null && last < nextAt;
  const rest = isTooLate ? ` Submissions are taken until ${last.toISOString()}, so that was your last one.` : '';
  return new ApiProblem('cool-down', `There must be some time between two submissions: the next may come from ${next} on.${rest}`, { nextAt: next });
}

function deadlinePassed({ dueAt, lateUntil, onTime }: Allowance): ApiProblem {
  const due = dueAt?.toISOString() ?? '';
  const submission = 'submissionId' in onTime ? { submission: onTime.submissionId } : {};
  const late = lateUntil === null ? '' : ` Late submissions were taken until ${lateUntil.toISOString()}.`;
  return new ApiProblem('deadline-passed', `The deadline was ${due}.${late} ${sentenceOn(onTime)}`, { dueAt: due, ...submission });
}

function sentenceOn(onTime: OnTime): string {
  if (onTime.kind === 'none') return 'Nothing of yours came in before it.';
  const came = `Submission ${onTime.submissionId} came in before it and`;
  if (onTime.kind === 'graded') return `${came} was graded.`;
  if (onTime.kind === 'not-gradable') return `${came} could not be graded: you could hand in again until ${onTime.until.toISOString()}.`;
  return `${came} is being graded. Should that not be possible, you may hand in again for ${onTime.graceMinutes} minutes from then.`;
}
