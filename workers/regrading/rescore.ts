import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Database } from '#db/database.ts';
import { finishRegrade, type Regrade } from '#db/queries/regrades.ts';
import { type PreviewedItem, type RescoreItem, type Rescored, rescoreNext, selectItemsToPreview, storePreview } from '#db/queries/rescore-items.ts';
import { selectRubric } from '#db/queries/rubrics.ts';
import { selectStandingOverrides } from '#db/queries/grade-versions.ts';
import { checkChanges } from '#rubric/check-changes.ts';
import { parseBundle } from '#rubric/evidence.ts';
import { score } from '#rubric/grade.ts';
import { digestsOf } from '#rubric/item-digest.ts';
import { applyOverrides, type Override } from '#rubric/overrides.ts';
import { parseRubric, type Rubric } from '#rubric/rubric.ts';

/** Judges every item under the regrade's rubric and keeps what would change. Nothing of a grade is touched. */
export async function previewRescore(db: Database, regrade: Regrade, signal: AbortSignal): Promise<void> {
  const rubric = await rubricOf(db, regrade);
  while (!signal.aborted) {
    const items = await selectItemsToPreview(db, regrade.id);
    const overridden = Map.groupBy(await selectStandingOverrides(db, items.map(({ submissionId }) => submissionId)), ({ submissionId }) => submissionId);
    const previewed: PreviewedItem[] = [];
    for (const item of items) {
      previewed.push(previewOf(judge(item, rubric), overridden.get(item.submissionId) ?? []));
      // Scoring takes all of a core: visits of the same process have their turn in between.
      await nextTurn();
    }
    await storePreview(db, regrade.id, previewed);
    if (items.length === 0) return;
  }
}

function previewOf({ item, grade }: Rescored, standing: readonly Override[]): PreviewedItem {
  const base = { id: item.id, baseGradeId: item.current?.id ?? null };
  if (!grade || grade.status === 'not_gradable') return { ...base, earned: null, changes: [] };
  const after = applyOverrides(grade, standing);
  return { ...base, earned: after.status === 'not_gradable' ? null : after.earned, changes: checkChanges(item.current?.document ?? null, after) };
}

/** Judges item after item and makes what comes out current, chunk by chunk, until nothing is left or the signal comes. */
export async function rescore(db: Database, regrade: Regrade, signal: AbortSignal): Promise<void> {
  const rubric = await rubricOf(db, regrade);
  const digests = digestsOf(rubric);
  while (!signal.aborted) {
    const ended = await rescoreNext(db, regrade, digests, (item) => judge(item, rubric));
    if (ended > 0) continue;
    await finishRegrade(db, regrade.id);
    return;
  }
}

async function rubricOf(db: Database, { rubricId }: Regrade): Promise<Rubric> {
  return parseRubric((await selectRubric(db, rubricId)).text);
}

function judge(item: RescoreItem, rubric: Rubric): Rescored {
  if (!item.evidence) return { item, grade: null, error: { code: 'no-evidence', message: 'No visit found anything that could be judged again.' } };
  try {
    return { item, grade: score(parseBundle(item.evidence.json), rubric) };
  } catch (error) {
    // One that cannot be judged must not keep the others waiting.
    return { item, grade: null, error: { code: 'internal', message: `What was kept of the visit cannot be judged: ${error instanceof Error ? error.message : String(error)}` } };
  }
}
