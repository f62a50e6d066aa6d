import type { Page } from 'playwright-core';
import { beforeAll, expect, test } from 'vitest';
import { useBrowser } from './testing/browser.ts';
import { seededCourse, type SeededCourse } from './testing/seeded-course.ts';

const web = useBrowser();
let course: SeededCourse;
let page: Page;
const told: string[] = [];

beforeAll(async () => {
  course = await seededCourse(web);
  page = await web.open(course.instructor.id);
  page.on('console', (message) => void (message.type() === 'error' && told.push(message.text())));
  page.on('pageerror', (error) => void told.push(error.message));
  page.on('dialog', (dialog) => void (told.push(`a dialog: ${dialog.message()}`), dialog.dismiss()));
});

test('pages break no rule of their own policy in a browser, and what people call themselves does not run', async () => {
  const { assignments, submissions } = course.values;
  const paths = ['/account', ...['gradebook', 'statistics', 'attention', 'regrades', 'exports'].map((view) => `/assignments/${assignments}/${view}`), `/submissions/${submissions}`];
  for (const path of paths) {
    const response = await page.goto(path, { waitUntil: 'load' });
    expect({ path, status: response?.status(), told }).toEqual({ path, status: 200, told: [] });
  }
});

test('a script that got into a page all the same does not run, nor does code in an attribute', async () => {
  await page.goto('/account');
  const violations = await page.evaluate<string[]>(`new Promise((resolve) => {
    const seen = [];
    document.addEventListener('securitypolicyviolation', ({ effectiveDirective }) => {
      seen.push(effectiveDirective);
      if (seen.length === 4) resolve(seen);
    });
    const script = document.createElement('script');
    script.textContent = 'window.ran = true';
    document.body.append(script);
    const far = document.createElement('script');
    far.src = 'https://evil.example/x.js';
    document.body.append(far);
    const picture = document.createElement('p');
    picture.setAttribute('onclick', 'window.ran = true');
    document.body.append(picture);
    picture.click();
    const styled = document.createElement('div');
    styled.innerHTML = '<p style="position:fixed">x</p>';
    document.body.append(styled);
  })`);
  expect(violations.toSorted()).toEqual(['script-src-attr', 'script-src-elem', 'script-src-elem', 'style-src-attr']);
  expect(await page.evaluate('window.ran')).toBeUndefined();
});
