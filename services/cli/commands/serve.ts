import type { Command } from 'commander';

/** `netgrader serve`: the HTTP API, until SIGTERM. */
export function addServeCommand(program: Command): void {
  program
    .command('serve')
    .description('Serve the HTTP API (DATABASE_URL, NETGRADER_SECRET, NETGRADER_QUEUE_URL and others: docs/running.md)')
    .option('--host <address>', 'address to listen on', process.env['NETGRADER_HOST'] ?? '127.0.0.1')
    .option('--port <number>', 'port to listen on (default: NETGRADER_PORT or 8080)')
    .action(async ({ host, port }: { host: string; port?: string }) => {
      const { serve } = await import('../actions/serve.ts');
      await serve(host, port);
    });
}
