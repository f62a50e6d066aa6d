import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, expect, test } from 'vitest';
import { keepEvidence } from '#db/queries/evidence.ts';
import { selectCurrentGrades } from '#db/queries/grade-versions.ts';
import { setOverride } from '#db/queries/overrides.ts';
import { storeRecollected } from '#db/queries/recollect-items.ts';
import { startNextVisit } from '#db/queries/recollect-visits.ts';
import { confirmRegrade, finishRegrade, insertRegrade, selectOptionalRegrade, selectRegrades } from '#db/queries/regrades.ts';
import { ensureRubric } from '#db/queries/rubrics.ts';
import { operator } from '#db/testing/course.ts';
import { makeGradedCourse, oneCheckRubric } from '#db/testing/graded-course.ts';
import { useDatabase } from '#db/testing/database.ts';
import { bundleSchema } from '#rubric/evidence.ts';
import { score } from '#rubric/grade.ts';
import { digestsOf } from '#rubric/item-digest.ts';
import { parseRubric } from '#rubric/rubric.ts';
import stock from '#rubric/checks/ssh/recorded/stock.json' with { type: 'json' };

const database = useDatabase();
const folder = mkdtempSync(path.join(tmpdir(), 'netgrader-'));
afterAll(() => rmSync(folder, { recursive: true }));
const running: ChildProcess[] = [];
afterEach(async () => {
  for (const child of running.splice(0)) {
    child.kill('SIGKILL');
    if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
  }
});

const main = path.join(import.meta.dirname, '..', 'main.ts');
const environment = () => ({ ...process.env, DATABASE_URL: database.url, NETGRADER_SECRET: `v1:${randomBytes(32).toString('base64url')}`, NETGRADER_QUEUE_URL: '' });

function netgrader(...args: string[]): Promise<{ exit: number; stdout: string; stderr: string }> {
  return new Promise((resolve) => {
    execFile(process.execPath, [main, ...args], { env: environment() }, (error, stdout, stderr) => {
      resolve({ exit: typeof error?.code === 'number' ? error.code : 0, stdout, stderr });
    });
  });
}

function startWorker(): void {
  running.push(spawn(process.execPath, [main, 'work'], { env: environment(), stdio: 'ignore' }));
}

/** Does a worker's part: the one machine of a regrade turns out to be a stock one, and that grade is held. */
async function visitStock(regradeId: string): Promise<void> {
  const { db } = database;
  const next = await startNextVisit(db, regradeId, { total: 1, perSubnet: 1 });
  if (next.kind !== 'visit') throw new Error(`no visit began: ${JSON.stringify(next)}`);
  const rubric = parseRubric(first);
  await keepEvidence(db, next.visit.run.runId, bundleSchema.parse(stock));
  expect(await storeRecollected(db, next.visit, score(bundleSchema.parse(stock), rubric), digestsOf(rubric))).toBe('held');
  await finishRegrade(db, regradeId);
}

const first = oneCheckRubric('1.0.0', 2);
const regrade = (...args: string[]) => netgrader('regrade', ...args);

test('a regrade is previewed, confirmed, seen to its end and undone, save what changed since', async () => {
  const { db } = database;
  const { assignment, instructor, submissions } = await makeGradedCourse(db, 6, first);
  const second = await ensureRubric(db, oneCheckRubric('2.0.0', 3), operator);
  const before = await selectCurrentGrades(db, submissions);
  startWorker();
  const by = ['--by', instructor.id];
  const start = ['start', '--assignment', assignment.id, '--kind', 'rescore', '--rubric', second.version, '--reason', 'Worth 3', ...by];

  const previewed = await regrade(...start);
  expect(previewed).toMatchObject({ exit: 4, stderr: expect.stringContaining('Nothing was changed') });
  expect(previewed.stdout).toContain('3 of 6 submissions would change: 3 gain, 0 lose\n');
  expect(previewed.stdout).toContain('ssh.root-login-refused (Root cannot log in over SSH): 3 points instead of 2 points');
  expect(previewed.stdout).toMatch(/ssh\.root-login-refused +3 +\+3\.00 +0 +–/);
  const id = previewed.stdout.split('\n')[0] ?? '';
  expect(await selectCurrentGrades(db, submissions)).toEqual(before);

  const confirmed = await regrade('confirm', id, '--yes', ...by);
  expect(confirmed).toMatchObject({ exit: 0, stdout: expect.stringContaining(`Regrade ${id} is finished: 6 applied`) });
  expect(confirmed.stderr).toContain('Regrade: 6 of 6');
  expect(await regrade('list', '--assignment', assignment.id)).toMatchObject({ exit: 0, stdout: expect.stringMatching(new RegExp(`${id} .* rescore +finished +6 applied`)) });

  const changed = submissions[1] ?? '';
  await setOverride(db, { submissionId: changed, checkId: 'ssh.root-login-refused', earned: 100, reason: 'Shown in the lab', userId: instructor.id });
  const undone = await regrade('undo', id, ...by);
  expect(undone).toMatchObject({ exit: 1, stdout: expect.stringContaining(`is undone: 5 undone, 1 kept`) });
  expect(undone.stdout).toMatch(new RegExp(`Student 1 +${changed}`));
  const untouched = before.filter(({ submissionId }) => submissionId !== changed);
  expect(await selectCurrentGrades(db, untouched.map(({ submissionId }) => submissionId))).toEqual(untouched);
});

test('what failed is told with its reason and tried again alone', async () => {
  const { db } = database;
  const { assignment, instructor, submissions } = await makeGradedCourse(db, 3, first);
  startWorker();
  // Nobody is enrolled, so that no machine can be visited.
  const start = ['start', '--assignment', assignment.id, '--kind', 'recollect', '--reason', 'The network was down', '--by', instructor.id, '--yes', '--submission', submissions[0] ?? '', submissions[1] ?? ''];
  const failed = await regrade(...start);
  expect(failed.stdout).toContain('2 machines would be visited again');
  expect(failed).toMatchObject({ exit: 1, stdout: expect.stringContaining('2 submissions failed and keep their grades') });
  expect(failed.stdout).toContain('This machine is not enrolled');
  const id = failed.stdout.split('\n')[0] ?? '';
  expect(failed.stdout).toContain(`netgrader regrade retry ${id}`);
  expect(await regrade('retry', id, '--by', instructor.id)).toMatchObject({ exit: 1, stdout: expect.stringContaining('is finished: 2 failed') });
});

test('a grade that came out worse is held, told, and taken when an instructor says so', async () => {
  const { db } = database;
  const { assignment, instructor, submissions } = await makeGradedCourse(db, 2, first);
  const complete = submissions[1] ?? '';
  const made = await insertRegrade(db, { assignmentId: assignment.id, kind: 'recollect', rubricId: assignment.rubricId, filter: { submissions: [complete] }, reason: 'Once more', userId: instructor.id });
  await confirmRegrade(db, { id: made.id, userId: instructor.id, holds: 'worse', adoptRubric: false });
  await visitStock(made.id);

  const shown = await regrade('show', made.id);
  expect(shown).toMatchObject({ exit: 1, stdout: expect.stringContaining(`netgrader regrade accept ${made.id} --submission ID`) });
  expect(shown.stdout).toMatch(new RegExp(`Student 1 +2\\.00 +0\\.00 +${complete}`));
  expect(await selectCurrentGrades(db, [complete])).toMatchObject([{ earned: 200 }]);
  const accepted = await regrade('accept', made.id, '--by', instructor.id, '--submission', complete);
  expect(accepted).toMatchObject({ exit: 0, stderr: expect.stringContaining('1 grade accepted.'), stdout: expect.stringContaining('is finished: 1 applied') });
  expect(await selectCurrentGrades(db, [complete])).toMatchObject([{ earned: 0 }]);
  expect(await regrade('accept', made.id, '--by', instructor.id)).toMatchObject({ exit: 2, stderr: expect.stringContaining('nothing to accept') });
});

test('what new visits found is shown before any grade changes', async () => {
  const { db } = database;
  const { assignment, instructor, submissions } = await makeGradedCourse(db, 2, first);
  const complete = submissions[1] ?? '';
  const start = regrade('start', '--assignment', assignment.id, '--kind', 'recollect', '--reason', 'Moved', '--by', instructor.id, '--submission', complete, '--yes');
  const begun = async () => (await selectRegrades(db, assignment.id)).find(({ state }) => state === 'running')?.id;
  await expect.poll(begun, { timeout: 60_000 }).toBeDefined();
  await visitStock((await begun()) ?? '');
  const { exit, stdout } = await start;
  expect(stdout).toContain('No grade changes by that');
  expect(stdout).toContain('1 of 1 submission would change: 0 gain, 1 lose\n');
  expect(stdout).toMatch(/ssh\.root-login-refused +0 +– +1 +−2\.00/);
  expect(stdout).toContain('is finished: 1 applied');
  expect(exit).toBe(0);
  expect(await selectCurrentGrades(db, [complete])).toMatchObject([{ earned: 0, source: 'recollect' }]);
});

test('where nobody works, that is said, and Ctrl-C ends the watching alone', async () => {
  const { db } = database;
  const { assignment, instructor } = await makeGradedCourse(db, 1, first);
  const args = ['regrade', 'start', '--assignment', assignment.id, '--kind', 'rescore', '--reason', 'x', '--by', instructor.id];
  const child = spawn(process.execPath, [main, ...args], { env: environment(), stdio: ['ignore', 'pipe', 'pipe'] });
  running.push(child);
  let [stdout, stderr] = ['', ''];
  child.stdout.on('data', (chunk: Buffer) => (stdout += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
  await expect.poll(() => stderr, { timeout: 60_000 }).toContain('netgrader work');
  child.kill('SIGINT');
  expect((await once(child, 'exit'))[0]).toBe(130);
  const id = stdout.trim();
  expect(stderr).toContain(`netgrader regrade show ${id}`);
  expect(await selectOptionalRegrade(db, id)).toMatchObject({ state: 'previewing' });
  expect(await regrade('pause', id, '--by', instructor.id)).toMatchObject({ exit: 2, stderr: expect.stringContaining('to pause, it has to be running') });
  expect(await regrade('cancel', id, '--by', instructor.id)).toMatchObject({ exit: 0, stdout: expect.stringContaining('is cancelled') });
});

// Ten processes, which a busy machine takes its time for.
test('bad usage ends with exit 2 and names the fix', { timeout: 300_000 }, async () => {
  const { db } = database;
  const { assignment, instructor, student } = await makeGradedCourse(db, 1, first);
  const start = (...more: string[]) => regrade('start', '--assignment', assignment.id, '--kind', 'rescore', '--reason', 'x', '--by', instructor.id, ...more);
  const wrong = path.join(folder, 'wrong.yaml');
  writeFileSync(wrong, oneCheckRubric('3.0.0', 1).replace('root-login-refused', 'root-login-refuse'));
  const attempts: [Promise<{ exit: number; stderr: string }>, string][] = [
    [start('--rubric', '9.9.9+0123456789ab'), 'netgrader rubric list'],
    [start('--rubric', wrong), 'there is no check called ssh.root-login-refuse'],
    [start('--student', 'nobody@example.edu'), '--student'],
    [start('--submission', 'x'), '--submission'],
    [start('--least', 'many'), 'number of points'],
    [start('--most', '0', '--least', '2'), 'No graded submission'],
    [start('--by', student.id), 'no instructor'],
    [start('--by', 'nobody'), '--by'],
    [regrade('start', '--assignment', 'x', '--kind', 'rescore', '--reason', 'x', '--by', instructor.id), 'netgrader assignment create'],
    [regrade('undo', 'x', '--by', instructor.id), 'netgrader regrade list'],
  ];
  for (const [attempt, words] of attempts) {
    const { exit, stderr } = await attempt;
    expect(stderr).toContain(words);
    expect(stderr).not.toMatch(/^\s+at /m);
    expect(exit).toBe(2);
  }
});

test('two stored rubrics, or a stored one and a file, are compared in words', async () => {
  const { db } = database;
  const stored = await ensureRubric(db, first, operator);
  const file = path.join(folder, 'second.yaml');
  writeFileSync(file, oneCheckRubric('2.0.0', 3));
  expect(await netgrader('rubric', 'diff', stored.version, file)).toMatchObject({ exit: 1, stdout: expect.stringContaining('3 points instead of 2 points') });
  expect(await netgrader('rubric', 'diff', stored.version, stored.version)).toMatchObject({ exit: 0 });
  expect(await netgrader('rubric', 'diff', stored.version, '1.0.0+0123456789ab')).toMatchObject({ exit: 2, stderr: expect.stringContaining('netgrader rubric list') });
  expect((await netgrader('rubric', 'list')).stdout).toContain(stored.version);
});
