import { sql } from 'drizzle-orm';
import { type CheckResult, criterionPoints, type Grade } from '#rubric/grade.ts';
import type { Database } from '../database.ts';
import { insertAssignment } from '../queries/assignments.ts';
import { upsertMembership } from '../queries/memberships.ts';
import { insertUser } from '../queries/users.ts';
import { makeCourse, operator, type TestCourse } from './course.ts';

export interface ClassSize {
  students: number;
  /** Submissions of each of them. */
  attempts: number;
}

/** A course of so many students, named `Student 0001` and on, beside the one that every test course has. */
export async function seedClass(db: Database, rubricText: string, { students }: Pick<ClassSize, 'students'>): Promise<TestCourse> {
  const made = await makeCourse(db, rubricText);
  await db.execute(sql`
    with made as (
      insert into users (id, name, email)
      select uuidv7(), 'Student ' || lpad(n::text, 4, '0'), 'student' || n || '@example.org'
      from generate_series(1, ${students}::int) n returning id)
    insert into memberships (course_id, user_id, role) select ${made.course.id}, id, 'student' from made`);
  return made;
}

/** Another assignment of the course, with the same rubric. */
export async function seedAssignment(db: Database, { course, assignment }: TestCourse, title: string): Promise<string> {
  return (await insertAssignment(db, { courseId: course.id, rubricId: assignment.rubricId, title }, operator)).id;
}

/**
 * Graded submissions of all seeded students, put in by a few statements: attempt n of a student has one of the grades given,
 * n hours after the attempt before. Documents and check outcomes are all there, runs have no evidence.
 */
export async function seedSubmissions(db: Database, assignmentId: string, grades: readonly Grade[], { attempts }: Pick<ClassSize, 'attempts'>): Promise<void> {
  await db.transaction(async (tx) => {
    await tx.execute(sql`create temporary table seed_grades (n int primary key, status text, earned int, judged int, possible int, criteria json, document json) on commit drop`);
    await tx.execute(sql`create temporary table seed_outcomes (n int, check_id text, outcome text, earned int, possible int, review text) on commit drop`);
    for (const [n, grade] of grades.entries()) await keepSeed(tx, n, grade);
    await tx.execute(sql`analyze seed_grades, seed_outcomes`);
    await tx.execute(sql`
      create temporary table seeded on commit drop as
      select uuidv7() as id, uuidv7() as run_id, uuidv7() as grade_id, m.user_id, a.course_id, a.rubric_id, attempt, row_number() over (order by m.user_id) as number,
        abs(hashint8(row_number() over (order by m.user_id, attempt)::int8)) % ${grades.length}::int as n,
        now() - make_interval(hours => ${attempts}::int - attempt, mins => 5) as at
      from assignments a join memberships m on m.course_id = a.course_id and m.role = 'student'
      join users u on u.id = m.user_id and u.email is not null, generate_series(1, ${attempts}::int) attempt
      where a.id = ${assignmentId}`);
    await tx.execute(sql`
      insert into submissions (id, course_id, assignment_id, student_id, address, port, login, created_at, latest_run, settled_at)
      select id, course_id, ${assignmentId}, user_id, '10.0.0.0'::inet + number, 22, 'student', at, 1, at + interval '20 seconds' from seeded order by at, user_id`);
    await tx.execute(sql`insert into grading_runs (id, submission_id, number, started_at, finished_at) select run_id, id, 1, at, at + interval '20 seconds' from seeded order by at, user_id`);
    await tx.execute(sql`
      insert into grades (id, submission_id, version, source, run_id, rubric_id, status, earned, judged, possible, criteria, document, is_current, created_at)
      select s.grade_id, s.id, 1, 'visit', s.run_id, s.rubric_id, g.status, g.earned, g.judged, g.possible, g.criteria, g.document, true, s.at
      from seeded s join seed_grades g on g.n = s.n order by s.at, s.user_id`);
    await tx.execute(sql`
      insert into check_outcomes (grade_id, check_id, outcome, earned, possible, review)
      select s.grade_id, o.check_id, o.outcome, o.earned, o.possible, o.review from seeded s join seed_outcomes o on o.n = s.n order by s.at, s.user_id`);
  });
  await db.execute(sql`analyze`);
}

async function keepSeed(tx: Database, n: number, grade: Grade): Promise<void> {
  const points = grade.status === 'not_gradable' ? { earned: 0, judged: 0 } : grade;
  await tx.execute(sql`insert into seed_grades values (${n}, ${grade.status}, ${points.earned}, ${points.judged}, ${grade.possible}, ${JSON.stringify(criterionPoints(grade))}, ${JSON.stringify(grade)})`);
  const checks: CheckResult[] = grade.status === 'not_gradable' ? [] : [...grade.criteria, ...(grade.bonus ? [grade.bonus] : [])].flatMap((group) => group.checks);
  const rows = checks.map(({ id, outcome, earned, possible, review }) => ({ check_id: id, outcome, earned, possible, review: review?.replaceAll('\0', '') ?? null }));
  await tx.execute(sql`
    insert into seed_outcomes select ${n}, r.check_id, r.outcome, r.earned, r.possible, r.review
    from json_to_recordset(${JSON.stringify(rows)}::json) r(check_id text, outcome text, earned int, possible int, review text)`);
}

/** A student of the course with that name, who has handed in nothing. */
export async function addStudent(db: Database, { course }: TestCourse, person: { name: string; email?: string; externalId?: string }): Promise<string> {
  const { id } = await insertUser(db, person);
  await upsertMembership(db, { courseId: course.id, userId: id, role: 'student' }, operator);
  return id;
}
