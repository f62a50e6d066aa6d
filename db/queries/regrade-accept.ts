import { and, eq, inArray } from 'drizzle-orm';
import { digestsOf } from '#rubric/item-digest.ts';
import { applyOverrides } from '#rubric/overrides.ts';
import { parseRubric } from '#rubric/rubric.ts';
import type { Database } from '../database.ts';
import { grades } from '../schema/grades.ts';
import { regradeItems } from '../schema/regrade-items.ts';
import { recordAudit } from './audit.ts';
import {
  addGradeVersion,
  gradeForAudit,
  type GradeVersion,
  lockSubmissions,
  makeVersionsCurrent,
  selectCurrentGrades,
  selectStandingOverrides,
} from './grade-versions.ts';
import { askToLookAgain } from './overrides.ts';
import { change, type Regrade, type RegradeStep } from './regrades.ts';
import { selectRubric } from './rubrics.ts';

export interface Acceptance {
  regrade: Regrade;
  accepted: string[];
  /** Submissions whose grade became another one since theirs was held: a new visit or rubric goes before it. */
  left: string[];
}

/**
 * An instructor takes held versions, all or those of some submissions: they become current, with the overrides that stand now,
 * and undoing the regrade brings back what they replace. Null where the regrade was not begun, or was undone.
 */
export async function acceptHeldItems(db: Database, step: RegradeStep & { submissions?: readonly string[] }): Promise<Acceptance | null> {
  const done: Omit<Acceptance, 'regrade'> = { accepted: [], left: [] };
  const regrade = await change(db, step, 'regrade.accepted', ['running', 'paused', 'finished', 'cancelled'], {}, async (tx, { id, courseId, reason, rubricId }) => {
    const asked = step.submissions && inArray(regradeItems.submissionId, [...step.submissions]);
    const items = await tx
      .select()
      .from(regradeItems)
      .where(and(eq(regradeItems.regradeId, id), eq(regradeItems.state, 'held'), asked))
      .orderBy(regradeItems.submissionId)
      .for('update');
    const ids = items.map(({ submissionId }) => submissionId);
    if (ids.length === 0) return;
    await lockSubmissions(tx, ids);
    const current = new Map((await selectCurrentGrades(tx, ids)).map((grade) => [grade.submissionId, grade]));
    const kept = await selectVersions(tx, items.flatMap(({ gradeId, replacedGradeId }) => [gradeId ?? [], replacedGradeId ?? []].flat()));
    for (const item of items) {
      const [held, replaced, now] = [kept.get(item.gradeId ?? ''), kept.get(item.replacedGradeId ?? ''), current.get(item.submissionId)];
      if (!held || !now || !isOfSameJudgement(replaced, now)) {
        done.left.push(item.submissionId);
        continue;
      }
      const version = await makeCurrent(tx, held);
      await tx.update(regradeItems).set({ state: 'applied', gradeId: version.id, replacedGradeId: now.id }).where(eq(regradeItems.id, item.id));
      await recordAudit(tx, {
        actor: { userId: step.userId },
        action: 'grade.stored',
        subject: { kind: 'submission', id: item.submissionId },
        courseId,
        before: gradeForAudit(now),
        after: gradeForAudit(version),
        why: step.why ?? reason,
      });
      done.accepted.push(item.submissionId);
    }
    await askToLookAgain(tx, done.accepted, digestsOf(parseRubric((await selectRubric(tx, rubricId)).text)));
  });
  return regrade && { regrade, ...done };
}

/** Overrides that were set or lifted since make versions of the same judgement. */
function isOfSameJudgement(replaced: GradeVersion | undefined, now: GradeVersion): boolean {
  return replaced?.runId === now.runId && replaced.rubricId === now.rubricId;
}

/** The held version itself or, where overrides changed since, one of the same judgement with those that stand now. */
async function makeCurrent(tx: Database, held: GradeVersion): Promise<GradeVersion> {
  const { submissionId, runId, rubricId, regradeId } = held;
  const scored = held.scored ?? held.document;
  const document = applyOverrides(scored, await selectStandingOverrides(tx, [submissionId]));
  if (JSON.stringify(document) !== JSON.stringify(held.document)) {
    return (await addGradeVersion(tx, { submissionId, runId, rubricId, scored, source: 'recollect', regradeId, makeCurrent: true })).version;
  }
  await makeVersionsCurrent(tx, [{ submissionId, gradeId: held.id }]);
  return held;
}

async function selectVersions(tx: Database, ids: readonly string[]): Promise<Map<string, GradeVersion>> {
  const rows = ids.length === 0 ? [] : await tx.select().from(grades).where(inArray(grades.id, [...ids]));
  return new Map(rows.map((row) => [row.id, row]));
}
