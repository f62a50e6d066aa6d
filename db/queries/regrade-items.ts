import { sql } from 'drizzle-orm';
import type { Hundredths } from '#rubric/points.ts';
import type { Database } from '../database.ts';
import type { RunError } from '../schema/grading-runs.ts';
import type { RegradeItemState } from '../schema/regrade-items.ts';

/** One submission of a regrade and what became of it. */
export interface RegradeItem {
  submissionId: string;
  studentId: string;
  name: string;
  /** `address:port` of the machine. */
  host: string;
  state: RegradeItemState;
  /** What the version before earned and what the regrade's earns; null: none, or not gradable. */
  before: Hundredths | null;
  after: Hundredths | null;
  error: RunError | null;
}

/** A regrade's submissions in some states, in the order of their submission. */
export async function selectRegradeItems(db: Database, regradeId: string, states: readonly RegradeItemState[], limit: number): Promise<RegradeItem[]> {
  const { rows } = await db.execute<Record<keyof RegradeItem, unknown>>(sql`
    select s.id as "submissionId", u.id as "studentId", u.name, s.address || ':' || s.port as host, i.state,
      case when b.status <> 'not_gradable' then b.earned end as before,
      case when a.status <> 'not_gradable' then a.earned end as after, i.error
    from regrade_items i join submissions s on s.id = i.submission_id join users u on u.id = s.student_id
    left join grades b on b.id = coalesce(i.replaced_grade_id, i.base_grade_id) left join grades a on a.id = i.grade_id
    where i.regrade_id = ${regradeId} and i.state = any(${sql.param([...states])}::text[])
    order by i.state, s.id limit ${limit}`);
  return rows as unknown as RegradeItem[];
}
