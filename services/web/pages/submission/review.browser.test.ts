import { beforeAll, expect, test } from 'vitest';
import { askSecondLook } from '#db/queries/second-looks.ts';
import { expectAccessible, expectNoSidewaysScroll, useBrowser } from '../../testing/browser.ts';
import { makeReviewedCourse, type ReviewedCourse } from '../../testing/reviewed-course.ts';

const web = useBrowser();
const check = 'firewall.default-deny';

let course: ReviewedCourse;
let submissionId: string;
beforeAll(async () => {
  course = await makeReviewedCourse(web.db);
  const student = { id: course.student.id };
  ({ submissionId } = await course.hand('cheat-path-of-login', student));
  await askSecondLook(web.db, { submissionId, checkId: check, reason: 'The rules were there when I handed in', userId: student.id });
});

test('an instructor works through the queue by keyboard alone: evidence, override, lift, comment, answer', async () => {
  const page = await web.open(course.instructor.id);
  const write = async (label: string, text: string) => {
    await page.getByLabel(label, { exact: true }).focus();
    await page.keyboard.type(text);
  };
  /** The next page is told by what it says happened. */
  const told = async (text: string) => page.getByRole('status').filter({ hasText: text }).waitFor();

  await page.goto(`/assignments/${course.assignment.id}/attention`);
  await page.getByRole('region', { name: 'Second looks' }).getByRole('link').press('Enter');
  await page.getByRole('heading', { name: 'Evidence: What is not allowed is kept out' }).waitFor();

  await page.getByRole('link', { name: 'Whole output of netfilter' }).press('Enter');
  await page.waitForURL('**/probes/netfilter');
  expect(await page.getByText(':INPUT ACCEPT').count()).toBe(1);
  await page.goBack();

  await page.getByText('Give other points').press('Enter');
  await write('Points', '1.5');
  await write('Reason', 'Half of it');
  await page.keyboard.press('Enter');
  await told('The check now earns 1.5 points.');
  await expectAccessible(page);
  await page.locator('summary', { hasText: 'Lift the override' }).press('Enter');
  await write('Reason to lift it', 'The log says otherwise');
  await page.keyboard.press('Enter');
  await told('The override is lifted');

  await page.getByText('Comment on this check').press('Enter');
  await write('Comment', 'Look at the log');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await told('The student now reads your comment');

  await write('Your answer', 'The rules were gone when we came.');
  await page.getByRole('button', { name: 'Answer' }).press('Enter');
  await told('The student now reads your answer.');
  const student = await web.open(course.student.id);
  await student.goto(`/submissions/${submissionId}`);
  expect(await student.getByText('The rules were gone when we came.').count()).toBe(1);
});

test('choosing a check swaps rubric and evidence in place, keeps the focus, and works without scripts', async () => {
  const page = await web.open(course.instructor.id);
  await page.goto(`/submissions/${submissionId}`);
  await page.evaluate('window.stays = true');
  const other = page.getByRole('link', { name: 'Password login is disabled' });
  await other.press('Enter');
  await page.getByRole('heading', { name: 'Evidence: Password login is disabled' }).waitFor();
  expect(await page.evaluate('[window.stays, document.activeElement.id, document.activeElement.ariaCurrent, location.search]')).toEqual([
    true, 'pick-check-ssh-password-login-disabled', 'true', '?check=ssh.password-login-disabled',
  ]);
  await page.locator('#next-check').press('Enter');
  await page.getByRole('heading', { name: 'Evidence: Root cannot log in over SSH' }).waitFor();
  await page.goBack();
  await page.getByRole('heading', { name: 'Evidence: Password login is disabled' }).waitFor();

  const plain = await web.open(course.instructor.id, { scripts: false });
  await plain.goto(`/submissions/${submissionId}`);
  await plain.getByRole('link', { name: 'Password login is disabled' }).press('Enter');
  await plain.getByRole('heading', { name: 'Evidence: Password login is disabled' }).waitFor();
});

test('submission, raw output and queue fit a narrow screen', async () => {
  const page = await web.open(course.instructor.id, { width: 360 });
  for (const path of [`/submissions/${submissionId}?check=${check}`, `/submissions/${submissionId}/probes/netfilter`, `/assignments/${course.assignment.id}/attention`]) {
    await page.goto(path);
    expect(await page.getByRole('heading', { level: 1 }).count()).toBe(1);
    await expectNoSidewaysScroll(page);
  }
  await expectAccessible(page);
});
