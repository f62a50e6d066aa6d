import { readFileSync } from 'node:fs';
import path from 'node:path';
import { gunzipSync } from 'node:zlib';
import { recordingsFolder } from '#lab/recorded/recording.ts';
import type { Database } from '#db/database.ts';
import { keepEvidence } from '#db/queries/evidence.ts';
import { storeGrade } from '#db/queries/grades.ts';
import { startRun, type StartedRun } from '#db/queries/grading-runs.ts';
import { upsertMembership } from '#db/queries/memberships.ts';
import { insertUser } from '#db/queries/users.ts';
import { makeCourse, operator, submit, type TestCourse } from '#db/testing/course.ts';
import { bundleSchema, type EvidenceBundle } from '#rubric/evidence.ts';
import { type Grade, notGradableGrade, score, totalsOf } from '#rubric/grade.ts';
import { parseRubric } from '#rubric/rubric.ts';

const rubricText = readFileSync(new URL('../../../rubric/exercises/linux-networking.yaml', import.meta.url), 'utf8');
const rubric = parseRubric(rubricText);

/** What a recorded host answered: its name in `lab/recorded/hosts`. */
export function recordedBundle(name: string): EvidenceBundle {
  const text = gunzipSync(readFileSync(path.join(recordingsFolder, `${name}.json.gz`))).toString('utf8');
  return bundleSchema.parse((JSON.parse(text) as { bundle: unknown }).bundle);
}

export interface ReviewedCourse extends TestCourse {
  /** Another instructor of the course. */
  colleague: { id: string };
  /** Adds a student, or takes one, who hands in a machine; returns the submission. */
  hand(machine: string | EvidenceBundle | { unreachable: string }, student?: string | { id: string }): Promise<{ submissionId: string; studentId: string }>;
}

let hosts = 0;

/** A course under the real rubric, whose students hand in recorded machines. */
export async function makeReviewedCourse(db: Database): Promise<ReviewedCourse> {
  const course = await makeCourse(db, rubricText);
  const colleague = await insertUser(db, { name: 'Barbara Liskov' });
  await upsertMembership(db, { courseId: course.course.id, userId: colleague.id, role: 'instructor' }, operator);
  return {
    ...course,
    colleague,
    hand: async (machine, student = course.student) => {
      const person = typeof student === 'string' ? await insertUser(db, { name: student }) : student;
      await upsertMembership(db, { courseId: course.course.id, userId: person.id, role: 'student' }, operator);
      hosts += 1;
      const submissionId = await submit(db, course, { studentId: person.id, address: `10.9.${hosts >> 8}.${hosts & 255}` });
      const run = (await startRun(db, submissionId)) as StartedRun;
      await storeGrade(db, { ...run, grade: await gradeOf(db, run.runId, machine) });
      return { submissionId, studentId: person.id };
    },
  };
}

async function gradeOf(db: Database, runId: string, machine: string | EvidenceBundle | { unreachable: string }): Promise<Grade> {
  if (typeof machine === 'object' && 'unreachable' in machine) return notGradableGrade(totalsOf(rubric), { code: 'unreachable', message: machine.unreachable });
  const bundle = typeof machine === 'string' ? recordedBundle(machine) : machine;
  await keepEvidence(db, runId, bundle);
  return score(bundle, rubric);
}
