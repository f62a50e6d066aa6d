import { DrizzleQueryError } from 'drizzle-orm/errors';
import { type ClientBase, DatabaseError, type PoolClient, Pool, type PoolConfig } from 'pg';

/** No connection to the database could be had. */
export class DatabaseUnreachableError extends Error {
  readonly code = 'database-unreachable';
}

/** Of a session at the server: a transaction that says nothing for so long is rolled back; a peer that is gone is noticed. */
const impatience = `set idle_in_transaction_session_timeout = '60s'; set tcp_keepalives_idle = 15; set tcp_keepalives_interval = 5; set tcp_keepalives_count = 4`;

/** The pool awaits what this returns, which its types do not say. */
const onConnect = (client: ClientBase) => client.query(impatience) as unknown as undefined;

/** A pool that survives its server: a connection that breaks while somebody has it tells that by the next query alone. */
export class SturdyPool extends Pool {
  constructor(config: PoolConfig) {
    // Whoever vanishes without a word, by a power cut or a cable, must not hold locks there or a worker here for hours.
    super({ keepAlive: true, keepAliveInitialDelayMillis: 15_000, onConnect, ...config });
    // pg takes its own listener off a connection that is handed out, and an 'error' without one ends the process.
    this.on('connect', (client) => void client.on('error', () => {}));
  }

  override connect(): Promise<PoolClient>;
  override connect(callback: Parameters<Pool['connect']>[0]): void;
  override connect(callback?: Parameters<Pool['connect']>[0]): Promise<PoolClient> | void {
    if (callback) return super.connect(callback);
    return super.connect().then(givenBack, (cause: unknown) => {
      throw new DatabaseUnreachableError('The database cannot be reached. See whether the server that DATABASE_URL names is up.', { cause });
    });
  }
}

/**
 * A connection that breaks leaves the pool at once, whether or not its holder gives it back: drizzle's transactions do not where
 * BEGIN itself fails, and after as many such faults as the pool is large nobody would get a connection any more.
 */
function givenBack(client: PoolClient): PoolClient {
  const release = client.release.bind(client);
  let isReleased = false;
  const broken = (): void => client.release(true);
  client.release = (error) => {
    client.off('error', broken);
    if (!isReleased) release(error);
    isReleased = true;
  };
  client.once('error', broken);
  return client;
}

/**
 * SQLSTATE classes (Postgres manual, appendix A) of what passes by itself: connections (08), resources (53), an operator's
 * intervention such as a restart (57), and transactions that got in each other's way (40).
 */
const passing = /^(08|40|53|57)/;

/** Whether the database was away, or is about to be: the same work later is no worse than now. */
export function isOutage(error: unknown): boolean {
  if (error instanceof DatabaseUnreachableError) return true;
  if (error instanceof DatabaseError) return passing.test(error.code ?? '');
  if (!(error instanceof DrizzleQueryError)) return false;
  // What is no answer of the server is a fault of the way to it.
  return error.cause instanceof DatabaseError ? isOutage(error.cause) : error.cause instanceof Error;
}
