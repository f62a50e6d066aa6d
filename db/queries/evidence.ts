import { createHash } from 'node:crypto';
import { promisify } from 'node:util';
import { gunzip, gzip } from 'node:zlib';
import { and, eq } from 'drizzle-orm';
import { type EvidenceBundle, parseBundle, serializeBundle } from '#rubric/evidence.ts';
import type { Database } from '../database.ts';
import { evidence } from '../schema/evidence.ts';
import { grades } from '../schema/grades.ts';
import { gradingRuns } from '../schema/grading-runs.ts';

/** Stores a bundle under the SHA-256 of its canonical JSON; the same bundle again is the same row. Returns that id. */
export async function storeEvidence(db: Database, bundle: EvidenceBundle): Promise<string> {
  const json = serializeBundle(bundle);
  const id = createHash('sha256').update(json).digest('hex');
  await db
    .insert(evidence)
    .values({ id, content: await promisify(gzip)(json) })
    .onConflictDoNothing();
  return id;
}

/** Keeps what a visit found with its run, before it is judged: a fault in judging loses none of it. Returns the evidence's id. */
export async function keepEvidence(db: Database, runId: string, bundle: EvidenceBundle): Promise<string> {
  return db.transaction(async (tx) => {
    const evidenceId = await storeEvidence(tx, bundle);
    await tx.update(gradingRuns).set({ evidenceId }).where(eq(gradingRuns.id, runId));
    return evidenceId;
  });
}

/** The bundle behind the submission's current grade; null where there is none. Throws InvalidBundleError. */
export async function selectOptionalEvidence(
  db: Database,
  submissionId: string,
): Promise<{ id: string; bundle: EvidenceBundle } | null> {
  const [row] = await db
    .select({ id: evidence.id, content: evidence.content })
    .from(grades)
    .innerJoin(gradingRuns, eq(gradingRuns.id, grades.runId))
    .innerJoin(evidence, eq(evidence.id, gradingRuns.evidenceId))
    .where(and(eq(grades.submissionId, submissionId), eq(grades.isCurrent, true)));
  if (!row) return null;
  return { id: row.id, bundle: parseBundle((await promisify(gunzip)(row.content)).toString('utf8')) };
}
