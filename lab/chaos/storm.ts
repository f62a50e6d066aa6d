import { setTimeout as after } from 'node:timers/promises';
import type { Fault, FaultKind } from './faults.ts';
import type { RecordedClass } from './hosts/recorded-class.ts';
import type { ChaosPlatform } from './platform.ts';
import type { Random } from './random.ts';
import type { Supervised } from './supervised.ts';

export type FaultsDone = Record<FaultKind, number>;

/** Lets the faults come at their times. Resolves when the last one is over. Those of one server come one after the other. */
export async function raiseStorm(platform: ChaosPlatform, hosts: RecordedClass, faults: readonly Fault[], random: Random): Promise<FaultsDone> {
  const { postgres, redis, gates, api } = platform;
  const done: FaultsDone = {
    'worker-kill': 0,
    'worker-stop': 0,
    'redis-kill-keeping': 0,
    'redis-kill-losing': 0,
    'postgres-kill': 0,
    'api-kill': 0,
    'cut-postgres': 0,
    'cut-redis': 0,
    'cut-hosts': 0,
  };
  const inTurn = { postgres: Promise.resolve(), redis: Promise.resolve() };
  const queue = (server: keyof typeof inTurn, work: () => Promise<void>): Promise<void> => (inTurn[server] = inTurn[server].then(work));
  const raise = async ({ kind, lastsMs }: Fault): Promise<void> => {
    if (kind === 'worker-kill') await killOne(platform.workers, random);
    else if (kind === 'worker-stop') await stopOne(platform.workers, lastsMs, random);
    else if (kind === 'api-kill') await killOne([api], random);
    else if (kind === 'postgres-kill') await queue('postgres', () => postgres.crash(lastsMs, true));
    else if (kind === 'cut-postgres') await gates.postgres.cut(lastsMs);
    else if (kind === 'cut-redis') await gates.redis?.cut(lastsMs);
    else if (kind === 'cut-hosts') hosts.cut(lastsMs);
    else await queue('redis', async () => redis?.crash(lastsMs, kind === 'redis-kill-keeping'));
    done[kind] += 1;
  };
  const beganAt = performance.now();
  await Promise.all(
    faults.map(async (fault) => {
      await after(Math.max(0, fault.atMs - (performance.now() - beganAt)));
      await raise(fault);
    }),
  );
  return done;
}

/** SIGKILL to one that is at work: which one chance decides. */
async function killOne(processes: readonly Supervised[], random: Random): Promise<void> {
  (await oneAtWork(processes, random)).kill();
}

/** SIGSTOP, and SIGCONT when its locks are others'. */
async function stopOne(workers: readonly Supervised[], milliseconds: number, random: Random): Promise<void> {
  const worker = await oneAtWork(workers, random);
  const { pid } = worker;
  worker.stop();
  await after(milliseconds);
  // Not one that was started meanwhile.
  if (worker.pid === pid) worker.continue();
}

async function oneAtWork(processes: readonly Supervised[], random: Random): Promise<Supervised> {
  for (;;) {
    const working = processes.filter(({ isWorking }) => isWorking);
    if (working.length > 0) return random.pick(working);
    await after(50);
  }
}
