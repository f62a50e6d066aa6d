import type { Command } from 'commander';

/** `netgrader work`: a worker, until SIGTERM. Start as many as the hosts need, on one machine or on several. */
export function addWorkCommand(program: Command): void {
  program
    .command('work')
    .description('Grade submissions from the queue (DATABASE_URL, NETGRADER_SECRET, NETGRADER_QUEUE_URL and others: docs/running.md)')
    .option('--concurrency <number>', 'visits at once (default: NETGRADER_CONCURRENCY or 10)')
    .action(async ({ concurrency }: { concurrency?: string }) => {
      const { work } = await import('../actions/work.ts');
      await work(concurrency);
    });
}
