import { prepareMachine } from './live-tests.ts';
import { countStep, NOTHING, sum, summaryLine } from './test-counts.ts';
import type { TestCounts } from './test-counts.ts';
import { countTests, heading, interruption, runTool, runVitest } from './test-steps.ts';
import { removeLeftovers } from './testing/leftovers.ts';

// `npm test`: everything, each step even if an earlier one failed. Arguments are Vitest's: `npm test -- ssh`.
const args = process.argv.slice(2);
const print = (line: string): void => console.log(line);

heading('packages');
const obstacle = await prepareMachine(print);
print(obstacle === undefined ? 'all there' : `the live tests are skipped: ${obstacle}`);

const steps: [string, () => Promise<TestCounts>][] = [
  ['types', () => runTool('tsc', ['--noEmit'])],
  ['lint', () => runTool('oxlint', ['--deny-warnings'])],
  ['unit tests, and tests with Postgres and Redis', () => runVitest(['unit', 'db'], args)],
  ['tests with live lab hosts', () => (obstacle === undefined ? runVitest(['live'], args) : skipLive(obstacle))],
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

async function skipLive(reason: string): Promise<TestCounts> {
  const skipped = await countTests('live', args);
  print(`skipped ${skipped} tests: ${reason}`);
  return { ...NOTHING, skipped };
}
