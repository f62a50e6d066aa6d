import { createHash } from 'node:crypto';
import { parseHTML } from 'linkedom';
import { sql } from 'drizzle-orm';
import { beforeAll, describe, expect, test } from 'vitest';
import { beginSession } from '#db/queries/sessions.ts';
import { insertUser } from '#db/queries/users.ts';
import { pages } from './pages/index.ts';
import { pathsOf } from './testing/all-routes.ts';
import { filledPath, hostile, questions, seededCourse, type SeededCourse } from './testing/seeded-course.ts';
import { useWeb } from './testing/harness.ts';

const [gets, posts] = [pathsOf('GET'), pathsOf('POST')];
const isOpen = (path: string) => path === '/sign-in' || path.startsWith('/sign-in/');
const ofForms = { 'Content-Type': 'application/x-www-form-urlencoded' };

const web = useWeb();
let course: SeededCourse;
let cookies: Record<string, string>;
const cookieOf = async (userId: string) => `netgrader=${(await beginSession(web.db, { userId, courseId: null, method: 'test', days: 1 })).secret}`;

beforeAll(async () => {
  course = await seededCourse(web);
  const staff = await insertUser(web.db, { name: hostile, isStaff: true });
  cookies = { student: await cookieOf(course.student.id), instructor: await cookieOf(course.instructor.id), staff: await cookieOf(staff.id), nobody: '' };
});

const filled = (path: string, value: (segment: string) => string = (segment) => course.values[segment] ?? 'x') => filledPath(path, value);

async function ask(path: string, init: RequestInit & { as?: string } = {}): Promise<{ status: number; headers: Headers; html: string | null; location: string | null }> {
  const { as = 'nobody', headers, ...rest } = init;
  const response = await web.fetch(new Request(`http://grader.lab${path}`, { ...rest, headers: { ...(headers as Record<string, string>), cookie: cookies[as] ?? '' } }));
  const isHtml = (response.headers.get('Content-Type') ?? '').startsWith('text/html');
  // What is live never ends, and downloads are their own tests' subject.
  const html = isHtml ? await response.text() : null;
  if (!isHtml) await response.body?.cancel();
  return { status: response.status, headers: response.headers, html, location: response.headers.get('Location') };
}

const unseen = /[^\P{Cc}\t\n]|[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/u;

/** Everything that could run, load or mislead. Empty where nothing can. */
function dangersOf(html: string, policy: string): string[] {
  const { document } = parseHTML(html);
  const elements = [...document.querySelectorAll('*')];
  const attributes = elements.flatMap((element) => [...element.attributes].map(({ name, value }) => ({ name: name.toLowerCase(), value, of: element.localName })));
  return [
    ...elements.filter(({ localName }) => ['base', 'iframe', 'object', 'embed', 'link', 'meta', 'script', 'style', 'img', 'video', 'audio'].includes(localName)).flatMap((element) => {
      if (element.localName === 'script') return /^\/assets\/[\w.-]+$/.test(element.getAttribute('src') ?? '') && element.textContent === '' ? [] : [`a script: ${String(element)}`];
      if (element.localName === 'link') return /^(?:\/assets\/[\w.-]+|data:,)$/.test(element.getAttribute('href') ?? '') ? [] : [`a link: ${String(element)}`];
      if (element.localName === 'meta') return element.hasAttribute('http-equiv') ? [`a meta: ${String(element)}`] : [];
      // A page that is saved whole has its sheet in it, which its policy names by content.
      if (element.localName === 'style') return policy.includes(`'sha256-${createHash('sha256').update(element.textContent).digest('base64')}'`) ? [] : ['a style'];
      return [`a ${element.localName}`];
    }),
    ...attributes.filter(({ name }) => name === 'style' || name.startsWith('on') || name.startsWith('hx-on') || name === 'srcdoc').map(({ name, of }) => `${name}= of ${of}`),
    ...attributes.filter(({ name, value }) => ['href', 'action', 'formaction', 'src'].includes(name) && !/^(?:\/(?!\/)|#|\?|https?:\/\/[\w.]+\/|data:,$|$)/.test(value)).map(({ name, value }) => `${name}=${value}`),
    ...(unseen.test(html) ? ['a control or bidi character'] : []),
  ];
}

/** What is wrong with an answer, in words. */
function faultsOf({ status, headers, html, location }: Awaited<ReturnType<typeof ask>>): string[] {
  const policy = headers.get('Content-Security-Policy') ?? '';
  const has = (header: string, value: string) => (headers.get(header) === value ? [] : [`${header}: ${headers.get(header)}`]);
  return [
    ...(status < 500 ? [] : [`status ${status}`]),
    ...(html === null ? [] : dangersOf(html, policy)),
    ...["default-src 'none'", "base-uri 'none'", "frame-ancestors 'none'"].filter((part) => !policy.includes(part)).map((part) => `no ${part} in ${policy}`),
    ...(policy.includes('unsafe') ? [`unsafe: ${policy}`] : []),
    ...has('X-Content-Type-Options', 'nosniff'),
    ...has('Referrer-Policy', 'no-referrer'),
    ...(location === null || /^\/(?![/\\])/.test(location) ? [] : [`leads to ${location}`]),
  ];
}

/** How much was changed, ever: each change leaves a row. */
const changes = async () => (await web.db.execute<{ n: number }>(sql`select count(*)::int as n from audit_log`)).rows[0]?.n;
const openSessions = async () => (await web.db.execute<{ n: number }>(sql`select count(*)::int as n from sessions where ended_at is null`)).rows[0]?.n;

test('the list holds what is registered', () => {
  expect(gets.length).toBeGreaterThanOrEqual(pages.length);
  expect(gets).toContain('/account');
  expect(posts).toContain('/sign-out');
});

describe.each(gets)('GET %s', (path) => {
  test('opens to nobody who is not signed in', async () => {
    const answer = await ask(filled(path));
    expect(faultsOf(answer)).toEqual([]);
    const isRefused = answer.status === 401 && answer.html?.includes('You are not signed in');
    expect(isRefused).toBe(!isOpen(path));
  });

  test('holds nothing that runs, loads or misleads, whatever people call themselves, and somebody sees it', async () => {
    const answers = await Promise.all(['student', 'instructor', 'staff'].map((as) => ask(`${filled(path)}${questions[path] ?? ''}`, { as })));
    expect(answers.flatMap(faultsOf)).toEqual([]);
    // Otherwise say in `seededCourse` what its parameters stand for.
    expect({ path, statuses: answers.map(({ status }) => status) }).toEqual({ path, statuses: expect.toSatisfy((codes: number[]) => codes.some((code) => code < 400)) });
  });

  test('takes harm from no address: unknown ids, hostile ones, hostile questions', async () => {
    const evil = encodeURIComponent(hostile);
    const query = ['q', 'sort', 'page', 'before', 'status', 'check', 'next', 'back', 'to', 'name'].map((name) => `${name}=${encodeURIComponent('//evil.example/')}${evil}`).join('&');
    for (const as of ['student', 'instructor']) {
      expect(faultsOf(await ask(`${filled(path)}?${query}`, { as }))).toEqual([]);
      if (!path.includes(':')) continue;
      for (const odd of [evil, '0198b2c4-7d1e-7a00-8000-3f1e5a7b9c0d', '..%2f..', '%00']) {
        const answer = await ask(filled(path, () => odd), { as });
        expect(faultsOf(answer)).toEqual([]);
        expect({ path, odd, status: answer.status }).toEqual({ path, odd, status: expect.toSatisfy((code: number) => code >= 300) });
      }
    }
  });
});

describe.each(posts)('POST %s', (path) => {
  test('is refused where another site, or nobody knows who, sends it, and changes nothing', async () => {
    const before = [await changes(), await openSessions()];
    const forged: Record<string, string>[] = [
      {}, { Origin: 'https://evil.example' }, { Origin: 'null' }, { Origin: 'http://grader.lab.evil.example' }, { 'Sec-Fetch-Site': 'cross-site' }, { 'Sec-Fetch-Site': 'same-site' },
    ];
    for (const headers of forged) {
      for (const as of ['instructor', 'student']) {
        const answer = await ask(filled(path), { as, method: 'POST', headers: { ...ofForms, ...headers }, body: '' });
        expect({ path, headers, status: answer.status }).toEqual({ path, headers, status: 403 });
        expect(faultsOf(answer)).toEqual([]);
      }
      expect((await ask(filled(path), { as: 'instructor', method: 'POST', headers: { ...headers, 'Content-Type': 'application/json' }, body: '{}' })).status).toBe(415);
    }
    expect([await changes(), await openSessions()]).toEqual(before);
  });

  test('opens to nobody who is not signed in', async () => {
    if (isOpen(path)) return;
    const before = await changes();
    expect((await ask(filled(path), { method: 'POST', headers: { ...ofForms, Origin: 'http://grader.lab' }, body: '' })).status).toBe(401);
    expect(await changes()).toBe(before);
  });
});

// Last, since these change things.
test.each(posts.filter((path) => !isOpen(path)))('POST %s takes an empty and a hostile form without harm', async (path) => {
  const evil = ['name', 'reason', 'text', 'title', 'course', 'zone', 'address', 'login', 'next', 'points'].map((name) => `${name}=${encodeURIComponent(hostile)}`).join('&');
  for (const userId of [course.student.id, course.instructor.id]) {
    for (const body of ['', evil]) {
      cookies['once'] = await cookieOf(userId);
      expect(faultsOf(await ask(filled(path), { as: 'once', method: 'POST', headers: { ...ofForms, Origin: 'http://grader.lab' }, body }))).toEqual([]);
    }
  }
});
