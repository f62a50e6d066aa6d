import type { Database } from '#db/database.ts';
import { selectRubric } from '#db/queries/rubrics.ts';
import { parseRubric, type Rubric } from '#rubric/rubric.ts';

// Versions never change, and reading one takes longer than all else of a page.
const kept = new Map<string, Rubric>();
const most = 50;

/** A stored rubric version, parsed; the last few stay in memory. Throws RowNotFoundError. */
export async function readRubricOnce(db: Database, id: string): Promise<Rubric> {
  const found = kept.get(id);
  if (found) return found;
  const rubric = parseRubric((await selectRubric(db, id)).text);
  const [oldest] = kept.keys();
  if (oldest !== undefined && kept.size >= most) kept.delete(oldest);
  kept.set(id, rubric);
  return rubric;
}
