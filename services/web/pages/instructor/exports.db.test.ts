import { parse } from 'csv-parse/sync';
import { eq } from 'drizzle-orm';
import { beforeAll, describe, expect, test } from 'vitest';
import { storeGrade } from '#db/queries/grades.ts';
import { startRun, type StartedRun } from '#db/queries/grading-runs.ts';
import { upsertMembership } from '#db/queries/memberships.ts';
import { insertUser } from '#db/queries/users.ts';
import { assignments } from '#db/schema/assignments.ts';
import { users } from '#db/schema/users.ts';
import { operator, submit } from '#db/testing/course.ts';
import { gradedCourse, type GradedCourse } from '../../../api/testing/graded-course.ts';
import { exportSchema } from '../../../exports/json.ts';
import { readZip } from '../../../exports/testing/read-zip.ts';
import { type Reader, useWeb } from '../../testing/harness.ts';

const web = useWeb();
const formula = '=HYPERLINK("http://evil.example")';
let course: GradedCourse;
let reader: Reader;
const path = (file: string) => `/assignments/${course.assignment.id}/${file}`;

async function addStudent(name: string, externalId: string | null, email: string | null): Promise<string> {
  const { id } = await insertUser(web.db, { name, externalId, email });
  await upsertMembership(web.db, { courseId: course.course.id, userId: id, role: 'student' }, operator);
  return id;
}

// Student 0 has 0 points, Student 1 has 2, Ada never handed in; beside them one who could not be graded, one who waits, and two namesakes.
beforeAll(async () => {
  course = await gradedCourse(web, 2);
  await web.db.update(assignments).set({ title: 'Exercise 09: “firewalls”' }).where(eq(assignments.id, course.assignment.id));
  await web.db.update(users).set({ externalId: 's1', email: 'one@example.edu' }).where(eq(users.name, 'Student 1'));
  const broken = await addStudent(formula, '+s2', null);
  const run = (await startRun(web.db, await submit(web.db, course, { studentId: broken, address: '10.0.0.3' }))) as StartedRun;
  await storeGrade(web.db, { ...run, grade: { status: 'not_gradable', rubric: { id: 'small', version: '1.0.0+0' }, possible: 200, reason: { code: 'silent', message: 'It was silent.' } } });
  await submit(web.db, course, { studentId: await addStudent('../../Waits', null, 'waits@example.edu'), address: '10.0.0.4' });
  reader = await web.reader(course.instructor.id);
});

const rowsOf = (text: string): Record<string, string>[] => parse(text, { columns: true, bom: true });
const download = async (file: string) => {
  const answer = await reader.get(path(file));
  expect(answer.status).toBe(200);
  expect(answer.headers.get('Cache-Control')).toBe('no-store');
  expect(answer.headers.get('Content-Disposition')).toMatch(/^attachment; filename="exercise-09-firewalls-[a-z]+\.[a-z]+"$/);
  expect(answer.headers.get('X-Content-Type-Options')).toBe('nosniff');
  return answer;
};
/** As it goes over the wire: reading text drops a byte order mark. */
const bytesOf = async (file: string) => Buffer.from(await (await web.fetch(new Request(`http://grader.lab${path(file)}`, { headers: { cookie: reader.cookie() } }))).arrayBuffer());
const files = ['export.csv', 'canvas.csv', 'moodle.csv', 'export.json', 'reports.zip'];

test.each(['exports', ...files])('%s is for instructors of the course: students get 403, others 404', async (file) => {
  const stranger = await web.course();
  expect((await (await web.reader(course.student.id)).get(path(file))).status).toBe(403);
  expect((await (await web.reader(stranger.instructor.id)).get(path(file))).status).toBe(404);
});

test('the page says what is in the files, and who is left out of which', async () => {
  const { text } = await reader.get(path('exports'));
  expect(text).toContain('Of 5 students, 2 have points, 1 could not be graded, 1 waits for a grade, 1 never handed in.');
  expect(text).toContain('3 students have no LMS id here and are left out.');
  for (const file of files) expect(text).toContain(`/assignments/${course.assignment.id}/${file}`);
});

describe('CSV', () => {
  test('a line each, with a zero only where one was earned', async () => {
    const rows = rowsOf((await download('export.csv')).text);
    expect(rows.map(({ name, status, points, earned, ssh, attempts }) => [name, status, points, earned, ssh, attempts])).toEqual([
      ["'../../Waits".slice(1), 'not_graded_yet', '', '', '', '1'],
      [`'${formula}`, 'not_gradable', '', '', '', '1'],
      ['Ada', 'not_handed_in', '', '', '', '0'],
      ['Student 0', 'final', '0', '0', '0', '1'],
      ['Student 1', 'final', '2', '2', '2', '1'],
    ]);
    expect(rows[1]?.['id']).toBe("'+s2");
    expect(rows[4]).toMatchObject({ id: 's1', email: 'one@example.edu', possible: '2', late_days: '0', submission: course.submissions[1] });
    expect(rows[4]?.['handed_in_at']).toMatch(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/);
    expect(rows[4]?.['rubric_version']).toMatch(/^1\.0\.0\+/);
  });

  test('on request with all checks, and with a byte order mark', async () => {
    expect((await download('export.csv')).text).not.toContain('ssh.root-login-refused');
    const bytes = await bytesOf('export.csv?checks=1&excel=1');
    expect(bytes.subarray(0, 3)).toEqual(Buffer.from([0xef, 0xbb, 0xbf]));
    expect(rowsOf(bytes.toString('utf8')).map((row) => row['ssh.root-login-refused'])).toEqual(['', '', '', '0', '2']);
  });
});

test('late ones count less in every format, and both figures stand in the CSV', async () => {
  const late = { dueAt: new Date(Date.now() - 3_600_000), lateMinutes: 2880, latePercentPerDay: 25 };
  await web.db.update(assignments).set(late).where(eq(assignments.id, course.assignment.id));
  const one = rowsOf((await download('export.csv')).text).at(-1);
  const moodle = parse((await download('moodle.csv')).text).at(-1);
  const canvas = parse((await download('canvas.csv')).text).at(-1);
  const all = exportSchema.parse(JSON.parse((await download('export.json')).text));
  await web.db.update(assignments).set({ dueAt: null }).where(eq(assignments.id, course.assignment.id));
  expect(one).toMatchObject({ points: '1.5', earned: '2', late_days: '1' });
  expect(moodle?.slice(2)).toEqual(['1.5', '1.5 of 2 points. Handed in 1 day late: 2 before the deduction. SSH 2 of 2.']);
  expect(canvas?.[5]).toBe('1.5');
  expect(all.students.at(-1)).toMatchObject({ points: 1.5, earned: 2, lateDays: 1 });
});

test('Canvas: its columns in its order, the points possible below them, ids where Canvas looks for them', async () => {
  const [header, worth, ...rows] = parse((await download('canvas.csv')).text);
  expect(header).toEqual(['Student', 'ID', 'SIS User ID', 'SIS Login ID', 'Section', 'Exercise 09: “firewalls”']);
  expect(worth).toEqual(['Points Possible', '', '', '', '', '2']);
  expect(rows.at(-1)).toEqual(['Student 1', '', 's1', 'one@example.edu', '', '2']);
  expect(rows.map((row) => row[5])).toEqual(['', '', '', '0', '2']);
});

test('Moodle: nobody without the key that lines are matched by, since Moodle would grade the person of the line before', async () => {
  const byId = parse((await download('moodle.csv')).text);
  expect(byId).toEqual([
    ['ID number', 'Full name', 'Exercise 09: “firewalls”', 'Exercise 09: “firewalls” (feedback)'],
    ["'+s2", `'${formula}`, '', ''],
    ['s1', 'Student 1', '2', '2 of 2 points. SSH 2 of 2.'],
  ]);
  const byEmail = parse((await download('moodle.csv?by=email')).text);
  expect(byEmail.slice(1).map((row) => row[0])).toEqual(['waits@example.edu', 'one@example.edu']);
});

test('JSON: everything, as the schema says, the same for pages and programs', async () => {
  const byPage = exportSchema.strict().parse(JSON.parse((await download('export.json')).text));
  const answer = await web.call('GET', `/v1${path('export')}`, { token: course.instructorToken });
  expect(answer.headers.get('Cache-Control')).toBe('no-store');
  const byApi = exportSchema.strict().parse(answer.body);
  expect({ ...byApi, exportedAt: '' }).toEqual({ ...byPage, exportedAt: '' });
  expect(byPage.students.map(({ points, status }) => [status, points])).toEqual([['not_graded_yet', null], ['not_gradable', null], ['not_handed_in', null], ['final', 0], ['final', 2]]);
  expect(byPage.students[4]?.grade?.criteria[0]?.checks[0]).toMatchObject({ id: 'ssh.root-login-refused', outcome: 'passed' });
  expect((await web.call('GET', `/v1${path('export')}`, { token: course.studentToken })).status).toBe(403);
});

describe('the archive of reports', () => {
  test('one of each kind for everybody who has one, under names that lead nowhere else, and an index', async () => {
    const opened = await readZip(await bytesOf('reports.zip'));
    const name = 's2-HYPERLINK-http-evil.example';
    expect([...opened.keys()].toSorted()).toEqual(['html/Student-0.html', `html/${name}.html`, 'html/s1-Student-1.html', 'index.csv', 'markdown/Student-0.md', `markdown/${name}.md`, 'markdown/s1-Student-1.md'].toSorted());
    expect(opened.get('markdown/s1-Student-1.md')).toContain('**2 of 2 points**');
    expect(opened.get('html/s1-Student-1.html')).toContain('<strong>2 of 2 points</strong>');
    const index = rowsOf(opened.get('index.csv') ?? '');
    expect(index.map(({ report }) => report)).toEqual(['', `html/${name}.html`, '', 'html/Student-0.html', 'html/s1-Student-1.html']);
  });
});
