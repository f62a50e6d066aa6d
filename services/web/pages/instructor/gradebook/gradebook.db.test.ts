import { eq, sql } from 'drizzle-orm';
import { beforeEach, expect, test, vi } from 'vitest';
import { updateAssignment } from '#db/queries/assignments.ts';
import { storeGrade } from '#db/queries/grades.ts';
import { startRun, type StartedRun } from '#db/queries/grading-runs.ts';
import { submissions } from '#db/schema/submissions.ts';
import { makeCourse, makeGrade, operator, submit, type TestCourse } from '#db/testing/course.ts';
import { oneCheckRubric } from '#db/testing/graded-course.ts';
import { addStudent, seedAssignment, seedClass, seedSubmissions } from '#db/testing/seeded-class.ts';
import type { Grade } from '#rubric/grade.ts';
import { useWeb } from '../../../testing/harness.ts';

const web = useWeb();
const rubric = oneCheckRubric('1.0.0', 2);
let course: TestCourse;
beforeEach(async () => void (course = await makeCourse(web.db, rubric)));

const unreachable: Grade = { status: 'not_gradable', rubric: { id: 'small', version: '1.0.0+0' }, reason: { code: 'unreachable', message: 'It does not answer.' }, possible: 200 };
const worth = (earned: number): Grade => {
  const { criteria: [ssh], ...grade } = makeGrade();
  return { ...grade, earned, criteria: ssh ? [{ ...ssh, earned, checks: ssh.checks.map((check) => ({ ...check, review: null })) }] : [] };
};
let lastOctet = 0;

async function handedIn(studentId: string, minutesAgo: number, grade?: Grade): Promise<string> {
  const id = await submit(web.db, course, { studentId, address: `10.1.0.${++lastOctet}` });
  await web.db.update(submissions).set({ createdAt: sql`now() - make_interval(mins => ${minutesAgo})` }).where(eq(submissions.id, id));
  if (grade) await storeGrade(web.db, { ...((await startRun(web.db, id)) as StartedRun), grade });
  return id;
}

/** The page, and of each line the text of its cells. */
async function read(query = '', of = course) {
  const reader = await web.reader(of.instructor.id);
  const answer = await reader.get(`/assignments/${of.assignment.id}/gradebook${query}`);
  expect(answer.status).toBe(200);
  const lines = [...(/<tbody>(.*)<\/tbody>/s.exec(answer.text)?.[1] ?? '').matchAll(/<tr>(.*)<\/tr>/g)].map(([, line = '']) =>
    line.split(/(?=<t[dh])/).map((cell) => cell.replace(/<[^>]*>/g, ' ').replace(/\s+/g, ' ').trim()));
  return { ...answer, lines, names: lines.map(([name]) => name) };
}

test('each student has a line with the submission that counts by the policy, and not gradable is no zero', async () => {
  const [best] = [await handedIn(course.student.id, 40, worth(200)), await handedIn(course.student.id, 30, worth(50)), await handedIn(course.student.id, 20, unreachable)];
  await handedIn(course.student.id, 10);
  const broken = await addStudent(web.db, course, { name: 'Bob' });
  await handedIn(broken, 10, unreachable);
  await addStudent(web.db, course, { name: 'Cleo' });
  const latest = await read();
  expect(latest.lines.map((cells) => [...cells.slice(0, 4), cells[5]])).toEqual([
    ['Ada', '0.5', '0.5', '4', 'running'],
    ['Bob', '–', '–', '1', 'not gradable'],
    ['Cleo', '–', '–', '0', 'nothing handed in'],
  ]);
  expect(latest.text).toContain('3 students · 2 handed in · 1 with points · median <b>0.5</b> of 2');
  await updateAssignment(web.db, course.assignment.id, { policy: 'best' }, operator);
  const policyBest = await read();
  expect(policyBest.lines[0]?.slice(0, 4)).toEqual(['Ada', '2', '2', '4']);
  expect(policyBest.text).toContain(`<a href="/submissions/${best}">Ada</a>`);
});

test('who was late, is marked by a check, and was graded in part says so in the line', async () => {
  await updateAssignment(web.db, course.assignment.id, { dueAt: new Date(Date.now() - 3_600_000) }, operator);
  const grade = makeGrade();
  await handedIn(course.student.id, 10, { ...grade, status: 'provisional', possible: 300, criteria: grade.criteria.map((criterion) => ({ ...criterion, possible: 300 })) });
  expect((await read()).lines).toEqual([['Ada', '1.5?', '1.5?', '1', expect.any(String), 'needs eyes provisional late']]);
  expect((await read('?status=attention')).names).toEqual(['Ada']);
});

test('names and searches are shown as they were written, and harm nothing', async () => {
  await addStudent(web.db, course, { name: '<img src=x onerror=alert(1)> & "Co"', email: 'a\'<b>@example.org' });
  await addStudent(web.db, course, { name: '50% off_sale' });
  const whole = await read();
  expect(whole.text).not.toContain('<img');
  expect(whole.text).toContain('&lt;img src=x onerror=alert(1)&gt; &amp; &quot;Co&quot;');
  expect((await read(`?q=${encodeURIComponent('%')}`)).names).toEqual(['50% off_sale']);
  expect((await read(`?q=${encodeURIComponent('_')}`)).names).toEqual(['50% off_sale']);
  const none = await read(`?q=${encodeURIComponent('"><script>')}`);
  expect(none.text).not.toContain('"><script>');
  expect(none.text).toContain('No student matches this.');
});

test('heads say what sorts the lines, and keep the filter', async () => {
  await addStudent(web.db, course, { name: 'Zoe' });
  const { names, text } = await read('?sort=name&direction=descending&status=nothing');
  expect(names).toEqual(['Zoe', 'Ada']);
  expect(text).toMatch(/<th scope="col" aria-sort="descending"><a id="sort-name" href="[^"]*\/gradebook\?status=nothing"/);
  expect(text).toMatch(/id="sort-total" href="[^"]*\?status=nothing&amp;sort=total&amp;direction=descending"/);
});

test('an empty course and a class that has not begun say so', async () => {
  expect((await read()).text).toContain('Nobody has handed in yet.');
  await web.db.execute(sql`delete from memberships where role = 'student'`);
  expect((await read()).text).toContain('The course has no students yet.');
});

test('students may not read it, and others learn nothing of it', async () => {
  const path = `/assignments/${course.assignment.id}/gradebook`;
  const stranger = await makeCourse(web.db, rubric);
  const status = async (userId: string, of = path) => (await (await web.reader(userId)).get(of)).status;
  expect(await status(course.student.id)).toBe(403);
  expect(await status(stranger.instructor.id)).toBe(404);
  expect(await status(stranger.student.id)).toBe(404);
  expect(await status(course.instructor.id, '/assignments/no-id/gradebook')).toBe(404);
});

test('the number of queries goes neither with the students nor with their submissions, nor with other assignments', async () => {
  const large = await seedClass(web.db, rubric, { students: 200 });
  await seedSubmissions(web.db, large.assignment.id, [worth(200), worth(100), unreachable], { attempts: 5 });
  await seedSubmissions(web.db, await seedAssignment(web.db, large, 'Another'), [worth(0)], { attempts: 2 });
  const queries = async (of: TestCourse) => {
    const spy = vi.spyOn((web.db as unknown as { $client: { query: () => unknown } }).$client, 'query');
    const { lines, text } = await read('', of);
    const count = spy.mock.calls.length;
    spy.mockRestore();
    return { count, lines, text };
  };
  await queries(course);
  const [small, big] = [await queries(course), await queries(large)];
  expect(big.count).toBe((await queries(large)).count);
  expect(big.count).toBe(small.count);
  expect(big.count).toBeGreaterThan(0);
  expect(big.lines).toHaveLength(201);
  expect(big.text).toContain('201 students · 200 handed in');
  expect(new Set(big.lines.map((cells) => cells[3]))).toEqual(new Set(['0', '5']));
});
