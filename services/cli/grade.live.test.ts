import { execFile, execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { GradeJson } from '#rubric/grade-json.ts';
import { builtInRubric, type EnrolledHost, enrolHost, pointsOf } from '#lab/grading.ts';
import { type Lab, openLab } from '#lab/lab.ts';
import { applyComplete } from '#lab/states.ts';
import { tarGzOf } from '#services/archive/testing/tar.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'netgrader cli-'));
const rubric = builtInRubric();
const total = pointsOf(rubric);
const identity = path.join(folder, 'key');
const unlimitedIdentity = path.join(folder, 'key of the unlimited host');
const evidence = path.join(folder, 'evidence.json');
const main = path.join(import.meta.dirname, 'main.ts');
let lab: Lab;
let enrolled: EnrolledHost;
// Refusals are tried on a host without a firewall: the complete one lets six connections in 30 seconds through.
let unlimited: EnrolledHost;

beforeAll(async () => {
  lab = await openLab();
  const host = await lab.boot('cli');
  await applyComplete(host);
  enrolled = await enrolHost(lab, host);
  unlimited = await enrolHost(lab, await lab.boot('cli-stock'));
  writeFileSync(unlimitedIdentity, unlimited.privateKey, { mode: 0o600 });
  writeFileSync(identity, enrolled.privateKey, { mode: 0o600 });
});
afterAll(async () => {
  await lab.close();
  rmSync(folder, { recursive: true });
});

function netgrader(...args: string[]): Promise<{ exit: number; stdout: string; stderr: string }> {
  return new Promise((resolve) => {
    execFile(process.execPath, [main, ...args], (error, stdout, stderr) => {
      resolve({ exit: typeof error?.code === 'number' ? error.code : 0, stdout, stderr });
    });
  });
}

test('grade prints the grade as JSON and exits 0; score gives the identical grade without a network', async () => {
  const graded = await netgrader('grade', enrolled.host.address, '--identity', identity, '--format', 'json', '--save-evidence', evidence);
  expect(graded.stderr).toBe('');
  expect(graded.exit).toBe(0);
  const grade = JSON.parse(graded.stdout) as GradeJson;
  expect(grade).toMatchObject({ status: 'final', earned: total, judged: total, possible: total, notes: [] });
  expect(grade.criteria.map(({ id }) => id)).toEqual(rubric.criteria.map(({ id }) => id));
  // A network namespace without a single interface that is up.
  const offline = execFileSync('unshare', ['-n', process.execPath, main, 'score', evidence, '--format', 'json'], { encoding: 'utf8' });
  expect(offline).toBe(graded.stdout);
  for (const format of ['text', 'md', 'html']) {
    const rescored = await netgrader('score', evidence, '--format', format);
    expect(rescored.exit).toBe(0);
    expect(rescored.stdout).toContain(`${total} of ${total} points`);
  }
});

test('an archive’s report is judged in place of the host’s; what is left out of it is told', async () => {
  const archive = path.join(folder, 'lab.tar.gz');
  writeFileSync(archive, tarGzOf({ 'lab/LAB_REPORT.md': '# Report\n\nNothing yet.\n', 'lab/.git/HEAD': 'x' }));
  const graded = await netgrader('grade', enrolled.host.address, '--identity', identity, '--format', 'json', '--archive', archive);
  expect(graded.stderr).toBe(`${archive}: left out: “lab/.git/HEAD”: hidden, or in a hidden folder\n`);
  const checks = (JSON.parse(graded.stdout) as GradeJson).criteria.flatMap((criterion) => criterion.checks);
  expect(checks.find(({ id }) => id === 'interfaces.modern-tools')).toMatchObject({ outcome: 'failed' });
});

test('the evidence file holds no private key', () => {
  const saved = readFileSync(evidence, 'utf8');
  expect(saved).not.toContain('PRIVATE KEY-----\\n');
  expect(saved).not.toContain(enrolled.privateKey.split('\n')[1]);
});

test('a host key that is not in known_hosts ends as not gradable with exit 3 and both fingerprints', async () => {
  const knownHosts = path.join(folder, 'known_hosts');
  const other = execFileSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-f', path.join(folder, 'other')], { encoding: 'utf8' });
  expect(other).toBe('');
  const [type, blob] = readFileSync(path.join(folder, 'other.pub'), 'utf8').split(' ');
  writeFileSync(knownHosts, `${unlimited.host.address} ${type} ${blob}\n`);
  const refused = await netgrader('grade', unlimited.host.address, '-i', unlimitedIdentity, '--known-hosts', knownHosts, '--format', 'json');
  expect(refused.exit).toBe(3);
  const { reason } = JSON.parse(refused.stdout) as { reason: { code: string; message: string } };
  expect(reason.code).toBe('host-key-changed');
  expect(reason.message.match(/SHA256:/g)).toHaveLength(2);
});

test('the right known_hosts entry is accepted', async () => {
  const knownHosts = path.join(folder, 'known_hosts.right');
  writeFileSync(knownHosts, execFileSync('ssh-keyscan', ['-t', 'ed25519', unlimited.host.address], { stdio: ['ignore', 'pipe', 'ignore'] }));
  const graded = await netgrader('grade', unlimited.host.address, '-i', unlimitedIdentity, '--known-hosts', knownHosts);
  expect(graded.exit).toBe(0);
});

test('a login that the host does not have is not gradable, and the sentence says so', async () => {
  const graded = await netgrader('grade', unlimited.host.address, '-i', unlimitedIdentity, '--login', 'nobody-here', '--format', 'json');
  expect(graded.exit).toBe(3);
  expect(JSON.parse(graded.stdout)).toMatchObject({ status: 'not_gradable', reason: { code: 'login-not-found' }, criteria: [] });
});
