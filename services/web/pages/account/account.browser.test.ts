import { readFile } from 'node:fs/promises';
import { parse } from 'csv-parse/sync';
import type { Locator, Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { gradedCourse } from '../../../api/testing/graded-course.ts';
import { exportSchema } from '../../../exports/json.ts';
import { readZip } from '../../../exports/testing/read-zip.ts';
import { expectAccessible, expectNoSidewaysScroll, useBrowser } from '../../testing/browser.ts';

const web = useBrowser();

/** Goes on by Tab until that has the focus. */
async function tabTo(page: Page, target: Locator): Promise<void> {
  for (let step = 0; step < 60; step++) {
    if (await target.evaluate((element: { matches(selector: string): boolean }) => element.matches(':focus'))) return;
    await page.keyboard.press('Tab');
  }
  throw new Error('The focus does not get there by Tab');
}

test('an instructor makes a token, uses it, revokes it and takes the grades along, by keyboard alone', async () => {
  const course = await gradedCourse(web, 3);
  const page = await web.open(course.instructor.id, { width: 360 });
  page.on('dialog', (dialog) => void dialog.accept());
  await page.goto('/account');
  await expectAccessible(page);
  await expectNoSidewaysScroll(page);
  await tabTo(page, page.getByLabel('Name', { exact: true }));
  await page.keyboard.type('grade sync');
  await tabTo(page, page.getByRole('button', { name: 'Make token' }));
  await page.keyboard.press('Enter');
  await page.waitForURL('**/account/tokens');
  await expectAccessible(page);
  await expectNoSidewaysScroll(page);
  const token = (await page.locator('#token').textContent()) ?? '';
  const use = () => fetch(`${web.origin}/v1/courses`, { headers: { Authorization: `Bearer ${token}` } });
  expect((await use()).status).toBe(200);
  await tabTo(page, page.getByRole('link', { name: 'Done' }));
  await page.keyboard.press('Enter');
  await page.waitForURL('**/account#tokens');
  await tabTo(page, page.getByRole('button', { name: 'Revoke grade sync' }));
  await page.keyboard.press('Enter');
  await page.getByText('The token “grade sync” opens nothing any more.').waitFor();
  expect((await use()).status).toBe(401);

  await page.goto(`/assignments/${course.assignment.id}/exports`);
  await expectAccessible(page);
  await expectNoSidewaysScroll(page);
  const take = async (target: Locator): Promise<Buffer> => {
    await tabTo(page, target);
    const [download] = await Promise.all([page.waitForEvent('download'), page.keyboard.press('Enter')]);
    expect(download.suggestedFilename()).toMatch(/^exercise-09-[a-z]+\.(?:csv|json|zip)$/);
    return readFile(await download.path());
  };
  await tabTo(page, page.getByLabel('A column for every check'));
  await page.keyboard.press('Space');
  const csv = parse<Record<string, string>>(await take(page.getByRole('button', { name: 'Download CSV' })), { columns: true });
  expect(csv.map((row) => row['ssh.root-login-refused'])).toEqual(['', '0', '2', '0']);
  expect(parse(await take(page.getByRole('link', { name: 'Download for Canvas' })))).toHaveLength(6);
  expect(parse(await take(page.getByRole('link', { name: 'Download, known by ID number' })))).toHaveLength(1);
  expect(exportSchema.parse(JSON.parse((await take(page.getByRole('link', { name: 'Download JSON' }))).toString('utf8'))).students).toHaveLength(4);
  expect((await readZip(await take(page.getByRole('link', { name: 'Download reports' })))).size).toBe(7);
});
