import { sql } from 'drizzle-orm';
import type { Database } from '#db/database.ts';
import type { ChaosCourse } from './course.ts';
import type { HandedIn } from './hand-in.ts';

/** What must hold after the storm: a sentence, and how many break it. */
export interface Finding {
  what: string;
  broken: number;
  examples: string[];
}

/** Waits until every submission is settled; after so long the verdict will say which are not. */
export async function untilSettled(db: Database, patienceMs: number, wait: () => Promise<unknown>): Promise<void> {
  const deadline = performance.now() + patienceMs;
  while (performance.now() < deadline) {
    const { rows } = await db.execute<{ open: number }>(sql`select count(*)::int as open from submissions where settled_at is null`);
    if (rows[0]?.open === 0) return;
    await wait();
  }
}

/** Counts what is lost, doubled, stuck or different from an undisturbed run. */
export async function judgeStorm(db: Database, course: ChaosCourse, accepted: readonly HandedIn[], undisturbed: ReadonlyMap<string, string>): Promise<Finding[]> {
  const ids = async (query: ReturnType<typeof sql>): Promise<string[]> => (await db.execute<{ id: string }>(query)).rows.map(({ id }) => id);
  const stored = new Set(await ids(sql`select id from submissions`));
  const answered = new Set(accepted.map(({ submissionId }) => submissionId));
  const { rows: grades } = await db.execute<{ id: string; address: string; document: unknown }>(sql`
    select s.id, s.address, g.document from submissions s join grades g on g.submission_id = s.id and g.is_current`);
  const graded = new Set(grades.map(({ id }) => id));
  return [
    finding('students whose submission was never accepted', course.students.filter(({ id }) => !accepted.some(({ student }) => student.id === id)).map(({ id }) => id)),
    finding('accepted submissions (2xx) that are not there', [...answered].filter((id) => !stored.has(id))),
    finding('submissions that nobody was told of', [...stored].filter((id) => !answered.has(id))),
    finding('submissions without a current grade', [...stored].filter((id) => !graded.has(id))),
    finding('submissions with two current grades', await ids(sql`select submission_id as id from grades where is_current group by 1 having count(*) > 1`)),
    finding('submissions with two accepted grades', await ids(sql`select submission_id as id from grades group by 1 having count(*) > 1`)),
    finding('grades other than an undisturbed run gives', grades.filter((grade) => undisturbed.get(grade.address) !== JSON.stringify(grade.document)).map(({ id }) => id)),
    finding('submissions that are not settled', await ids(sql`select id from submissions where settled_at is null`)),
    finding(
      'runs that neither ended nor were overtaken',
      await ids(sql`select r.id from grading_runs r join submissions s on s.id = r.submission_id and s.latest_run = r.number where r.finished_at is null`),
    ),
    finding('hosts that are still held', await ids(sql`select host as id from host_leases`)),
  ];
}

function finding(what: string, broken: string[]): Finding {
  return { what, broken: broken.length, examples: broken.slice(0, 5) };
}
