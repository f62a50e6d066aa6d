import { and, eq, type SQL, sql } from 'drizzle-orm';
import type { Database } from '../database.ts';
import type { RunError } from '../schema/grading-runs.ts';
import { type RegradeFilter, regrades } from '../schema/regrades.ts';
import { submissions } from '../schema/submissions.ts';
import { takeBatchTurn } from './batch-turn.ts';
import { insertRun, NotNow, type StartedRun, takeHost } from './grading-runs.ts';
import { endItems } from './rescore-items.ts';

/** How politely machines are visited again, all workers and regrades together. */
export interface Politeness {
  /** Visits at once. */
  total: number;
  /** Of them in one /24 or /64. */
  perSubnet: number;
}

export interface RecollectVisit {
  itemId: string;
  submissionId: string;
  /** Transport faults of earlier visits. */
  faults: number;
  /** `address:port`. */
  host: string;
  run: StartedRun;
}

export type NextVisit =
  | { kind: 'visit'; visit: RecollectVisit }
  /** Nothing may begin now. */
  | { kind: 'later'; retryAfterMs: number; why: 'students-first' | 'politeness' | 'host-busy' | 'connection-budget' | 'nothing-due' | 'given-up' | 'turn' }
  /** Nothing is left, or the regrade does not run (any more). */
  | { kind: 'done' };

const subnet = sql`host(network(set_masklen(s.address::inet, case family(s.address::inet) when 4 then 24 else 64 end))) ||
  case family(s.address::inet) when 4 then '/24' else '/64' end`;

/** Submissions that a worker could take up now and that none has. By the clock: a transaction that waits for its turn began long ago. */
const studentsWait = sql`exists (select 1 from submissions w where w.settled_at is null and coalesce(w.not_before, w.created_at) <= clock_timestamp()
  and not exists (select 1 from grading_runs r join host_leases l on l.run_id = r.id where r.submission_id = w.id and l.expires_at > clock_timestamp()))`;

/** Begins the next visit of a regrade: takes item, host and contact, or nothing. Students' own submissions go first. */
export async function startNextVisit(db: Database, regradeId: string, { total, perSubnet }: Politeness, leaseSeconds?: number): Promise<NextVisit> {
  try {
    return await db.transaction(async (tx): Promise<NextVisit> => {
      const [regrade] = await tx
        .select({ rubricId: regrades.rubricId, filter: regrades.filter })
        .from(regrades)
        .where(and(eq(regrades.id, regradeId), sql`confirmed_at is not null and coalesce(paused_at, cancelled_at, finished_at) is null`))
        .for('share');
      if (!regrade) return { kind: 'done' };
      // Most who come are sent away by this, without keeping anybody waiting.
      const { rows: gates } = await tx.execute<Gates>(gatesOf(regradeId, null));
      const early = closedBy(gates[0], { total, perSubnet });
      if (early) return early;
      const { rows } = await tx.execute<Candidate>(sql`
        select i.id, i.submission_id, i.faults, s.address, s.port, ${subnet} as subnet,
          (select count(*)::int from grading_runs r where r.submission_id = s.id and r.regrade_item_id = i.id and r.finished_at is null) as vanished,
          exists (select 1 from submissions n where n.assignment_id = s.assignment_id and n.student_id = s.student_id
            and (n.created_at, n.id) > (s.created_at, s.id)) as superseded,
          exists (select 1 from enrolments e where e.course_id = s.course_id and e.student_id = s.student_id) as enrolled
        from regrade_items i join submissions s on s.id = i.submission_id
        where i.regrade_id = ${regradeId} and i.state = 'pending' and coalesce(i.not_before, clock_timestamp()) <= clock_timestamp() and s.settled_at is not null
          and not exists (select 1 from host_leases l where l.host = ${hostOf} and l.expires_at > clock_timestamp())
          and (select count(*) from host_leases l where l.is_batch and l.expires_at > clock_timestamp() and l.subnet = ${subnet}) < ${perSubnet}
        order by i.faults, i.id limit 1 for update of i skip locked`);
      const [item] = rows;
      if (!item) return { kind: 'later', retryAfterMs: Math.max(100, Math.min(1000, Number(gates[0]?.due_ms ?? 1000))), why: 'nothing-due' };
      const hopeless = reasonAgainst(item, regrade.filter);
      if (hopeless) {
        await endItems(tx, [{ id: item.id, state: 'failed', error: hopeless }]);
        return { kind: 'later', retryAfterMs: 0, why: 'given-up' };
      }
      const [numbered] = await tx
        .update(submissions)
        .set({ latestRun: sql`${submissions.latestRun} + 1` })
        .where(eq(submissions.id, item.submission_id))
        .returning({ number: submissions.latestRun });
      const started = { submissionId: item.submission_id, number: numbered?.number ?? 1, rubricId: regrade.rubricId, regradeItemId: item.id };
      const run = await insertRun(tx, started);
      const host = `${item.address}:${item.port}`;
      await takeHost(tx, { host, runId: run.runId, subnet: item.subnet, isBatch: true, seconds: leaseSeconds }, item.enrolled);
      // All is prepared: now it is held against who came meanwhile, and what is held back waits for no more than this.
      const look = await takeBatchTurn<Gates>(tx, gatesOf(regradeId, run.runId), sql`update grading_runs set started_at = clock_timestamp() where id = ${run.runId}`);
      if (!look) throw new NotNow('turn', 60);
      const late = closedBy(look, { total: total + 1, perSubnet: perSubnet + 1 });
      if (late) throw new NotNow(late.kind === 'later' ? late.why : 'nothing-due', late.kind === 'later' ? late.retryAfterMs : 100);
      return { kind: 'visit', visit: { itemId: item.id, submissionId: item.submission_id, faults: item.faults, host, run } };
    });
  } catch (error) {
    if (!(error instanceof NotNow)) throw error;
    return { kind: 'later', retryAfterMs: Math.min(error.retryAfterMs, 2000), why: error.why };
  }
}

interface Gates {
  [column: string]: unknown;
  students: boolean;
  /** Visits of regrades, in all and in the network of a run, that one included. */
  visits: string;
  in_subnet: string;
  left: string;
  /** Until the next item that waits for its time. */
  due_ms: string | null;
}

function gatesOf(regradeId: string, runId: string | null): SQL {
  return sql`select ${studentsWait} as students,
    (select count(*) from host_leases where is_batch and expires_at > clock_timestamp()) as visits,
    (select count(*) from host_leases l, host_leases o where o.run_id = ${runId} and l.subnet = o.subnet and l.is_batch and l.expires_at > clock_timestamp()) as in_subnet,
    (select count(*) from regrade_items where regrade_id = ${regradeId} and state = 'pending') as left,
    (select ceil(1000 * extract(epoch from min(not_before) - clock_timestamp())) from regrade_items
      where regrade_id = ${regradeId} and state = 'pending' and not_before > clock_timestamp()) as due_ms`;
}

/** Why no visit may begin now; null: one may. */
function closedBy(gates: Gates | undefined, { total, perSubnet }: Politeness): Exclude<NextVisit, { kind: 'visit' }> | null {
  if (!gates || Number(gates.left) === 0) return { kind: 'done' };
  if (gates.students) return { kind: 'later', retryAfterMs: 500, why: 'students-first' };
  if (Number(gates.visits) >= total || Number(gates.in_subnet) >= perSubnet) return { kind: 'later', retryAfterMs: 1000, why: 'politeness' };
  return null;
}

interface Candidate {
  [column: string]: unknown;
  id: string;
  submission_id: string;
  faults: number;
  address: string;
  port: number;
  subnet: string;
  enrolled: boolean;
  /** Visits that ended in no way at all. */
  vanished: number;
  superseded: boolean;
}

/** Visits of an item whose worker may die: restarts take few, a machine that brings workers down takes all. */
const mostVanished = 10;

/** Why a machine is not visited (any more); null: it is. */
function reasonAgainst({ vanished, superseded }: Candidate, { submissions: named }: RegradeFilter): RunError | null {
  if (superseded && !named) return { code: 'superseded', message: 'The student has handed in again since: the machine is what that submission left.' };
  if (vanished >= mostVanished) return { code: 'internal', message: `${vanished} visits of this machine ended with their worker. The workers' logs tell more.` };
  return null;
}

const hostOf = sql`s.address || ':' || s.port`;
