import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { LabHost } from '#lab/host.ts';
import { type Lab, openLab } from '#lab/lab.ts';
import { readSandboxOutput, type SandboxOutput, type SandboxRun } from '#rubric/experiments/sandbox-output.ts';
import { shellQuote } from './script.ts';

const sandbox = readFileSync(new URL('./sandbox.sh', import.meta.url), 'utf8');
let lab: Lab;
let host: LabHost;
beforeAll(async () => {
  lab = await openLab();
  host = await lab.boot('sandbox');
});
afterAll(() => lab.close());

/** Runs sh in the host with the sandbox's functions, as an experiment has them. */
async function experiment(script: string, options = {}): Promise<SandboxOutput> {
  const { stdout } = await host.run(
    `umask 077\nexport NG_LOGIN=student NG_HOME=/home/student NG_DELIVERABLES= NG_SANDBOX=${shellQuote(sandbox)}\nexec sh -c ${shellQuote(`eval "$NG_SANDBOX"\n${script}`)}`,
    options,
  );
  return readSandboxOutput(stdout);
}

interface Limits {
  seconds?: number;
  bytes?: number;
  setUp?: string;
}

/** One script, run as the student. */
async function tried(run: string, { seconds = 20, bytes = 4000, setUp = '' }: Limits = {}): Promise<SandboxRun> {
  const { runs, refused } = await experiment(`sandbox one ${seconds} ${bytes} ${shellQuote(setUp)} ${shellQuote(run)}`);
  const found = runs.get('one');
  if (!found) throw new Error(`no sandbox: ${[...refused.values()].join()}`);
  return found;
}

const onHost = async (script: string) => (await host.run(script)).stdout.trim();
/** What would change if a script reached beyond its sandbox. */
const traces = () => onHost('find /home /etc /tmp /var/tmp /opt -newer /proc/1 -type f 2>/dev/null | sort | xargs -r md5sum; wc -l </proc/self/mounts; ip -br link; iptables-save; ps -eo user,args --no-headers | grep -c ^student');

describe('nothing that a script does lasts', () => {
  test('files, mounts, links, rules and processes', async () => {
    const before = await traces();
    const { exit, output } = await tried(`
      echo mine >~/written; echo mine >/tmp/written; sudo sh -c 'echo changed >/etc/hosts; echo gone >/etc/passwd; rm -rf /home/student/.profile /opt; mount -t tmpfs none /mnt'
      sudo ip link add leak type dummy; sudo iptables -P INPUT DROP; sudo iptables -A OUTPUT -j DROP; sudo hostname elsewhere
      nohup setsid sleep 600 >/dev/null 2>&1 & ls ~/written`);
    expect({ exit, output }).toMatchObject({ exit: 0, output: expect.stringContaining('/home/student/written') });
    expect(await traces()).toBe(before);
    expect(await onHost('hostname')).toBe('sandbox');
  });

  test('a process that holds the output open does not hold the grader', async () => {
    expect(await tried('(trap "" HUP TERM; exec sleep 600) & echo done')).toMatchObject({ exit: 0, output: 'done\n' });
    expect(await onHost('pgrep -fc "^sleep 600" || true')).toBe('0');
  });
});

describe('the system is out of reach', () => {
  test('its sockets are not there, nor its network, nor its processes', async () => {
    const { output } = await tried('ls /run/systemd /run/dbus /run/docker.sock 2>&1 | grep -c "No such"; ip -br link | wc -l; ps -e --no-headers | grep -c systemd; sudo busctl status 2>&1 | grep -c -i "no such file"');
    expect(output.trim().split('\n')).toEqual(['3', '1', '0', '1']);
  });

  test('tools that would change it answer no by every path, and the attempt is noted', async () => {
    const { output, logs } = await tried('sudo /usr/bin/systemctl stop ssh; systemctl --version >/dev/null || echo refused; sudo ufw disable; sudo reboot');
    expect(output).toContain('refused');
    expect(logs.get('refused')?.split('\n')).toEqual(['systemctl stop ssh', 'systemctl --version', 'ufw disable', 'reboot', '']);
    expect(await onHost('systemctl is-active ssh')).toBe('active');
  });

  test('kernel settings cannot be changed, by root neither', async () => {
    const before = await onHost('cat /proc/sys/kernel/panic /proc/sys/net/ipv4/ip_forward');
    await tried('sudo sysctl -w net.ipv4.ip_forward=1 kernel.panic=7; echo b | sudo tee /proc/sysrq-trigger');
    expect(await onHost('cat /proc/sys/kernel/panic /proc/sys/net/ipv4/ip_forward')).toBe(before);
  });
});

describe('a script has bounds', () => {
  test('of time, whatever it does with signals', async () => {
    expect(await tried('echo begun; trap "" TERM INT HUP; while :; do :; done', { seconds: 1 })).toMatchObject({ exit: 124, output: 'begun\n' });
  });

  test('of output: a gigabyte is cut where the probe says', async () => {
    const { output } = await tried('head -c 1073741824 /dev/zero | tr "\\0" x', { bytes: 5000 });
    expect(output).toBe('x'.repeat(5000));
  });

  test('of processes: a fork bomb ends with its sandbox', async () => {
    await tried("bash -c 'bomb() { bomb | bomb & }; bomb; sleep 30'", { seconds: 1 });
    expect(await onHost('ps -u student -o pid= | wc -l')).toBe('0');
    expect(await tried('echo well')).toMatchObject({ output: 'well\n' });
  });

  test('of what it leaves in the folder of logs', async () => {
    const { logs } = await tried('cd "$NG_OUT"; for i in $(seq 40); do echo $i >log-$i; done; echo x >"a b"; ln -s /etc/shadow shadow');
    expect(logs.size).toBeLessThanOrEqual(24);
    expect([...logs.keys()].every((name) => name.startsWith('log-'))).toBe(true);
  });
});

describe('a script finds what it finds on the machine', () => {
  test('sudo without a password, strict shells, colours, the usual tools', async () => {
    const { exit, output } = await tried(`bash -c 'set -euo pipefail; declare -a list=(1 2); red=$(tput setaf 1); printf "%s%s\\n" "$red" "\${list[1]}"; sudo id -u; cd; pwd; whoami'`);
    expect({ exit, output }).toEqual({ exit: 0, output: '\u001b[31m2\n0\n/home/student\nstudent\n' });
    expect(await onHost('ls /etc/sudoers.d')).not.toContain('zz-netgrader');
  });

  test('names by DNS and by /etc/hosts, and none that are not served', async () => {
    const { output } = await tried('host a1.lab.internal | head -n 1; dig +short a1.lab.internal AAAA; getent hosts a1.lab.internal | wc -l; host no.lab.internal | tail -n 1', {
      setUp: 'sandbox_names "a1.lab.internal 10.9.8.7 fd00::7"',
    });
    expect(output.split('\n')).toEqual(['a1.lab.internal has address 10.9.8.7', 'fd00::7', '1', 'Host no.lab.internal not found: 3(NXDOMAIN)', '']);
  });

  test('stand-ins by name, by path and by sudo', async () => {
    const { output } = await tried('ping x; /usr/bin/ping x; sudo ping x; env -i /bin/ping x', { setUp: "printf '#!/bin/sh\\necho stand-in\\n' | stand_in ping" });
    expect(output).toBe('stand-in\n'.repeat(4));
  });

  test('a script with Windows line ends fails as it does there', async () => {
    const { exit, output } = await tried("printf 'if true; then\\r\\necho hello\\r\\nfi\\r\\n' >s.sh; bash s.sh");
    expect(exit).not.toBe(0);
    expect(output).toContain('syntax error');
  });
});

test('a dozen at once: every output comes whole', async () => {
  const { runs } = await experiment('for i in 1 2 3 4 5 6 7 8 9 10 11 12; do sandbox n$i 20 9000 "" "yes $i | head -c 9000" & done; wait');
  expect(runs.size).toBe(12);
  for (const [name, { output }] of runs) expect(output).toBe(`${name.slice(1)}\n`.repeat(9000).slice(0, 9000));
});

describe('where no sandbox can be made, that is said and nothing is run', () => {
  test('without rights to make name spaces', async () => {
    const { runs, refused } = await experiment('sandbox one 5 100 "" "touch /tmp/ran"', { asUser: 'student' });
    expect(runs.size).toBe(0);
    expect(refused.get('one')).toBe('this machine lets nobody make namespaces');
  });

  test('without overlays: the kernel refuses the third on top of one another', async () => {
    const { runs, refused } = await experiment(`unshare --mount sh -c 'eval "$NG_SANDBOX"
      mount --make-rprivate /; mkdir /run/deep; mount -t tmpfs none /run/deep; mkdir /run/deep/u /run/deep/w
      mount -t overlay -o lowerdir=/etc,upperdir=/run/deep/u,workdir=/run/deep/w none /etc && sandbox one 5 100 "" "touch /tmp/ran"'; rmdir /run/deep`);
    expect(runs.size).toBe(0);
    expect(refused.get('one')).toContain('/etc');
  });

  test('with a set-up that fails', async () => {
    const { refused } = await experiment('sandbox one 5 100 "echo no such tool >&2; false" "touch /tmp/ran"');
    expect(refused.get('one')).toBe('the set-up ended with an error: no such tool');
    expect(await onHost('ls /tmp/ran 2>&1 | grep -c "No such"')).toBe('1');
  });
});
