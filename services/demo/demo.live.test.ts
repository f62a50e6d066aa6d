import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { builtInRubric, pointsOf } from '#lab/grading.ts';
import { runDemo } from './testing/run-demo.ts';

const total = pointsOf(builtInRubric());
const folder = mkdtempSync(path.join(tmpdir(), 'netgrader demo-'));
chmodSync(folder, 0o755);
afterAll(() => rmSync(folder, { recursive: true }));

/** Of all processes of this machine. */
function commandLines(): string[] {
  return readdirSync('/proc').filter((name) => /^\d+$/.test(name)).flatMap((pid) => {
    try {
      return [readFileSync(`/proc/${pid}/cmdline`, 'utf8')];
    } catch {
      return []; // it has ended meanwhile
    }
  });
}

test('four live hosts are enrolled, handed in and graded: stock earns 0, complete everything, and nothing remains', async () => {
  const { exit, output } = await runDemo(folder, ['--hosts', 'live', '--once']).ended;
  expect(output).toContain('4 live hosts');
  expect(output).toMatch(new RegExp(`^complete .*${total} / ${total}`, 'm'));
  expect(output).toMatch(new RegExp(`^stock .* 0 / ${total}`, 'm'));
  expect(output).toMatch(new RegExp(`^ssh-cloud-init-wins .*${total - 3} / ${total}`, 'm'));
  expect(output).toMatch(new RegExp(`^dns-name-commented .*${total - 0.8} / ${total}`, 'm'));
  expect(exit).toBe(0);
  expect(commandLines().filter((line) => line.includes(folder))).toEqual([]);
});

test('where live hosts cannot start it says why and goes on with recorded ones; forced, it stops', async () => {
  const nowhere = { NETGRADER_LAB_DIR: '/dev/null/lab' };
  const gone = await runDemo(folder, ['--once'], nowhere).ended;
  expect(gone.output).toContain('Live hosts cannot start: ');
  expect(gone.output).toContain('/dev/null/lab');
  expect(gone.output).toContain('4 recorded hosts');
  expect(gone.exit).toBe(0);
  const forced = await runDemo(folder, ['--once', '--hosts', 'live'], nowhere).ended;
  expect(forced.output).toContain('Leave --hosts away');
  expect(forced.exit).toBe(1);
});
