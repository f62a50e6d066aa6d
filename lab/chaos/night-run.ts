import { setTimeout as after } from 'node:timers/promises';
import { sql } from 'drizzle-orm';
import { cancelRegrade, confirmRegrade, insertRegrade, selectOptionalRegrade } from '#db/queries/regrades.ts';
import { builtInRubric } from '../grading.ts';
import { makeChaosCourse } from './course.ts';
import { gradeClass } from './graded-class.ts';
import { handIn } from './hand-in.ts';
import { playRecordedClass } from './hosts/recorded-class.ts';
import { startChaosPlatform } from './platform.ts';
import { seeded } from './random.ts';
import { scratchFolder } from './scratch.ts';
import type { Backend } from './settings.ts';
import { type Finding, untilSettled } from './verdict.ts';

export interface NightSettings {
  backend: Backend;
  seed: number;
  students: number;
  /** Machines that the regrade visits again. */
  batch: number;
  /** All students hand in within so long. */
  withinMs: number;
}

export interface NightResult extends NightSettings {
  /** Milliseconds until a submission was answered. */
  answer: { median: number; p99: number; longest: number };
  /** Seconds from handing in to the start of the run. */
  start: { median: number; p99: number; longest: number };
  /** Machines that the regrade had visited by then. */
  batchDone: number;
  findings: Finding[];
}

/** A class hands in at the last minute while a regrade visits another one's machines. */
export async function runNight(settings: NightSettings, options: { log: (line: string) => void; keep?: boolean }): Promise<NightResult> {
  const { backend, students, batch, withinMs } = settings;
  using folder = scratchFolder(options);
  await using undo = new AsyncDisposableStack();
  const platform = await startChaosPlatform(folder.path, { backend, workers: 2, lockSeconds: 30, retrySeconds: undefined, handicapped: false });
  undo.defer(() => platform.stop());
  const { db, sealer } = platform;
  const random = seeded(settings.seed);
  const course = await makeChaosCourse(db, sealer, { students: batch + students, answerMs: () => random.whole(200, 1200) });
  const quiet = { onOverlap: () => {}, onOverlapOver: () => {} };
  const hosts = await playRecordedClass(course.students.map(({ host }) => host), quiet);
  undo.defer(() => hosts.stop());
  await gradeClass(db, course, { rubric: builtInRubric(), port: hosts.port, leave: students });
  const { rows: assignment } = await db.execute<{ rubric_id: string }>(sql`select rubric_id from assignments where id = ${course.assignmentId}`);
  const made = await insertRegrade(db, { assignmentId: course.assignmentId, kind: 'recollect', rubricId: assignment[0]?.rubric_id ?? '', filter: {}, reason: 'The machines were moved', userId: course.instructorId });
  await confirmRegrade(db, { id: made.id, userId: course.instructorId, holds: 'none', adoptRubric: false });
  // Workers take it up by themselves; it is under way when the first student comes.
  while (((await selectOptionalRegrade(db, made.id))?.counts.pending ?? 0) === batch) await after(100);
  options.log(`${students} students hand in within ${withinMs / 1000} s while ${batch} machines are visited again`);

  const target = { api: platform.apiUrl, assignment: course.assignmentId, port: hosts.port };
  const answered = await Promise.all(
    course.students.slice(batch).map(async (student) => {
      await after(random.between(0, withinMs));
      return { ...(await handIn(student, target)), answeredAt: Date.now() };
    }),
  );
  await untilSettled(db, 120_000, () => after(250));
  const batchDone = batch - ((await selectOptionalRegrade(db, made.id))?.counts.pending ?? 0);
  await cancelRegrade(db, { id: made.id, userId: course.instructorId });
  const times = answered.map(({ submissionId, answeredAt }) => ({ id: submissionId, answered: answeredAt }));
  const { rows } = await db.execute<{ id: string; wait: number; before: number }>(sql`
    select s.id, extract(epoch from r.started_at - s.created_at)::float8 as wait,
      (select count(*)::int from grading_runs b where b.regrade_item_id is not null and b.started_at < r.started_at
        and b.started_at > to_timestamp(t.answered / 1000.0)) as before
    from jsonb_to_recordset(${JSON.stringify(times)}::jsonb) as t(id uuid, answered float8)
    join submissions s on s.id = t.id join grading_runs r on r.submission_id = s.id and r.number = 1`);
  const answer = spread(answered.map(({ answerMs }) => answerMs));
  const overtaken = rows.filter(({ before }) => before > 0).map(({ id }) => id);
  return {
    ...settings,
    answer,
    start: spread(rows.map(({ wait }) => wait)),
    batchDone,
    findings: [
      { what: 'students whose run began after an item of the regrade that began later than their submission', broken: overtaken.length, examples: overtaken.slice(0, 5) },
      { what: 'students whose run never began', broken: students - rows.length, examples: [] },
      { what: 'milliseconds of the 99th percentile of answers above 250', broken: Math.max(0, Math.ceil(answer.p99 - 250)), examples: [] },
    ],
  };
}

function spread(values: readonly number[]): { median: number; p99: number; longest: number } {
  const sorted = values.toSorted((a, b) => a - b);
  const at = (part: number) => Math.round((sorted[Math.min(sorted.length - 1, Math.ceil(part * sorted.length) - 1)] ?? Number.NaN) * 100) / 100;
  return { median: at(0.5), p99: at(0.99), longest: at(1) };
}
