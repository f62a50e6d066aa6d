import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { parseArgs } from 'node:util';
import { enterArguments, runInHost } from './enter.ts';
import { ensureImage } from './image.ts';
import { openLab } from './lab.ts';
import { knownLabs } from './lab-record.ts';
import { applyState, imageFor, readStates } from './states.ts';
import { toolEnvironment } from './tool.ts';

const usage = `node lab/cli.ts boot [NAME…]   boot hosts (default: one, "host") and keep them until Ctrl-C
     --state STATE             …in a state of lab/states: ufw-docker, ssh-x11-on, … (default: stock)
     --docker                  …with Docker, whatever the state needs
     --suite bookworm|trixie   …of this Debian
node lab/cli.ts list           the hosts of every lab on this machine
node lab/cli.ts run NAME       run the bash script on stdin in a host, as root
node lab/cli.ts shell NAME     a root shell in a host`;

function hostsUp(): { name: string; address: string; leaderPid: number }[] {
  return knownLabs().flatMap((lab) =>
    lab.alive ? (lab.record?.hosts ?? []).map(({ name, address, leader }) => ({ name, address, leaderPid: leader.pid })) : [],
  );
}

function leaderOf(name: string): number {
  const found = hostsUp().filter((host) => host.name === name || host.address === name);
  if (found.length === 1 && found[0] !== undefined) return found[0].leaderPid;
  throw new Error(found.length === 0 ? `No lab host ${name} is up: node lab/cli.ts list` : `Several labs have a host ${name}: give its address instead`);
}

interface Wish {
  state?: string | undefined;
  docker?: boolean | undefined;
  suite?: string | undefined;
}

async function boot(names: readonly string[], { state: wanted = 'stock', docker, suite = 'bookworm' }: Wish): Promise<void> {
  const state = readStates().find(({ name }) => name === wanted);
  if (state === undefined) throw new Error(`There is no state ${wanted}: see lab/states`);
  if (suite !== 'bookworm' && suite !== 'trixie') throw new Error(`There are images of bookworm and trixie, not of ${suite}`);
  const needed = imageFor(state);
  const image = await ensureImage({ ...needed, suite, docker: docker ?? needed.docker, log: (line) => console.error(line) });
  const lab = await openLab({ log: (line) => console.error(line) });
  const start = async (name: string) => {
    const host = await lab.boot(name, { image });
    await applyState(host, state);
    console.log(`${host.name} ${host.address}`);
  };
  await Promise.all(names.map(start));
  console.error('Log in with: ssh student@ADDRESS (password: student). Ctrl-C ends the lab.');
  setInterval(() => undefined, 1 << 30); // hosts alone do not keep a process alive
}

const { values, positionals } = parseArgs({
  options: { state: { type: 'string' }, docker: { type: 'boolean' }, suite: { type: 'string' } },
  allowPositionals: true,
});
const [command, ...names] = positionals;
if (command === 'boot') await boot(names.length === 0 ? ['host'] : names, values);
else if (command === 'list') for (const host of hostsUp()) console.log(`${host.name} ${host.address} (pid 1 is ${host.leaderPid})`);
else if (command === 'run' && names[0] !== undefined) {
  const result = await runInHost(leaderOf(names[0]), await text(process.stdin));
  process.stdout.write(result.stdout);
  process.stderr.write(result.stderr);
  process.exitCode = result.exit ?? 1;
} else if (command === 'shell' && names[0] !== undefined) {
  const shell = spawn('sh', enterArguments(leaderOf(names[0]), ['env', '-i', `TERM=${process.env['TERM'] ?? 'dumb'}`, 'HOME=/root', 'bash', '--login']), {
    stdio: 'inherit',
    env: toolEnvironment(),
  });
  await once(shell, 'exit');
  process.exitCode = shell.exitCode ?? 1;
} else {
  console.error(usage);
  process.exitCode = 2;
}
