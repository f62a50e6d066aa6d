import { expect, test } from 'vitest';
import { createSignInLinks } from '#db/queries/sign-in-links.ts';
import { operator } from '#db/testing/course.ts';
import { expectAccessible, expectNoSidewaysScroll, useBrowser } from './testing/browser.ts';

const web = useBrowser();

test('a student signs in by a link, by keyboard alone, and out again', async () => {
  const { student } = await web.course();
  const [link] = await createSignInLinks(web.db, [{ userId: student.id, courseId: null }], { days: 7, actor: operator });
  const page = await web.open(null, { width: 360 });
  await page.goto(`/sign-in/${link?.secret}`);
  await expectAccessible(page);
  await expectNoSidewaysScroll(page);
  await page.keyboard.press('Tab');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await page.waitForURL((url) => url.pathname.startsWith('/courses/'));
  await page.goto('/account');
  await expectAccessible(page);
  await page.getByRole('button', { name: 'Sign out' }).press('Enter');
  await page.waitForURL('**/sign-in');
  await page.goto(`/sign-in/${link?.secret}`);
  expect(await page.getByRole('heading', { level: 1 }).textContent()).toBe('This link opens nothing any more');
});
