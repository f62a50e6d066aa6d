import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import ssh2 from 'ssh2';
import { beforeAll, describe, expect, test } from 'vitest';
import { enrolmentKeyContext, selectOptionalEnrolment } from '#db/queries/enrolments.ts';
import { selectPinnedHostKeys } from '#db/queries/host-keys.ts';
import { useApi } from './testing/harness.ts';

const api = useApi();
let course: Awaited<ReturnType<typeof api.course>>;
beforeAll(async () => void (course = await api.course()));

const fingerprint = (letter: string) => `SHA256:${letter.repeat(43)}`;
const report = (fields: object = {}) => ({ login: 'ada', port: 22, addresses: ['10.0.0.7', '127.0.0.1', 'fe80::1'], hostKeys: [fingerprint('a')], ...fields });
const line = (value: unknown) => `netgrader-enrolment:v1:${Buffer.from(JSON.stringify(value)).toString('base64url')}`;
const fetchScript = (token = course.studentToken) => api.call('GET', `/v1/enrolment.sh?course=${course.course.id}`, { token });
const setting = (script: string, name: string) => new RegExp(`^${name}='([^']*)'$`, 'm').exec(script)?.[1] ?? '';

describe('the enrolment script', () => {
  test('is sh that parses, holds the student a key of their own, and is the same at the second call', async () => {
    const first = await fetchScript();
    expect(first).toMatchObject({ status: 200 });
    expect(first.headers.get('Content-Type')).toBe('text/x-shellscript; charset=utf-8');
    expect((await fetchScript()).text).toBe(first.text);
    await promisify(execFile)('sh', ['-n', '-c', first.text]);
    expect(setting(first.text, 'PUBLIC_KEY')).toMatch(/^ssh-ed25519 \S+ netgrader$/);
    expect(setting(first.text, 'NETWORKS')).toBe('10.0.0.0/8,172.16.0.0/12,192.168.0.0/16,fc00::/7');
    expect(setting(first.text, 'EXPIRES')).toBe('20310302');
    expect(setting(first.text, 'REPORT_URL')).toBe('http://grader.lab/v1/enrolments');
    const other = await fetchScript(course.instructorToken);
    expect(setting(other.text, 'PUBLIC_KEY')).not.toBe(setting(first.text, 'PUBLIC_KEY'));
  });

  test('carries the public half of the key that is stored sealed', async () => {
    const { text } = await fetchScript();
    const enrolment = await selectOptionalEnrolment(api.db, { courseId: course.course.id, studentId: course.student.id });
    expect(enrolment?.sealedPrivateKey).not.toContain('PRIVATE KEY');
    const key = ssh2.utils.parseKey(api.sealer.unseal(enrolment?.sealedPrivateKey ?? '', enrolmentKeyContext(enrolment?.id ?? '')));
    expect(key instanceof Error ? key : key.getPublicSSH().toString('base64')).toBe(setting(text, 'PUBLIC_KEY').split(' ')[1]);
  });

  test('of ten first calls at once has one key', async () => {
    const own = await api.course();
    const path = `/v1/enrolment.sh?course=${own.course.id}`;
    const scripts = await Promise.all(Array.from({ length: 10 }, () => api.call('GET', path, { token: own.studentToken })));
    expect(new Set(scripts.map(({ text }) => text)).size).toBe(1);
  });

  test('needs no course where there is only one; an unknown course is 404, no token 401', async () => {
    expect((await api.call('GET', '/v1/enrolment.sh', { token: course.studentToken })).status).toBe(200);
    expect((await api.call('GET', '/v1/enrolment.sh?course=nonsense', { token: course.studentToken })).status).toBe(404);
    expect((await api.call('GET', '/v1/enrolment.sh')).status).toBe(401);
  });
});

async function send(body: object) {
  return api.call('POST', '/v1/enrolments', { token: setting((await fetchScript()).text, 'REPORT_TOKEN'), body });
}

describe('its report', () => {
  test('makes the login known and pins the host keys, at addresses that may be visited only', async () => {
    expect(await send(report())).toMatchObject({ status: 200, body: { login: 'ada', addresses: ['10.0.0.7'], hostKeys: 'pinned' } });
    expect(await send(report())).toMatchObject({ body: { hostKeys: 'pinned' } });
    const host = { courseId: course.course.id, studentId: course.student.id, port: 22 };
    expect(await selectPinnedHostKeys(api.db, { ...host, address: '10.0.0.7' })).toEqual([fingerprint('a')]);
    expect(await selectPinnedHostKeys(api.db, { ...host, address: '127.0.0.1' })).toEqual([]);
    const body = { assignment: course.assignment.id, address: '10.0.0.7' };
    expect(await api.call('POST', '/v1/submissions', { token: course.studentToken, body })).toMatchObject({ status: 201, body: { login: 'ada' } });
  });

  test('with other keys for the same machine leaves them to an instructor', async () => {
    await send(report());
    expect(await send(report({ hostKeys: [fingerprint('b')] }))).toMatchObject({ status: 200, body: { hostKeys: 'pending' } });
  });

  test('its token reports and does nothing else; without it a report is refused', async () => {
    const token = setting((await fetchScript()).text, 'REPORT_TOKEN');
    expect((await api.call('GET', '/v1/submissions', { token })).status).toBe(401);
    expect((await api.call('POST', '/v1/enrolments', { token, body: { line: line(report()) } })).status).toBe(401);
    expect((await api.call('POST', '/v1/enrolments', { body: report() })).status).toBe(401);
    expect((await api.call('POST', '/v1/enrolments', { token: course.studentToken, body: report() })).status).toBe(401);
  });

  test.each([
    ['a login that is an option', { login: '-x' }],
    ['no host key', { hostKeys: [] }],
    ['a fingerprint that is not one', { hostKeys: ['MD5:00:11'] }],
    ['a port out of range', { port: 0 }],
    ['something unknown', { shell: '/bin/sh' }],
  ])('is refused with %s', async (_, fields) => {
    expect(await send(report(fields))).toMatchObject({ status: 422, body: { code: 'invalid' } });
  });
});

function paste(text: string, token = course.studentToken) {
  return api.call('POST', '/v1/enrolments', { token, body: { line: text } });
}

describe('a pasted line', () => {
  test('counts like a report, with the student’s own token, spaces around it or not', async () => {
    expect(await paste(`  ${line(report({ login: 'ada2', hostKeys: [fingerprint('a')] }))}\n`)).toMatchObject({ status: 200, body: { login: 'ada2' } });
  });

  test.each(['', 'netgrader-enrolment:v1:', 'netgrader-enrolment:v2:e30', line({}), line(report()).slice(0, 40)])('is refused when it is not whole: %s', async (text) => {
    expect(await paste(text)).toMatchObject({ status: 422, body: { errors: [{ field: 'line' }] } });
  });

  test('needs a script that was fetched before', async () => {
    const own = await api.course();
    expect((await paste(line(report()), own.studentToken)).status).toBe(404);
  });
});
