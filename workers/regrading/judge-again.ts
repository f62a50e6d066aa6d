import type { JudgedSubmission, Rejudged } from '#db/queries/evidence-to-judge.ts';
import { type CheckChange, checkChanges } from '#rubric/check-changes.ts';
import { parseBundle } from '#rubric/evidence.ts';
import { score } from '#rubric/grade.ts';
import { applyOverrides, type Override } from '#rubric/overrides.ts';
import type { Hundredths } from '#rubric/points.ts';
import type { Rubric } from '#rubric/rubric.ts';

/** Judges stored evidence under a rubric. Never throws: one that cannot be judged must not keep the others waiting. */
export function judge<Item extends JudgedSubmission>(item: Item, rubric: Rubric): Rejudged<Item> {
  if (!item.evidence) return { item, grade: null, error: { code: 'no-evidence', message: 'No visit found anything that could be judged again.' } };
  try {
    return { item, grade: score(parseBundle(item.evidence.json), rubric) };
  } catch (error) {
    return { item, grade: null, error: { code: 'internal', message: `What was kept of the visit cannot be judged: ${error instanceof Error ? error.message : String(error)}` } };
  }
}

/** What would come of it, with instructors' overrides on top. */
export interface Outlook {
  /** Null: no grade came out of it. */
  earned: Hundredths | null;
  changes: CheckChange[];
}

export function outlookOf({ item, grade }: Rejudged<JudgedSubmission>, standing: readonly Override[]): Outlook {
  if (!grade || grade.status === 'not_gradable') return { earned: null, changes: [] };
  const after = applyOverrides(grade, standing);
  return { earned: after.status === 'not_gradable' ? null : after.earned, changes: checkChanges(item.current?.document ?? null, after) };
}
