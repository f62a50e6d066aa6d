import { and, desc, eq, getTableColumns, or, sql } from 'drizzle-orm';
import { parseRubric } from '#rubric/rubric.ts';
import type { Database } from '../database.ts';
import { rubrics } from '../schema/rubrics.ts';
import { type Actor, recordAudit } from './audit.ts';
import { RowNotFoundError } from './errors.ts';

export type StoredRubric = typeof rubrics.$inferSelect;

/** Stores a rubric document once; the same text again is the same row. Throws InvalidRubricError. */
export async function ensureRubric(db: Database, text: string, actor: Actor): Promise<StoredRubric> {
  const { id: slug, version } = parseRubric(text);
  return db.transaction(async (tx) => {
    const [published] = await tx.insert(rubrics).values({ slug, version, text }).onConflictDoNothing().returning();
    if (published) {
      const subject = { kind: 'rubric' as const, id: published.id };
      await recordAudit(tx, { actor, action: 'rubric.published', subject, courseId: null, after: { slug, version } });
      return published;
    }
    const [row] = await tx.select().from(rubrics).where(and(eq(rubrics.slug, slug), eq(rubrics.version, version)));
    return row as StoredRubric;
  });
}

/** All versions, newest first, without their texts. */
export async function selectRubrics(db: Database): Promise<Omit<StoredRubric, 'text'>[]> {
  const { text: _, ...columns } = getTableColumns(rubrics);
  return db.select(columns).from(rubrics).orderBy(desc(rubrics.id));
}

export async function selectOptionalRubric(db: Database, id: string): Promise<StoredRubric | null> {
  const [row] = await db.select().from(rubrics).where(eq(rubrics.id, id));
  return row ?? null;
}

/** Throws RowNotFoundError. */
export async function selectRubric(db: Database, id: string): Promise<StoredRubric> {
  const row = await selectOptionalRubric(db, id);
  if (!row) throw new RowNotFoundError('rubric', id);
  return row;
}

/** By its row's id or its version, such as `1.0.0+3f2a…`. */
export async function selectOptionalNamedRubric(db: Database, name: string): Promise<StoredRubric | null> {
  const [row] = await db.select().from(rubrics).where(or(eq(sql`${rubrics.id}::text`, name), eq(rubrics.version, name)));
  return row ?? null;
}
