import { and, eq } from 'drizzle-orm';
import { parseRubric } from '#rubric/rubric.ts';
import type { Database } from '../database.ts';
import { rubrics } from '../schema/rubrics.ts';
import { RowNotFoundError } from './errors.ts';

export type StoredRubric = typeof rubrics.$inferSelect;

/** Stores a rubric document once; the same text again is the same row. Throws InvalidRubricError. */
export async function ensureRubric(db: Database, text: string): Promise<StoredRubric> {
  const { id: slug, version } = parseRubric(text);
  await db.insert(rubrics).values({ slug, version, text }).onConflictDoNothing();
  const [row] = await db.select().from(rubrics).where(and(eq(rubrics.slug, slug), eq(rubrics.version, version)));
  return row as StoredRubric;
}

/** Throws RowNotFoundError. */
export async function selectRubric(db: Database, id: string): Promise<StoredRubric> {
  const [row] = await db.select().from(rubrics).where(eq(rubrics.id, id));
  if (!row) throw new RowNotFoundError('rubric', id);
  return row;
}
