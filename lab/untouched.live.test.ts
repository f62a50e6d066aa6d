import { afterAll, beforeAll, expect, test } from 'vitest';
import { builtInRubric, type EnrolledHost, enrolHost, gradeEnrolled } from './grading.ts';
import { type Lab, openLab } from './lab.ts';
import { applyComplete } from './states.ts';

let lab: Lab;
let enrolled: EnrolledHost;
beforeAll(async () => {
  lab = await openLab();
  const host = await lab.boot('untouched');
  await applyComplete(host);
  enrolled = await enrolHost(lab, host);
});
afterAll(() => lab.close());

/** Everything that a visit could leave behind; logs aside, and pam_motd's motd.dynamic, which every login of anybody renews. */
const inventory = `
echo "== files"
find / \\( -path /proc -o -path /sys -o -path /var/log -o -path /run/log -o -path /run/motd.dynamic \\) -prune -o ! -type d -printf '%p %y %m %u:%g %s %T@\\n' | sort
echo "== folders"
find / \\( -path /proc -o -path /sys -o -path /var/log -o -path /run/log \\) -prune -o -type d -printf '%p %m %u:%g\\n' | sort
echo "== firewall"
iptables-save | grep -v '^#' | sed 's/\\[[0-9:]*\\]//'
ip6tables-save | grep -v '^#' | sed 's/\\[[0-9:]*\\]//'
nft -j list ruleset | sed 's/"\\(packets\\|bytes\\)": *[0-9]*//g'
echo "== network"
ip -br addr; ip route; ip netns list; ss -Hltun | sort
echo "== namespaces"
lsns --noheadings --output TYPE,NS | sort -u
echo "== mounts"
sort /proc/self/mounts
`;
// The inventory's own shell and tools are not of interest; everything that runs before and after is.
const processes = 'ps -eo pid,user,args --no-headers';

async function lookAround(): Promise<{ things: string[]; running: string[] }> {
  const things = await enrolled.host.run(inventory);
  const running = await enrolled.host.run(processes);
  const own = /ps -eo|bash -c/;
  return {
    things: things.stdout.split('\n'),
    running: running.stdout.split('\n').filter((line) => line && !own.test(line)),
  };
}

test('a visit leaves no file, process, rule, address or namespace on the host', async () => {
  const before = await lookAround();
  const { grade } = await gradeEnrolled(enrolled, builtInRubric());
  expect(grade.status).toBe('final');
  // sshd ends its child for the connection when it has read our goodbye.
  await expect.poll(async () => (await enrolled.host.run("pgrep -fc 'sshd: netgrader' || :")).stdout.trim()).toBe('0');
  const after = await lookAround();
  const added = after.things.filter((line) => !before.things.includes(line));
  const removed = before.things.filter((line) => !after.things.includes(line));
  expect({ added, removed }).toEqual({ added: [], removed: [] });
  expect(after.running).toEqual(before.running);
  expect(before.things.length).toBeGreaterThan(1000);
});
