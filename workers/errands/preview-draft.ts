import type { Database } from '#db/database.ts';

/** Scores the class's stored evidence by a rubric's draft, and stores what would change (`rubric_drafts`). */
export function previewDraft(_db: Database, id: string, _signal: AbortSignal): Promise<void> {
  return Promise.reject(new Error(`Cannot preview ${id} yet`));
}
