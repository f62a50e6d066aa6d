import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { Command, InvalidArgumentError, Option } from 'commander';
import { ensurePackages } from '#setup/packages.ts';
import { runNight } from './night-run.ts';
import { allHeld, type ChaosResults, renderReport } from './report.ts';
import { runRescore } from './rescore-run.ts';
import { type Backend, chaosSettings } from './settings.ts';
import { runStorm } from './storm-run.ts';

const parts = ['storm', 'rescore', 'night'] as const;

interface Asked {
  backend?: Backend;
  part?: (typeof parts)[number];
  submissions: number;
  scale: number;
  seed: number;
  keep: boolean;
}

const program = new Command('npm run chaos --')
  .description('Kills, stops, cuts off and fills up every part of Netgrader while it grades, and counts what is lost, doubled or stuck')
  .addOption(new Option('--backend <kind>', 'only with the queue there (default: both)').choices(['postgres', 'redis']))
  .addOption(new Option('--part <name>', 'only this part (default: all)').choices(parts))
  .option('--submissions <number>', 'recorded hosts that are handed in', number, 500)
  .option('--scale <factor>', 'of faults and of the other parts: 1 is the whole suite', number, 1)
  .option('--seed <number>', 'of all chances', number, Math.floor(Math.random() * 1e9))
  .option('--keep', 'leaves logs and data where they are', false)
  .parse();
const asked = program.opts<Asked>();
const { scale, seed, submissions, keep } = asked;
const log = (line: string): void => console.log(line);

await ensurePackages(['faketime', 'redis-server'], { log, purpose: 'the reliability suite' });
log(`seed ${seed}`);
const results: ChaosResults = { storms: [], rescores: [], nights: [] };
for (const backend of asked.backend ? [asked.backend] : (['postgres', 'redis'] as const)) {
  log(`\nqueue in ${backend}`);
  const does = (part: Asked['part']) => asked.part === undefined || asked.part === part;
  if (does('storm')) results.storms.push(await runStorm(chaosSettings({ backend, seed, submissions, scale }), { log, keep }));
  if (does('rescore')) results.rescores.push(await runRescore({ backend, grades: Math.max(100, Math.round(1000 * scale)), kills: scale < 1 ? 2 : 5 }, { log, keep }));
  if (does('night')) {
    const withinMs = Math.max(5000, 60_000 * scale);
    results.nights.push(await runNight({ backend, seed, students: Math.max(20, Math.round(300 * scale)), batch: Math.max(40, Math.round(1000 * scale)), withinMs }, { log, keep }));
  }
}
const report = renderReport(results, { date: new Date().toISOString().slice(0, 10), command: ['npm run chaos', ...(process.argv.length > 2 ? ['--', ...process.argv.slice(2)] : [])].join(' ') });
log(`\n${report}`);
// What is kept in the repository is the whole suite's.
if (scale === 1 && asked.part === undefined && asked.backend === undefined) {
  writeFileSync(path.join(import.meta.dirname, '../../docs/reliability.md'), report);
}
process.exit(allHeld(results) ? 0 : 1);

function number(text: string): number {
  const value = Number(text);
  if (text.trim() === '' || !(value > 0)) throw new InvalidArgumentError('must be a number above 0.');
  return value;
}
