import { desc, eq } from 'drizzle-orm';
import type { Database } from '../database.ts';
import { assignments } from '../schema/assignments.ts';
import { rubrics } from '../schema/rubrics.ts';

export type Assignment = typeof assignments.$inferSelect & { rubric: { id: string; version: string } };

const columns = {
  assignment: assignments,
  rubric: { id: rubrics.slug, version: rubrics.version },
};

export async function insertAssignment(
  db: Database,
  assignment: { courseId: string; rubricId: string; title: string },
): Promise<Assignment> {
  const [row] = await db.insert(assignments).values(assignment).returning({ id: assignments.id });
  return (await selectOptionalAssignment(db, (row as { id: string }).id)) as Assignment;
}

export async function selectOptionalAssignment(db: Database, id: string): Promise<Assignment | null> {
  const [row] = await db.select(columns).from(assignments).innerJoin(rubrics, eq(rubrics.id, assignments.rubricId)).where(eq(assignments.id, id));
  return row ? { ...row.assignment, rubric: row.rubric } : null;
}

/** Newest first. */
export async function selectAssignments(db: Database, courseId: string): Promise<Assignment[]> {
  const rows = await db
    .select(columns)
    .from(assignments)
    .innerJoin(rubrics, eq(rubrics.id, assignments.rubricId))
    .where(eq(assignments.courseId, courseId))
    .orderBy(desc(assignments.id));
  return rows.map(({ assignment, rubric }) => ({ ...assignment, rubric }));
}
