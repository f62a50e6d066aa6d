import { beforeAll, expect, test } from 'vitest';
import { seedClass, seedSubmissions } from '#db/testing/seeded-class.ts';
import type { TestCourse } from '#db/testing/course.ts';
import { readRecordings } from '#lab/recorded/recording.ts';
import { score } from '#rubric/grade.ts';
import { parseRubric } from '#rubric/rubric.ts';
import { builtInRubricFile } from '#services/cli/built-in-rubric.ts';
import { readTextFile } from '#services/cli/rubric-file.ts';
import { expectAccessible, expectNoSidewaysScroll, useBrowser } from '../../../testing/browser.ts';

const web = useBrowser();
let course: TestCourse;
let path: (view: string) => string;

beforeAll(async () => {
  const text = readTextFile(builtInRubricFile, 'rubric');
  const rubric = parseRubric(text);
  const recordings = readRecordings();
  const grades = ['stock', 'complete', 'capture-missing', 'cheat-fake-ss'].flatMap((name) => recordings.get(name) ?? []).map(({ bundle }) => score(bundle, rubric));
  course = await seedClass(web.db, text, { students: 24 });
  await seedSubmissions(web.db, course.assignment.id, grades, { attempts: 3 });
  path = (view) => `/assignments/${course.assignment.id}/${view}`;
});

test('by keyboard alone an instructor searches, sorts, and opens a line; the address says it all', async () => {
  const page = await web.open(course.instructor.id);
  await page.goto(path('gradebook'));
  const names = () => page.locator('.gradebook tbody th a').allTextContents();
  expect(await names()).toHaveLength(24);
  await page.getByRole('searchbox').press('S');
  await page.keyboard.type('tudent 001');
  await page.waitForURL(/\?q=Student\+001$/);
  await expect.poll(() => page.getByRole('status').textContent()).toContain('11 of 25 students.');
  expect(await page.evaluate<string>('document.activeElement.id')).toBe('gradebook-q');
  await page.getByRole('columnheader', { name: /Student/ }).getByRole('link').press('Enter');
  await page.waitForURL(/direction=descending/);
  await expect.poll(names).toEqual([...Array.from({ length: 10 }, (_, n) => `Student 00${19 - n}`), 'Student 0001']);
  expect(await page.locator('th[aria-sort]').getAttribute('aria-sort')).toBe('descending');
  expect(await page.evaluate<string>('document.activeElement.id')).toBe('sort-name');
  await page.getByLabel('Show').press('ArrowDown');
  await page.waitForURL(/status=passed.*direction=descending|direction=descending.*status=passed/);
  await page.goBack();
  await expect.poll(names).toHaveLength(11);
  const first = page.locator('.gradebook tbody th a').first();
  const href = await first.getAttribute('href');
  await first.press('Enter');
  await page.waitForURL(`**${href}`);
});

test('head and first column stay in sight, in light, in dark, and on a phone', async () => {
  const page = await web.open(course.instructor.id);
  await page.goto(path('gradebook'));
  await expectAccessible(page);
  await page.setViewportSize({ width: 360, height: 740 });
  await expectNoSidewaysScroll(page);
  await page.locator('.gradebook').evaluate('(region) => region.scrollTo(300, 400)');
  const places = await page.evaluate<{ head: number; name: number }>(`(() => {
    const region = document.querySelector('.gradebook').getBoundingClientRect();
    return { head: document.querySelector('.gradebook thead th').getBoundingClientRect().top - region.top, name: document.querySelector('.gradebook tbody tr:last-child th').getBoundingClientRect().left - region.left };
  })()`);
  expect(places).toEqual({ head: 1, name: 1 });
  await page.goto(path('statistics'));
  await expectAccessible(page);
  await expectNoSidewaysScroll(page);
});

test('without scripts the form does the same', async () => {
  const page = await web.open(course.instructor.id, { scripts: false });
  await page.goto(`${path('gradebook')}?sort=total&direction=descending`);
  await page.getByRole('searchbox').fill('student24@');
  await page.getByRole('searchbox').press('Enter');
  await page.waitForURL(/q=student24%40/);
  expect(await page.locator('.gradebook tbody th a').allTextContents()).toEqual(['Student 0024']);
  expect(await page.locator('th[aria-sort] a').getAttribute('id')).toBe('sort-total');
});
