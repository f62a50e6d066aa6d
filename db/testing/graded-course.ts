import { bundleSchema } from '#rubric/evidence.ts';
import { score } from '#rubric/grade.ts';
import { parseRubric } from '#rubric/rubric.ts';
import complete from '#rubric/checks/ssh/recorded/complete.json' with { type: 'json' };
import stock from '#rubric/checks/ssh/recorded/stock.json' with { type: 'json' };
import type { Database } from '../database.ts';
import { keepEvidence } from '../queries/evidence.ts';
import { storeGrade } from '../queries/grades.ts';
import { startRun, type StartedRun } from '../queries/grading-runs.ts';
import { upsertMembership } from '../queries/memberships.ts';
import { insertUser } from '../queries/users.ts';
import { makeCourse, operator, submit, type TestCourse } from './course.ts';

/** A rubric of the one check `ssh.root-login-refused`, worth so many points. */
export function oneCheckRubric(version: string, points: number): string {
  return `id: small\nversion: ${version}\ntitle: Small\ncriteria:\n  - id: ssh\n    title: SSH\n    points: ${points}\n    checks:\n      - { check: ssh.root-login-refused, points: ${points} }\n`;
}

/** A course whose students `Student 0` and on, half with a stock host and half with a complete one, were graded under a rubric. */
export async function makeGradedCourse(db: Database, students: number, rubricText: string): Promise<TestCourse & { submissions: string[] }> {
  const course = await makeCourse(db, rubricText);
  const rubric = parseRubric(rubricText);
  const bundles = [stock, complete].map((recorded) => bundleSchema.parse(recorded));
  const submissions: string[] = [];
  for (let n = 0; n < students; n++) {
    const student = await insertUser(db, { name: `Student ${n}` });
    await upsertMembership(db, { courseId: course.course.id, userId: student.id, role: 'student' }, operator);
    const id = await submit(db, course, { studentId: student.id, address: `127.1.${n >> 8}.${n & 255}`, port: 1 });
    const run = (await startRun(db, id)) as StartedRun;
    const bundle = bundles[n % 2];
    if (!bundle) throw new Error('there are two bundles');
    await keepEvidence(db, run.runId, bundle);
    await storeGrade(db, { ...run, grade: score(bundle, rubric) });
    submissions.push(id);
  }
  return { ...course, submissions };
}
