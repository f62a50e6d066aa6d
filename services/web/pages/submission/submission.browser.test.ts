import { beforeAll, expect, test } from 'vitest';
import { storeGrade } from '#db/queries/grades.ts';
import { startRun, type StartedRun } from '#db/queries/grading-runs.ts';
import { makeCourse, makeGrade, submit, type TestCourse } from '#db/testing/course.ts';
import { expectAccessible, expectNoSidewaysScroll, useBrowser } from '../../testing/browser.ts';
import { liveRecording } from '../../testing/live-recording.ts';
import { exerciseRubric, gradeRecorded } from '../../testing/recorded-submission.ts';
import { phaseTitles } from './progress-view.ts';

const web = useBrowser();
let course: TestCourse;
beforeAll(async () => void (course = await makeCourse(web.db, exerciseRubric)));

test('by keyboard alone on a narrow screen: the result, a second look asked and withdrawn, two attempts side by side', async () => {
  const before = await gradeRecorded(web.db, course, 'ssh-configuration-broken');
  await gradeRecorded(web.db, course, 'verbatim');
  const page = await web.open(course.student.id, { width: 360, height: 800 });
  // All of the same parts, few times each: axe takes its time for every check that is listed.
  await page.goto(`/submissions/${before}?show=mend`);
  await expectAccessible(page);
  await page.goto(`/submissions/${before}`);
  await expectNoSidewaysScroll(page);

  const folded = page.locator('details.check.passed').first();
  await folded.locator('summary').press('Enter');
  expect(await folded.getAttribute('open')).not.toBeNull();

  await page.getByRole('link', { name: 'Ask for a second look at “Password login is disabled”' }).press('Enter');
  await page.waitForURL('**/second-looks/new?check=*');
  await expectAccessible(page);
  await expectNoSidewaysScroll(page);
  await page.getByLabel('Why should an instructor look again?').focus();
  await page.keyboard.type('sshd refuses passwords since Monday');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await page.waitForURL(`**/submissions/${before}#check-*`);
  expect(await page.locator('.second-look').innerText()).toMatch(/waits for an answer[^]*since Monday/);
  await page.getByRole('button', { name: 'Withdraw the question' }).press('Enter');
  await page.getByText('The question is withdrawn.').waitFor();
  expect(await page.locator('.second-look').innerText()).toContain('withdrawn');

  await page.getByRole('button', { name: 'Compare' }).press('Enter');
  await page.waitForURL('**/compare/*');
  await expectAccessible(page);
  await expectNoSidewaysScroll(page);
  expect(await page.getByRole('heading', { level: 1 }).innerText()).toBe('Submissions 1 and 2 side by side');
});

test('progress moves by itself, is said once a phase, and becomes the result without a hand', async () => {
  await using live = await liveRecording(web, course, 'stock', 2500);
  const page = await web.open(course.student.id);
  const said: string[] = [];
  const probes: string[] = [];
  await page.exposeFunction('tellPhase', (text: string) => void said.push(text));
  await page.exposeFunction('tellProbes', (text: string) => void probes.push(text));
  await page.goto(`/submissions/${live.submissionId}`);
  await expectAccessible(page);
  await page.evaluate(`
    const watch = (selector, tell) => new MutationObserver(() => tell(document.querySelector(selector).textContent)).observe(document.querySelector(selector), { childList: true, characterData: true, subtree: true });
    watch('#phase-said', (text) => window.tellPhase(text));
    watch('.live', () => window.tellProbes(document.querySelector('.probes')?.textContent.trim() ?? ''));
  `);
  await web.queues.enqueueGrading(live.submissionId);
  const headline = page.locator('.headline');
  await headline.waitFor({ timeout: 120_000 });
  expect(await headline.innerText()).toContain('of 100 points');
  expect(await page.locator('[hx-sse\\:connect]').count()).toBe(0);
  expect(said).toContain(phaseTitles.collecting);
  expect(said).toEqual([...new Set(said)]);
  expect(probes.filter((text) => /^[1-9]\d* of \d+ probes have answered$/.test(text))).not.toEqual([]);
});

test('without scripts the page comes again by itself until the result is there', async () => {
  const id = await submit(web.db, course, { address: '10.20.0.9' });
  const page = await web.open(course.student.id, { scripts: false });
  await page.goto(`/submissions/${id}`);
  expect(await page.getByRole('link', { name: 'Reload now' }).isVisible()).toBe(true);
  await storeGrade(web.db, { ...((await startRun(web.db, id)) as StartedRun), grade: makeGrade() });
  await page.getByText('What to mend next').waitFor();
});

test('printed, every check is open', async () => {
  const id = await gradeRecorded(web.db, course, 'verbatim');
  const page = await web.open(course.student.id);
  await page.goto(`/submissions/${id}`);
  const hidden = () => page.evaluate<boolean>("(() => { const list = document.querySelector('details.check.passed dl'); return !list.checkVisibility() || list.getBoundingClientRect().height === 0; })()");
  expect(await hidden()).toBe(true);
  await page.emulateMedia({ media: 'print' });
  expect(await hidden()).toBe(false);
});
