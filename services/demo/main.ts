import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { Command, Option } from 'commander';
import pino from 'pino';
import { exitStatus } from '#services/cli/usage-error.ts';
import { stopSignal } from '#services/cli/stopping.ts';
import { openDataFolder } from '#setup/data-folder.ts';
import { startDemoHosts } from './choose-hosts.ts';
import { type GradedHost, setUpCourse, takePart } from './course.ts';
import { type Platform, startPlatform } from './platform.ts';
import { ProgressBoard } from './progress.ts';
import { scoreTable } from './score-table.ts';

interface DemoOptions {
  once: boolean;
  hosts?: 'live' | 'recorded';
  port?: string;
}

const { once, hosts: forced, port } = new Command('npm start --')
  .description('Brings up Netgrader on this machine and grades a small demo course')
  .option('--once', 'end when all is graded', false)
  .addOption(new Option('--hosts <kind>', 'take this kind of hosts alone').choices(['live', 'recorded']))
  .option('--port <number>', 'of the API on 127.0.0.1 (default: NETGRADER_PORT, or 8080 where that is free)')
  .parse()
  .opts<DemoOptions>();

const say = (line = '') => void process.stdout.write(`${line}\n`);
const stopped = stopSignal();

try {
  await run();
} catch (error) {
  // Errors of set-up carry the setting and the fix in their message.
  process.stderr.write(`\n${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = exitStatus.failed;
}

async function run(): Promise<void> {
  const folder = await openDataFolder();
  try {
    const log = pino({ base: null }, pino.destination({ dest: path.join(folder.path, 'netgrader.log'), mkdir: true }));
    say(forced === 'recorded' ? 'Starting recorded hosts …' : 'Booting lab hosts and doing the students’ work on them …');
    await using hosts = await startDemoHosts(forced, say);
    await using platform = await startPlatform({ folder, networks: hosts.networks, port: choosePort(port), log });
    say();
    say('Netgrader is up');
    say(`  pages   ${platform.url}   (API reference: ${platform.url}/reference)`);
    say(`  data    ${folder.path}`);
    say(`  course  ${hosts.hosts.length} ${hosts.kind === 'live' ? 'live hosts: Debian machines on this one' : 'recorded hosts, played back from recordings of live ones'}`);
    say();
    const course = await setUpCourse(platform.url, platform.staffToken, hosts.hosts);
    const board = new ProgressBoard(hosts.hosts.map(({ name }) => name));
    const all = Promise.all(course.students.map((student) => takePart(student, course.assignment, (progress) => board.update(student.host.name, progress))));
    const graded = await Promise.race([all, stopped]);
    board.done();
    if (typeof graded === 'string') return;
    showResults(graded, folder.path);
    if (once) return;
    await showLinks(platform, course.students);
    say('\nCtrl-C ends it.');
    await stopped;
    say('\nStopping.');
  } finally {
    await folder.release();
  }
}

/** Where to look around, as an instructor and as the student who has most to mend. */
async function showLinks(platform: Platform, students: { userId: string; host: { name: string } }[]): Promise<void> {
  const student = students.find(({ host }) => host.name !== 'complete' && host.name !== 'stock') ?? students[0];
  const people = [{ who: 'instructor', userId: platform.staffId }, ...(student ? [{ who: `student ${student.host.name}`, userId: student.userId }] : [])];
  const links = await platform.signInLinks(people.map(({ userId }) => userId));
  say('\nOpen in a browser; each link signs in once:');
  for (const [index, { who }] of people.entries()) say(`  ${who.padEnd(28)} ${links[index]}`);
}

/** A port that was asked for is taken or refused; the default gives way to a free one. */
function choosePort(asked = process.env['NETGRADER_PORT']): number | { preferred: number } {
  return asked === undefined ? { preferred: 8080 } : Number(asked);
}

function showResults(graded: GradedHost[], dataFolder: string): void {
  const folder = path.join(dataFolder, 'reports');
  mkdirSync(folder, { recursive: true });
  say();
  say(scoreTable(graded.map(({ host, grade }) => ({ name: host.name, title: host.title, grade })), process.stdout.columns || 100));
  say('\nReports:');
  for (const { host, report } of graded) {
    const file = path.join(folder, `${host.name}.md`);
    writeFileSync(file, report);
    say(`  ${file}`);
  }
}
