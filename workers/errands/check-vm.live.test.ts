import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { newId } from '#db/id.ts';
import { newKeyPair } from '#db/key-pair.ts';
import { enrolmentKeyContext, ensureEnrolment, recordEnrolmentReport } from '#db/queries/enrolments.ts';
import { reserveContact } from '#db/queries/host-contacts.ts';
import { pinHostKeys, selectHostKeys } from '#db/queries/host-keys.ts';
import { acquireLease } from '#db/queries/host-leases.ts';
import { requestVmCheck, selectLatestVmCheck } from '#db/queries/vm-checks.ts';
import { vmCheckSteps } from '#db/schema/vm-checks.ts';
import { openSealer } from '#db/sealed.ts';
import { makeCourse, type TestCourse } from '#db/testing/course.ts';
import { useDatabase } from '#db/testing/database.ts';
import { runEnrolment } from '#lab/enrol.ts';
import type { LabHost } from '#lab/host.ts';
import { type Lab, openLab } from '#lab/lab.ts';
import { renderEnrolmentScript } from '#services/api/enrolment/script.ts';
import { checkVm } from './check-vm.ts';

const database = useDatabase();
const sealer = openSealer(`v1:${randomBytes(32).toString('base64url')}`);
const log = { info: () => {}, error: () => {} };
let lab: Lab;
beforeAll(async () => {
  lab = await openLab();
});
afterAll(() => lab.close());

interface Student {
  course: TestCourse;
  host: LabHost;
  script: string;
}

/** A student with a key pair in a course of their own, and a host that has not seen it yet. */
async function studentWith(name: string): Promise<Student> {
  const course = await makeCourse(database.db);
  const id = newId();
  const pair = newKeyPair('netgrader');
  const sealedPrivateKey = sealer.seal(pair.private, enrolmentKeyContext(id));
  await ensureEnrolment(database.db, { id, courseId: course.course.id, studentId: course.student.id, publicKey: pair.public, sealedPrivateKey, reportTokenHash: id });
  const script = renderEnrolmentScript({ publicKey: pair.public, workerNetworks: [lab.network], expires: new Date(Date.now() + 86_400_000), reportUrl: null, reportToken: '' });
  return { course, host: await lab.boot(name), script };
}

/** Runs the script, and notes what it would report. */
async function enrol({ course, host, script }: Student): Promise<void> {
  await runEnrolment(host, script);
  const owner = { courseId: course.course.id, studentId: course.student.id };
  const { id } = await ensureEnrolment(database.db, { ...owner, id: newId(), publicKey: '', sealedPrivateKey: '', reportTokenHash: newId() });
  await recordEnrolmentReport(database.db, id, { login: 'student', addresses: [host.address], port: 22 });
  await pinHostKeys(database.db, { ...owner, address: host.address, port: 22 }, (await host.hostKeyFingerprints()).map(({ fingerprint }) => fingerprint), 'enrolment');
}

async function check({ course, host }: Student, fields: { address?: string; port?: number; login?: string } = {}) {
  const owner = { courseId: course.course.id, studentId: course.student.id };
  const { id } = await requestVmCheck(database.db, { ...owner, address: host.address, port: 22, login: 'student', ...fields });
  await checkVm({ db: database.db, sealer, username: 'netgrader' }, id, { signal: new AbortController().signal, log });
  const done = await selectLatestVmCheck(database.db, owner);
  expect(done).toMatchObject({ id, state: 'finished' });
  return done?.result;
}

/** How often somebody connected to the SSH server, by its own log. */
async function connections(host: LabHost): Promise<number> {
  return (await host.run('journalctl --no-pager --output=cat --unit=ssh')).stdout.match(/^Connection from /gm)?.length ?? 0;
}

const verbose = 'echo "LogLevel VERBOSE" > /etc/ssh/sshd_config.d/00-verbose.conf && systemctl restart ssh';

test('an enrolled host passes all steps, by one connection and one exec, and leaves the host free', async () => {
  const student = await studentWith('check-good');
  await enrol(student);
  await student.host.applyState(verbose);
  expect(await check(student)).toEqual({ succeeded: [...vmCheckSteps], failure: null });
  expect(await connections(student.host)).toBe(1);
  const lease = await acquireLease(database.db, { host: `${student.host.address}:22`, runId: newId(), subnet: lab.network, isBatch: false });
  expect(lease).toEqual({ granted: true });
});

test('each slip is named at its step, with what to change: not enrolled, keys off, no sudo, another login, sshd off', async () => {
  const student = await studentWith('check-slips');
  const { host } = student;
  expect(await check(student)).toMatchObject({ succeeded: ['connect', 'host-key'], failure: { step: 'log-in', code: 'key-refused', message: expect.stringContaining('step 1') as unknown } });
  await enrol(student);
  expect(await check(student, { login: 'nobody-here' })).toMatchObject({ succeeded: ['connect', 'host-key', 'log-in', 'sudo'], failure: { step: 'login', code: 'login-unknown', message: expect.stringContaining('nobody-here') as unknown } });
  await host.applyState('mv /etc/sudoers.d/netgrader /root/');
  expect(await check(student)).toMatchObject({ succeeded: ['connect', 'host-key', 'log-in'], failure: { step: 'sudo', code: 'sudo-refused', message: expect.stringContaining('password is required') as unknown } });
  await host.applyState('mv /root/netgrader /etc/sudoers.d/; printf "PubkeyAuthentication no\\nPasswordAuthentication yes\\n" > /etc/ssh/sshd_config.d/00-keys.conf; systemctl restart ssh');
  expect(await check(student)).toMatchObject({ failure: { step: 'log-in', code: 'key-refused', message: expect.stringContaining('the server takes no keys, only: password') as unknown } });
  // The budget of the address is used up by now: another port has one of its own.
  expect(await check(student, { port: 2222 })).toMatchObject({ succeeded: [], failure: { step: 'connect', code: 'connection-refused', message: expect.stringContaining('port 2222') as unknown } });
});

test('a changed host key is not trusted, and waits for an instructor', async () => {
  const student = await studentWith('check-rebuilt');
  await enrol(student);
  await student.host.applyState('rm /etc/ssh/ssh_host_* && ssh-keygen -q -A && systemctl restart ssh');
  const result = await check(student);
  expect(result).toMatchObject({ succeeded: ['connect'], failure: { step: 'host-key', code: 'host-key-changed' } });
  const [pending] = await selectHostKeys(database.db, student.course.course.id, { pending: true });
  expect(result?.failure?.message).toContain(pending?.fingerprint);
});

test('at first contact the key that is seen is pinned', async () => {
  const student = await studentWith('check-first');
  await runEnrolment(student.host, student.script);
  expect(await check(student)).toMatchObject({ failure: null });
  const [pinned] = await selectHostKeys(database.db, student.course.course.id, { pending: false });
  expect(pinned).toMatchObject({ source: 'first-contact', address: student.host.address });
  expect((await student.host.hostKeyFingerprints()).map(({ fingerprint }) => fingerprint)).toContain(pinned?.fingerprint);
});

test('a host behind ufw limit is never locked out: the fifth check in half a minute does not connect and says when to come back', async () => {
  const student = await studentWith('check-limited');
  await enrol(student);
  await student.host.applyState(`${verbose}; ufw default deny incoming && ufw limit 22/tcp && ufw --force enable`);
  for (let time = 1; time <= 4; time += 1) expect(await check(student)).toMatchObject({ failure: null });
  expect(await check(student)).toMatchObject({ succeeded: [], failure: { step: 'connect', code: 'connection-budget', message: expect.stringMatching(/Check again in \d+ seconds/) as unknown } });
  expect(await connections(student.host)).toBe(4);
});

test('a host that drops the grader is told as silent and left in peace', async () => {
  const student = await studentWith('check-silent');
  await enrol(student);
  await student.host.applyState('ufw default deny incoming && ufw --force enable');
  expect(await check(student)).toMatchObject({ succeeded: [], failure: { step: 'connect', code: 'connection-timeout', message: expect.stringContaining('ufw') as unknown } });
  const next = await reserveContact(database.db, { host: `${student.host.address}:22` });
  expect(next.granted).toBe(false);
});

test('a host that is being graded is not disturbed: the check says so instead of waiting', async () => {
  const student = await studentWith('check-busy');
  await student.host.applyState(verbose);
  await acquireLease(database.db, { host: `${student.host.address}:22`, runId: newId(), subnet: lab.network, isBatch: false, seconds: 60 });
  expect(await check(student)).toMatchObject({ failure: { step: 'connect', code: 'host-busy' } });
  expect(await connections(student.host)).toBe(0);
});

test('a key that is restricted to another command is no login', async () => {
  const student = await studentWith('check-forced');
  await enrol(student);
  await student.host.applyState('printf "Match User netgrader\\n  ForceCommand echo go away\\n" > /etc/ssh/sshd_config.d/99-force.conf; systemctl restart ssh');
  expect(await check(student)).toMatchObject({ succeeded: ['connect', 'host-key'], failure: { step: 'log-in', code: 'no-answer', message: expect.stringContaining('go away') as unknown } });
});
