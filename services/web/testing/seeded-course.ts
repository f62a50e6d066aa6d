import { createToken } from '#db/queries/api-tokens.ts';
import { addComment } from '#db/queries/check-comments.ts';
import { keepEvidence } from '#db/queries/evidence.ts';
import { setExtension } from '#db/queries/extensions.ts';
import { storeGrade } from '#db/queries/grades.ts';
import { startRun, type StartedRun } from '#db/queries/grading-runs.ts';
import { insertRegrade } from '#db/queries/regrades.ts';
import { failDraft, insertDraft } from '#db/queries/rubric-drafts.ts';
import { askSecondLook } from '#db/queries/second-looks.ts';
import { createSignInLinks } from '#db/queries/sign-in-links.ts';
import { assignments } from '#db/schema/assignments.ts';
import { courses } from '#db/schema/courses.ts';
import { users } from '#db/schema/users.ts';
import { makeBundle, makeGrade, operator, submit } from '#db/testing/course.ts';
import { oneCheckRubric } from '#db/testing/graded-course.ts';
import { gradedCourse, type GradedCourse } from '../../api/testing/graded-course.ts';
import type { ApiHarness } from '../../api/testing/harness.ts';

/** What somebody who wants to harm readers calls themself: HTML, a right-to-left override, a terminal's sequence. */
export const hostile = '"\'><script>alert(1)</script><img src=x onerror=alert(2) style="x">\u202egpj.exe\u001b[31mred\u0007';

export interface SeededCourse extends GradedCourse {
  /** Of the course's student, with whom everything happened that can. */
  submission: string;
  /** What stands for `:name` in a route, by what the segment before it is called. */
  values: Record<string, string>;
}

/** A course in which everybody and everything has the hostile name, with one of everything that pages show. */
export async function seededCourse(web: ApiHarness): Promise<SeededCourse> {
  const { db } = web;
  const course = await gradedCourse(web, 2);
  const { student, instructor, assignment } = course;
  await db.update(courses).set({ name: hostile });
  await db.update(users).set({ name: hostile, email: `${hostile}@example.edu` });
  await db.update(assignments).set({ title: hostile, instructions: hostile });
  const submission = await submit(db, course, { studentId: student.id, login: hostile, deliverables: hostile });
  const run = (await startRun(db, submission)) as StartedRun;
  await keepEvidence(db, run.runId, { ...makeBundle(), uploads: [hostileFile], probes: { account: { status: 'collected', exit: 0, stdout: hostile, stderr: hostile, truncated: false, durationMs: 1 } } });
  await storeGrade(db, { ...run, grade: hostileGrade() });
  await addComment(db, { submissionId: submission, checkId: 'ssh.two', text: hostile, userId: instructor.id });
  const look = await askSecondLook(db, { submissionId: submission, checkId: 'ssh.two', reason: hostile, userId: student.id });
  await setExtension(db, { assignmentId: assignment.id, studentId: student.id, dueAt: new Date(Date.now() + 86_400_000), reason: hostile }, { userId: instructor.id });
  await createToken(db, { userId: instructor.id, name: hostile }, operator);
  const [link] = await createSignInLinks(db, [{ userId: student.id, courseId: null }], { days: 7, actor: operator });
  const regrade = await insertRegrade(db, { assignmentId: assignment.id, kind: 'recollect', rubricId: course.better, filter: {}, reason: hostile, userId: instructor.id });
  const text = oneCheckRubric('3.0.0', 2).replace('title: Small', `title: ${JSON.stringify(hostile)}`);
  const draft = await insertDraft(db, { assignmentId: assignment.id, text, createdBy: instructor.id });
  await failDraft(db, draft, hostile);
  const values = {
    courses: course.course.id,
    assignments: assignment.id,
    submissions: submission,
    compare: submission,
    probes: 'account',
    files: '0',
    regrades: regrade.id,
    rubrics: assignment.rubricId,
    drafts: draft,
    diff: course.better,
    'sign-in': link?.secret ?? '',
    'second-looks': look?.id ?? '',
    people: student.id,
    students: student.id,
  };
  return { ...course, submission, values };
}

function hostileGrade() {
  const grade = makeGrade();
  for (const check of grade.criteria.flatMap(({ checks }) => checks)) Object.assign(check, { seen: hostile, where: hostile, hint: hostile, quote: hostile, review: hostile });
  return { ...grade, notes: [hostile] };
}

const hostileFile = { path: `${hostile}.sh`, base64: Buffer.from(hostile).toString('base64'), executable: true, truncated: false };

/** What a page has to be asked, so that somebody sees it. */
export const questions: Readonly<Record<string, string>> = { '/submissions/:id/second-looks/new': '?check=ssh.one' };

/** A route's path with what stands for its parameters, which are told by the segment before them. */
export function filledPath(path: string, value: (segment: string) => string): string {
  const segments = path.split('/');
  return segments.map((segment, index) => (segment.startsWith(':') ? value(segments[index - 1] ?? '') : segment)).join('/');
}
