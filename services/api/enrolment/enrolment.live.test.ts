import { afterAll, beforeAll, expect, test } from 'vitest';
import { collect } from '#workers/collect/collect.ts';
import { builtInRubric, type EnrolledHost, enrolHost } from '#lab/grading.ts';
import { runEnrolment } from '#lab/enrol.ts';
import type { LabHost } from '#lab/host.ts';
import { type Lab, openLab } from '#lab/lab.ts';

let lab: Lab;
beforeAll(async () => {
  lab = await openLab();
});
afterAll(() => lab.close());

const out = async (host: LabHost, script: string) => (await host.run(script)).stdout.trim();

/** The grader gets in and gets root. */
async function graderGetsIn({ host, privateKey, hostKeys }: EnrolledHost): Promise<boolean> {
  const target = { address: host.address, port: 22, login: 'student', deliverables: null };
  const bundle = await collect({ target, username: 'netgrader', privateKey, hostKeys, rubric: builtInRubric() });
  return bundle.sudo.works;
}

// All that the script may touch, as checksums and modes.
const touched = `
getent passwd netgrader; getent shadow netgrader | cut -d: -f1,2
find ~netgrader /etc/sudoers.d /etc/ssh -type f -exec sha256sum {} + -printf '%p %m %u\\n' | sort`;

test('running it twice changes nothing', async () => {
  const host = await lab.boot('enrol-twice');
  const enrolled = await enrolHost(lab, host);
  const before = await out(host, touched);
  const second = await runEnrolment(host, enrolled.script);
  expect(second).toContain('nothing to change');
  expect(await out(host, touched)).toBe(before);
  expect(await graderGetsIn(enrolled)).toBe(true);
});

test('the account has no password, the key is restricted, and the file belongs to root', async () => {
  const host = await lab.boot('enrol-key');
  await enrolHost(lab, host);
  expect(await out(host, 'getent shadow netgrader | cut -d: -f2')).toBe('*');
  const line = await out(host, 'cat ~netgrader/.ssh/authorized_keys');
  expect(line).toMatch(new RegExp(`^restrict,from="${lab.network}",expiry-time="\\d{8}" ssh-ed25519 \\S+ netgrader$`));
  expect(await out(host, "stat -c '%U %a' ~netgrader/.ssh/authorized_keys /etc/sudoers.d/netgrader")).toBe('root 644\nroot 440');
  expect((await host.run('visudo -c')).exit).toBe(0);
});

test('a server that admits only some users and groups, without PAM, lets the grader in after it', async () => {
  const host = await lab.boot('enrol-allow');
  await host.applyState(`
    printf 'AllowUsers student\\nAllowGroups sudo\\nUsePAM no\\nPasswordAuthentication no\\n' > /etc/ssh/sshd_config.d/10-lockdown.conf
    systemctl restart ssh`);
  const enrolled = await enrolHost(lab, host);
  expect(enrolled.output).toContain('netgrader added to allowusers');
  expect(await graderGetsIn(enrolled)).toBe(true);
  expect(await out(host, 'grep Allow /etc/ssh/sshd_config.d/10-lockdown.conf')).toBe('AllowUsers student netgrader\nAllowGroups sudo netgrader');
});

test('keys that live elsewhere (AuthorizedKeysFile) are put there', async () => {
  const host = await lab.boot('enrol-elsewhere');
  await host.applyState(`
    mkdir -p /etc/ssh/keys && echo 'AuthorizedKeysFile /etc/ssh/keys/%u' > /etc/ssh/sshd_config.d/10-keys.conf
    systemctl restart ssh`);
  expect(await graderGetsIn(await enrolHost(lab, host))).toBe(true);
});

test('another course’s key stays beside the new one', async () => {
  const host = await lab.boot('enrol-courses');
  const first = await enrolHost(lab, host);
  const second = await enrolHost(lab, host);
  expect(await out(host, 'wc -l < ~netgrader/.ssh/authorized_keys')).toBe('2');
  expect([await graderGetsIn(first), await graderGetsIn(second)]).toEqual([true, true]);
});

test('without sudo it says what to do, and changes nothing', async () => {
  const host = await lab.boot('enrol-root');
  const { script } = await enrolHost(lab, await lab.boot('enrol-other'));
  const saved = `cat > e.sh <<'END-OF-IT'\n${script}\nEND-OF-IT\n`;
  const asStudent = await host.run(`${saved}sh e.sh`, { asUser: 'student' });
  expect([asStudent.exit, asStudent.stderr]).toEqual([1, 'enrolment.sh: this needs root. Run it with sudo: sudo sh e.sh\n']);
  const asRoot = await host.run(`${saved}sh e.sh`);
  expect(asRoot.exit).toBe(1);
  expect(asRoot.stderr).toContain('--login NAME');
  expect((await host.run('getent passwd netgrader')).exit).toBe(2);
  expect((await host.run('sh e.sh --login student')).exit).toBe(0);
});

test('what it prints to undo it undoes it', async () => {
  const host = await lab.boot('enrol-undo');
  const { output } = await enrolHost(lab, host);
  const commands = output.split('\n').filter((line) => line.startsWith('  sudo '));
  expect(commands).toHaveLength(2);
  await host.run(commands.join('\n'), { asUser: 'student' });
  expect(await out(host, 'getent passwd netgrader; ls /etc/sudoers.d /home')).not.toContain('netgrader');
});
