import type { Database } from '#db/database.ts';
import { createToken } from '#db/queries/api-tokens.ts';
import { insertAssignment } from '#db/queries/assignments.ts';
import { insertCourse } from '#db/queries/courses.ts';
import { upsertMembership } from '#db/queries/memberships.ts';
import { ensureRubric } from '#db/queries/rubrics.ts';
import { insertUser } from '#db/queries/users.ts';
import type { Sealer } from '#db/sealed.ts';
import { openEnrolment } from '#services/api/enrolment/open-enrolment.ts';
import { builtInRubricFile } from '#services/cli/built-in-rubric.ts';
import { readTextFile } from '#services/cli/rubric-file.ts';
import { loopbackAddress } from './hosts/recorded-class.ts';
import type { HostPlan } from './hosts/messages.ts';

/** Recordings that the suite's hosts play: whole states and defects of every kind, some of which reviews find. */
export const playedRecordings = ['ufw-namespaces', 'stock', 'poor', 'ssh-cloud-init-wins', 'dns-name-commented', 'cheat-fake-ss', 'firewall-redis-wide', 'verbatim'] as const;

const operator = { system: 'command line' } as const;

export interface ChaosStudent {
  id: string;
  token: string;
  host: HostPlan;
}

export interface ChaosCourse {
  courseId: string;
  assignmentId: string;
  instructorId: string;
  students: ChaosStudent[];
}

/** A course whose students are enrolled, each with a recorded host, numbered from `first`. */
export async function makeChaosCourse(
  db: Database,
  sealer: Sealer,
  { students: count, first = 0, answerMs }: { students: number; first?: number; answerMs: (number: number) => number },
): Promise<ChaosCourse> {
  const course = await insertCourse(db, { name: 'Reliability', endsAt: new Date('2099-01-31T00:00:00Z') }, operator);
  const instructor = await insertUser(db, { name: 'Instructor' });
  await upsertMembership(db, { courseId: course.id, userId: instructor.id, role: 'instructor' }, operator);
  const rubric = await ensureRubric(db, readTextFile(builtInRubricFile, 'rubric'), operator);
  const assignment = await insertAssignment(db, { courseId: course.id, rubricId: rubric.id, title: 'Exercise 09' }, operator);
  const students: ChaosStudent[] = [];
  for (let number = 0; number < count; number++) {
    const student = await insertUser(db, { name: `Student ${number}` });
    await upsertMembership(db, { courseId: course.id, userId: student.id, role: 'student' }, operator);
    const { token } = await createToken(db, { userId: student.id, name: 'reliability' }, operator);
    const { publicKey } = await openEnrolment({ db, sealer }, { courseId: course.id, studentId: student.id });
    const recording = playedRecordings[number % playedRecordings.length] as string;
    students.push({ id: student.id, token, host: { address: loopbackAddress(first + number), recording, publicKey, answerMs: answerMs(number) } });
  }
  return { courseId: course.id, assignmentId: assignment.id, instructorId: instructor.id, students };
}
