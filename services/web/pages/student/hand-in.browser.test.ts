import { afterAll, beforeAll, expect, test } from 'vitest';
import { updateAssignment } from '#db/queries/assignments.ts';
import { makeCourse, operator } from '#db/testing/course.ts';
import { runEnrolment } from '#lab/enrol.ts';
import { type Lab, openLab } from '#lab/lab.ts';
import { builtInRubricFile } from '#services/cli/built-in-rubric.ts';
import { readTextFile } from '#services/cli/rubric-file.ts';
import { startErrandWorker } from '#workers/errands/errand-worker.ts';
import type { QueueWorker } from '#workers/queues/start-worker.ts';
import { expectAccessible, expectNoSidewaysScroll, useBrowser } from '../../testing/browser.ts';

const web = useBrowser();
const open: { lab?: Lab; worker?: QueueWorker } = {};
beforeAll(async () => {
  open.lab = await openLab();
  const log = { info: () => {}, error: (details: object, message: string) => console.error(message, details) };
  open.worker = startErrandWorker({ db: web.db, sealer: web.sealer, username: 'netgrader' }, { backend: { kind: 'postgres', url: web.url }, log });
});
afterAll(async () => {
  await open.worker?.close();
  await open.lab?.close();
});

test('a student enrols a VM, has it checked and hands it in, by keyboard alone', async () => {
  const host = await open.lab?.boot('browser-student');
  if (!host) throw new Error('The lab is there from beforeAll on');
  const { assignment, course, student } = await makeCourse(web.db, readTextFile(builtInRubricFile, 'rubric'));
  await updateAssignment(web.db, assignment.id, { dueAt: new Date(Date.now() + 3 * 86_400_000) }, operator);
  const page = await web.open(student.id, { width: 360 });

  await page.goto(`/courses/${course.id}`);
  await expectAccessible(page);
  await expectNoSidewaysScroll(page);
  await page.getByRole('link', { name: assignment.title }).press('Enter');
  await page.waitForURL('**/assignments/*');
  await expectAccessible(page);
  await expectNoSidewaysScroll(page);

  await page.getByText('Read the script').press('Enter');
  const script = await page.locator('#enrolment-script').textContent();
  const line = /^netgrader-enrolment:v1:\S+$/m.exec(await runEnrolment(host, `${script}`))?.[0] ?? '';
  await page.getByLabel('Did it print a line').focus();
  await page.keyboard.insertText(line);
  await page.keyboard.press('Enter');
  await page.getByText('Enrolled: your login is student').waitFor();

  const check = page.locator('#check');
  expect(await check.getByLabel('Address').inputValue()).toBe(host.address);
  await check.getByLabel('Your login there').focus();
  await page.keyboard.press('Tab');
  await page.keyboard.press('Space');
  await check.getByText('All is well').waitFor();
  expect(await check.locator('.steps-seen .badge.good').count()).toBe(5);
  await expectAccessible(page);
  await expectNoSidewaysScroll(page);

  const submit = page.locator('#submit');
  await submit.getByLabel('Your login there').focus();
  await page.keyboard.press('Tab');
  await page.keyboard.type('/home/student/lab');
  await page.keyboard.press('Enter');
  await page.waitForURL('**/submissions/*');
  await page.goto(`/assignments/${assignment.id}`);
  expect(await page.getByRole('row', { name: /Waiting/ }).count()).toBe(1);
});
