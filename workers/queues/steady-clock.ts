/** Answers with the time of a clock that all workers share, in milliseconds since 1970. */
export type SharedClock = () => Promise<number>;

/** A clock that differs by less is near enough: locks and delays are seconds long. */
const toleranceMs = 500;

/**
 * Makes `Date.now()` of this process follow a shared clock. BullMQ ends delays, and on Postgres locks, by the clock of each worker:
 * one that is an hour ahead would take every running job for abandoned, and its own would be nobody else's for an hour.
 * Returns by how much it was off, in milliseconds.
 */
export async function followClock(shared: SharedClock, own: () => number = systemNow): Promise<number> {
  const askedAt = own();
  const there = await shared();
  const offset = there - (askedAt + own()) / 2;
  const follows = Math.abs(offset) >= toleranceMs;
  Date.now = follows ? () => Math.round(own() + offset) : systemNow;
  return follows ? offset : 0;
}

const systemNow = Date.now.bind(Date);

/** Looks at the shared clock now and once a minute. Throws where it cannot be read now; later that is passed over. */
export async function keepTime(shared: SharedClock, log: { error(details: object, message: string): void }): Promise<{ stop(): void }> {
  const look = async (): Promise<void> => {
    const offMs = Math.round(await followClock(shared));
    if (offMs !== 0) log.error({ offMs }, 'the clock of this machine is wrong; the database’s is used instead');
  };
  await look();
  const timer = setInterval(() => void look().catch(() => {}), 60_000);
  return { stop: () => clearInterval(timer) };
}
