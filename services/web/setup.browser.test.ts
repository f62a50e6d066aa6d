import { expect, test } from 'vitest';
import { selectOptionalExtension } from '#db/queries/extensions.ts';
import { pinHostKeys, selectPinnedHostKeys } from '#db/queries/host-keys.ts';
import { selectOptionalAssignment } from '#db/queries/assignments.ts';
import type { Locator, Page } from 'playwright-core';
import { expectAccessible, expectNoSidewaysScroll, useBrowser } from './testing/browser.ts';

const web = useBrowser();

/** Moves on with the Tab key until the element has the focus, as who has no mouse does. */
async function tabTo(page: Page, target: Locator): Promise<void> {
  for (let presses = 0; presses < 80; presses++) {
    if (await target.evaluate((element) => element === element.ownerDocument.activeElement)) return;
    await page.keyboard.press('Tab');
  }
  throw new Error(`The Tab key does not lead to ${String(target)} on ${page.url()}`);
}

async function activate(page: Page, name: string | RegExp): Promise<void> {
  const button = page.getByRole('button', { name });
  await tabTo(page, button);
  await Promise.all([page.waitForEvent('domcontentloaded'), page.keyboard.press('Enter')]);
}

test('an instructor imports a roster, makes links, accepts a host key, sets a deadline and an extension, by keyboard alone', async () => {
  const { course, instructor, student, assignment } = await web.course();
  const host = { courseId: course.id, studentId: student.id, address: '10.9.0.1', port: 22 };
  await pinHostKeys(web.db, host, ['SHA256:old'], 'enrolment');
  await pinHostKeys(web.db, host, ['SHA256:new'], 'first-contact');
  const page = await web.open(instructor.id, { zone: 'Europe/Berlin' });
  page.setDefaultTimeout(20_000);
  // The first page tells the server the reader's zone.
  await page.goto(`/courses/${course.id}`);

  await page.goto(`/courses/${course.id}/people`);
  await tabTo(page, page.getByLabel('Or paste it here'));
  await page.keyboard.insertText('id,name\nk-1,Kurt\nk-2,"Wolfeschlegelsteinhausenbergerdorff-Featherstonehaugh, Hubert"\n');
  await activate(page, 'Show what would change');
  expect(await page.getByRole('heading', { level: 1 }).textContent()).toBe('What the roster would change');
  await activate(page, 'Import these 2 people');
  expect(await page.getByRole('status').textContent()).toContain('2 added');

  await activate(page, 'Make links for all 3 students');
  expect(await page.locator('td code').allTextContents()).toEqual([1, 2, 3].map(() => expect.stringMatching(/\/sign-in\/[\w-]{43}$/)));

  await page.goto(`/courses/${course.id}/host-keys`);
  await activate(page, /^Accept/);
  expect(await selectPinnedHostKeys(web.db, host)).toEqual(['SHA256:new']);

  await page.goto(`/assignments/${assignment.id}/settings`);
  await typeMoment(page, page.getByLabel('Deadline', { exact: false }).first(), '03282027', '1159p');
  await activate(page, 'Save');
  expect((await selectOptionalAssignment(web.db, assignment.id))?.dueAt?.toISOString()).toBe('2027-03-28T21:59:00.000Z');

  await tabTo(page, page.getByLabel('Student', { exact: true }));
  await page.keyboard.press('A');
  await typeMoment(page, page.getByLabel('New deadline'), '03302027', '1159p');
  await tabTo(page, page.getByLabel('Reason'));
  await page.keyboard.insertText('Ill');
  await activate(page, 'Give the extension');
  const extension = await selectOptionalExtension(web.db, { assignmentId: assignment.id, studentId: student.id });
  expect(extension?.dueAt.toISOString()).toBe('2027-03-30T21:59:00.000Z');

  await expectAccessible(page);
  await page.setViewportSize({ width: 360, height: 800 });
  for (const path of [`/courses/${course.id}`, `/courses/${course.id}/people`, `/courses/${course.id}/host-keys`, `/courses/${course.id}/audit`, `/assignments/${assignment.id}/settings`]) {
    await page.goto(path);
    await expectNoSidewaysScroll(page);
  }
  await page.goto(`/courses/${course.id}/people`);
  await expectAccessible(page);
}, 180_000);

/** Types into a date and time field, whose parts stand there as in the browser's own language: month, day, year. */
async function typeMoment(page: Page, field: Locator, date: string, time: string): Promise<void> {
  await tabTo(page, field);
  await page.keyboard.type(date);
  await page.keyboard.press('ArrowRight');
  await page.keyboard.type(time);
  const typed = await field.inputValue();
  expect(typed).not.toBe('');
}
