import { sql } from 'drizzle-orm';
import type { Database } from '../database.ts';

/** A worker that does not renew for so long is taken for dead, and its host may be visited again. Where nothing else is set. */
export const leaseSeconds = 30;

export interface LeaseRequest {
  /** `address:port`. */
  host: string;
  runId: string;
  /** The network that politeness counts for. */
  subnet: string;
  isBatch: boolean;
  /** Until it expires unless it is renewed; default `leaseSeconds`. */
  seconds?: number | undefined;
}

export type Lease = { granted: true } | { granted: false; retryAfterMs: number };

/** Takes the host for a run, by the database's clock. Of two at once one gets it; an expired lease is anybody's. */
export async function acquireLease(tx: Database, { host, runId, subnet, isBatch, seconds = leaseSeconds }: LeaseRequest): Promise<Lease> {
  const until = sql`clock_timestamp() + make_interval(secs => ${seconds})`;
  const { rows } = await tx.execute<{ host: string }>(sql`
    insert into host_leases (host, run_id, subnet, is_batch, expires_at) values (${host}, ${runId}, ${subnet}, ${isBatch}, ${until})
    on conflict (host) do update
      set run_id = excluded.run_id, subnet = excluded.subnet, is_batch = excluded.is_batch, expires_at = excluded.expires_at
      where host_leases.expires_at <= clock_timestamp()
    returning host`);
  if (rows.length > 0) return { granted: true };
  const left = await tx.execute<{ ms: string }>(sql`
    select ceil(1000 * extract(epoch from expires_at - clock_timestamp())) as ms from host_leases where host = ${host}`);
  // Most visits end sooner than their lease: look again in a few seconds.
  return { granted: false, retryAfterMs: Math.min(5000, Math.max(100, Number(left.rows[0]?.ms ?? 100))) };
}

/** False: the lease is gone or another run's, so leave the host at once. */
export async function renewLease(db: Database, runId: string, seconds: number = leaseSeconds): Promise<boolean> {
  const { rows } = await db.execute(sql`
    update host_leases set expires_at = clock_timestamp() + make_interval(secs => ${seconds})
    where run_id = ${runId} and expires_at > clock_timestamp() returning host`);
  return rows.length > 0;
}

export async function releaseLease(tx: Database, runId: string): Promise<void> {
  await tx.execute(sql`delete from host_leases where run_id = ${runId}`);
}
