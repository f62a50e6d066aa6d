import { sql } from 'drizzle-orm';
import type { Database } from '../database.ts';
import { newId } from '../id.ts';

export interface ContactRequest {
  /** `address:port`. */
  host: string;
  /** Connections allowed in the window; default 4. */
  limit?: number;
  /** Default 30 s. */
  windowSeconds?: number;
  /** In place of the database's clock. */
  now?: Date;
}

export type ContactReservation = { granted: true } | { granted: false; retryAfterMs: number };

/**
 * Asks for one connection to a host: all workers together get at most `limit` in any window, and none before an imposed
 * silence is over. A grant counts whether the connection then succeeds or not.
 */
export async function reserveContact(db: Database, request: ContactRequest): Promise<ContactReservation> {
  const { host, limit = 4, windowSeconds = 30, now } = request;
  return db.transaction(async (tx) => {
    await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended(${`host-contacts ${host}`}, 0))`);
    // clock_timestamp(): now() is when the transaction began, before it waited for the lock.
    const clock = now ? sql`${now.toISOString()}::timestamptz` : sql`clock_timestamp()`;
    const window = sql`make_interval(secs => ${windowSeconds})`;
    const { rows } = await tx.execute<{ at: string; wait: string }>(sql`
      with clock as (select ${clock} as at),
        silence as (select until from host_silences where host = ${host}),
        recent as (
          select contacted_at + ${window} as free_again from host_contacts, clock
          where host = ${host} and contacted_at + ${window} > clock.at
          order by contacted_at desc offset ${limit - 1} limit 1
        )
      select clock.at, 1000 * extract(epoch from
        greatest(clock.at, (select until from silence), (select free_again from recent)) - clock.at) as wait
      from clock`);
    const [{ at, wait } = { at: '', wait: '0' }] = rows;
    const retryAfterMs = Math.ceil(Number(wait));
    if (retryAfterMs > 0) return { granted: false, retryAfterMs };
    await tx.execute(sql`delete from host_contacts where host = ${host} and contacted_at + ${window} <= ${at}::timestamptz`);
    await tx.execute(sql`insert into host_contacts (id, host, contacted_at) values (${newId()}, ${host}, ${at}::timestamptz)`);
    return { granted: true };
  });
}

/** Nobody connects to the host for so many seconds; an earlier, longer silence stays. */
export async function imposeSilence(db: Database, host: string, seconds: number, now?: Date): Promise<void> {
  const clock = now ? sql`${now.toISOString()}::timestamptz` : sql`clock_timestamp()`;
  await db.execute(sql`
    insert into host_silences (host, until) values (${host}, ${clock} + make_interval(secs => ${seconds}))
    on conflict (host) do update set until = greatest(host_silences.until, excluded.until)`);
}
