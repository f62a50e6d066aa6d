import { readFile } from 'node:fs/promises';
import { parse } from 'csv-parse/sync';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { runEnrolment } from '#lab/enrol.ts';
import { useBrowser } from './testing/browser.ts';
import { type LiveClass, type LiveStudent, openLiveClass } from './testing/live-class.ts';
import { addRecordedStudents } from './testing/recorded-class.ts';
import { openScreens, type Screens } from './testing/screens.ts';

/** States of those who are not on a live host, of all kinds: what a class looks like. */
const recorded = [
  'poor', 'report-missing', 'ufw-namespaces', 'firewall-default-allow', 'debug-missing', 'ssh-configuration-broken', 'verbatim', 'stock', 'namespaces-erased', 'dns-name-commented',
  'cheat-fake-ufw', 'monitor-missing', 'ufw-docker', 'debug-guesses', 'docker-one-network', 'latency-script-missing', 'firewall-flushed', 'guide-headings-only', 'poor', 'namespaces-empty',
];

const web = useBrowser();
const open: { class?: LiveClass; screens?: Screens } = {};
beforeAll(async () => {
  open.screens = await openScreens();
  open.class = await openLiveClass(web, { poor: 'Amal Haddad', 'ufw-namespaces': 'Celeste Aguirre-Nakamura' });
  // Those who are not on a live host come from recordings, so that there is a class to look at.
  const { course, assignment, rubricText } = open.class;
  await addRecordedStudents(web.db, { course, assignment }, { rubricText, until: new Date(), states: recorded });
});
afterAll(() => open.class?.[Symbol.asyncDispose]());

test('a class on live hosts, from sign-in links to exports: checked, handed in, graded, corrected, regraded, undone', async () => {
  const { class: live, screens } = open as Required<typeof open>;
  const teacher = await web.open(live.instructor.id, { width: 1440, height: 940 });
  teacher.on('dialog', (dialog) => void dialog.accept());
  await teacher.goto(`/courses/${live.course.id}/people`);
  await teacher.getByRole('button', { name: /^Make links for all/ }).click();
  const linkOf = (name: string) => teacher.getByRole('row', { name: new RegExp(name) }).locator('code').textContent();
  const results: Page[] = [];
  const points: Record<string, string | undefined> = {};
  // One after the other: visits side by side would fight for the few cores that their hosts share with us.
  for (const student of Object.values(live.students)) {
    const page = await handIn(live, student, (await linkOf(student.user.name)) ?? '', results.length === 0 ? screens : null);
    await page.getByRole('heading', { name: 'Checks' }).waitFor();
    points[student.user.name] = /[\d.]+(?= of 100)/.exec((await page.locator('main').innerText()).replaceAll('\n', ' '))?.[0];
    results.push(page);
  }
  expect(points).toEqual({ 'Amal Haddad': expect.stringMatching(/^6\d/), 'Celeste Aguirre-Nakamura': '100' });

  const [weak] = results as [Page];
  await screens.shoot(weak, 'result', { alsoDark: true });
  await weak.getByRole('link', { name: 'Ask for a second look at “Password login is disabled”' }).click();
  await weak.getByLabel('Why should an instructor look again?').fill('I had closed it; the VM’s image opened it again at the reboot.');
  await weak.getByRole('button', { name: /^Ask/ }).click();
  await weak.getByText('waits for an answer').waitFor();

  await teacher.goto(`/assignments/${live.assignment.id}/gradebook`);
  expect(await teacher.getByRole('row', { name: /Celeste/ }).innerText()).toContain('100');
  await screens.shoot(teacher, 'gradebook', { alsoDark: true });
  await teacher.goto(`/assignments/${live.assignment.id}/statistics`);
  await screens.shoot(teacher, 'statistics');

  await teacher.goto(`/assignments/${live.assignment.id}/attention`);
  await teacher.getByRole('region', { name: 'Second looks' }).getByRole('link').first().click();
  await teacher.getByRole('heading', { name: 'Evidence: Password login is disabled' }).waitFor();
  await screens.shoot(teacher, 'review');
  await teacher.getByText('Give other points').click();
  await teacher.getByLabel('Points', { exact: true }).fill('1');
  await teacher.getByLabel('Reason', { exact: true }).fill('The drop-in came with the image; you found the cause.');
  await teacher.keyboard.press('Enter');
  await teacher.getByRole('status').filter({ hasText: 'The check now earns 1 point' }).waitFor();
  await weak.reload();
  expect(await weak.getByText('The drop-in came with the image').count()).toBe(1);

  const text = live.rubricText
    .replace('version: 1.', 'version: 9.')
    .replace('check: ssh.password-login-disabled, points: 3', 'check: ssh.password-login-disabled, points: 2')
    .replace('check: ssh.root-login-refused, points: 2', 'check: ssh.root-login-refused, points: 3');
  await regrade(teacher, live, text, screens);
  const csv = await download(teacher, live);
  expect(csv.find((row) => row['name'] === 'Celeste Aguirre-Nakamura')).toMatchObject({ status: 'final', points: '100' });
  expect(csv.filter((row) => row['points'] === '').map((row) => row['status'])).toEqual(['not_handed_in', 'not_handed_in']);
}, 400_000);

/** What a student does, on the pages alone: sign in, enrol, check, submit; returns the page that shows how it goes. */
async function handIn(live: LiveClass, { host }: LiveStudent, link: string, screens: Screens | null): Promise<Page> {
  const page = await web.open(null);
  await page.goto(new URL(link).pathname);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.getByRole('link', { name: 'Exercise 09: Linux networking' }).click();
  await page.getByText('Read the script').click();
  const script = await page.locator('#enrolment-script').textContent();
  const line = /^netgrader-enrolment:v1:\S+$/m.exec(await runEnrolment(host, `${script}`))?.[0] ?? '';
  await page.getByLabel('Did it print a line').fill(line);
  await page.keyboard.press('Enter');
  await page.getByText('Enrolled: your login is student').waitFor();
  const check = page.locator('#check');
  await check.getByRole('button', { name: 'Check my VM' }).click();
  await check.getByText('All is well').waitFor();
  await screens?.shoot(page, 'assignment', { from: page.getByRole('heading', { name: 'Hand in' }) });
  await page.getByRole('button', { name: 'Submit for grading' }).click();
  await page.waitForURL('**/submissions/*');
  return page;
}

/** A rubric's edit: its impact on the class seen, published, the class regraded by it and that undone. */
async function regrade(page: Page, live: LiveClass, text: string, screens: Screens): Promise<void> {
  await page.goto(`/assignments/${live.assignment.id}/rubric`);
  await page.getByRole('link', { name: 'New version' }).click();
  await page.getByLabel('Text').fill(text);
  await page.getByRole('button', { name: 'See what it would change' }).click();
  await page.getByRole('heading', { name: 'Who is concerned' }).waitFor();
  await screens.shoot(page, 'impact');
  await page.getByRole('button', { name: 'Publish' }).click();
  await page.getByRole('link', { name: 'Regrade the class with it' }).click();
  await page.getByRole('button', { name: 'Prepare the preview' }).click();
  await page.getByText('Ready to confirm').waitFor();
  await page.getByRole('button', { name: 'Change these grades' }).click();
  await page.getByText('Finished.', { exact: true }).waitFor();
  await page.getByText('Undo this regrade').click();
  await page.getByLabel('Reason').fill('It was a try');
  await page.getByRole('button', { name: 'Undo the regrade' }).click();
  await page.getByText('Undone: every grade is the one from before').waitFor();
}

async function download(page: Page, live: LiveClass): Promise<Record<string, string>[]> {
  await page.goto(`/assignments/${live.assignment.id}/exports`);
  const [file] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: 'Download CSV' }).click()]);
  return parse<Record<string, string>>(await readFile(await file.path()), { columns: true });
}
