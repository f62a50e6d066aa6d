import { sql } from 'drizzle-orm';
import type { Hundredths } from '#rubric/points.ts';
import type { Database } from '../database.ts';
import type { GradeSource } from '../schema/grades.ts';

/** A version of a submission's grade, without its checks. */
export interface GradeHistoryEntry {
  version: number;
  source: GradeSource;
  at: Date;
  /** Who made it; null: no person did. */
  by: string | null;
  why: string | null;
  regradeId: string | null;
  rubric: { slug: string; version: string };
  status: 'final' | 'provisional' | 'not_gradable';
  earned: Hundredths;
  possible: Hundredths;
  isCurrent: boolean;
}

/** All versions, the newest first, held ones too. */
export async function selectGradeHistory(db: Database, submissionId: string): Promise<GradeHistoryEntry[]> {
  const { rows } = await db.execute<Omit<GradeHistoryEntry, 'at'> & { at: number }>(sql`
    select g.version, g.source, (extract(epoch from g.created_at) * 1000)::float8 as at, coalesce(o.actor, u.name) as by, coalesce(o.why, r.reason) as why,
      g.regrade_id as "regradeId", json_build_object('slug', b.slug, 'version', b.version) as rubric, g.status, g.earned, g.possible, g.is_current as "isCurrent"
    from grades g
    join rubrics b on b.id = g.rubric_id
    left join regrades r on r.id = g.regrade_id
    left join users u on u.id = r.created_by
    left join lateral (
      select l.actor, l.why from audit_log l
      where l.subject_id = g.submission_id and l.action in ('override.set', 'override.lifted')
        and (l.after -> 'grade' ->> 'version')::int = g.version
      order by l.id limit 1) o on g.source in ('override', 'lift')
    where g.submission_id = ${submissionId}
    order by g.version desc`);
  return rows.map((row) => ({ ...row, at: new Date(row.at) }));
}
