import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, rm, symlink, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { collected, visitOf } from '../testing/bundle.ts';
import { labReport } from './lab-report.ts';

const run = promisify(execFile);
let home: string;
beforeEach(async () => {
  home = await mkdtemp(path.join(tmpdir(), 'ng report '));
});
afterEach(() => rm(home, { recursive: true }));

async function put(file: string, text = file): Promise<void> {
  await mkdir(path.dirname(path.join(home, file)), { recursive: true });
  await writeFile(path.join(home, file), text);
}

async function find(deliverables = '') {
  const { stdout } = await run('sh', ['-c', labReport.command], { env: { PATH: process.env['PATH'], NG_HOME: home, NG_DELIVERABLES: deliverables } });
  return labReport.parse(collected(stdout), visitOf());
}

test('the report is found in any case and any subfolder, and its text is kept byte for byte', async () => {
  await put('net lab/docs/Lab_Report.MD', '# Bericht\n\nzwei\n\n');
  expect(await find()).toEqual({ status: 'found', path: `${home}/net lab/docs/Lab_Report.MD`, text: '# Bericht\n\nzwei\n\n' });
});

test('the shallowest wins, then the newest; other names stand in only where there is none', async () => {
  await put('report.md');
  await put('a/b/LAB_REPORT.md');
  await put('b/LAB_REPORT.md');
  await put('c/LAB_REPORT.md');
  await utimes(path.join(home, 'b/LAB_REPORT.md'), 2_000_000_000, 2_000_000_000);
  expect(await find()).toMatchObject({ text: 'b/LAB_REPORT.md' });
});

test.each(['lab-report.md', 'LAB_REPORT.markdown', 'docs/report.md'])('%s will do', async (name) => {
  await put(name);
  expect(await find()).toMatchObject({ status: 'found', text: name });
});

test('links are not followed, hidden folders not entered', async () => {
  await symlink('/etc/passwd', path.join(home, 'LAB_REPORT.md'));
  await put('.cache/LAB_REPORT.md');
  expect(await find()).toEqual({ status: 'missing', folder: home });
});

test('the deliverables may be a folder of their own, named from the home as well', async () => {
  await put('lab09/LAB_REPORT.md');
  expect(await find(`${home}/lab09/`)).toMatchObject({ path: `${home}/lab09/LAB_REPORT.md` });
  expect(await find('lab09')).toMatchObject({ path: `${home}/lab09/LAB_REPORT.md` });
  expect(await find('lab10')).toEqual({ status: 'no-folder', folder: `${home}/lab10` });
});

test('no more of a huge report is taken than its limit', async () => {
  await put('LAB_REPORT.md', 'x'.repeat(500_000));
  const report = await find();
  expect(report.status === 'found' && report.text.length).toBe(131_072);
});
