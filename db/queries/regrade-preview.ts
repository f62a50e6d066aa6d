import { sql } from 'drizzle-orm';
import type { Hundredths } from '#rubric/points.ts';
import type { Database } from '../database.ts';

/** What a regrade would do, or did, counted over its submissions. Points in hundredths; a bonus counts as no gain and no loss. */
export interface RegradePreview {
  submissions: number;
  /** Judged for the preview so far; of a recollect: visited. */
  previewed: number;
  /** Some check earns otherwise. */
  changing: number;
  gaining: number;
  losing: number;
  /** No grade comes out of what is kept of them: they stay as they are. */
  notJudged: number;
  /** Those that change anywhere, most changes first. */
  checks: CheckPreview[];
}

export interface CheckPreview {
  check: string;
  gaining: number;
  losing: number;
  /** All gains and all losses, added up; both positive. */
  gained: Hundredths;
  lost: Hundredths;
}

export interface ItemPreview {
  submissionId: string;
  studentId: string;
  name: string;
  /** Null: not gradable until now. */
  before: Hundredths | null;
  after: Hundredths;
}

// A grade that could not be formed counts as nothing earned, so that any points are a gain.
const before = sql`case when g.status = 'not_gradable' then null else g.earned end`;
const items = (regradeId: string) => sql`regrade_items i left join grades g on g.id = i.base_grade_id where i.regrade_id = ${regradeId}`;

export async function selectRegradePreview(db: Database, regradeId: string): Promise<RegradePreview> {
  const { rows: totals } = await db.execute<Record<Exclude<keyof RegradePreview, 'checks'>, number>>(sql`
    select count(*)::int as submissions,
      count(i.preview_changes)::int as previewed,
      count(*) filter (where json_array_length(i.preview_changes) > 0)::int as changing,
      count(*) filter (where i.preview_earned > coalesce(${before}, 0))::int as gaining,
      count(*) filter (where i.preview_earned < coalesce(${before}, 0))::int as losing,
      count(*) filter (where i.preview_changes is not null and i.preview_earned is null)::int as "notJudged"
    from ${items(regradeId)}`);
  const { rows: checks } = await db.execute<Record<keyof CheckPreview, string>>(sql`
    select c."check", count(*) filter (where c.by > 0) as gaining, count(*) filter (where c.by < 0) as losing,
      coalesce(sum(c.by) filter (where c.by > 0), 0) as gained, coalesce(-sum(c.by) filter (where c.by < 0), 0) as lost
    from (select x."check", coalesce(x.after, 0) - coalesce(x.before, 0) as by
      from regrade_items i, json_to_recordset(i.preview_changes) as x("check" text, before int, after int)
      where i.regrade_id = ${regradeId}) c
    group by c."check" order by count(*) desc, c."check"`);
  const numbers = checks.map(({ check, gaining, losing, gained, lost }) => ({ check, gaining: Number(gaining), losing: Number(losing), gained: Number(gained), lost: Number(lost) }));
  return { ...(totals[0] as Omit<RegradePreview, 'checks'>), checks: numbers };
}

/** Who would lose most, the largest loss first. */
export async function selectLargestLosses(db: Database, regradeId: string, limit: number): Promise<ItemPreview[]> {
  const { rows } = await db.execute<Pick<ItemPreview, keyof ItemPreview>>(sql`
    select s.id as "submissionId", u.id as "studentId", u.name, l.before, l.after
    from (select i.submission_id, ${before} as before, i.preview_earned as after from ${items(regradeId)}) l
    join submissions s on s.id = l.submission_id join users u on u.id = s.student_id
    where l.after < l.before order by l.before - l.after desc, s.id limit ${limit}`);
  return rows;
}

/** How many of a regrade's submissions were judged for the preview. */
export async function countPreviewed(db: Database, regradeId: string): Promise<{ previewed: number; submissions: number }> {
  const { rows } = await db.execute<{ previewed: number; submissions: number }>(
    sql`select count(preview_changes)::int as previewed, count(*)::int as submissions from regrade_items where regrade_id = ${regradeId}`,
  );
  return rows[0] ?? { previewed: 0, submissions: 0 };
}

/** Points of a submission before and after a change; null: not gradable, or none. */
export interface PointsChange {
  before: Hundredths | null;
  after: Hundredths | null;
  /** Some check earns otherwise, though the sum may be the same. */
  isChanging: boolean;
}

/** Of every submission of a regrade that was judged: what the regrade's own version earns or, before there is one, the preview's. */
export async function selectPointsChanges(db: Database, regradeId: string): Promise<PointsChange[]> {
  const { rows } = await db.execute<Pick<PointsChange, keyof PointsChange>>(sql`
    select case when b.status <> 'not_gradable' then b.earned end as before,
      case when a.status is null then i.preview_earned when a.status <> 'not_gradable' then a.earned end as after,
      json_array_length(i.preview_changes) > 0 as "isChanging"
    from regrade_items i left join grades b on b.id = coalesce(i.replaced_grade_id, i.base_grade_id) left join grades a on a.id = i.grade_id
    where i.regrade_id = ${regradeId} and i.preview_changes is not null order by i.id`);
  return rows;
}
