import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { selectOptionalTokenHolder } from '#db/queries/api-tokens.ts';
import { selectOptionalAssignment } from '#db/queries/assignments.ts';
import { selectOptionalSessionHolder } from '#db/queries/sessions.ts';
import { redeemSignInLink } from '#db/queries/sign-in-links.ts';
import { memberships } from '#db/schema/memberships.ts';
import { users } from '#db/schema/users.ts';
import { useDatabase } from '#db/testing/database.ts';

const database = useDatabase();
const folder = mkdtempSync(path.join(tmpdir(), 'netgrader-'));
afterAll(() => rmSync(folder, { recursive: true }));

function netgrader(args: string[], env: NodeJS.ProcessEnv = {}): Promise<{ exit: number; stdout: string; stderr: string }> {
  return new Promise((resolve) => {
    execFile(
      process.execPath,
      [path.join(import.meta.dirname, 'main.ts'), ...args],
      { env: { ...process.env, DATABASE_URL: database.url, ...env } },
      (error, stdout, stderr) => resolve({ exit: typeof error?.code === 'number' ? error.code : 0, stdout, stderr }),
    );
  });
}
const courseId = async () => (await netgrader(['course', 'create', 'Networking', '--ends', '2031-02-28'])).stdout.trim();

test('a course, an assignment and a staff token are made from nothing, each printed alone', async () => {
  const course = await courseId();
  const assignment = (await netgrader(['assignment', 'create', 'Exercise 09', '--course', course])).stdout.trim();
  expect(await selectOptionalAssignment(database.db, assignment)).toMatchObject({ courseId: course, rubric: { id: 'linux-networking' } });
  const token = (await netgrader(['token', 'create', '--user', 'Grace', '--staff'])).stdout.trim();
  expect(await selectOptionalTokenHolder(database.db, token)).toMatchObject({ name: 'Grace', isStaff: true });
});

test('a person who is known becomes staff, and a token is listed and revoked', async () => {
  const course = await courseId();
  await netgrader(['token', 'create', '--user', 'Grace', '--external-id', course, '--course', course]);
  const made = await netgrader(['token', 'create', '--user', 'Grace', '--external-id', course, '--staff']);
  const token = made.stdout.trim();
  expect(await selectOptionalTokenHolder(database.db, token)).toMatchObject({ isStaff: true });
  const [, id = '', user = ''] = /Token (\S+) for Grace \((\S+)\)/.exec(made.stderr) ?? [];
  expect((await netgrader(['token', 'list', '--user', user])).stdout.split('\n')[0]).toMatch(new RegExp(`^${id} +no end +Grace`));
  expect(await netgrader(['token', 'revoke', id, 'x'])).toMatchObject({ exit: 2, stderr: expect.stringContaining('none was') });
  expect(await netgrader(['token', 'revoke', id])).toMatchObject({ exit: 0 });
  expect(await selectOptionalTokenHolder(database.db, token)).toBeNull();
  expect(await netgrader(['token', 'list'])).toMatchObject({ exit: 2, stderr: expect.stringContaining('--course') });
});

test('a sign-in link is made for a person, begins with the address that is set, and works once', async () => {
  const course = await courseId();
  await netgrader(['token', 'create', '--user', 'Edsger', '--external-id', 'e-1', '--email', 'edsger@example.edu', '--staff', '--course', course]);
  const env = { NETGRADER_URL: 'https://grader.example.edu/' };
  const made = await netgrader(['sign-in-link', 'create', '--user', 'Edsger@example.edu'], env);
  const secret = /^https:\/\/grader\.example\.edu\/sign-in\/([\w-]{43})\n$/.exec(made.stdout)?.[1] ?? '';
  const session = await redeemSignInLink(database.db, secret, 1);
  expect(await selectOptionalSessionHolder(database.db, session?.secret ?? '')).toMatchObject({ name: 'Edsger', isStaff: true, courseId: null });
  expect(await redeemSignInLink(database.db, secret, 1)).toBeNull();
  const limited = (await netgrader(['sign-in-link', 'create', '--user', 'e-1', '--course', course], env)).stdout.trim().split('/').at(-1) ?? '';
  const opened = await redeemSignInLink(database.db, limited, 1);
  expect(await selectOptionalSessionHolder(database.db, opened?.secret ?? '')).toMatchObject({ isStaff: false, courseId: course });
  expect(await netgrader(['sign-in-link', 'create', '--user', 'nobody'])).toMatchObject({ exit: 2, stdout: '', stderr: expect.stringContaining('Nobody has') });
  expect(await netgrader(['sign-in-link', 'create', '--user', 'e-1', '--days', '0'])).toMatchObject({ exit: 2, stderr: expect.stringContaining('--days') });
});

test('a roster is imported with the LMS’s ids, again without doubling anybody, and tokens can be had with it', async () => {
  const course = await courseId();
  const file = path.join(folder, 'roster.csv');
  writeFileSync(file, 'id,name,email,role\nlms-1,"Lovelace, Ada",ada@example.edu,\nlms-2,=cmd(),,\nlms-3,Grace,,instructor\n');
  const first = await netgrader(['roster', 'import', file, '--course', course, '--tokens']);
  expect(first.exit).toBe(0);
  const lines = first.stdout.trim().split('\n');
  expect(lines).toHaveLength(4);
  expect(lines[2]).toContain(`"'=cmd()"`);
  const token = /(ng_[\w-]+)"?$/.exec(lines[1] ?? '')?.[1] ?? '';
  expect(await selectOptionalTokenHolder(database.db, token)).toMatchObject({ name: 'Lovelace, Ada', courseId: course });
  expect((await netgrader(['roster', 'import', file, '--course', course])).exit).toBe(0);
  const people = (await database.db.select().from(memberships)).filter((member) => member.courseId === course);
  expect(new Map(people.map(({ externalId, role }) => [externalId, role]))).toEqual(new Map([['lms-1', 'student'], ['lms-2', 'student'], ['lms-3', 'instructor']]));
  expect(people).toHaveLength(3);
});

test('a roster with one bad line imports nobody', async () => {
  const course = await courseId();
  const file = path.join(folder, 'bad.csv');
  writeFileSync(file, 'id,name\nbad-1,Ada\n,Alan\n');
  expect(await netgrader(['roster', 'import', file, '--course', course])).toMatchObject({ exit: 2 });
  expect((await database.db.select().from(users)).map(({ externalId }) => externalId)).not.toContain('bad-1');
});

test.each([
  ['a course that does not exist', ['assignment', 'create', 'X', '--course', 'nope'], {}, 'There is no course nope'],
  ['a date that is none', ['course', 'create', 'X', '--ends', 'soon'], {}, 'YYYY-MM-DD'],
  ['a database address that is none', ['migrate'], { DATABASE_URL: 'mysql://x' }, 'DATABASE_URL'],
  ['a database that is not there', ['migrate'], { DATABASE_URL: 'postgres://127.0.0.1:1/x' }, 'DATABASE_URL'],
  ['no secret', ['work'], { NETGRADER_SECRET: '' }, 'NETGRADER_SECRET'],
  ['a secret of another form', ['serve'], { NETGRADER_SECRET: 'hunter2' }, 'NETGRADER_SECRET'],
  ['a queue address that is none', ['work'], { NETGRADER_QUEUE_URL: 'http://x' }, 'NETGRADER_QUEUE_URL'],
  ['a network that is none', ['serve'], { NETGRADER_ALLOWED_NETWORKS: '10.0.0.0/99' }, 'NETGRADER_ALLOWED_NETWORKS'],
  ['a concurrency that is none', ['work', '--concurrency', 'many'], {}, 'NETGRADER_CONCURRENCY'],
])('%s ends with exit 2 and names the setting', async (_what, args, env, words) => {
  const { exit, stderr } = await netgrader(args, env);
  expect(stderr).toContain(words);
  expect(stderr).not.toMatch(/^\s+at /m);
  expect(exit).toBe(2);
});
