import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Database } from '#db/database.ts';
import { type JudgedSubmission, selectSubmissionsToJudge } from '#db/queries/evidence-to-judge.ts';
import { selectStandingOverrides } from '#db/queries/grade-versions.ts';
import { failDraft, keepDraftImpact, selectOptionalDraft } from '#db/queries/rubric-drafts.ts';
import { rescoreChunk } from '#db/queries/rescore-items.ts';
import { selectStandings } from '#db/queries/standings.ts';
import type { DraftImpact } from '#db/schema/rubric-drafts.ts';
import type { Override } from '#rubric/overrides.ts';
import { InvalidRubricError, parseRubric, type Rubric } from '#rubric/rubric.ts';
import { judge, outlookOf } from '../regrading/judge-again.ts';

/**
 * Scores the class's stored evidence by a rubric's draft, and stores what would change (`rubric_drafts`): of each student the
 * submission that counts. No grade is touched. What an earlier worker found is kept, and the rest is done.
 */
export async function previewDraft(db: Database, id: string, signal: AbortSignal): Promise<void> {
  const draft = await selectOptionalDraft(db, id);
  if (!draft || draft.finishedAt !== null) return;
  const rubric = readRubric(draft.text);
  if (!rubric) return failDraft(db, id, 'The draft is not valid any more: this grader has other checks than when it was uploaded. Upload it again to see what is wrong.');
  const counting = (await selectStandings(db, draft.assignmentId)).flatMap(({ counts }) => (counts ? [counts.submissionId] : []));
  const wanted = new Set(counting);
  const impact = (draft.impact ?? []).filter(({ submissionId }) => wanted.has(submissionId));
  const known = new Set(impact.map(({ submissionId }) => submissionId));
  const left = counting.filter((submissionId) => !known.has(submissionId));
  do {
    if (signal.aborted) return;
    impact.push(...(await impactOn(db, left.splice(0, rescoreChunk), rubric)));
    // Another worker may have been faster.
    if (!(await keepDraftImpact(db, id, { total: counting.length, impact, isComplete: left.length === 0 }))) return;
  } while (left.length > 0);
}

function readRubric(text: string): Rubric | null {
  try {
    return parseRubric(text);
  } catch (error) {
    if (error instanceof InvalidRubricError) return null;
    throw error;
  }
}

async function impactOn(db: Database, submissionIds: readonly string[], rubric: Rubric): Promise<DraftImpact[]> {
  const overridden = Map.groupBy(await selectStandingOverrides(db, submissionIds), ({ submissionId }) => submissionId);
  const found: DraftImpact[] = [];
  for (const item of await selectSubmissionsToJudge(db, submissionIds)) {
    found.push(impactOf(item, rubric, overridden.get(item.submissionId) ?? []));
    // Scoring takes all of a core: visits of the same process have their turn in between.
    await nextTurn();
  }
  return found;
}

function impactOf(item: JudgedSubmission, rubric: Rubric, standing: readonly Override[]): DraftImpact {
  const rejudged = judge(item, rubric);
  const { earned: after, changes } = outlookOf(rejudged, standing);
  const before = item.current && item.current.status !== 'not_gradable' ? item.current.earned : null;
  const { grade, error } = rejudged;
  const why = error?.message ?? (grade?.status === 'not_gradable' ? grade.reason.message : undefined);
  return { submissionId: item.submissionId, before, after, changes, ...(why === undefined ? {} : { why }) };
}
