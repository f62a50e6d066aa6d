import { storeGrade } from '#db/queries/grades.ts';
import { startRun } from '#db/queries/grading-runs.ts';
import { selectRubric } from '#db/queries/rubrics.ts';
import { postponeSubmission } from '#db/queries/submissions.ts';
import { notGradableGrade } from '#rubric/grade.ts';
import { parseRubric } from '#rubric/rubric.ts';
import { RetryLater } from '../queues/errors.ts';
import { type QueueWorker, startWorker, type WorkerOptions } from '../queues/start-worker.ts';
import { type GradingDependencies, gradeSubmission } from './grade-submission.ts';
import type { WorkerLog } from './worker-log.ts';

/** Takes grading jobs until closed. A job whose faults are ours to the last try ends as not gradable, never in silence. */
export function startGradingWorker(
  dependencies: GradingDependencies,
  { log, ...options }: Omit<WorkerOptions<'grading'>, 'onError'> & { log: WorkerLog },
): QueueWorker {
  return startWorker(
    'grading',
    async ({ submissionId }, context) => {
      const outcome = await gradeSubmission(dependencies, submissionId, { signal: context.signal, onProgress: context.report, log });
      if (outcome.kind === 'later') {
        log.info({ ...outcome.ids, afterMs: outcome.afterMs, why: outcome.why }, 'grading comes back later');
        await postponeSubmission(dependencies.db, submissionId, outcome.afterMs);
        throw new RetryLater(outcome.afterMs);
      }
      log.info({ ...outcome.ids, status: outcome.grade?.status ?? 'settled before' }, 'grading ended');
    },
    {
      ...options,
      onError: ({ error, payload, final }) => {
        const submissionId = payload?.submissionId ?? null;
        log.error({ err: error, submissionId, final }, 'grading failed on our side');
        if (final && submissionId) {
          giveUp(dependencies, submissionId).catch((err: unknown) => log.error({ err, submissionId }, 'could not settle a failed grading'));
        }
      },
    },
  );
}

async function giveUp({ db, observer }: GradingDependencies, submissionId: string): Promise<void> {
  const run = await startRun(db, submissionId);
  if (!run) return;
  const { text } = await selectRubric(db, run.rubricId);
  const reason = { code: 'internal-fault', message: 'Something went wrong on the grader’s side, three times. Your instructor can see what; submit again later.' };
  await storeGrade(db, { ...run, grade: notGradableGrade(parseRubric(text), reason) });
  observer?.graded('not_gradable');
}
