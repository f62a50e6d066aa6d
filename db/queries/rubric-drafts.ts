import { and, desc, eq, getTableColumns, isNull, sql } from 'drizzle-orm';
import type { Database } from '../database.ts';
import { assignments } from '../schema/assignments.ts';
import { type DraftImpact, rubricDrafts } from '../schema/rubric-drafts.ts';
import { rubrics } from '../schema/rubrics.ts';
import { users } from '../schema/users.ts';
import { updateAssignment } from './assignments.ts';
import { ensureRubric, type StoredRubric } from './rubrics.ts';

export type RubricDraft = typeof rubricDrafts.$inferSelect & {
  courseId: string;
  /** Name of whoever uploaded it. */
  author: string;
};

/** Keeps a text as a draft. It is no version, and nothing is graded by it. */
export async function insertDraft(db: Database, draft: { assignmentId: string; text: string; createdBy: string }): Promise<string> {
  const [row] = (await db.insert(rubricDrafts).values(draft).returning({ id: rubricDrafts.id })) as [{ id: string }];
  return row.id;
}

export async function selectOptionalDraft(db: Database, id: string): Promise<RubricDraft | null> {
  const [row] = await db
    .select({ draft: rubricDrafts, courseId: assignments.courseId, author: users.name })
    .from(rubricDrafts)
    .innerJoin(assignments, eq(assignments.id, rubricDrafts.assignmentId))
    .innerJoin(users, eq(users.id, rubricDrafts.createdBy))
    .where(eq(rubricDrafts.id, id));
  return row ? { ...row.draft, courseId: row.courseId, author: row.author } : null;
}

/** How far it is, without what it found. */
export async function selectDraftProgress(db: Database, id: string): Promise<Pick<RubricDraft, 'total' | 'done' | 'finishedAt' | 'error'> | null> {
  const { total, done, finishedAt, error } = getTableColumns(rubricDrafts);
  const [row] = await db.select({ total, done, finishedAt, error }).from(rubricDrafts).where(eq(rubricDrafts.id, id));
  return row ?? null;
}

export type ListedDraft = Pick<RubricDraft, 'id' | 'createdAt' | 'author' | 'finishedAt'> & { published: Pick<StoredRubric, 'id' | 'version'> | null };

/** Newest first, without their texts and what they would change. */
export async function selectDrafts(db: Database, assignmentId: string, limit: number): Promise<ListedDraft[]> {
  return db
    .select({
      id: rubricDrafts.id,
      createdAt: rubricDrafts.createdAt,
      finishedAt: rubricDrafts.finishedAt,
      author: users.name,
      published: { id: rubrics.id, version: rubrics.version },
    })
    .from(rubricDrafts)
    .innerJoin(users, eq(users.id, rubricDrafts.createdBy))
    .leftJoin(rubrics, eq(rubrics.id, rubricDrafts.publishedAs))
    .where(eq(rubricDrafts.assignmentId, assignmentId))
    .orderBy(desc(rubricDrafts.id))
    .limit(limit);
}

/** Keeps what was found so far. False where another worker has finished it: then stop. */
export async function keepDraftImpact(db: Database, id: string, { total, impact, isComplete }: { total: number; impact: readonly DraftImpact[]; isComplete: boolean }): Promise<boolean> {
  const rows = await db
    .update(rubricDrafts)
    .set({ total, done: impact.length, impact: [...impact], error: null, ...(isComplete ? { finishedAt: sql`now()` } : {}) })
    .where(and(eq(rubricDrafts.id, id), isNull(rubricDrafts.finishedAt)))
    .returning({ id: rubricDrafts.id });
  return rows.length > 0;
}

/** Notes that no impact can be told. */
export async function failDraft(db: Database, id: string, error: string): Promise<void> {
  await db.update(rubricDrafts).set({ error }).where(and(eq(rubricDrafts.id, id), isNull(rubricDrafts.finishedAt)));
}

/** Forgets what was found, so that it is found anew: grades and submissions may be others by now. */
export async function resetDraft(db: Database, id: string): Promise<void> {
  await db.update(rubricDrafts).set({ total: 0, done: 0, impact: null, error: null, finishedAt: null }).where(eq(rubricDrafts.id, id));
}

/**
 * Stores a draft as a version and, with `adopt`, makes it the assignment's from now on: both or nothing. Publishing it again gives
 * the same version. Throws InvalidRubricError.
 */
export async function publishDraft(db: Database, { id, text, assignmentId }: Pick<RubricDraft, 'id' | 'text' | 'assignmentId'>, { userId, adopt }: { userId: string; adopt: boolean }): Promise<StoredRubric> {
  return db.transaction(async (tx) => {
    const rubric = await ensureRubric(tx, text, { userId });
    await tx.update(rubricDrafts).set({ publishedAs: rubric.id }).where(eq(rubricDrafts.id, id));
    if (adopt) await updateAssignment(tx, assignmentId, { rubricId: rubric.id }, { userId });
    return rubric;
  });
}
