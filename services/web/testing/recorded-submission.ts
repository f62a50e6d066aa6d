import type { Database } from '#db/database.ts';
import { keepEvidence } from '#db/queries/evidence.ts';
import { storeGrade } from '#db/queries/grades.ts';
import { startRun, type StartedRun } from '#db/queries/grading-runs.ts';
import { submit, type TestCourse } from '#db/testing/course.ts';
import { readRecordings, type Recording } from '#lab/recorded/recording.ts';
import { type Grade, score } from '#rubric/grade.ts';
import { parseRubric } from '#rubric/rubric.ts';
import { builtInRubricFile } from '../../cli/built-in-rubric.ts';
import { readTextFile } from '../../cli/rubric-file.ts';

/** The rubric of the exercise, for a course whose grades are as real ones. */
export const exerciseRubric = readTextFile(builtInRubricFile, 'rubric');

let recordings: Map<string, Recording> | undefined;
let lastPort = 20_000;

/** Hands in and grades what was recorded of a lab host (`lab/recorded/hosts`). Returns the submission's id. */
export async function gradeRecorded(db: Database, course: TestCourse, name: string, student = course.student.id): Promise<string> {
  const recording = (recordings ??= readRecordings()).get(name);
  if (!recording) throw new Error(`There is no recording of ${name}`);
  return settleAs(db, course, score(recording.bundle, parseRubric(exerciseRubric)), student, recording);
}

/** Hands in and settles with that grade, whatever it says. Returns the submission's id. */
export async function settleAs(db: Database, course: TestCourse, grade: Grade, student = course.student.id, recording?: Recording): Promise<string> {
  const id = await submit(db, course, { studentId: student, address: '10.20.0.7', port: lastPort++, login: recording?.bundle.target.login ?? 'ada' });
  const run = (await startRun(db, id)) as StartedRun;
  if (recording) await keepEvidence(db, run.runId, recording.bundle);
  await storeGrade(db, { ...run, grade });
  return id;
}
