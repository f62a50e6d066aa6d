import { createToken } from '#db/queries/api-tokens.ts';
import { ensureRubric } from '#db/queries/rubrics.ts';
import { operator, type TestCourse } from '#db/testing/course.ts';
import { makeGradedCourse, oneCheckRubric } from '#db/testing/graded-course.ts';
import type { ApiHarness } from './harness.ts';

export const onlyCheck = 'ssh.root-login-refused';

export interface GradedCourse extends TestCourse {
  studentToken: string;
  instructorToken: string;
  /** Of a student each: the first with a stock host (0 points), the next with a complete one (2), and so on. */
  submissions: string[];
  /** Stored version that gives 3 points where the assignment's gives 2. */
  better: string;
}

/** A course whose students were graded under a rubric of one check worth 2 points. */
export async function gradedCourse({ db }: ApiHarness, students: number): Promise<GradedCourse> {
  const course = await makeGradedCourse(db, students, oneCheckRubric('1.0.0', 2));
  const token = async (userId: string) => (await createToken(db, { userId, name: 'test' }, operator)).token;
  const better = (await ensureRubric(db, oneCheckRubric('2.0.0', 3), operator)).id;
  return { ...course, better, studentToken: await token(course.student.id), instructorToken: await token(course.instructor.id) };
}
