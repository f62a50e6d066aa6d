import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Database } from '#db/database.ts';
import { finishRegrade, type Regrade } from '#db/queries/regrades.ts';
import { type PreviewedItem, type Rescored, rescoreNext, selectItemsToPreview, storePreview } from '#db/queries/rescore-items.ts';
import { selectRubric } from '#db/queries/rubrics.ts';
import { selectStandingOverrides } from '#db/queries/grade-versions.ts';
import { digestsOf } from '#rubric/item-digest.ts';
import type { Override } from '#rubric/overrides.ts';
import { parseRubric, type Rubric } from '#rubric/rubric.ts';
import { judge, outlookOf } from './judge-again.ts';

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

function previewOf(rescored: Rescored, standing: readonly Override[]): PreviewedItem {
  return { id: rescored.item.id, baseGradeId: rescored.item.current?.id ?? null, ...outlookOf(rescored, standing) };
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
