import { eq } from 'drizzle-orm';
import type { Database } from '#db/database.ts';
import { keepEvidence } from '#db/queries/evidence.ts';
import { storeGrade } from '#db/queries/grades.ts';
import { startRun, type StartedRun } from '#db/queries/grading-runs.ts';
import { insertSubmission } from '#db/queries/submissions.ts';
import { gradingRuns } from '#db/schema/grading-runs.ts';
import type { EvidenceBundle } from '#rubric/evidence.ts';
import { type Grade, score } from '#rubric/grade.ts';
import type { Rubric } from '#rubric/rubric.ts';
import { readRecordings } from '../recorded/recording.ts';
import type { ChaosCourse } from './course.ts';

export interface GradedStudent {
  submissionId: string;
  /** What the visit found. */
  bundle: EvidenceBundle;
}

/** Grades all students of the course but the last `leave`, from the kept evidence of their recording, as if they had been visited. */
export async function gradeClass(db: Database, course: ChaosCourse, { rubric, port, leave = 0 }: { rubric: Rubric; port: number; leave?: number }): Promise<GradedStudent[]> {
  const recordings = readRecordings();
  const known = new Map<string, { bundle: EvidenceBundle; grade: Grade; evidenceId?: string }>();
  const graded: GradedStudent[] = [];
  for (const { id: studentId, host } of course.students.slice(0, course.students.length - leave)) {
    const bundle = recordings.get(host.recording)?.bundle;
    if (!bundle) throw new Error(`There is no recording of ${host.recording}`);
    const of = known.get(host.recording) ?? { bundle, grade: score(bundle, rubric) };
    known.set(host.recording, of);
    const { courseId, assignmentId } = course;
    const made = await insertSubmission(db, { courseId, assignmentId, studentId, address: host.address, port, login: 'student', deliverables: null, uploadId: null });
    if (!made.inserted) throw new Error(`${host.address} has a submission already`);
    const run = (await startRun(db, made.id)) as StartedRun;
    if (of.evidenceId === undefined) of.evidenceId = await keepEvidence(db, run.runId, bundle);
    else await db.update(gradingRuns).set({ evidenceId: of.evidenceId }).where(eq(gradingRuns.id, run.runId));
    await storeGrade(db, { ...run, grade: of.grade });
    graded.push({ submissionId: made.id, bundle });
  }
  return graded;
}
