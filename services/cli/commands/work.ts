import type { Command } from 'commander';
import type { WorkOptions } from '../actions/work.ts';

/** `netgrader work`: a worker, until SIGTERM or until there is nothing to do. Start as many as the hosts need, on one machine or on several. */
export function addWorkCommand(program: Command): void {
  program
    .command('work')
    .description('Grade submissions from the queue (DATABASE_URL, NETGRADER_SECRET, NETGRADER_QUEUE_URL and others: docs/running.md) (exit 0: ended or idle, all handed back, 1: something hung, 2: bad usage)')
    .option('--concurrency <number>', 'visits at once (default: NETGRADER_CONCURRENCY or 10)')
    .option('--until-idle <time>', 'end when nothing was to be done, or waited for its time, for so long: 30s, 5m')
    .action(async (options: WorkOptions) => {
      const { work } = await import('../actions/work.ts');
      await work(options);
    });
}
