import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { builtInRubric, pointsOf } from '#lab/grading.ts';
import { runDemo, totalsShown } from './testing/run-demo.ts';

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
  expect(totalsShown(output)).toEqual({
    complete: `${total} / ${total}`,
    'ssh-cloud-init-wins': `${total - 3} / ${total}`,
    'dns-name-commented': `${total - 0.8} / ${total}`,
    stock: `0 / ${total}`,
  });
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
