import type { Database } from '#db/database.ts';
import { isId } from '#db/id.ts';
import { selectOptionalRubric, type StoredRubric } from '#db/queries/rubrics.ts';
import { requireTeaching } from '../../../api/access.ts';
import { notFound } from '../../../api/problem.ts';
import type { Viewer } from '../../../identity/identify.ts';

/** A stored version, for whoever teaches; 403 and 404. */
export async function requireReadableRubric(db: Database, viewer: Viewer, id: string): Promise<StoredRubric> {
  await requireTeaching(db, viewer);
  const rubric = isId(id) ? await selectOptionalRubric(db, id) : null;
  if (!rubric) throw notFound('rubric', id);
  return rubric;
}
