import { isOutage } from '#db/outage.ts';
import { storeGrade } from '#db/queries/grades.ts';
import { startRun } from '#db/queries/grading-runs.ts';
import { selectRubric } from '#db/queries/rubrics.ts';
import { postponeSubmission } from '#db/queries/submissions.ts';
import { notGradableGrade, type RubricTotals, totalsOf } from '#rubric/grade.ts';
import { parseRubric } from '#rubric/rubric.ts';
import { RetryLater } from '../queues/errors.ts';
import { type JobContext, type QueueWorker, startWorker, type WorkerOptions } from '../queues/start-worker.ts';
import { type GradingDependencies, gradeSubmission, internalFault } from './grade-submission.ts';
import type { WorkerLog } from './worker-log.ts';

/** Until a grading that met no database is tried again. */
const outagePauseMs = 3000;

/** Takes grading jobs until closed. A job whose faults are ours to the last try ends as not gradable, never in silence. */
export function startGradingWorker(
  dependencies: GradingDependencies,
  { log, ...options }: Omit<WorkerOptions<'grading'>, 'onError'> & { log: WorkerLog },
): QueueWorker {
  return startWorker(
    'grading',
    ({ submissionId }, context) =>
      grade(dependencies, submissionId, context, log).catch((error: unknown) => {
        if (!isOutage(error)) throw error;
        // No try is counted while the database is away: however long that takes, it is nobody's fault.
        log.error({ err: error, submissionId }, 'the database is away');
        throw new RetryLater(outagePauseMs, { cause: error });
      }),
    {
      ...options,
      onError: ({ error, payload, final, ours }) => {
        const submissionId = payload?.submissionId ?? null;
        log.error({ err: error, submissionId, final }, 'grading failed on our side');
        // A job that ended because its workers died is taken up by the sweeper; runs are counted in the database.
        if (final && ours && submissionId && !isOutage(error)) {
          giveUp(dependencies, submissionId).catch((err: unknown) => log.error({ err, submissionId }, 'could not settle a failed grading'));
        }
      },
    },
  );
}

async function grade(dependencies: GradingDependencies, submissionId: string, context: JobContext, log: WorkerLog): Promise<void> {
  const outcome = await gradeSubmission(dependencies, submissionId, { signal: context.signal, onProgress: context.report, log });
  if (outcome.kind === 'later') {
    log.info({ ...outcome.ids, afterMs: outcome.afterMs, why: outcome.why }, 'grading comes back later');
    await postponeSubmission(dependencies.db, submissionId, outcome.afterMs);
    throw new RetryLater(outcome.afterMs);
  }
  log.info({ ...outcome.ids, status: outcome.grade?.status ?? 'settled before' }, 'grading ended');
}

/** Null where the fault may be just that: a stored rubric that this version of the program cannot read. */
function readable(text: string): RubricTotals | null {
  try {
    return totalsOf(parseRubric(text));
  } catch {
    return null;
  }
}

/** Ends a submission that we could not grade, try after try, as not gradable. */
export async function giveUp({ db, observer }: GradingDependencies, submissionId: string): Promise<void> {
  const run = await startRun(db, submissionId);
  if (!run) return;
  const { slug: id, version, text } = await selectRubric(db, run.rubricId);
  await storeGrade(db, { ...run, grade: notGradableGrade(readable(text) ?? { id, version, possible: 0 }, internalFault) });
  observer?.graded('not_gradable');
}
