import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ensurePackages } from '#setup/packages.ts';
import { removeCgroup } from '../cgroups.ts';
import { toolEnvironment } from '../tool.ts';
import { ensureStandIns } from './stand-ins.ts';

const packages = ['docker.io', 'docker-compose', 'mmdebstrap', 'iproute2', 'util-linux', 'tini'];
const log = (line: string) => process.stderr.write(`${line}\n`);

/** Runs docker-compose.yml on a Docker engine of its own and prints what was proven; the exit status. Needs root and Debian. */
async function prove(): Promise<number> {
  if (process.platform !== 'linux' || process.getuid?.() !== 0) {
    log('This needs Linux and root: it starts a Docker engine of its own. Run: sudo npm run prove:compose');
    return 2;
  }
  const outcome = await ensurePackages(packages, { log, purpose: 'the proof of docker-compose.yml' });
  if ('missing' in outcome) {
    log(outcome.advice);
    return 2;
  }
  const standIns = await ensureStandIns(log);
  const scratch = await mkdtemp(join(tmpdir(), 'netgrader-compose-'));
  const group = `netgrader-compose-${process.pid}`;
  // Its processes, mounts, interfaces and firewall rules are in namespaces of their own and end with the first process.
  const namespaces = ['--mount', '--net', '--pid', '--fork', '--kill-child', '--mount-proc'];
  const inside = [process.execPath, join(import.meta.dirname, 'inside.ts'), scratch, group, JSON.stringify(standIns)];
  const child = spawn('setpriv', ['--pdeathsig', 'KILL', 'unshare', ...namespaces, 'tini', '--', ...inside], { stdio: ['ignore', 'inherit', 'inherit'], env: toolEnvironment() });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => child.kill('SIGKILL'));
  try {
    const [status] = (await once(child, 'exit')) as [number | null];
    return status ?? 130;
  } finally {
    await cleanUp(scratch, group);
  }
}

/** The last processes may take a moment to leave their cgroup and their files. */
async function cleanUp(scratch: string, group: string): Promise<void> {
  for (let attempt = 0; attempt < 100 && !removeCgroup(group); attempt++) await new Promise((resolve) => setTimeout(resolve, 100));
  await rm(scratch, { recursive: true, force: true, maxRetries: 20 });
}

process.exitCode = await prove();
