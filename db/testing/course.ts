import { parseRubric } from '#rubric/rubric.ts';
import type { EvidenceBundle } from '#rubric/evidence.ts';
import type { ScoredGrade } from '#rubric/grade.ts';
import type { Database } from '../database.ts';
import { type Assignment, insertAssignment } from '../queries/assignments.ts';
import type { Actor } from '../queries/audit.ts';
import { type Course, insertCourse } from '../queries/courses.ts';
import { upsertMembership } from '../queries/memberships.ts';
import { ensureRubric } from '../queries/rubrics.ts';
import { insertSubmission, type NewSubmission } from '../queries/submissions.ts';
import { insertUser, type User } from '../queries/users.ts';

/** A rubric without checks: enough where only its identity matters. */
export const emptyRubric = 'id: empty\nversion: 1.0.0\ntitle: Nothing to do\ncriteria: []\n';

export interface TestCourse {
  course: Course;
  assignment: Assignment;
  student: User;
  instructor: User;
}

/** Who makes what tests begin with. */
export const operator: Actor = { system: 'command line' };

/** A course with one assignment, one student and one instructor. */
export async function makeCourse(db: Database, rubricText: string = emptyRubric): Promise<TestCourse> {
  const course = await insertCourse(db, { name: 'Networking', endsAt: new Date('2031-01-31T00:00:00Z') }, operator);
  const student = await insertUser(db, { name: 'Ada' });
  const instructor = await insertUser(db, { name: 'Grace' });
  await upsertMembership(db, { courseId: course.id, userId: student.id, role: 'student' }, operator);
  await upsertMembership(db, { courseId: course.id, userId: instructor.id, role: 'instructor' }, operator);
  const rubric = await ensureRubric(db, rubricText, operator);
  const assignment = await insertAssignment(db, { courseId: course.id, rubricId: rubric.id, title: 'Exercise 09' }, operator);
  return { course, assignment, student, instructor };
}

/** Hands in for the course's student; throws where it is refused. */
export async function submit(db: Database, { course, assignment, student }: TestCourse, overrides: Partial<NewSubmission> = {}): Promise<string> {
  const result = await insertSubmission(db, {
    courseId: course.id,
    assignmentId: assignment.id,
    studentId: student.id,
    address: '10.0.0.2',
    port: 22,
    login: 'ada',
    deliverables: null,
    uploadId: null,
    ...overrides,
  });
  if (!result.inserted) throw new Error(`There is a submission already: ${result.activeId}`);
  return result.id;
}

/** A bundle of a visit that ran no probe. */
export function makeBundle(collectedAt = '2030-01-01T10:00:00.000Z'): EvidenceBundle {
  const { id, version } = parseRubric(emptyRubric);
  return {
    format: 1,
    uploads: [],
    rubric: { id, version },
    collectedAt,
    target: { address: '10.0.0.2', port: 22, login: 'ada', deliverables: null },
    connection: null,
    sudo: { works: true },
    witness: { ssh: { methodsOffered: ['publickey'], serverIdent: 'SSH-2.0-OpenSSH_9.2p1', hostKey: 'SHA256:abc' }, ports: null, dns: null },
    probes: {},
    timings: { connectMs: 10, totalMs: 20 },
  };
}

/** Two checks, one passed (1.5 points), one failed for review (0.5 points). */
export function makeGrade(): ScoredGrade {
  const check = { expected: 'a', where: null, hint: null, quote: null, blockedBy: null };
  return {
    status: 'final',
    rubric: { id: 'empty', version: '1.0.0+0' },
    earned: 150,
    judged: 200,
    possible: 200,
    criteria: [
      {
        id: 'ssh',
        title: 'SSH',
        earned: 150,
        judged: 200,
        possible: 200,
        checks: [
          { ...check, id: 'ssh.one', title: 'One', outcome: 'passed', earned: 150, possible: 150, seen: 'a', review: null },
          { ...check, id: 'ssh.two', title: 'Two', outcome: 'failed', earned: 0, possible: 50, seen: 'NUL \0 in it', review: 'NUL \0 in it' },
        ],
      },
    ],
    notes: [],
  };
}
