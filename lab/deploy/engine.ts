import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, open, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { toolEnvironment } from '../tool.ts';

/** A command of Docker's ended with an error; the message ends with what it said. */
export class EngineError extends Error {
  readonly code = 'engine-failed';
}

export interface Engine {
  /** Runs `docker …` and answers stdout. Throws EngineError. */
  docker(...args: string[]): Promise<string>;
  /** Runs `docker-compose …` in a folder and answers stdout. Throws EngineError. */
  compose(folder: string, ...args: string[]): Promise<string>;
}

/**
 * Starts dockerd with folders and a socket of its own below `scratch`. It ends with this PID namespace.
 * `group`: the cgroup that its containers belong below.
 */
export async function startEngine(scratch: string, group: string): Promise<Engine> {
  const socket = join(scratch, 'docker.sock');
  const environment = toolEnvironment({ DOCKER_HOST: `unix://${socket}`, DOCKER_CONFIG: join(scratch, 'client'), HOME: scratch, DOCKER_BUILDKIT: '0', COMPOSE_PROJECT_NAME: 'proof' });
  await mkdir(join(scratch, 'client'));
  const journal = await open(join(scratch, 'dockerd.log'), 'w');
  const options = ['--data-root', join(scratch, 'data'), '--exec-root', join(scratch, 'exec'), '--pidfile', join(scratch, 'dockerd.pid')];
  const daemon = spawn('dockerd', [...options, '--host', `unix://${socket}`, '--cgroup-parent', group], { env: environment, stdio: ['ignore', journal.fd, journal.fd] });
  await journal.close();
  const ended = once(daemon, 'exit').then(async () => {
    throw new EngineError(`dockerd ended:\n${(await readFile(join(scratch, 'dockerd.log'), 'utf8')).slice(-3000)}`);
  });
  ended.catch(() => {});

  const run = (program: string, args: readonly string[], cwd: string): Promise<string> =>
    new Promise((resolve, reject) => {
      execFile(program, [...args], { cwd, env: environment, maxBuffer: 64 * 1024 * 1024, timeout: 600_000 }, (error, stdout, stderr) => {
        if (!error) return resolve(stdout);
        return reject(new EngineError(`${program} ${args.slice(0, 6).join(' ')}: ${(stdout + stderr).trim().slice(-4000)}`, { cause: error }));
      });
    });
  // Debian's own, whose version fits the daemon's.
  const docker = (...args: string[]) => run('/usr/bin/docker', args, scratch);
  await Promise.race([ended, untilAnswers(docker)]);
  return { docker, compose: (folder, ...args) => run('/usr/bin/docker-compose', args, folder) };
}

async function untilAnswers(docker: Engine['docker']): Promise<void> {
  const deadline = Date.now() + 120_000;
  for (;;) {
    const failed = await docker('version').then(() => null, (error: unknown) => error);
    if (!failed) return;
    if (Date.now() > deadline) throw failed;
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
}
