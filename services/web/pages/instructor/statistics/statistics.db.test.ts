import { sql } from 'drizzle-orm';
import { expect, test } from 'vitest';
import { makeCourse, makeGrade, type TestCourse } from '#db/testing/course.ts';
import { seedClass, seedSubmissions } from '#db/testing/seeded-class.ts';
import type { CheckResult, Grade } from '#rubric/grade.ts';
import { useWeb } from '../../../testing/harness.ts';

const web = useWeb();
const ids = ['ssh.root-login-refused', 'ssh.key-login'] as const;
const rubric = `id: two\nversion: 1.0.0\ntitle: Two\ncriteria:\n  - id: ssh\n    title: SSH\n    points: 2\n    checks:\n${ids.map((id) => `      - { check: ${id}, points: 1 }\n`).join('')}`;

/** Each check passed, or failed with those words. */
function graded(...seen: (string | null)[]): Grade {
  const checks = ids.map((id, n): CheckResult => {
    const words = seen[n] ?? null;
    return { id, title: id, outcome: words === null ? 'passed' : 'failed', earned: words === null ? 100 : 0, possible: 100, expected: 'what is <expected>', seen: words ?? 'fine', where: null, hint: 'Mend it.', quote: null, blockedBy: null, review: null };
  });
  const points = { earned: checks.reduce((sum, { earned }) => sum + (earned ?? 0), 0), judged: 200, possible: 200 };
  return { ...makeGrade(), ...points, criteria: [{ id: 'ssh', title: 'SSH', ...points, checks }] };
}

async function read({ assignment, instructor }: TestCourse, query = '') {
  const answer = await (await web.reader(instructor.id)).get(`/assignments/${assignment.id}/statistics${query}`);
  expect(answer.status).toBe(200);
  return answer.text;
}

/** The text of a row's cells, of the line that names the check. */
function row(text: string, id: string, section: string): string[] {
  const part = text.split(`<section aria-labelledby="${section}">`)[1]?.split('</section>')[0] ?? '';
  const line = part.split('<tr>').find((each) => each.includes(`>${id}</code>`)) ?? '';
  return line.split(/<t[dh]/).slice(2).map((cell) => cell.replace(/^[^>]*>/, '').replace(/<[^>]*>/g, ' ').replace(/\s+/g, ' ').trim());
}

test('checks are counted over what counts, and failures told in masked words that harm nothing', async () => {
  const course = await seedClass(web.db, rubric, { students: 12 });
  await seedSubmissions(web.db, course.assignment.id, [graded('<script>port 22</script>', null)], { attempts: 1 });
  await web.db.execute(sql`delete from submissions where assignment_id = ${course.assignment.id} and student_id in (select id from users where name > 'Student 0008')`);
  const text = await read(course);
  expect(row(text, ids[0], 'checks').slice(0, 5)).toEqual(['0 %', '0 %', '0', '0', '8']);
  expect(row(text, ids[1], 'checks').slice(0, 5)).toEqual(['100 %', '100 %', '8', '0', '0']);
  expect(text).toContain('&lt;script&gt;port ‹n›&lt;/script&gt;');
  expect(text).toContain('what is &lt;expected&gt;');
  expect(text).toContain('8 students not passed; these words in 8 of 8 looked at');
  expect(text).toContain('8 students have points. Mean <b>1</b>, median <b>1</b>');
});

test('a check that goes back and forth is flaky, one that is mended once is not', async () => {
  const course = await seedClass(web.db, rubric, { students: 6 });
  const [both, first, none] = [graded('no', 'no'), graded('no', null), graded(null, null)];
  for (const [n, grade] of [first, both, none, first].entries()) {
    await seedSubmissions(web.db, course.assignment.id, [grade], { attempts: 1 });
    await web.db.execute(sql`update submissions set created_at = now() - make_interval(hours => ${10 - n}) where assignment_id = ${course.assignment.id} and created_at > now() - interval '1 hour'`);
  }
  const text = await read(course, '?pass=100');
  // The first: failed, failed, passed, failed; the second: passed, failed, passed, passed.
  expect(row(text, ids[0], 'flaky')).toEqual(['6', '0']);
  expect(row(text, ids[1], 'flaky')).toEqual(['6', '0']);
  expect(text).toContain('6 of 6 students who handed in reached 100 %, half of them within <b>2 h</b>');
  const once = await seedClass(web.db, rubric, { students: 6 });
  for (const [n, grade] of [both, first, none].entries()) {
    await seedSubmissions(web.db, once.assignment.id, [grade], { attempts: 1 });
    await web.db.execute(sql`update submissions set created_at = now() - make_interval(hours => ${10 - n}) where assignment_id = ${once.assignment.id} and created_at > now() - interval '1 hour'`);
  }
  expect(await read(once)).toContain('No check went back and forth.');
});

test('a new visit that finds otherwise counts, by check', async () => {
  const course = await seedClass(web.db, rubric, { students: 5 });
  await seedSubmissions(web.db, course.assignment.id, [graded(null, null)], { attempts: 1 });
  await web.db.execute(sql`
    with run as (insert into grading_runs (id, submission_id, number) select gen_random_uuid(), id, 2 from submissions where assignment_id = ${course.assignment.id} returning id, submission_id),
    again as (
      insert into grades (id, submission_id, version, source, run_id, rubric_id, status, earned, judged, possible, criteria, document, is_current)
      select gen_random_uuid(), g.submission_id, 2, 'recollect', run.id, g.rubric_id, g.status, 100, 200, 200, g.criteria, g.document, false
      from grades g join run on run.submission_id = g.submission_id returning id)
    insert into check_outcomes (grade_id, check_id, outcome, earned, possible) select id, ${ids[1]}, 'failed', 0, 100 from again`);
  const text = await read(course);
  expect(row(text, ids[1], 'flaky')).toEqual(['0', '5']);
});

test('pictures hold no style and no id, and each has a label', async () => {
  const course = await seedClass(web.db, rubric, { students: 5 });
  await seedSubmissions(web.db, course.assignment.id, [graded(null, 'no'), graded('no', 'no')], { attempts: 2 });
  const text = await read(course);
  const pictures = text.match(/<svg.*?<\/svg>/gs) ?? [];
  expect(pictures).toHaveLength(4);
  for (const picture of pictures) {
    expect(picture).toMatch(/^<svg role="img" aria-label="[^"]+"/);
    expect(picture).not.toMatch(/<style|style=|\sid=/);
  }
});

test('few students have no statistics; students may not read them, and others learn nothing', async () => {
  const course = await seedClass(web.db, rubric, { students: 4 });
  expect(await read(course)).toContain('No student has points yet.');
  await seedSubmissions(web.db, course.assignment.id, [graded(null, null)], { attempts: 1 });
  expect(await read(course)).toContain('Only 4 of the students have points yet. Statistics begin with 5.');
  const path = `/assignments/${course.assignment.id}/statistics`;
  const stranger = await makeCourse(web.db, rubric);
  expect((await (await web.reader(course.student.id)).get(path)).status).toBe(403);
  expect((await (await web.reader(stranger.instructor.id)).get(path)).status).toBe(404);
});
