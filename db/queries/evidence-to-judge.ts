import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import { sql } from 'drizzle-orm';
import type { Grade } from '#rubric/grade.ts';
import type { Database } from '../database.ts';
import type { RunError } from '../schema/grading-runs.ts';
import { type GradeVersion, selectCurrentGrades } from './grade-versions.ts';

/**
 * A submission with the evidence to judge again: that of the current grade or, where that one had none, the newest that a visit
 * for the student brought. What a regrade brought and nobody accepted is none.
 */
export interface JudgedSubmission {
  submissionId: string;
  current: GradeVersion | null;
  /** A bundle as text. Null where no visit ever found anything. */
  evidence: { runId: string; json: string } | null;
}

/** What became of judging one again. */
export interface Rejudged<Item extends JudgedSubmission> {
  item: Item;
  /** As the rubric alone gives it. Null where it could not be judged; then `error` says why. */
  grade: Grade | null;
  error?: RunError;
}

/** To be joined to `i (submission_id)` and its current grade `g`: the run and its content as `run_id` and `content`. */
export const evidenceToJudge = sql`
  left join lateral (
    select r.id as run_id, r.evidence_id from grading_runs r
    where r.submission_id = i.submission_id and r.evidence_id is not null and (r.regrade_item_id is null or r.id = g.run_id)
    order by (r.id = g.run_id) desc nulls last, r.number desc limit 1) r on true
  left join evidence e on e.id = r.evidence_id`;

/** A row of what is joined above. */
export async function unpackEvidence({ run_id: runId, content }: { run_id: string | null; content: Buffer | null }): Promise<JudgedSubmission['evidence']> {
  return runId && content ? { runId, json: (await promisify(gunzip)(content)).toString('utf8') } : null;
}

/** Of these submissions, in no order. */
export async function selectSubmissionsToJudge(db: Database, submissionIds: readonly string[]): Promise<JudgedSubmission[]> {
  if (submissionIds.length === 0) return [];
  const { rows } = await db.execute<{ submission_id: string; run_id: string | null; content: Buffer | null }>(sql`
    select i.submission_id, r.run_id, e.content
    from unnest(${sql.param([...submissionIds])}::uuid[]) as i(submission_id)
    left join grades g on g.submission_id = i.submission_id and g.is_current ${evidenceToJudge}`);
  const current = new Map((await selectCurrentGrades(db, submissionIds)).map((grade) => [grade.submissionId, grade]));
  return Promise.all(rows.map(async (row) => ({ submissionId: row.submission_id, current: current.get(row.submission_id) ?? null, evidence: await unpackEvidence(row) })));
}
