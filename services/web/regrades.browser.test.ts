import { afterAll, beforeAll, expect, test } from 'vitest';
import { selectOptionalCurrentGrade } from '#db/queries/grade-versions.ts';
import { oneCheckRubric } from '#db/testing/graded-course.ts';
import { startErrandWorker } from '#workers/errands/errand-worker.ts';
import type { QueueWorker } from '#workers/queues/start-worker.ts';
import { startRegradingWorker } from '#workers/regrading/regrading-worker.ts';
import { gradedCourse } from '../api/testing/graded-course.ts';
import { expectAccessible, expectNoSidewaysScroll, useBrowser } from './testing/browser.ts';

const web = useBrowser();
const workers: QueueWorker[] = [];

beforeAll(() => {
  const log = { info: () => {}, error: (details: object, message: string) => console.error(message, details) };
  const dependencies = { db: web.db, sealer: web.sealer, username: 'netgrader', retryDelaysMs: [], politeness: { total: 4, perSubnet: 4 } };
  const backend = { kind: 'postgres', url: web.url } as const;
  workers.push(startRegradingWorker(dependencies, { backend, log }), startErrandWorker(dependencies, { backend, log }));
});
afterAll(() => Promise.all(workers.map((worker) => worker.close())));

test('by keyboard alone: a rubric is uploaded and its impact seen, published, the class regraded after a preview, and that undone', async () => {
  const course = await gradedCourse(web, 8);
  const earned = async () => (await Promise.all(course.submissions.map((id) => selectOptionalCurrentGrade(web.db, id)))).map((grade) => grade?.earned);
  const before = await earned();
  const page = await web.open(course.instructor.id, { width: 360 });
  page.on('dialog', (dialog) => void dialog.accept());
  const press = (role: 'button' | 'link', name: string) => page.getByRole(role, { name }).press('Enter');

  await page.goto(`/assignments/${course.assignment.id}/rubric`);
  await expectNoSidewaysScroll(page);
  await press('link', 'New version');
  await page.getByLabel('Text').press('Control+A');
  await page.keyboard.insertText(oneCheckRubric('3.0.0', 3));
  await press('button', 'See what it would change');
  // Nobody loads the page again: the events do.
  await page.getByRole('heading', { name: 'Who is concerned' }).waitFor();
  await expectNoSidewaysScroll(page);
  await expectAccessible(page);
  expect(await page.locator('.figures').textContent()).toContain('4 gain points');
  await press('button', 'Publish');
  await press('link', 'Regrade the class with it');
  await expectNoSidewaysScroll(page);
  expect(await page.getByLabel('Rubric version').locator('option:checked').textContent()).toContain('3.0.0+');
  await press('button', 'Prepare the preview');
  await page.getByText('Ready to confirm').waitFor();
  await expectNoSidewaysScroll(page);
  await expectAccessible(page);
  expect(await earned()).toEqual(before);
  await press('button', 'Change these grades');
  await page.locator('.badge', { hasText: 'Finished' }).waitFor();
  expect(await earned()).toEqual(before.map((points) => (points === 200 ? 300 : points)));
  await page.locator('summary', { hasText: 'Undo this regrade' }).press('Enter');
  expect(await page.getByText('will be the ones from before again').textContent()).toContain('8 grades');
  await page.getByLabel('Reason').pressSequentially('Back');
  await press('button', 'Undo the regrade');
  await page.locator('.badge', { hasText: 'Undone' }).waitFor();
  expect(await earned()).toEqual(before);
  await expectNoSidewaysScroll(page);
});
