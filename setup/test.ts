import { prepareMachine } from './prepare-machine.ts';
import { countStep, NOTHING, sum, summaryLine } from './test-counts.ts';
import type { TestCounts } from './test-counts.ts';
import { countTests, heading, interruption, runTool, runVitest } from './test-steps.ts';
import { removeLeftovers } from './testing/leftovers.ts';

// `npm test`: everything, each step even if an earlier one failed. Arguments are Vitest's: `npm test -- ssh`.
const args = process.argv.slice(2);
const print = (line: string): void => console.log(line);

heading('packages');
const obstacles = await prepareMachine(print);
const told = Object.entries(obstacles).flatMap(([kind, reason]) => (reason === undefined ? [] : [`the ${kind} tests are skipped: ${reason}`]));
for (const line of told.length === 0 ? ['all there'] : told) print(line);

const steps: [string, () => Promise<TestCounts>][] = [
  ['types', () => runTool('tsc', ['--noEmit'])],
  ['lint', () => runTool('oxlint', ['--deny-warnings'])],
  ['unit tests, and tests with Postgres and Redis', () => runVitest(['unit', 'db'], args)],
  ['tests with live lab hosts', () => runOrSkip('live', obstacles.live)],
  ['tests of the pages in Chromium', () => runOrSkip('browser', obstacles.browser)],
];

const counts: TestCounts[] = [];
for (const [title, work] of steps) {
  if (interruption() !== undefined) break;
  heading(title);
  counts.push(await work());
}
await removeLeftovers();

const tests = sum(counts.slice(2));
if (tests.passed + tests.failed + tests.skipped === 0 && interruption() === undefined) {
  print(`no test matches: ${args.join(' ')}`);
  counts.push(countStep(1));
}

const total = sum(counts);
print(`\n${summaryLine(total)}`);
process.exitCode = interruption() !== undefined ? 130 : Math.min(total.failed, 1);

async function runOrSkip(project: string, obstacle: string | undefined): Promise<TestCounts> {
  if (obstacle === undefined) return runVitest([project], args);
  const skipped = await countTests(project, args);
  print(`skipped ${skipped} tests: ${obstacle}`);
  return { ...NOTHING, skipped };
}
