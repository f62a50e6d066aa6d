import { execFile } from 'node:child_process';
import { LabToolError } from './errors.ts';

/** Root's shell without a login often lacks the sbin folders, where ip and chroot live. */
export const toolPath = [process.env['PATH'], '/usr/local/sbin', '/usr/sbin', '/sbin', '/usr/bin', '/bin'].filter(Boolean).join(':');

/** The environment for every tool the lab starts: its own PATH, and C so that output is English. */
export function toolEnvironment(extra: Record<string, string> = {}): NodeJS.ProcessEnv {
  return { ...process.env, PATH: toolPath, LC_ALL: 'C.UTF-8', ...extra };
}

/**
 * Runs a host-side tool with an argument array (never through a shell) and answers its stdout.
 * @throws LabToolError when it is missing, exits non-zero or outlives `timeoutMs` (default 30 s).
 */
export function runTool(tool: string, args: readonly string[], options: { timeoutMs?: number } = {}): Promise<string> {
  return new Promise((resolve, reject) => {
    execFile(
      tool,
      [...args],
      { env: toolEnvironment(), timeout: options.timeoutMs ?? 30_000, killSignal: 'SIGKILL', maxBuffer: 16 * 1024 * 1024 },
      (error, stdout, stderr) => {
        if (error === null) return resolve(stdout);
        const exit = typeof error.code === 'number' ? error.code : null;
        // Node's own error repeats the whole command and its output: worth keeping only where there is no exit.
        return reject(new LabToolError(tool, exit, stderr || error.message, exit === null ? error : undefined));
      },
    );
  });
}
