import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Grade } from '#rubric/grade.ts';
import { builtInRubric, type EnrolledHost, enrolHost, gradeEnrolled } from '#lab/grading.ts';
import type { LabHost } from '#lab/host.ts';
import { checksOf } from '#lab/fuzz/well-formed.ts';
import { type Lab, openLab } from '#lab/lab.ts';
import { applyComplete } from '#lab/states.ts';
import { SshError } from '../ssh/errors.ts';

const rubric = builtInRubric();
let lab: Lab;
beforeAll(async () => {
  lab = await openLab();
});
afterAll(() => lab.close());

let number = 0;
/** An enrolled stock host to which `script` then happens. */
async function hostWith(script: string): Promise<EnrolledHost> {
  const host: LabHost = await lab.boot(`awkward-${(number += 1)}`);
  const enrolled = await enrolHost(lab, host);
  const { exit, stderr } = await host.run(script);
  expect({ exit, stderr }).toMatchObject({ exit: 0 });
  return enrolled;
}

/** The fault's code and sentence of a visit that cannot be made. */
async function faultOn(enrolled: EnrolledHost, more = {}): Promise<SshError> {
  const outcome = await gradeEnrolled(enrolled, rubric, { connectTimeoutMs: 1500, ...more }).catch((error: unknown) => error);
  if (outcome instanceof SshError) return outcome;
  throw new Error('the visit should have failed', { cause: outcome });
}

const earned = (grade: Grade) => (grade.status === 'not_gradable' ? null : grade.earned);

test('a machine that is off, a closed port and a filtered one are three different sentences', async () => {
  const off = await hostWith('true');
  await off.host.stop();
  expect((await faultOn(off)).code).toMatch(/host-unreachable|connection-timeout/);

  const closed = await hostWith('systemctl stop ssh.socket ssh.service; systemctl is-active ssh && exit 1; true');
  expect(await faultOn(closed)).toMatchObject({ code: 'connection-refused', isTransportFault: true });

  const filtered = await hostWith('iptables -I INPUT -p tcp --dport 22 -j DROP');
  const fault = await faultOn(filtered);
  expect(fault).toMatchObject({ code: 'connection-timeout', isTransportFault: true });
  expect(fault.message).toContain('firewall');
});

test('a key that is refused asks for the enrolment script, and is no reason to knock again', async () => {
  const enrolled = await hostWith('rm ~netgrader/.ssh/authorized_keys');
  expect(await faultOn(enrolled)).toMatchObject({ code: 'key-refused', isTransportFault: false });
});

test('a host key that changed is told with both fingerprints', async () => {
  const enrolled = await hostWith('rm /etc/ssh/ssh_host_*; ssh-keygen -q -A -t ed25519 2>/dev/null || ssh-keygen -q -A; systemctl restart ssh');
  const fault = await faultOn(enrolled);
  expect(fault.code).toBe('host-key-changed');
  expect(fault.message).toContain(enrolled.hostKeys[0]);
  expect(fault.message).toContain(fault.offeredHostKey);
});

test('an sshd that takes connections and says nothing is left at the deadline', async () => {
  const enrolled = await hostWith('kill -STOP $(cat /run/sshd.pid)');
  expect(await faultOn(enrolled)).toMatchObject({ code: 'ssh-silent', isTransportFault: true });
});

test('without sudo the grade is provisional: what the grader may see is judged, the rest costs nothing', async () => {
  const enrolled = await hostWith('rm /etc/sudoers.d/netgrader');
  const { grade, bundle } = await gradeEnrolled(enrolled, rubric);
  expect(bundle.sudo).toMatchObject({ works: false });
  if (grade.status === 'not_gradable') throw new Error('expected a scored grade');
  expect(grade.status).toBe('provisional');
  expect(grade.notes.join()).toContain('sudo');
  expect(grade.judged).toBeLessThan(grade.possible);
  expect(grade.criteria.flatMap(({ checks }) => checks).filter(({ outcome }) => outcome === 'not_gradable').length).toBeGreaterThan(5);
});

test('a machine that has no sudo at all is provisional too', async () => {
  const enrolled = await hostWith('mv /usr/bin/sudo /usr/bin/sudo.away');
  const { grade } = await gradeEnrolled(enrolled, rubric);
  expect(grade.status).toBe('provisional');
});

test('a host that speaks German is judged like one that speaks English', async () => {
  const english = await gradeEnrolled(await hostWith('true'), rubric);
  const german = await gradeEnrolled(
    await hostWith("printf 'LANG=de_DE.UTF-8\\nLC_ALL=de_DE.UTF-8\\n' > /etc/default/locale; echo 'LC_ALL=de_DE.UTF-8' >> /etc/environment; systemctl restart ssh"),
    rubric,
  );
  expect(earned(german.grade)).toBe(earned(english.grade));
  expect(german.grade.status).toBe('final');
});

test('a host that floods instead of answering is cut off, and what came before stands', async () => {
  // A wrapper that lets the collector begin and then buries it.
  const enrolled = await hostWith("mv /usr/bin/sudo /usr/bin/sudo.real; printf '#!/bin/sh\\nexec 3<&0; sudo.real \"$@\" <&3 & yes flood\\n' > /usr/bin/sudo; chmod 755 /usr/bin/sudo");
  const ending = await gradeEnrolled(enrolled, rubric).then(
    ({ grade }) => grade.status,
    (error: unknown) => (error instanceof SshError ? error.code : error),
  );
  // Which of the two depends on whether the greeting came before the flood; neither costs a point.
  expect(['no-answer', 'provisional']).toContain(ending);
});

test('a host whose shell never answers ends at the deadline as not gradable', async () => {
  const enrolled = await hostWith('usermod --shell /usr/sbin/nologin netgrader');
  const fault = await faultOn(enrolled);
  expect(fault.code).toBe('no-answer');
  expect(fault.message).toContain('This account is currently not available');
});

test('a machine that lost a tool of the collector is told which, and not that its login is unknown', async () => {
  const enrolled = await hostWith('mv /usr/bin/timeout /usr/bin/timeout.away');
  const fault = await faultOn(enrolled);
  expect(fault.code).toBe('no-answer');
  expect(fault.message).toContain('timeout is missing');
});

test('a login that does not exist is told as such', async () => {
  const enrolled = await hostWith('true');
  const target = { address: enrolled.host.address, port: 22, login: 'nobody-here', deliverables: null };
  const { grade } = await gradeEnrolled(enrolled, rubric, { target });
  expect(grade).toMatchObject({ status: 'not_gradable', reason: { code: 'login-not-found' } });
});

test('root that ends the grader’s programs wherever it sees them makes checks not gradable: none fails that passed, none passes that failed', async () => {
  const host = await lab.boot('awkward-hostile');
  await applyComplete(host);
  const enrolled = await enrolHost(lab, host);
  const { grade: fair } = await gradeEnrolled(enrolled, rubric);
  await host.run("systemd-run --quiet sh -c 'while :; do pkill -9 -x unshare; pkill -9 -x iperf3; pkill -9 -x timeout -n; done'");
  // Where not even the greeting came, there is no grade: nothing lost, nothing won.
  const hunted = await gradeEnrolled(enrolled, rubric).catch((error: unknown) => error);
  const checks = hunted instanceof SshError ? [] : checksOf((hunted as { grade: Grade }).grade);
  const outcomes = new Map(checks.map(({ id, outcome }) => [id, outcome]));
  expect(hunted instanceof SshError ? 'no grade' : (hunted as { grade: Grade }).grade.status).toMatch(/^(no grade|provisional)$/);
  const changed = checksOf(fair).filter(({ id, outcome }) => outcomes.has(id) && outcomes.get(id) !== 'not_gradable' && outcomes.get(id) !== outcome);
  expect(changed.map(({ id }) => id)).toEqual([]);
});
