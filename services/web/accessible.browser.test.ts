import { expect, test } from 'vitest';
import { pathsOf } from './testing/all-routes.ts';
import { accessibilityFaults, expectNoSidewaysScroll, useBrowser } from './testing/browser.ts';
import { filledPath, questions, seededCourse } from './testing/seeded-course.ts';

const web = useBrowser();
const isPage = (path: string) => !/\.(?:csv|json|zip|md|sh|yaml)$|\/(?:events|source|check)$|^\/sign-in\/:/.test(path);

test('axe finds nothing serious on any page there is, in light and in dark, and on a narrow screen none is wider than it', async () => {
  const course = await seededCourse(web);
  const seen: string[] = [];
  const faults: string[] = [];
  for (const userId of [course.student.id, course.instructor.id]) {
    const page = await web.open(userId, { width: 360 });
    for (const path of pathsOf('GET').filter(isPage)) {
      const url = `${filledPath(path, (segment) => course.values[segment] ?? 'x')}${questions[path] ?? ''}`;
      // A download, or no answer to show, is no page.
      const response = await page.goto(url).catch(() => null);
      // Who may not see a page, or is led on to another one, sees one that is looked at elsewhere.
      if ((response?.status() ?? 500) >= 400 || new URL(page.url()).pathname !== url.split('?')[0]) continue;
      if (!(response?.headers()['content-type'] ?? '').startsWith('text/html')) continue;
      seen.push(path);
      faults.push(...(await accessibilityFaults(page)));
      await expectNoSidewaysScroll(page);
    }
  }
  expect(faults).toEqual([]);
  expect(seen.length).toBeGreaterThan(30);
}, 300_000);
