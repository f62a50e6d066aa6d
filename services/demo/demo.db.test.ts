import { chmodSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { builtInRubric, pointsOf } from '#lab/grading.ts';
import { runDemo, totalsShown } from './testing/run-demo.ts';

const total = pointsOf(builtInRubric());
const folder = mkdtempSync(path.join(tmpdir(), 'netgrader demo-'));
chmodSync(folder, 0o755);
afterAll(() => rmSync(folder, { recursive: true }));

test('recorded hosts are graded from nothing to reports, a second run is refused meanwhile, and Ctrl-C ends it', async () => {
  const first = runDemo(folder, ['--hosts', 'recorded']);
  await first.printed('Ctrl-C ends it');
  const second = await runDemo(folder, ['--hosts', 'recorded', '--once']).ended;
  expect(second.exit).toBe(1);
  expect(second.output).toContain('is in use by another netgrader');
  expect(second.output).toContain('NETGRADER_DATA');
  const [link = ''] = /http:\S+\/sign-in\/\S+/.exec(first.output()) ?? [];
  const signedIn = await fetch(link, { method: 'POST', redirect: 'manual', headers: { Origin: new URL(link).origin, 'Content-Type': 'application/x-www-form-urlencoded' } });
  expect([signedIn.status, signedIn.headers.get('Location')]).toEqual([303, '/']);
  first.interrupt();
  const { exit, output } = await first.ended;
  expect(exit).toBe(0);
  expect(output).toContain('4 recorded hosts, played back from recordings');
  expect(totalsShown(output)).toMatchObject({ complete: `${total} / ${total}`, stock: `0 / ${total}` });
  expect(readFileSync(path.join(folder, 'reports', 'complete.md'), 'utf8')).toContain(`${total} of ${total} points`);
  expect(statSync(path.join(folder, 'secret')).mode & 0o777).toBe(0o600);
});

test('data and secret are kept between runs', async () => {
  const before = await runDemo(folder, ['--hosts', 'recorded', '--once']).ended;
  const secret = readFileSync(path.join(folder, 'secret'), 'utf8');
  const version = statSync(path.join(folder, 'postgres', 'cluster', 'PG_VERSION')).birthtimeMs;
  const after = await runDemo(folder, ['--hosts', 'recorded', '--once']).ended;
  expect([before.exit, after.exit]).toEqual([0, 0]);
  expect(readFileSync(path.join(folder, 'secret'), 'utf8')).toBe(secret);
  expect(statSync(path.join(folder, 'postgres', 'cluster', 'PG_VERSION')).birthtimeMs).toBe(version);
});
