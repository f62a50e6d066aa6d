import { and, desc, eq, sql, type SQL } from 'drizzle-orm';
import type { Database } from '../database.ts';
import { courses } from '../schema/courses.ts';
import { memberships, type Role } from '../schema/memberships.ts';
import { type Actor, recordAudit } from './audit.ts';
import { RowNotFoundError } from './errors.ts';

export type Course = typeof courses.$inferSelect;

export async function insertCourse(db: Database, course: { name: string; endsAt: Date }, actor: Actor): Promise<Course> {
  return db.transaction(async (tx) => {
    const [row] = (await tx.insert(courses).values(course).returning()) as [Course];
    await recordAudit(tx, { actor, action: 'course.created', subject: { kind: 'course', id: row.id }, courseId: row.id, after: course });
    return row;
  });
}

/** Changes what is given. Where that is all as it was, nothing is noted. Null where there is no such course. */
export async function updateCourse(db: Database, id: string, changes: { name: string; endsAt: Date }, actor: Actor): Promise<Course | null> {
  return db.transaction(async (tx) => {
    const [before] = await tx.select().from(courses).where(eq(courses.id, id)).for('update');
    if (!before) return null;
    if (before.name === changes.name && before.endsAt.getTime() === changes.endsAt.getTime()) return before;
    const [after] = (await tx.update(courses).set(changes).where(eq(courses.id, id)).returning()) as [Course];
    const kept = ({ name, endsAt }: Course) => ({ name, endsAt });
    await recordAudit(tx, { actor, action: 'course.changed', subject: { kind: 'course', id }, courseId: id, before: kept(before), after: kept(after) });
    return after;
  });
}

/** Throws RowNotFoundError. */
export async function selectCourse(db: Database, id: string): Promise<Course> {
  const row = await selectOptionalCourse(db, id);
  if (!row) throw new RowNotFoundError('course', id);
  return row;
}

/** Newest first. Staff see all; others the ones they are in, with their role; a token for one course sees that one. */
export async function selectCoursesOf(
  db: Database,
  viewer: { userId: string; isStaff: boolean; courseId: string | null },
): Promise<(Course & { role: Role | null })[]> {
  const conditions: SQL[] = [];
  if (!viewer.isStaff) conditions.push(sql`${memberships.role} is not null`);
  if (viewer.courseId !== null) conditions.push(eq(courses.id, viewer.courseId));
  const rows = await db
    .select({ course: courses, role: memberships.role })
    .from(courses)
    .leftJoin(memberships, and(eq(memberships.courseId, courses.id), eq(memberships.userId, viewer.userId)))
    .where(and(...conditions))
    .orderBy(desc(courses.id));
  return rows.map(({ course, role }) => ({ ...course, role }));
}

export async function selectOptionalCourse(db: Database, id: string): Promise<Course | null> {
  const [row] = await db.select().from(courses).where(eq(courses.id, id));
  return row ?? null;
}
